"""A day's items, kept for each index."""

from datetime import date, datetime

from clock import BEIJING
from understanding import Index, days
from understanding.question import Fact

FIRST, SECOND = date(2019, 5, 5), date(2019, 5, 6)


def item(key: str, name: str, day: date) -> Fact:
    return Fact("agenda", key, (name,), day=day, starts=datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING))


LUNCH, OPENING, SUPPER = item("a", "午餐", FIRST), item("b", "开幕大会", FIRST), item("c", "晚餐", SECOND)


def test_by_day_and_by_what_they_are_called() -> None:
    index = Index([LUNCH, OPENING, SUPPER, Fact("guide", "d", ("早餐",))], [])
    assert [days.items(index, day) for day in (FIRST, SECOND, date(2019, 5, 9))] == [(LUNCH, OPENING), (SUPPER,), ()]
    assert days.named(index, FIRST, frozenset({"午餐", "晚餐"})) == (LUNCH,)
    assert days.named(index, SECOND, frozenset({"午餐"})) == ()


def test_another_index_has_items_of_its_own() -> None:
    before = Index([LUNCH], [])
    assert days.items(before, FIRST) == (LUNCH,)
    assert days.items(Index([OPENING], []), FIRST) == (OPENING,)
