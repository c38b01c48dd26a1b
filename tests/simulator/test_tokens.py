"""Access tokens over HTTP: lifetimes by the shown clock, refusals, lists of addresses, quotas (section 8.1)."""

import re
from typing import Any

import pytest

from tests.simulator.conftest import ACCOUNT, MINI, ManualClock, Phone

APP = {"grant_type": "client_credential", "appid": ACCOUNT.appid, "secret": ACCOUNT.secret}
RID = r" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$"


def _stable(phone: Phone, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = phone.client.post("/cgi-bin/stable_token", json=APP | more).get_json()
    return answer


def _rotate(phone: Phone) -> dict[str, Any]:
    answer: dict[str, Any] = phone.client.get("/cgi-bin/token", query_string=APP).get_json()
    return answer


def _code(phone: Phone, token: str) -> int:
    """0 when the token is taken, else the errcode."""
    answer = phone.client.get(f"/cgi-bin/getcallbackip?access_token={token}").get_json()
    return int(answer.get("errcode", 0))


def test_a_token_lives_by_the_shown_clock(phone: Phone, clock: ManualClock) -> None:
    token = _stable(phone)["access_token"]
    clock.set(clock.shown() + 7199)
    assert _code(phone, token) == 0
    clock.set(clock.shown() + 1)
    answer = phone.client.get(f"/cgi-bin/getcallbackip?access_token={token}").get_json()
    assert (answer["errcode"], re.sub(RID, "", answer["errmsg"])) == (42001, "access_token expired")


def test_the_remaining_time_of_a_stable_token(phone: Phone, clock: ManualClock) -> None:
    first = _stable(phone)
    clock.set(clock.shown() + 6855)
    assert _stable(phone) == {"access_token": first["access_token"], "expires_in": 345}
    clock.set(clock.shown() + 45)
    second = _stable(phone)
    assert (second["expires_in"], second["access_token"] != first["access_token"]) == (7200, True)
    assert [_code(phone, first["access_token"]), _code(phone, second["access_token"])] == [0, 0]
    clock.set(clock.shown() + 300)
    assert [_code(phone, first["access_token"]), _code(phone, second["access_token"])] == [40001, 0]


def test_a_clock_that_is_turned_back_gives_another_token(phone: Phone, clock: ManualClock) -> None:
    first = _stable(phone)
    clock.set(clock.shown() - 86_400)
    second = _stable(phone)
    assert (second["expires_in"], second["access_token"] != first["access_token"]) == (7200, True)


def test_every_call_of_the_old_endpoint_replaces_the_token_for_five_minutes(phone: Phone, clock: ManualClock) -> None:
    first, second = _rotate(phone)["access_token"], _rotate(phone)["access_token"]
    clock.pass_by(299)
    assert [_code(phone, first), _code(phone, second)] == [0, 0]
    clock.pass_by(1)
    answer = phone.client.get(f"/cgi-bin/menu/get?access_token={first}").get_json()
    assert answer["errcode"] == 40001
    assert re.sub(RID, "", answer["errmsg"]) == (
        "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken,"
        " more details at https://mmbizurl.cn/s/JtxxFh33r"
    )
    assert _code(phone, second) == 0


def test_the_overlap_is_a_switch(phone: Phone) -> None:
    phone.switch(token_overlap_seconds=0)
    first, second = _rotate(phone)["access_token"], _rotate(phone)["access_token"]
    assert [_code(phone, first), _code(phone, second)] == [40001, 0]


def test_a_forced_call_kills_the_token_and_twenty_are_the_days(phone: Phone, clock: ManualClock) -> None:
    tokens = [_stable(phone)["access_token"]]
    for _ in range(20):
        clock.pass_by(30)
        tokens.append(_stable(phone, force_refresh=True)["access_token"])
        assert [_code(phone, token) for token in tokens[-2:]] == [40001, 0]
    clock.pass_by(29)
    assert _stable(phone, force_refresh=True)["access_token"] == tokens[-1]
    clock.pass_by(1)
    answer = _stable(phone, force_refresh=True)
    assert (answer["errcode"], re.sub(RID, "", answer["errmsg"])) == (45009, "reach max api daily quota limit")
    clock.pass_by(86_400)
    assert _stable(phone, force_refresh=True)["access_token"] not in tokens


def test_two_forced_calls_kill_where_one_leaves_the_overlap(phone: Phone, clock: ManualClock) -> None:
    phone.switch(force_kills_at_once=False)
    first = _stable(phone)["access_token"]
    second = _stable(phone, force_refresh=True)["access_token"]
    assert [_code(phone, first), _code(phone, second)] == [0, 0]
    clock.pass_by(30)
    third = _stable(phone, force_refresh=True)["access_token"]
    assert [_code(phone, first), _code(phone, second), _code(phone, third)] == [40001, 0, 0]


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ("", 0),
        ("127.0.0.1", 0),
        ("10.0.0.1, 127.0.0.0/8", 0),
        ("10.0.0.1 192.0.2.0/24", 40164),
        ("nonsense", 40164),
    ],
)
def test_the_list_of_addresses(phone: Phone, listed: str, code: int) -> None:
    phone.switch(ip_whitelist=listed)
    for answer in (_stable(phone), _rotate(phone)):
        assert answer.get("errcode", 0) == code
        said = "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist" if code else ""
        assert re.sub(RID, "", answer.get("errmsg", "")) == said


