"""A question that many ask is understood once, for as long as it means the same."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import handlers
from clock import BEIJING
from congress import agenda
from handlers.asking import context_of
from handlers.facts import index
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


def test_long_texts_are_not_kept(demo):
    long = "议程" * 100
    Ask("oX", START, "text", text=long, understand=handlers.understand).question  # noqa: B018  a property that works
    assert all(key[0] != long for key in index().understood)
