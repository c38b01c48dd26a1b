"""The web login: the page that asks, one-time codes, a token family of its own (section 15)."""

import re
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.simulator.conftest import ACCOUNT, MINI, ManualClock, Phone, Webhook, http

BACK = "http://127.0.0.1/me?from=menu#top"
ORDER = ("appid", "redirect_uri", "response_type", "scope", "state")


def address(scope: str | None = "snsapi_base", **changed: str | None) -> str:
    """Where a page sends a browser to log someone in; None leaves a parameter out."""
    values: dict[str, str | None] = {
        "appid": ACCOUNT.appid,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": scope,
        "state": "s1",
        **changed,
    }
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items() if value is not None)
    return f"/connect/oauth2/authorize?{query}"


def hold(phone: Phone, openid: str) -> str:
    """Bring that person's phone, as a cookie; its text."""
    text: str = phone.client.get(f"/phone/holder?openid={openid}&cookie=1").get_json()["holder"]
    return text


def code_of(response: TestResponse) -> str:
    """The code that a redirect leads back with."""
    assert response.status_code == 302
    return parse_qs(urlsplit(response.headers["Location"]).query)["code"][0]


def logged_in(phone: Phone, openid: str, scope: str = "snsapi_base") -> str:
    """A code of that person, who allows everything."""
    hold(phone, openid)
    return code_of(phone.client.post(address(scope), data={"allow": "yes", "fragment": "#wechat_redirect"}))


def sns(phone: Phone, path: str, /, **query: str) -> dict[str, Any]:
    """Call /sns, without the random end of an error's text."""
    response = phone.client.get(f"/sns/{path}", query_string=query)
    assert response.status_code == 200
    answer: dict[str, Any] = response.get_json()
    if "errmsg" in answer:
        answer["errmsg"] = re.sub(r" rid: [0-9a-f]{8}(-[0-9a-f]{8}){2}$", "", answer["errmsg"])
    return answer


def exchange(phone: Phone, code: str, **changed: str) -> dict[str, Any]:
    """Tokens for a code."""
    asked = {"appid": ACCOUNT.appid, "secret": ACCOUNT.secret, "code": code, "grant_type": "authorization_code"}
    return sns(phone, "oauth2/access_token", **asked | changed)


# --- the page ---


def test_a_silent_login_leads_straight_back(phone: Phone) -> None:
    openid = phone.person()
    hold(phone, openid)
    response = phone.client.get(address())
    code = code_of(response)
    assert len(code) == 32
    assert response.headers["Location"] == f"http://127.0.0.1/me?from=menu&code={code}&state=s1#top"
    assert exchange(phone, code)["openid"] == openid


def test_whose_phone_it_is_comes_from_the_window_of_the_page(phone: Phone) -> None:
    one, other = phone.person(), phone.person("李代表")
    outside = phone.client.get(address())
    assert outside.status_code == 200
    assert 'data-test="oauth-outside"' in outside.text
    windows = [phone.client.get(f"/phone/holder?openid={openid}").get_json()["window"] for openid in (one, other)]
    for openid, window in zip((one, other), windows, strict=True):
        sent = {"holder": window, "fragment": "#wechat_redirect"}
        assert exchange(phone, code_of(phone.client.post(address(), data=sent)))["openid"] == openid
    forged = {"holder": windows[0].replace(one, other), "fragment": "#wechat_redirect"}
    assert 'data-test="oauth-outside"' in phone.client.post(address(), data=forged).text
    assert phone.client.get("/phone/holder?openid=nobody").status_code == 404


