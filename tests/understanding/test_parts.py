"""Messages that ask two things at once, on the small congress of the other tests."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.understanding.test_understand import INDEX, ask
from understanding.parts import MOST

ALONE = (
    "茶歇几点", "行李寄存在哪", "哪里可以吸烟", "青岛团在哪讨论", "今天有什么会", "我坐哪", "托儿服务在哪",
    "附近的驿站",
)  # fmt: skip
JOINTS = ("，", "？", "！\n", "\n", " ", "；", "。", "，还有", "，另外", "，顺便问一下", "？对了，", "，还想问")


def told(text: str) -> list[tuple[str, str]]:
    """Of each part the topic with the fact, of a whole text its own."""
    question = ask(text)
    found = question.parts or (question,)
    return [(each.topic, each.hits[0].fact.key if each.hits else "") for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("茶歇几点，行李寄存在哪", [("agenda", "tea"), ("guide", "luggage")]),
        ("chaxie jidian, xinglijicun zai na", [("agenda", "tea"), ("guide", "luggage")]),
        ("您好，我是第一次来，请问行李寄存在哪", [("guide", "luggage")]),
        ("茶歇几点？开幕式呢", [("agenda", "tea"), ("agenda", "opening")]),
        ("茶歇和行李寄存在哪", [("agenda", "tea"), ("guide", "luggage")]),
        ("我坐哪 住哪", [("personal", "")]),
        ("我坐哪，茶歇几点", [("personal", ""), ("agenda", "tea")]),
        ("今天有什么会，明天呢", [("agenda", ""), ("agenda", "")]),
        ("青岛团在哪讨论，召集人是谁", [("place", "qingdao")]),
        ("您好，茶歇几点", [("agenda", "tea")]),
        ("茶歇之后，有什么会", [("agenda", "tea")]),
        # The same question word twice: before both things, or behind both.
        ("在哪寄存行李在哪吸烟", [("guide", "luggage"), ("faq", "smoke")]),
        ("几点茶歇几点开幕式", [("agenda", "tea"), ("agenda", "opening")]),
        ("开幕式几点茶歇几点", [("agenda", "opening"), ("agenda", "tea")]),
        # What is told around a question is none, however much; the same asked again is one.
        ("我从老家一早赶来的，路上堵得厉害，行李寄存在哪", [("guide", "luggage")]),
        ("茶歇几点啊，我问的是茶歇几点", [("agenda", "tea")]),
        # One question, however it is written.
        ("茶歇几点到几点", [("agenda", "tea")]),
        ("茶歇几点开始几点结束", [("agenda", "tea")]),
        ("电话和地址", [("", "")]),
        ("8号和9号", [("agenda", "")]),
        ("行李寄存在哪，几点开门", [("guide", "luggage")]),
        ("明天上午，第二次全体会议，在哪开", [("agenda", "opening2")]),
        ("茶歇 几点", [("agenda", "tea")]),
        # Somebody else's data stay refused, whatever else is asked.
        ("李红梅的手机号，茶歇几点", [("privacy", ""), ("agenda", "tea")]),
        ("李红梅的手机号，还有我的房间号", [("privacy", "")]),
        ("青岛团的电话，房间号", [("privacy", "")]),
    ],
)
def test_parts(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_what_is_wanted_goes_over_to_the_next() -> None:
    parts = ask("茶歇几点在哪儿？开幕式呢").parts
    assert [sorted(part.aspects) for part in parts] == [["when", "where"], ["when", "where"]]


def test_what_stands_on_ones_card_is_one_answer() -> None:
    card = ask("我的座位，房间，还有车号")
    assert (card.topic, card.aim, card.parts) == ("personal", "card", ())


def test_a_day_goes_over_to_the_next() -> None:
    assert [part.day for part in ask("明天有什么会，今天呢").parts] == [ask("明天").day, ask("今天").day]


@pytest.mark.parametrize("text", [name for fact in INDEX.facts for name in fact.names] + list(ALONE))
def test_a_single_question_stays_whole(text: str) -> None:
    assert ask(text).parts == ()


@given(st.lists(st.sampled_from(ALONE), min_size=2, max_size=2, unique=True), st.sampled_from(JOINTS))
@settings(deadline=None)
def test_two_questions_are_understood_like_each_alone(both: list[str], joint: str) -> None:
    question = ask(joint.join(both))
    assert [(part.topic, part.aim, part.hits) for part in question.parts] == [
        (alone.topic, alone.aim, alone.hits) for alone in map(ask, both)
    ]


@given(st.lists(st.sampled_from((*ALONE, *JOINTS, "和", "几点", "呢", "明天", "x", "、", " and ")), max_size=14))
@settings(deadline=None)
def test_there_are_three_at_most_and_never_one(pieces: list[str]) -> None:
    question = ask("".join(pieces))
    assert len(question.parts) in (0, *range(2, MOST + 1))
    assert (question.topic == "several") == bool(question.parts)
    assert all(not part.parts and part.topic not in ("", "unsure") for part in question.parts)
