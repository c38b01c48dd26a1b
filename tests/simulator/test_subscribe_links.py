"""The older link that asks a web reader for one message."""

from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.simulator.conftest import ACCOUNT, Phone

OK = {"errcode": 0, "errmsg": "ok"}
TEMPLATE = "LK-one-message----------------------------a"
BACK = "http://127.0.0.1/me?from=link#top"


def _address(**changed: str) -> str:
    values = {"action": "get_confirm", "appid": ACCOUNT.appid, "scene": "1000", "template_id": TEMPLATE}
    values |= {"redirect_url": BACK, "reserved": "test"} | changed
    return "/mp/subscribemsg?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())


def _answer(phone: Phone, openid: str, address: str, **form: str) -> TestResponse:
    holder = phone.client.get(f"/phone/holder?openid={openid}").get_json()["window"]
    return phone.client.post(address, data={"holder": holder, "fragment": "#wechat_redirect", **form})


def _send(phone: Phone, openid: str, **more: Any) -> dict[str, Any]:
    sent = {"touser": openid, "template_id": TEMPLATE, "url": "http://a/", "scene": "1000", "title": "座位有变"}
    sent["data"] = {"content": {"value": "您的座位改到了八排三号。", "color": "#ff0000"}}  # type: ignore[assignment]
    return phone.call("/cgi-bin/message/template/subscribe", sent | more)


def test_saying_yes_leads_back_with_the_openid_and_grants_one_message(phone: Phone) -> None:
    openid = phone.person(following=False)
    assert 'data-test="oauth-enter"' in phone.client.get(_address()).text
    assert "当前用户：<strong>王代表</strong>" in _answer(phone, openid, _address()).text
    assert _send(phone, openid)["errcode"] == 43101
    for _ in range(2):
        back = _answer(phone, openid, _address(), allow="yes")
        assert back.status_code == 302
        assert back.headers["Location"] == (
            f"http://127.0.0.1/me?from=link&openid={openid}&template_id={TEMPLATE}&action=confirm&scene=1000"
            "&reserved=test#top"
        )
    assert _send(phone, openid, scene="7") == {"errcode": 43101, "errmsg": "user refuse to accept the msg"}
    assert [_send(phone, openid), _send(phone, openid)["errcode"]] == [OK, 43101]
    bubble = phone.platform.store.bubbles(openid, 1)[0]
    assert (bubble["kind"], bubble["via"], bubble["card"]) == (
        "template",
        "link",
        {
            "title": "座位有变",
            "rows": [{"label": "", "value": "您的座位改到了八排三号。"}],
            "template_id": TEMPLATE,
            "url": "http://a/",
            "miniprogram": {},
        },
    )


def test_saying_no_leads_back_without_it(phone: Phone) -> None:
    openid = phone.person()
    back = _answer(phone, openid, _address(reserved=""), allow="no")
    assert back.headers["Location"] == (
        f"http://127.0.0.1/me?from=link&template_id={TEMPLATE}&action=cancel&scene=1000#top"
    )
    assert _send(phone, openid)["errcode"] == 43101


@pytest.mark.parametrize(
    "changed",
    [
        {"appid": "wx0"},
        {"action": "confirm"},
        {"scene": "10001"},
        {"scene": "-1"},
        {"scene": "x"},
        {"template_id": "x"},
        {"redirect_url": "http://example.org/"},
        {"redirect_url": "javascript:alert(1)"},
        {"reserved": "a b"},
    ],
)
def test_links_that_are_refused(phone: Phone, changed: dict[str, str]) -> None:
    openid = phone.person()
    assert 'data-test="oauth-error"' in _answer(phone, openid, _address(**changed), allow="yes").text


def test_a_forged_holder_is_nobody(phone: Phone) -> None:
    openid = phone.person()
    forged = phone.client.post(_address(), data={"holder": f"phone:{openid}.{'0' * 32}", "allow": "yes"})
    assert 'data-test="oauth-enter"' in forged.text
    assert _send(phone, openid)["errcode"] == 43101


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"touser": "o"}, 40003),
        ({"template_id": ""}, 40036),
        ({"template_id": "x"}, 40037),
        ({"scene": "10001"}, 40097),
        ({"title": ""}, 40062),
        ({"title": "长" * 16}, 40062),
        ({"data": []}, 47001),
        ({"data": {}}, 47003),
        ({"data": {"content": {"value": "长" * 201}}}, 47003),
        ({"miniprogram": {"appid": "wx0"}}, 40013),
    ],
)
def test_messages_that_are_refused_use_nothing_up(phone: Phone, more: dict[str, Any], code: int) -> None:
    openid = phone.person()
    _answer(phone, openid, _address(scene="0"), allow="yes")
    assert _send(phone, openid, **{"scene": 0, **more})["errcode"] == code
    assert _send(phone, openid, scene=0) == OK
