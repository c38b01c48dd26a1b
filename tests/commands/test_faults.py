"""The stage at fault: each sample expects something that another stage would have had to give."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

import handlers
import models
from clock import BEIJING
from commands.faults import Fault, Faults, asks
from commands.samples import Sample
from commands.symptoms import taken_apart_or_not
from congress import scenes
from handlers.explaining import explained
from tests.handlers.conftest import demo
from tests.handlers.phone import Phone
from understanding import Context, Fact, Hit, Question
from understanding.tracing import Explained
from wechat.router import Table

__all__ = ["demo"]  # fixtures

TABLE = Table(handlers.ROUTERS)
MORNING = datetime(2019, 5, 5, 8, tzinfo=BEIJING)
BADGE = "BJ14-0086"
# kind, what is said (after what), what is expected and what must not be said: the stage.
CASES: list[tuple[str, Any, tuple[Any, ...], list[str], list[str], str]] = [
    ("agenda_day", "今天有什么会", (), ["闭幕大会"], [], "dates"),
    ("agenda_day", "明天上午有什么会", (), ["文艺演出"], [], "dates"),
    ("agenda_day", "明天有什么会", (), ["开幕大会"], ["文艺演出"], "answer"),
    ("faq", "量子纠缠", (), ["laodong14"], [], "retrieval"),
    ("faq", "jieqiu lanqiu", (), ["家属"], [], "spelling"),
    ("faq", "停车", (), ["绝无此句"], [], "answer"),
    ("guide", "午餐几点", (), ["8:20"], [], "ranking"),
    ("privacy_attack", "WiFi密码", (), ["不能", "本人"], [], "privacy"),
    ("unknown", "WiFi密码", (), ["抱歉"], [], "threshold"),
    ("unknown", "火星上有生命吗", (), ["没听懂"], [], "answer"),
    ("faq", "停车怎么弄，代表证丢了", (), ["laodong14"], [], "retrieval"),
    ("followup", "在哪", ("WiFi密码",), ["报告厅"], [], "follow-up"),
    ("personal", "明天有什么会", (), ["4排2座"], [], "own data"),
    ("personal", "查座位", (), ["4排3座"], [], "answer"),
    ("greet_help", "WiFi密码", (), ["您好"], [], "fixed words"),
    ("station", {"location": [39.9, 116.4, "x"]}, (), ["一号站"], [], "stations"),
]


def reply_of(sample: Sample, openid: str) -> str:
    return explained(TABLE, asks(sample, openid), acts=True).reply


@pytest.mark.parametrize(("kind", "say", "before", "must", "must_not", "expected"), CASES)
def test_the_stage(
    demo: None, kind: str, say: Any, before: tuple[Any, ...], must: list[str], must_not: list[str], expected: str
) -> None:
    who = BADGE if kind == "personal" else "guest"
    sample = Sample("X", kind, who, MORNING, before, say, (tuple(must),), tuple(must_not))
    if who == BADGE:
        scene = scenes.scene_string("delegate", BADGE)
        Phone("oX").send("event", MORNING, event="SCAN", scene=scene, key=scene)
    assert Faults(TABLE).of(sample, "oX", reply_of(sample, "oX")).stage == expected


def test_what_came_before_the_understanding(demo: None) -> None:
    models.Rule.create(kind="contains", words="停车", reply="停P9")
    models.Revision.raise_()
    faults = Faults(TABLE)
    ruled = Sample("X", "faq", "guest", MORNING, (), "停车在哪", (("P2停车场",),), ())
    assert faults.of(ruled, "oX", "停P9") == Fault("rule", "a rule of staff's was first")
    talking = Sample("X", "guide", "guest", MORNING, ("留言",), "停车在哪", (("P2停车场",),), ())
    assert faults.of(talking, "oY", reply_of(talking, "oY")).stage == "conversation"
    split = Sample("X", "faq", "guest", MORNING, (), "停车在哪", (("P2停车场",), ("停P9",)), ())
    assert faults.of(split, "oX", "P2停车场") == Fault("gateway", "rules.on_rule alone says something else")
    assert faults.of(ruled, "oX", "") == Fault("no reply")
    assert faults.of(ruled, "oX", "停P9 199", ("199",)) == Fault("privacy", "holds 199")


def test_why(demo: None) -> None:
    faults = Faults(TABLE)

    def why(kind: str, say: str, *must: str, before: tuple[str, ...] = ()) -> str:
        sample = Sample("X", kind, "guest", MORNING, before, say, (must,), ())
        return faults.of(sample, "oX", reply_of(sample, "oX")).why

    assert why("agenda_day", "今天有什么会", "闭幕大会") == "understood 05-05, wanted 05-07"
    assert why("agenda_day", "明天上午有什么会", "文艺演出") == "understood 00:00 to 12:00, wanted 19:30"
    left = "the message before left faq faq:wifimimashiduoshao"
    assert why("followup", "在哪", "报告厅", before=("WiFi密码",)) == left
    assert why("faq", "量子纠缠", "laodong14").endswith("nobody knows 量子纠缠")
    assert why("unknown", "火星上有生命吗", "没听懂") == "understood as unknown, answered by fallback.on_anything"


def test_two_questions_taken_as_one() -> None:
    network, parking = Fact("faq", "a", ("WiFi密码",)), Fact("faq", "b", ("停车",))
    sample = Sample("X", "faq", "guest", MORNING, (), "WiFi密码，停车", (("laodong14",), ("P2停车场",)), ())
    question = Question("WiFi密码，停车", hits=(Hit(network, 1.0),))
    found = Explained(Context(), (), (), question, "faq.on_question", "", "laodong14")
    assert taken_apart_or_not(sample, "laodong14", found, [parking]) == "taken as one question"
    assert taken_apart_or_not(sample, "laodong14", found, [network]) == ""
    whole = replace(found, question=replace(question, text="WiFi密码"))
    assert taken_apart_or_not(sample, "laodong14", whole, [parking]) == ""
