"""The session that is on, and the congress as a whole."""

from datetime import date, datetime

import pytest

from understanding import Context, Fact, Index, understand

DAYS = (date(2021, 9, 8), date(2021, 9, 9))
AT = datetime(2021, 9, 8, 10, 0)


def item(key: str, title: str, hour: int, day: date = DAYS[0]) -> Fact:
    starts = datetime(day.year, day.month, day.day, hour).astimezone()
    return Fact("agenda", key, (title,), offers=frozenset({"when", "where"}), day=day, starts=starts)


INDEX = Index(
    (
        item("opening", "妇女代表大会开幕式", 9), item("tea", "茶歇", 15), item("closing", "闭幕式", 16, DAYS[1]),
        Fact("guide", "childcare", ("托儿服务", "服务"), ("可照看三岁以上儿童",), ("B座一层",), frozenset({"where"})),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("这个会完了干啥", "next"), ("散会以后有什么安排", "next"), ("几点散会", "now"), ("还要开多久", "now"),
        ("散会以后几点再集中", "next"), ("半个小时后有什么", "next"), ("接下来两场分别是什么", "next"),
        ("刚刚结束的是什么", "ended"),
        ("今天还有几个会没开", "rest"), ("散会了吗，现在到哪了", "now"), ("when does it resume", "next"),
        ("what's the next thing", "next"),
        ("what are we doing now", "now"), ("最先开始的是哪项", "first"), ("what's the last thing tomorrow", "last"),
        ("会一共开几天 每天大概做什么", "all"), ("从几号开到几号", "all"), ("明天一整天都有什么安排", "day"),
        ("这三天的日程给我", "all"), ("大会一共几天", "all"), ("whole agenda please", "all"),
    ],
)  # fmt: skip
def test_it_is_of_the_schedule(text: str, aim: str) -> None:
    asked = understand(text, AT.astimezone(), INDEX, days=DAYS)
    assert (asked.topic, asked.aim) == ("agenda", aim)


def test_after_an_item_its_own_end_is_meant() -> None:
    asked = understand("几点结束", AT.astimezone(), INDEX, Context("agenda", "agenda:closing"), DAYS)
    assert asked.best() == INDEX.by_id["agenda:closing"]


def test_whoever_leaves_the_children_after_a_session_asks_for_that() -> None:
    asked = understand("散会以后托儿还开吗", AT.astimezone(), INDEX, days=DAYS)
    assert asked.best() == INDEX.by_id["guide:childcare"]


def test_the_day_beside_the_one_that_was_talked_about() -> None:
    asked = understand("再往后一天呢", AT.astimezone(), INDEX, Context("agenda", day=DAYS[0]), DAYS)
    assert (asked.topic, asked.aim, asked.day) == ("agenda", "day", DAYS[1])


def test_another_of_the_same_kind_by_what_makes_it_another() -> None:
    lines = Index(
        (
            Fact("guide", "a", ("参观A线",), (), ("南门",), frozenset({"where"})),
            Fact("guide", "b", ("参观B线",), (), ("北门",), frozenset({"where"})),
            Fact("faq", "choose", ("A线B线怎么选",), ("二选一",)),
        )
    )
    asked = understand("那B线呢", AT.astimezone(), lines, Context("guide", "guide:a", wanted=("where",)), DAYS)
    assert (asked.best(), asked.aspects, asked.follows) == (lines.by_id["guide:b"], {"where"}, True)
