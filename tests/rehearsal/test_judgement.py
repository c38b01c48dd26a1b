"""Judging crafted ledgers: every way an act can end, and effects that are lost or double."""

import json
from collections import Counter

import pytest

from rehearsal.judging.judgement import Effects, Outcome, effects, wanted
from rehearsal.wire import Service, Wire
from tests.rehearsal.ledgers import AT, OPENIDS, Ledger, judged, played, push

WIFI = push(1, Content="wifi")
FAILED = "failed: no answer within 5 s"


def outcomes(*args: object, **more: object) -> list[Outcome]:
    return [each.outcome for each in judged(*args, **more)]  # type: ignore[arg-type]


def test_the_reply_takes_from_the_first_delivery_to_the_valid_answer() -> None:
    ledger = Ledger().delivery(100.0, 5000, WIFI, FAILED).delivery(105.0, 250, WIFI, "answered: text", "密码")
    message = ledger.message
    assert (message.deliveries, message.failures, message.answer, message.detail) == (2, [FAILED], "密码", "wifi")
    assert message.seconds == pytest.approx(5.25)
    assert message.is_over(106.0)


def test_a_message_is_over_when_it_is_answered_given_up_or_long_silent() -> None:
    ledger = Ledger().delivery(100.0, 5000, WIFI, FAILED).delivery(105.0, 5000, WIFI, FAILED)
    assert not ledger.message.is_over(111.0)
    assert ledger.message.is_over(200.0)
    assert ledger.delivery(110.0, 5000, WIFI, FAILED).message.is_over(115.1)


def test_events_are_one_by_person_time_and_key() -> None:
    tap = push(0, Event="CLICK", EventKey="agenda.now")
    later = push(0, created=AT + 1, Event="CLICK", EventKey="agenda.now")
    other = push(0, created=AT, Event="CLICK", EventKey="agenda.today")
    ledger = Ledger()
    for number, each in enumerate((tap, tap, later, other)):
        ledger.delivery(100.0 + number, 5, each, "answered: text", f"{number}", what="CLICK")
    assert [(m.detail, m.answer, m.repeated) for m in ledger.wire.messages.values()] == [
        ("agenda.now", "0", ["1"]),
        ("agenda.now", "2", []),
        ("agenda.today", "3", []),
    ]


@pytest.mark.parametrize(
    ("answer", "expected", "outcome"),
    [
        ("WiFi名称 GH14-Guest，密码 laodong14。", {"must": (("GH14Guest",), ("laodong14",))}, Outcome.RIGHT),
        ("WiFi名称 GH14-Guest", {"must": (("GH14Guest",), ("laodong14",))}, Outcome.WRONG),
        ("９：00 开会", {"must": (("10:00", "9:00"),)}, Outcome.RIGHT),
        ("闭幕大会 9:00", {"must": (("9:00",),), "must_not": ("闭幕大会",)}, Outcome.WRONG),
        ("随便什么", {}, Outcome.PLAIN),
        ("抱歉，这个我还不知道，大会资料里没有找到。", {}, Outcome.UNKNOWN),
        ("抱歉，这个我还不知道，大会资料里没有找到。", {"must": (("9:00",),)}, Outcome.UNKNOWN),
        ("抱歉，系统刚才出了点小问题，请稍后再发一次。", {}, Outcome.APOLOGY),
        ("不该有的话", {"answer": False}, Outcome.WRONG),
    ],
)
def test_the_content_of_an_answer(answer: str, expected: dict[str, object], outcome: Outcome) -> None:
    ledger = Ledger().delivery(100.0, 5, WIFI, "answered: text", answer)
    assert outcomes([played("text", "wifi", **expected)], ledger) == [outcome]


def test_nothing_came_back() -> None:
    acknowledged = Ledger().delivery(100.0, 5, WIFI, "acknowledged")
    assert outcomes([played("text", "wifi")], acknowledged) == [Outcome.UNANSWERED]
    assert outcomes([played("text", "wifi", answer=False)], acknowledged) == [Outcome.SILENT]
    assert outcomes([played("text", "wifi")], acknowledged.service(130.0, "密码")) == [Outcome.LATE]
    assert outcomes([played("text", "wifi")], Ledger()) == [Outcome.VANISHED]
    assert outcomes([played("text", "wifi", refusal="请先关注")], Ledger()) == [Outcome.REFUSED]
    prompt = Ledger().delivery(100.0, 5000, WIFI, FAILED).delivery(105.0, 5000, WIFI, FAILED)
    assert outcomes([played("text", "wifi")], prompt.delivery(110.0, 5000, WIFI, FAILED)) == [Outcome.PROMPT]


def test_a_service_message_that_the_platform_refused_is_none() -> None:
    ledger = Ledger().delivery(100.0, 5, WIFI, "acknowledged").service(130.0, "密码", verdict="errcode 45015")
    assert outcomes([played("text", "wifi")], ledger) == [Outcome.UNANSWERED]
    assert ledger.wire.calls == {("/cgi-bin/message/custom/send", "errcode 45015"): 1}