def test_a_name_and_a_picture_are_asked_for(phone: Phone) -> None:
    openid = phone.person("王代表")
    hold(phone, openid)
    page = phone.client.get(address("snsapi_userinfo")).text
    assert 'data-test="oauth-consent"' in page
    assert "信息小助手" in page
    assert "王代表" in page
    assert "允许" in page
    assert "拒绝" in page
    refused = phone.client.post(address("snsapi_userinfo"), data={"allow": "no"})
    assert refused.headers["Location"] == "http://127.0.0.1/me?from=menu&state=s1#top"
    phone.switch(oauth_refusal="close")
    assert 'data-name="closed"' in phone.client.post(address("snsapi_userinfo"), data={"allow": "no"}).text
    allowed = phone.client.post(address("snsapi_userinfo"), data={"allow": "yes"})
    assert exchange(phone, code_of(allowed))["scope"] == "snsapi_userinfo"


def test_followers_may_be_let_through_silently(phone: Phone) -> None:
    phone.switch(oauth_follower_silent=True)
    hold(phone, phone.person())
    assert phone.client.get(address("snsapi_userinfo")).status_code == 302
    hold(phone, phone.person("路人", following=False))
    assert phone.client.get(address("snsapi_userinfo")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"appid": None}, "10012"),
        ({"appid": "wx0000000000000000"}, "appid"),
        ({"appid": MINI.appid}, "10016"),
        ({"redirect_uri": None}, "10011"),
        ({"redirect_uri": "http://www.127.0.0.1/me"}, "10003"),
        ({"redirect_uri": "http://evil.example/me"}, "10003"),
        ({"redirect_uri": "javascript://127.0.0.1/x"}, "10003"),
        ({"redirect_uri": "http://127.0.0.1@evil.example/"}, "10003"),
        ({"redirect_uri": "http://evil.example\\@127.0.0.1/"}, "10003"),
        ({"redirect_uri": "http://user@127.0.0.1/"}, "10003"),
        ({"redirect_uri": "http://127.0.0.1/\r\nSet-Cookie: a=b"}, "10003"),
        ({"redirect_uri": "http://[127.0.0.1/"}, "10003"),
        ({"scope": ""}, "10010"),
        ({"scope": "snsapi_login"}, "10005"),
        ({"response_type": "token"}, "parameters"),
        ({"state": "a-b"}, "parameters"),
        ({"state": "a" * 129}, "parameters"),
    ],
)
def test_a_wrong_address_gets_a_page_that_says_why(phone: Phone, changed: dict[str, str | None], name: str) -> None:
    hold(phone, phone.person())
    response = phone.client.get(address(**changed))
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert f'data-name="{name}"' in response.text


def test_order_and_fragment_matter_unless_the_switch_is_off(phone: Phone) -> None:
    text = hold(phone, phone.person())
    path, query = address().split("?")
    turned = f"{path}?{'&'.join(reversed(query.split('&')))}"
    assert 'data-name="parameters"' in phone.client.get(turned).text
    assert 'data-name="parameters"' in phone.client.post(address(), data={"holder": text, "fragment": ""}).text
    phone.switch(oauth_strict=False)
    assert phone.client.get(turned).status_code == 302
    assert phone.client.post(address(), data={"holder": text, "fragment": ""}).status_code == 302


def test_the_domain_is_the_one_of_the_settings_page(phone: Phone) -> None:
    phone.switch(oauth_domain="congress.example")
    hold(phone, phone.person())
    assert "congress.example" in phone.client.get(address()).text
    other = "https://congress.example:8443/me"
    code = code_of(phone.client.get(address(redirect_uri=other)))
    assert len(code) == 32
    assert 'data-name="10003"' in phone.client.get(address(redirect_uri="https://www.congress.example/")).text


def test_some_clients_open_the_way_back_twice(phone: Phone, webhook: Webhook) -> None:
    fetched = threading.Event()

    def answer(seen: Any, number: int) -> bytes:
        fetched.set()
        return http("ok")

    webhook.answer = answer
    phone.switch(oauth_double=True)
    hold(phone, phone.person())
    response = phone.client.get(address(redirect_uri=f"http://127.0.0.1:{webhook.port}/me"))
    assert fetched.wait(10)
    code = code_of(response)
    assert webhook.seen[0].head.startswith(f"GET /me?code={code}&state=s1 HTTP/1.1\r\n")


