"""Whoever of the roster is asked about: the question is taken as one about somebody else's data."""

import pytest

import handlers
from congress import delegates
from tests.handlers.phone import AT
from wechat.inbound import Ask


@pytest.mark.parametrize("asked", ["{}的座位", "{}住哪个房间", "{} 电话", "帮我查一下{}的手机号", "你知道{}坐哪吗"])
def test_every_name_of_the_roster_is_known_for_a_person(demo: None, asked: str) -> None:
    names = delegates.names()
    topics = {
        name: handlers.understand(Ask("o1", AT, "text", text=asked.format(name), understand=handlers.understand)).topic
        for name in names
    }
    assert len(names) > 600
    assert {name: topic for name, topic in topics.items() if topic != "privacy"} == {}
