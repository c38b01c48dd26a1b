"""What the platform's own keyword replies would say."""

from commands.floor import Floor, floor
from congress.faq import Question

QUESTIONS = (
    Question("1", "停车", ("车停哪",), "P2停车场"),
    Question("2", "停车证怎么办", ("停车证",), "向联络员登记"),
    Question("3", "", (" ", "停车"), "从不"),
)


def test_exact_then_contains() -> None:
    rules = Floor(QUESTIONS, "不知道")
    said = (
        "停车",
        "车停哪",
        "哪儿能停车啊",
        "停车证在哪领",
        "停 车",
        "泊车",
        "",
        {"voice": "停车"},
        {"location": [1, 2, "停车"]},
    )
    assert [rules.reply(say) for say in said] == [
        "P2停车场", "P2停车场", "P2停车场", "向联络员登记", "不知道", "不知道", "不知道", "不知道", "不知道",
    ]  # fmt: skip


def test_the_congress_that_is_loaded(database_url: str) -> None:
    rules = floor()
    assert "抱歉" in rules.reply("停车")