# --- codes ---


def test_a_code_is_good_once(phone: Phone) -> None:
    code = logged_in(phone, phone.person())
    assert set(exchange(phone, code)) == {"access_token", "expires_in", "refresh_token", "openid", "scope"}
    assert exchange(phone, code) == {"errcode": 40163, "errmsg": "code been used,"}
    phone.switch(used_code="40029")
    assert exchange(phone, code) == {"errcode": 40029, "errmsg": "invalid code,"}


def test_a_code_is_good_for_five_minutes_of_the_shown_clock(phone: Phone, clock: ManualClock) -> None:
    openid = phone.person()
    first, second = logged_in(phone, openid), logged_in(phone, openid)
    clock.pass_by(300)
    assert exchange(phone, first)["openid"] == openid
    clock.pass_by(1)
    assert exchange(phone, second)["errcode"] == 42003


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"appid": ""}, (41002, "appid missing,")),
        ({"appid": "wx0", "grant_type": ""}, (40013, "invalid appid,")),
        ({"secret": ""}, (41004, "appsecret missing,")),
        ({"secret": "wrong"}, (40125, "invalid appsecret,")),
        ({"grant_type": "client_credential"}, (40002, "invalid grant_type,")),
        ({"code": ""}, (41008, "missing code,")),
        ({"code": "0" * 32}, (40029, "invalid code,")),
        ({"appid": MINI.appid, "secret": MINI.secret}, (40029, "invalid code,")),
    ],
)
def test_refused_exchanges_leave_the_code_unused(phone: Phone, changed: dict[str, str], said: tuple[int, str]) -> None:
    openid = phone.person()
    code = logged_in(phone, openid)
    assert exchange(phone, **{"code": code} | changed) == {"errcode": said[0], "errmsg": said[1]}
    assert exchange(phone, code)["openid"] == openid


