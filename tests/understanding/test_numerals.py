"""Floors by their numbers, in whatever way they are written: never a floor by the end of a longer number."""

from datetime import date, datetime

import pytest

from understanding import Fact, Index, understand
from understanding.numerals import floors, number, stands_in, written
from understanding.question import Question
from understanding.vocabulary import concepts

AT = datetime(2021, 9, 8, 10, 0).astimezone()
DAY = date(2021, 9, 8)
PLACED = frozenset({"when", "where"})


def _talk(key: str, place: str) -> Fact:
    return Fact("agenda", key, ("座谈",), (), (place,), PLACED, DAY, AT.replace(hour=14))


INDEX = Index(
    (
        Fact("guide", "cafe", ("一层咖啡",), (), ("南楼",), PLACED),
        Fact("guide", "gym", ("二十一层健身房",), (), ("北楼",), PLACED),
        Fact("guide", "pool", ("B1层泳池",), (), ("北楼",), PLACED),
        Fact("guide", "tea", ("二层茶室",), (), ("南楼",), PLACED),
        _talk("high", "金桂楼21楼大厅"),
        Fact("delegation", "east", ("东营",), room="北楼11楼会议室"),
        Fact("delegation", "west", ("西营",), room="北楼1楼会议室"),
    )
)


def ask(text: str) -> Question:
    return understand(text, AT, INDEX, days=(DAY,))


@pytest.mark.parametrize(
    "text",
    ["21楼有咖啡吗", "11层咖啡在哪", "十一楼有咖啡吗", "二十一层的咖啡几点开", "十九层咖啡",
     "负一楼有咖啡吗", "B1层咖啡在哪",
     "地下一层有没有咖啡", "-1楼咖啡", "21F咖啡", "一百一楼咖啡", "十二层茶室在哪", "21st floor cafe"],
)  # fmt: skip
def test_another_floor_is_not_the_answer(text: str) -> None:
    asked = ask(text)
    assert asked.topic in ("", "unsure", "choice")


@pytest.mark.parametrize(
    ("text", "key"),
    [("一楼有咖啡吗", "cafe"), ("1层咖啡在哪", "cafe"), ("1F咖啡几点开", "cafe"), ("一层的咖啡", "cafe"),
     ("21楼健身房几点开", "gym"), ("二十一楼健身房在哪", "gym"), ("21层的健身房", "gym"), ("21F健身房", "gym"),
     ("负一楼泳池在哪", "pool"), ("地下一层泳池几点开", "pool"), ("负1层的泳池", "pool"), ("-1楼泳池", "pool"),
     ("2楼茶室", "tea")],
)  # fmt: skip
def test_the_same_floor_is(text: str, key: str) -> None:
    assert [hit.fact.key for hit in ask(text).hits[:1]] == [key]


def test_a_room_is_not_named_by_the_end_of_another_ones_number() -> None:
    assert ask("21楼大厅在哪").hits[0].fact.key == "high"
    assert ask("1楼大厅在哪").topic != "agenda"
    assert [hit.fact.key for hit in ask("北楼1楼是哪个团").hits] == ["west"]
    assert [hit.fact.key for hit in ask("11楼是哪个团").hits] == ["east"]


def test_what_is_on_in_a_room() -> None:
    assert ask("21楼大厅有什么活动").hits[0].fact.key == "high"
    assert ask("1楼大厅有什么活动").topic in ("", "unsure")


def test_written_numbers() -> None:
    assert [written(value) for value in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
    assert [number(written(value)) for value in range(1, 100)] == [*range(1, 100)]
    assert len({said for said, _ in floors()}) == len([*floors()])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("周一一起去", False),
        ("二十一楼", True),
        ("21楼", True),
        ("2021楼", False),
        ("三层到十三层", True),
        ("第二一楼", False),
    ],
)
def test_a_number_is_taken_whole(text: str, found: bool) -> None:
    assert any(tag.startswith(("二十一", "十三")) for tag in concepts(text)) == found


@pytest.mark.parametrize(
    ("part", "whole", "stands"),
    [
        ("1楼", "21楼", False),
        ("1楼", "21楼或1楼", True),
        ("二楼", "十二楼", False),
        ("12", "123", False),
        ("", "甲", False),
    ],
)
def test_parts_of_names(part: str, whole: str, stands: bool) -> None:
    assert stands_in(part, whole) == stands
