"""Where a room is, what was over last, and help in a trouble that is told at length; on a small congress."""

from datetime import date, datetime

import pytest

from understanding import Fact, Index, understand

DAY = date(2021, 9, 8)
PLACED = frozenset({"when", "where"})


def item(key: str, title: str, hour: int, place: str) -> Fact:
    starts = datetime(DAY.year, DAY.month, DAY.day, hour).astimezone()
    return Fact("agenda", key, (title,), (), (place,), PLACED, DAY, starts)


INDEX = Index(
    (
        item("opening", "开幕式", 9, "文化宫二层映山厅"), item("talk", "分组讨论", 14, "文化宫二层映山厅"),
        item("show", "文艺演出", 19, "海棠剧场"),
        Fact("guide", "headset", ("同传耳机", "会务"), (), ("映山厅入口",), PLACED),
        Fact("guide", "luggage", ("行李寄存", "便利"), (), ("一层大厅",), PLACED | {"phone"}),
        Fact("guide", "desk", ("签到台", "会务"), (), ("一层大厅",), PLACED),
        Fact("faq", "pay", ("工资被拖欠怎么办", "欠薪"), ("可申请法律援助，请拨打热线。",), (), frozenset({"who"})),
    )
)  # fmt: skip


def ask(text: str, hour: int = 10) -> tuple[str, str, tuple[str, ...]]:
    at = datetime(DAY.year, DAY.month, DAY.day, hour, 30).astimezone()
    found = understand(text, at, INDEX, days=(DAY,))
    return found.topic, found.aim, tuple(hit.fact.key for hit in found.hits[:1])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("映山厅在几楼", ("agenda", "find", ("talk",))),
        ("请问映山厅怎么走啊", ("agenda", "find", ("talk",))),
        ("海棠剧场在哪", ("agenda", "find", ("show",))),
        ("签到台在哪", ("guide", "", ("desk",))),
    ],
)
def test_what_is_held_in_a_room_tells_where_it_is(text: str, answer: tuple[str, str, tuple[str, ...]]) -> None:
    assert ask(text) == answer


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("刚才那场谁讲的", "ended"),
        ("上一场是什么会", "ended"),
        ("刚结束的是啥", "ended"),
        ("刚才开的什么会", "just"),
        ("刚才谁讲话", "just"),
    ],
)
def test_what_was_on_a_moment_ago(text: str, aim: str) -> None:
    assert ask(text) == ("agenda", aim, ())


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("老板年前跑了，大伙儿一年白干，家里孩子等着交学费呢", ("faq", "", ("pay",))),
        ("我从很远的地方过来，一路拖着两个大箱子，实在拿不动了", ("guide", "", ("luggage",))),
    ],
)
def test_a_story_is_heard_for_the_trouble_in_it(text: str, answer: tuple[str, str, tuple[str, ...]]) -> None:
    assert ask(text) == answer