def test_one_of_two_exchanges_at_the_same_time_wins(phone: Phone) -> None:
    code = logged_in(phone, phone.person())
    answers: list[Any] = []
    app = phone.client.application

    def ask() -> None:
        asked = {"appid": ACCOUNT.appid, "secret": ACCOUNT.secret, "code": code, "grant_type": "authorization_code"}
        answers.append(app.test_client().get("/sns/oauth2/access_token", query_string=asked).get_json().get("errcode"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=str) == [40163] * 7 + [None]


# --- tokens ---


def test_who_it_is(phone: Phone) -> None:
    openid = phone.person("王代表", following=False)
    session = exchange(phone, logged_in(phone, openid, "snsapi_userinfo"))
    assert session["expires_in"] == 7200
    found = sns(phone, "userinfo", access_token=session["access_token"], openid=openid, lang="zh_CN")
    picture = found.pop("headimgurl")
    assert found == {
        "openid": openid,
        "nickname": "王代表",
        "sex": 0,
        "language": "",
        "city": "",
        "province": "",
        "country": "",
        "privilege": [],
    }
    drawn = phone.client.get(urlsplit(picture).path)
    assert (drawn.mimetype, drawn.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert sns(phone, "auth", access_token=session["access_token"], openid=openid) == {"errcode": 0, "errmsg": "ok"}
    wrong = sns(phone, "auth", access_token=session["access_token"], openid="o" * 28)
    assert wrong == {"errcode": 40003, "errmsg": "invalid openid,"}


def test_a_silent_login_opens_no_name(phone: Phone) -> None:
    openid = phone.person()
    session = exchange(phone, logged_in(phone, openid))
    assert sns(phone, "userinfo", access_token=session["access_token"], openid=openid)["errcode"] == 48001


def test_the_families_of_tokens_are_apart(phone: Phone) -> None:
    openid = phone.person()
    session = exchange(phone, logged_in(phone, openid, "snsapi_userinfo"))
    said = sns(phone, "userinfo", access_token=phone.token(), openid=openid)
    # No hint at the account's own token, and a comma.
    assert said == {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid or not latest,"}
    assert sns(phone, "userinfo", openid=openid) == {"errcode": 41001, "errmsg": "access_token missing,"}
    account = phone.client.get(f"/cgi-bin/menu/get?access_token={session['access_token']}").get_json()
    assert account["errcode"] == 40001


def test_a_refused_ip_still_logs_people_in(phone: Phone) -> None:
    code = logged_in(phone, phone.person())
    phone.switch(ip_refused=True)
    assert exchange(phone, code)["expires_in"] == 7200


def test_refreshing(phone: Phone, clock: ManualClock) -> None:
    openid = phone.person()
    first = exchange(phone, logged_in(phone, openid, "snsapi_userinfo"))

    def refreshed(**changed: str) -> dict[str, Any]:
        asked = {"appid": ACCOUNT.appid, "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        return sns(phone, "oauth2/refresh_token", **asked | changed)

    def person(token: str) -> Any:
        return sns(phone, "userinfo", access_token=token, openid=openid).get("errcode")

    clock.pass_by(7000)
    assert refreshed() == first
    clock.pass_by(7199)
    assert person(first["access_token"]) is None
    clock.pass_by(1)
    assert person(first["access_token"]) == 42001
    second = refreshed()
    assert second == first | {"access_token": second["access_token"]}
    assert second["access_token"] != first["access_token"]
    assert person(first["access_token"]) == 40001
    assert person(second["access_token"]) is None
    assert refreshed(appid="")["errcode"] == 41002
    assert refreshed(appid=MINI.appid)["errcode"] == 40013
    assert refreshed(grant_type="x")["errcode"] == 40002
    assert refreshed(refresh_token="")["errcode"] == 41003
    assert refreshed(refresh_token="x")["errcode"] == 40030
    clock.pass_by(30 * 86400)
    assert refreshed()["errcode"] == 42002


# --- snapshot pages and unionids ---


def test_a_snapshot_page_has_a_virtual_person(phone: Phone) -> None:
    openid = phone.person()
    phone.switch(oauth_snapshot=True)
    session = exchange(phone, logged_in(phone, openid, "snsapi_userinfo"))
    assert session["is_snapshotuser"] == 1
    assert session["openid"] != openid
    assert len(session["openid"]) == 28
    found = sns(phone, "userinfo", access_token=session["access_token"], openid=session["openid"])
    assert found["nickname"] == "微信用户"
    assert "is_snapshotuser" not in exchange(phone, logged_in(phone, openid))


def test_a_unionid_only_when_bound_and_allowed(phone: Phone) -> None:
    openid = phone.person()
    assert "unionid" not in exchange(phone, logged_in(phone, openid, "snsapi_userinfo"))
    phone.switch(unionid=True)
    assert "unionid" not in exchange(phone, logged_in(phone, openid))
    session = exchange(phone, logged_in(phone, openid, "snsapi_userinfo"))
    found = sns(phone, "userinfo", access_token=session["access_token"], openid=openid)
    assert found["unionid"] == session["unionid"]


@pytest.fixture(autouse=True)
def _nothing_of_it_is_kept_in_the_ledger(phone: Phone) -> Any:
    """Whatever a test did: no token and no secret may be read in the drawer."""
    kept: list[str] = []
    seen: Callable[..., Any] = phone.client.get

    def get(*given: Any, **named: Any) -> Any:
        response = seen(*given, **named)
        answer = response.get_json(silent=True)
        if isinstance(answer, dict):
            kept.extend(answer[name] for name in ("access_token", "refresh_token") if name in answer)
        return response

    phone.client.get = get  # type: ignore[method-assign]
    yield
    written = str(phone.platform.ledger.entries(limit=5000))
    assert [secret for secret in kept if secret in written] == []
