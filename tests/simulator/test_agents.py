"""Agents of the customer service take a person's session over."""

import pytest

from tests.simulator.conftest import ACCOUNT, ManualClock, Phone, Webhook, http, until

AGENT = "kf2001@gh_demo00000001"


def _transfer(openid: str, more: str = "", ours: str = ACCOUNT.original_id) -> bytes:
    return http(
        f"<xml><ToUserName>{openid}</ToUserName><FromUserName>{ours}</FromUserName><CreateTime>1</CreateTime>"
        f"<MsgType>transfer_customer_service</MsgType>{more}</xml>"
    )


@pytest.fixture
def openid(phone: Phone, webhook: Webhook) -> str:
    """Someone whose session an agent has; the webhook acknowledges from now on."""
    openid = phone.person()
    webhook.answer = lambda seen, number: _transfer(openid)
    assert phone.texts(openid, "text", text="转人工")[0] == "消息已转给人工客服"
    until(lambda: len(webhook.seen) == 2)
    webhook.answer = lambda seen, number: http("success")
    return openid


def _events(webhook: Webhook) -> list[str]:
    """What the webhook heard: the events by name, and text for a message."""
    bodies = [seen.body.decode() for seen in webhook.seen]
    return [body.split("<Event><![CDATA[")[1].split("]]>")[0] if "<Event>" in body else "text" for body in bodies]


def test_messages_pass_the_webhook_by_and_taps_do_not(phone: Phone, webhook: Webhook, openid: str) -> None:
    assert _events(webhook) == ["text", "kf_create_session"]
    assert f"<KfAccount><![CDATA[{AGENT}]]></KfAccount>" in webhook.seen[1].body.decode()
    assert phone.texts(openid, "text", text="在吗") == []
    assert phone.verdicts()[-1] == "not pushed: an agent has the session"
    phone.act(openid, "unfollow")
    until(lambda: len(webhook.seen) == 4)
    assert sorted(_events(webhook)[2:]) == ["kf_close_session", "unsubscribe"]


def test_the_agent_answers_and_closes(phone: Phone, webhook: Webhook, openid: str) -> None:
    assert phone.client.get("/phone/state").get_json()["agents"] == {openid: AGENT}
    assert phone.post("/phone/agent", openid=openid, do="say", text="您好") == {"ok": True}
    bubble = phone.platform.store.bubbles(openid, 1)[0]
    assert (bubble["from"], bubble["text"], bubble["via"], bubble["agent"]) == ("account", "您好", "agent", AGENT)
    assert phone.post("/phone/agent", openid=openid, do="close") == {"ok": True}
    until(lambda: len(webhook.seen) == 3)
    assert _events(webhook)[2] == "kf_close_session"
    assert phone.post("/phone/agent", openid=openid, do="close") == {"ok": False, "error": "没有人工客服在接待"}
    phone.act(openid, "text", text="谢谢")
    assert _events(webhook)[3:] == ["text"]


def test_half_an_hour_of_silence_ends_it(phone: Phone, webhook: Webhook, clock: ManualClock, openid: str) -> None:
    clock.pass_by(1799)
    phone.act(openid, "text", text="还在吗")
    clock.pass_by(1799)
    assert phone.platform.agents.holds(openid) == AGENT
    clock.pass_by(1)
    until(lambda: len(webhook.seen) == 3)
    assert _events(webhook)[2] == "kf_close_session"
    phone.act(openid, "text", text="又来了")
    assert _events(webhook)[3:] == ["text"]


def test_an_agent_who_is_named(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    named = "<TransInfo><KfAccount><![CDATA[test1@test]]></KfAccount></TransInfo>"
    webhook.answer = lambda seen, number: _transfer(openid, named) if number == 1 else http("success")
    phone.act(openid, "text", text="找一号")
    until(lambda: len(webhook.seen) == 2)
    assert phone.platform.agents.shown() == {openid: "test1@test"}


def test_taps_pass_by_too_if_the_switch_says_so(phone: Phone, webhook: Webhook, openid: str) -> None:
    phone.switch(agent_takes_events=True)
    phone.call("/cgi-bin/menu/create", {"button": [{"type": "click", "name": "议程", "key": "K"}]})
    phone.act(openid, "tap", path=[0])
    assert phone.verdicts()[-1] == "not pushed: an agent has the session"


def test_the_mini_program_has_a_session_of_its_own(phone: Phone, webhook: Webhook) -> None:
    user = phone.platform.store.user(phone.person())
    assert user is not None
    webhook.answer = lambda seen, number: (
        http(
            f'{{"ToUserName":"{user.mini_openid}","FromUserName":"gh_demo00000002","CreateTime":1,'
            '"MsgType":"transfer_customer_service"}'
        )
        if "text" in seen.body.decode() and "Content" in seen.body.decode()
        else http("success")
    )
    phone.act(user.openid, "mini_text", text="人工")
    until(lambda: user.mini_openid in phone.platform.agents.shown())
    held = "not pushed: an agent has the session"
    phone.act(user.openid, "mini_text", text="在吗")
    assert phone.verdicts().count(held) == 1  # the event of the session's beginning may be acknowledged after it
    webhook.answer = lambda seen, number: http("success")
    phone.act(user.openid, "text", text="给公众号的")
    assert phone.verdicts().count(held) == 1
    assert [seen for seen in webhook.seen if "给公众号的" in seen.body.decode()] != []


def test_a_session_survives_a_second_transfer(phone: Phone, openid: str) -> None:
    assert phone.post("/phone/agent", openid=openid, do="open") == {"ok": False, "error": "人工客服已经在接待"}
    assert phone.post("/phone/agent", openid="oNobody", do="open") == {"ok": False, "error": "没有这个用户"}