def test_the_list_is_about_getting_tokens_alone(phone: Phone) -> None:
    token = _stable(phone)["access_token"]
    phone.switch(ip_whitelist="10.0.0.1")
    assert _code(phone, token) == 0


@pytest.mark.parametrize("code", [40243, 50004, 50007, 89503, 89506, 89507])
def test_refusals_by_switch(phone: Phone, code: int) -> None:
    phone.switch(token_refused=str(code))
    assert [_stable(phone)["errcode"], _rotate(phone)["errcode"]] == [code, code]


def test_calls_for_tokens_have_a_quota(phone: Phone) -> None:
    phone.switch(quota_limits="/cgi-bin/token=2")
    assert [_rotate(phone).get("errcode", 0) for _ in range(3)] == [0, 0, 45009]
    assert "errcode" not in _stable(phone)
    mini = {"grant_type": "client_credential", "appid": MINI.appid, "secret": MINI.secret}
    assert "errcode" not in phone.client.get("/cgi-bin/token", query_string=mini).get_json()


def test_the_end_of_an_errors_text(phone: Phone) -> None:
    for style, end in (
        ("rid", RID),
        ("hint", r" hint: \[[\w-]+\]$"),
        ("both", r" hint: \[[\w-]+\]" + RID),
    ):
        phone.switch(rid_style=style)
        said = phone.client.get("/cgi-bin/menu/get").get_json()["errmsg"]
        assert re.fullmatch("access_token missing" + end.removesuffix("$"), said)


def test_the_kind_of_the_answer_is_a_switch(phone: Phone) -> None:
    assert phone.client.get("/cgi-bin/menu/get").content_type == "application/json; charset=UTF-8"
    phone.switch(api_text_plain=True)
    assert phone.client.get("/cgi-bin/menu/get").content_type == "text/plain"


def test_errors_of_sns_have_a_comma_and_no_hint(phone: Phone) -> None:
    wrong = {"appid": "wx0", "secret": "x", "js_code": "x", "grant_type": "authorization_code"}
    said = phone.client.get("/sns/jscode2session", query_string=wrong).get_json()
    assert (said["errcode"], re.sub(RID, "", said["errmsg"])) == (40013, "invalid appid,")
    said = phone.client.get("/sns/userinfo", query_string={"access_token": "x", "openid": "o"}).get_json()
    assert (said["errcode"], re.sub(RID, "", said["errmsg"])) == (
        40001,
        "invalid credential, access_token is invalid or not latest,",
    )