def test_acts_and_messages_are_matched_by_person_words_and_order() -> None:
    ledger = Ledger()
    ledger.delivery(100.0, 5, push(7, OPENIDS[1], AT + 60, Content="wifi"), "answered: text", "三", openid=OPENIDS[1])
    ledger.delivery(101.0, 5, push(8, created=AT + 50, Content="wifi"), "answered: text", "二")
    ledger.delivery(102.0, 5, push(9, created=AT, Content="wifi"), "answered: text", "一")  # overtaken on its way
    acts = [played("text", "wifi", at=AT + 50), played("text", "wifi", 1, at=AT + 60), played("text", "wifi")]
    assert [(each.act.at - AT, each.answer) for each in judged(acts, ledger)] == [(0, "一"), (50, "二"), (60, "三")]


def test_a_scan_is_whatever_the_platform_made_of_it() -> None:
    follow = push(0, created=AT, Event="subscribe", EventKey="qrscene_desk_hall-a")
    again = push(0, created=AT + 90, Event="SCAN", EventKey="desk_hall-a")
    ledger = Ledger().delivery(100.0, 5, follow, "answered: text", "欢迎", what="subscribe")
    ledger.delivery(101.0, 5, again, "answered: text", "还想知道什么", what="SCAN")
    acts = [played("scan", "desk_hall-a", at=AT + 90, effect="scan"), played("scan", "desk_hall-a", effect="scan")]
    found = judged(acts, ledger)
    assert [each.answer for each in found] == ["欢迎", "还想知道什么"]
    assert wanted(found, "scan") == {(OPENIDS[0], "desk_hall-a"): 2}


@pytest.mark.parametrize(
    ("first", "answer", "outcome"),
    [
        (50.0, "14:00", Outcome.RIGHT),
        (50.0, "14:30", Outcome.WRONG),
        (101.0, "14:00", Outcome.RIGHT),  # while it is loaded either may be
        (101.0, "14:30", Outcome.RIGHT),
        (110.0, "14:30", Outcome.RIGHT),
        (110.0, "14:00", Outcome.WRONG),
    ],
)
def test_after_the_change_the_new_time_is_right(first: float, answer: str, outcome: Outcome) -> None:
    act = played("text", "wifi", must=(("14:00",),), after=(("14:30",),))
    ledger = Ledger().delivery(first, 5, WIFI, "answered: text", answer)
    assert outcomes([act], ledger, changed=(100.0, 105.0)) == [outcome]


def test_a_repeated_delivery_that_is_answered_otherwise_is_counted() -> None:
    ledger = Ledger().delivery(100.0, 5, WIFI, "answered: text", "一")
    ledger.delivery(100.1, 5, WIFI, "a duplicate, not shown (answered: text)", "一")
    ledger.delivery(100.2, 5, WIFI, "a duplicate, not shown (answered: text)", "二")
    assert [each.differs for each in judged([played("text", "wifi")], ledger)] == [1]


def test_lost_and_double_effects_do_not_cancel_out() -> None:
    should = Counter({("oA", "desk"): 1, ("oB", "desk"): 1, ("oC", "desk"): 2})
    there = Counter({("oA", "desk"): 2, ("oC", "desk"): 1, ("oD", "desk"): 1})
    assert effects(should, should) == Effects(4, 0, 0)
    assert effects(should, there) == Effects(4, 2, 2)


def test_templates_and_notifications_are_messages_too_and_what_is_told_of_them_is_nobody_s_act() -> None:
    ledger = Ledger()
    card = {
        "touser": OPENIDS[0],
        "template_id": "TM-1",
        "url": "http://x/agenda/a",
        "data": {"thing1": {"value": "会"}},
    }
    for path, body in (("template/send", card), ("subscribe/bizsend", {**card, "page": card["url"], "url": None})):
        ledger.entries.append(
            {"id": len(ledger.entries) + 1, "at": 7.0, "direction": "api", "what": f"/cgi-bin/message/{path}",
             "openid": OPENIDS[0], "ms": 3.0, "verdict": "ok", "request": {"body": json.dumps(body)}}
        )  # fmt: skip
    told = push(0, Event="TEMPLATESENDJOBFINISH")
    ledger.delivery(8.0, 5, told, "acknowledged", what="TEMPLATESENDJOBFINISH")
    data = '{"thing1": {"value": "会"}}'
    assert ledger.wire.services == [
        Service(OPENIDS[0], 7.0, data, channel, "http://x/agenda/a", "TM-1") for channel in ("template", "subscription")
    ]
    assert ledger.wire.messages == {}


def test_a_scene_with_a_secret_key_is_named_by_its_badge() -> None:
    wire = Wire({"delegate_77aa": "delegate B-1"})
    follow = push(0, Event="subscribe", EventKey="qrscene_delegate_77aa")
    wire.read(Ledger().delivery(100.0, 5, follow, "answered: text", "绑定成功", what="subscribe").entries)
    assert [message.detail for message in wire.messages.values()] == ["delegate B-1"]
