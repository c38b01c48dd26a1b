"""Events that the platform tells later."""

import json

import pytest

from simulator.app import create_app
from simulator.settings import Settings
from simulator.webhook.jobs import DELIVERERS
from tests.simulator.conftest import MINI, SHOWN, ManualClock, Phone, Webhook, http, until

LIST = [
    {"TemplateId": "t1", "SubscribeStatusString": "accept", "PopupScene": 0},
    {"TemplateId": "t2", "SubscribeStatusString": "reject", "PopupScene": 0},
]


def test_an_event_comes_when_its_time_has_come(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    ended = phone.platform.push_event(openid, "TEMPLATESENDJOBFINISH", {"MsgID": 7, "Status": "success"}, after=5)
    assert phone.platform.jobs.waiting() == 1
    clock.pass_by(5)
    assert ended.wait(10)
    assert webhook.seen[0].body.decode() == (
        "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName>\n"
        f"<CreateTime>{SHOWN + 5}</CreateTime>\n"
        "<MsgType><![CDATA[event]]></MsgType>\n"
        "<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>\n"
        "<MsgID>7</MsgID>\n"
        "<Status><![CDATA[success]]></Status>\n"
        "</xml>"
    )


def test_a_failure_is_retried_and_seen_by_nobody(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    webhook.answer = lambda seen, number: http("no", "500 No")
    assert phone.platform.push_event(openid, "TEMPLATESENDJOBFINISH", {"MsgID": 7, "Status": "success"}).wait(10)
    assert phone.verdicts() == ["failed: HTTP 500"] * 3
    assert phone.platform.store.bubbles(openid, 9) == []


def test_subscriptions_of_the_account(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    event = {"SubscribeMsgPopupEvent": {"List": LIST}}
    assert phone.platform.push_event(openid, "subscribe_msg_popup_event", event).wait(10)
    entry = "<List><TemplateId><![CDATA[{}]]></TemplateId><SubscribeStatusString><![CDATA[{}]]></SubscribeStatusString>"
    entry += "<PopupScene>0</PopupScene></List>"
    inside = entry.format("t1", "accept") + entry.format("t2", "reject")
    assert f"<SubscribeMsgPopupEvent>{inside}</SubscribeMsgPopupEvent>\n" in webhook.seen[0].body.decode()


def test_subscriptions_of_the_mini_program_in_json(phone: Phone, webhook: Webhook) -> None:
    user = phone.platform.store.user(phone.person())
    assert user is not None
    for entries in (LIST[:1], LIST):
        event = {"SubscribeMsgPopupEvent": {"List": entries}}
        assert phone.platform.push_event(user.mini_openid, "subscribe_msg_popup_event", event).wait(10)
    common = {
        "ToUserName": MINI.original_id,
        "FromUserName": user.mini_openid,
        "CreateTime": str(SHOWN),
        "MsgType": "event",
        "Event": "subscribe_msg_popup_event",
    }
    texts = [entry | {"PopupScene": "0"} for entry in LIST]
    assert [json.loads(seen.body) for seen in webhook.seen] == [common | {"List": texts[0]}, common | {"List": texts}]


def test_what_waits_survives_a_restart(given: Settings, webhook: Webhook, clock: ManualClock) -> None:
    first = create_app(given, clock).extensions["platform"]
    first.push_event("oSystem", "wxa_media_check", {"trace_id": "t", "errcode": 0}, after=60, app=MINI)
    first.store.close()
    again = create_app(given, clock).extensions["platform"]
    assert (again.jobs.waiting(), webhook.seen) == (1, [])
    clock.pass_by(60)
    until(lambda: webhook.seen)
    assert json.loads(webhook.seen[0].body)["trace_id"] == "t"
    again.store.close()


def test_one_that_breaks_leaves_the_others_alone(
    phone: Phone, webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(DELIVERERS):
        assert phone.platform.jobs.add(0, {"do": "", "nonsense": True}).wait(10)
    assert phone.platform.push_event(phone.person(), "TEMPLATESENDJOBFINISH", {"MsgID": 7}).wait(10)
    assert len(webhook.seen) == 1
    assert [record.getMessage() for record in caplog.records if record.name == "simulator.webhook.jobs"] == [
        "an event that was due could not be told"
    ] * DELIVERERS
