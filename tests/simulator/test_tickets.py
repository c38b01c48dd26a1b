"""Tickets for the script interface, and what wx.config says to a signature (section 16)."""

from typing import Any

import pytest

from simulator.logins.tickets import js_signature
from tests.simulator.conftest import ACCOUNT, MINI, ManualClock, Phone

PAGE = "http://127.0.0.1/me?a=1"


def ticket(phone: Phone, kind: str = "jsapi") -> dict[str, Any]:
    """Ask for a ticket."""
    return phone.call(f"/cgi-bin/ticket/getticket?type={kind}")


def config(phone: Phone, signature: str, **changed: str) -> Any:
    """What a page's wx.config is told."""
    given = {"appId": ACCOUNT.appid, "timestamp": "1414587457", "nonceStr": "n", "signature": signature, "url": PAGE}
    return phone.post("/phone/wx-config", **given | changed)["errMsg"]


def test_the_signature_of_the_documentation() -> None:
    kept = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    page = "http://mp.weixin.qq.com?params=value"
    expected = "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
    assert js_signature(kept, "Wm3WZYTPz0wzccnW", "1414587457", page) == expected
    assert js_signature(kept, "Wm3WZYTPz0wzccnW", "1414587457", page + "#here") == expected


def test_a_ticket_is_kept_until_it_is_nearly_over(phone: Phone, clock: ManualClock) -> None:
    first = ticket(phone)
    assert (first["errcode"], first["errmsg"], first["expires_in"]) == (0, "ok", 7200)
    assert len(first["ticket"]) == 86
    clock.pass_by(6899)
    assert ticket(phone) == first | {"expires_in": 301}
    clock.pass_by(1)
    second = ticket(phone)
    assert second["ticket"] != first["ticket"]
    assert second["expires_in"] == 7200
    assert ticket(phone, "wx_card")["ticket"] != second["ticket"]


def test_refused_tickets(phone: Phone) -> None:
    assert ticket(phone, "other") == {"errcode": 40097, "errmsg": "invalid args"}
    assert ticket(phone, "")["errcode"] == 40097
    assert phone.call("/cgi-bin/ticket/getticket?type=jsapi", app=MINI)["errcode"] == 48001
    assert phone.client.get("/cgi-bin/ticket/getticket?type=jsapi").get_json()["errcode"] == 41001


def test_a_right_signature(phone: Phone, clock: ManualClock) -> None:
    kept = ticket(phone)["ticket"]
    signed = js_signature(kept, "n", "1414587457", PAGE)
    assert config(phone, signed) == "config:ok"
    assert config(phone, signed, url=PAGE + "#top") == "config:ok"
    clock.pass_by(7200)
    assert config(phone, signed) == "config:fail,Error: invalid signature"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"url": PAGE + "&b=2"}, "config:fail,Error: invalid signature"),
        ({"nonceStr": "N"}, "config:fail,Error: invalid signature"),
        ({"signature": ""}, "config:fail,Error: invalid signature"),
        ({"appId": MINI.appid}, "config:fail,invalid appid"),
        ({"url": "http://congress.example/me"}, "config:fail,invalid url domain"),
    ],
)
def test_a_wrong_signature(phone: Phone, changed: dict[str, str], said: str) -> None:
    signed = js_signature(ticket(phone)["ticket"], "n", "1414587457", PAGE)
    assert config(phone, **{"signature": signed} | changed) == said


def test_each_call_another_ticket_by_switch(phone: Phone) -> None:
    phone.switch(ticket_fresh=True)
    first, second = ticket(phone)["ticket"], ticket(phone)["ticket"]
    assert first != second
    for kept in (first, second):
        assert config(phone, js_signature(kept, "n", "1414587457", PAGE)) == "config:ok"
