"""The next meal of the day, and a rest at noon, by the schedule."""

from datetime import date, datetime, timedelta

import pytest

from understanding import Fact, Index, understand

DAY = date(2021, 9, 8)


def item(key: str, title: str, hour: int, day: date = DAY) -> Fact:
    starts = datetime(day.year, day.month, day.day, hour).astimezone()
    return Fact("agenda", key, (title,), offers=frozenset({"when", "where"}), day=day, starts=starts)


INDEX = Index(
    (
        item("opening", "妇女代表大会开幕式", 9), item("lunch", "午餐", 12), item("talk", "分组讨论", 14),
        item("dinner", "欢迎晚宴（晚餐）", 18), item("late", "午餐", 12, DAY + timedelta(days=1)),
        Fact("guide", "meals", ("三餐", "餐饮"), ("凭证用餐",), ("一层餐厅",), frozenset({"when", "where"})),
    )
)  # fmt: skip


def asked_at(hour: int, text: str) -> tuple[str, str, str]:
    at = datetime(DAY.year, DAY.month, DAY.day, hour, 30).astimezone()
    found = understand(text, at, INDEX, days=(DAY, DAY + timedelta(days=1)))
    best = found.best()
    return found.topic, found.aim, best.id if best else found.part


@pytest.mark.parametrize(("hour", "key"), [(10, "lunch"), (15, "dinner")])
def test_without_a_name_the_next_meal_is_meant(hour: int, key: str) -> None:
    for text in ("几点开饭", "啥时候吃饭", "几点吃饭呀", "ji dian kai fan"):
        assert asked_at(hour, text) == ("agenda", "find", f"agenda:{key}")


def test_a_part_of_the_day_tells_which() -> None:
    assert asked_at(10, "晚上几点吃饭") == ("agenda", "find", "agenda:dinner")


def test_where_meals_are_is_no_question_for_the_next() -> None:
    assert asked_at(10, "在哪吃饭") == ("guide", "", "guide:meals")


def test_of_many_places_to_eat_the_next_meals_is_meant() -> None:
    meals = ("早餐", "午餐", "晚餐")
    rows = [Fact("guide", name, (name, "用餐"), (), ("餐厅",), frozenset({"when", "where"})) for name in meals]
    index = Index((item("lunch", "午餐", 12), item("dinner", "晚餐", 18), *rows))
    at = datetime(DAY.year, DAY.month, DAY.day, 10).astimezone()
    found = [understand(text, at, index, days=(DAY,)).best() for text in ("在哪吃饭", "去哪吃")]
    assert [fact and fact.id for fact in found] == ["agenda:lunch", "agenda:lunch"]


def test_what_began_this_morning_is_not_meant_for_this_evening() -> None:
    index = Index((item("meeting", "集合入场", 9), item("show", "文艺演出", 19)))
    at = datetime(DAY.year, DAY.month, DAY.day, 16).astimezone()
    assert understand("晚上几点集合", at, index, days=(DAY,)).topic == "unsure"
    assert understand("上午几点集合", at, index, days=(DAY,)).topic == "agenda"


def test_a_rest_at_noon_is_what_stands_there() -> None:
    assert asked_at(10, "有午休吗") == ("agenda", "day", "noon")
    assert asked_at(10, "有没有午休的地方")[2] != "noon"


def test_whether_there_is_a_meal_then_is_about_that_one() -> None:
    """The schedule tells it where the guide has no entry for that meal alone."""
    assert asked_at(9, "中午管饭吗") == ("agenda", "find", "agenda:lunch")
    assert asked_at(9, "今晚在哪吃") == ("agenda", "find", "agenda:dinner")
    assert asked_at(9, "明天中午有吃的没") == ("agenda", "find", "agenda:late")
    assert asked_at(9, "早上管饭吗") == ("guide", "", "guide:meals")
