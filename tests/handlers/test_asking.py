"""A question that many ask is understood once, for as long as it means the same."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import handlers
from clock import BEIJING
from congress import agenda
from handlers.asking import context_of
from handlers.facts import index
from handlers.kept import answers
from understanding import understand
from wechat.inbound import Ask
from wechat.sessions import Session

TEXTS = (
    "今天下午有什么会",
    "现在在开什么会",
    "下一个会是什么",
    "5号的议程",
    "周一的会",
    "wifi",
    "那下午呢",
    "开幕大会",
    "最新消息",
    "晚上8点",
    "睡醒第一个会几点",
    "起床以后有什么安排",
    "晚上几点分组讨论",
    "下午两点半以后的选举",
    "午饭",
    "吃完饭接着开什么会",
    "吃完饭干嘛",
    "晚上几点集合",
    "早上几点集合入场",
    "吃完之后去哪开会",
    "中午休息多久",
    "散会了吗",
    "刚才开的什么会",
    "今天还有什么会",
    "下周一有会吗",
    "今晚闭幕吗",
    "wifi 今晚有吗",
    "几点吃饭",
    "tonight's meeting",
    "what's on after lunch",
)
START = datetime(2019, 5, 4, tzinfo=BEIJING)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(TEXTS),
    st.lists(st.integers(0, 5 * 86_400), min_size=1, max_size=4),
    st.sampled_from([Session(), Session(topic="agenda", day=START.date()), Session(topic="guide", item="x")]),
)
def test_whatever_was_asked_before(demo, text: str, seconds: list[int], session: Session):
    for each in seconds:
        at = START + timedelta(seconds=each)
        ask = Ask("oX", at, "text", text=text, session=session, understand=handlers.understand)
        assert ask.question == understand(text, at, index(), context_of(ask), agenda.days())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 4), st.integers(12, 46), st.integers(1, 1800), st.integers(0, 1800))
def test_for_any_two_moments(demo, day: int, half_hours: int, before: int, after: int):
    """What was understood at one moment is never told at another where it would be understood otherwise; they lie on
    two sides of some half hour, the day and what has begun are often the same."""
    turn = START + timedelta(days=day, minutes=30 * half_hours)
    index().forget()
    for at in (turn - timedelta(seconds=before), turn + timedelta(seconds=after)):
        for text in TEXTS:
            ask = Ask("oX", at, "text", text=text, understand=handlers.understand)
            assert ask.question == understand(text, at, index(), context_of(ask), agenda.days()), (text, at)


@pytest.mark.parametrize(
    ("text", "early", "late"),
    [
        ("睡醒第一个会几点", (16, 30), (17, 30)),
        ("吃完饭干嘛", (13, 10), (13, 50)),
        ("晚上几点集合", (17, 5), (17, 50)),
    ],
)
def test_what_hangs_on_the_clock_is_kept_for_a_step(demo, text: str, early: tuple[int, int], late: tuple[int, int]):
    index().forget()
    day, asked = START + timedelta(days=2), []
    for hour, minute in (early, late, early):
        ask = Ask("oX", day.replace(hour=hour, minute=minute), "text", text=text, understand=handlers.understand)
        asked.append(ask.question)
    assert asked[0] is asked[2]
    assert asked[0] != asked[1]
    assert answers(day.replace(hour=early[0], minute=early[1])) != answers(day.replace(hour=late[0], minute=late[1]))


def test_long_texts_are_not_kept(demo):
    long = "议程" * 100
    Ask("oX", START, "text", text=long, understand=handlers.understand).question  # noqa: B018  a property that works
    assert all(key[0] != long for key in index().understood)
