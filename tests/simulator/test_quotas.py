"""Quotas over HTTP: by path, day and minute; beginning anew; looking calls up (section 8.2)."""

from datetime import datetime
from typing import Any

import pytest

from simulator.app import create_app
from simulator.settings import BEIJING, Settings
from tests.simulator.conftest import ACCOUNT, MINI, ManualClock, Phone

OK = {"errcode": 0, "errmsg": "ok"}
GET = "/cgi-bin/openapi/quota/get"
ONE = "/cgi-bin/getcallbackip"


def _left(phone: Phone, path: str) -> dict[str, Any]:
    return phone.call(GET, {"cgi_path": path})


@pytest.mark.parametrize(
    ("path", "new", "test"),
    [
        ("/cgi-bin/token", 2_000, 200),
        ("/cgi-bin/menu/create", 1_000, 100),
        ("/cgi-bin/menu/get", 10_000, 1_000),
        ("/cgi-bin/menu/delete", 1_000, 100),
        ("/cgi-bin/message/custom/send", 500_000, 50_000),
        ("/cgi-bin/message/template/send", 100_000, 100_000),
        ("/cgi-bin/qrcode/create", 100_000, 10_000),
        ("/cgi-bin/user/info", 5_000_000, 500_000),
    ],
)
def test_the_table(phone: Phone, path: str, new: int, test: int) -> None:
    assert _left(phone, path) == OK | {"quota": {"daily_limit": new, "used": 0, "remain": new}}
    phone.switch(quota_table="test")
    assert _left(phone, path) == OK | {"quota": {"daily_limit": test, "used": 0, "remain": test}}


def test_a_day_ends_at_midnight_in_beijing(phone: Phone, clock: ManualClock) -> None:
    phone.switch(quota_limits=f"{ONE}=3")
    assert [phone.call(ONE).get("errcode", 0) for _ in range(4)] == [0, 0, 0, 45009]
    assert _left(phone, ONE)["quota"] == {"daily_limit": 3, "used": 3, "remain": 0}
    clock.set(datetime(2019, 5, 5, 23, 59, 59, tzinfo=BEIJING).timestamp())
    assert phone.call(ONE) == {"errcode": 45009, "errmsg": "reach max api daily quota limit"}
    clock.pass_by(1)
    assert phone.call(ONE).get("errcode", 0) == 0
    assert _left(phone, ONE)["quota"] == {"daily_limit": 3, "used": 1, "remain": 2}


def test_another_hour_of_the_reset(phone: Phone, clock: ManualClock) -> None:
    phone.switch(quota_limits=f"{ONE}=1", quota_reset_hour=6)
    clock.set(datetime(2019, 5, 6, 5, 59, 59, tzinfo=BEIJING).timestamp())
    assert [phone.call(ONE).get("errcode", 0) for _ in range(2)] == [0, 45009]
    clock.pass_by(1)
    assert phone.call(ONE).get("errcode", 0) == 0


def test_what_is_used_survives_a_restart(phone: Phone, given: Settings, clock: ManualClock) -> None:
    phone.switch(quota_limits=f"{ONE}=2")
    phone.call(ONE)
    again = create_app(given, clock)
    other = Phone(again.test_client(), again.extensions["platform"])
    assert [other.call(ONE).get("errcode", 0) for _ in range(2)] == [0, 45009]
    again.extensions["platform"].store.close()


def test_the_quotas_of_two_applications_are_two(phone: Phone) -> None:
    phone.switch(quota_limits=f"{ONE}=1")
    assert [phone.call(ONE).get("errcode", 0) for _ in range(2)] == [0, 45009]
    assert phone.call(ONE, app=MINI).get("errcode", 0) == 0


def test_a_minute_has_a_limit_of_its_own(phone: Phone, clock: ManualClock) -> None:
    path, quotas = "/cgi-bin/stable_token", phone.platform.quotas[ACCOUNT.appid]
    assert _left(phone, path)["rate_limit"] == {"call_count": 10_000, "refresh_second": 60}
    assert {quotas.take(path) for _ in range(10_000)} == {0}
    app = {"grant_type": "client_credential", "appid": ACCOUNT.appid, "secret": ACCOUNT.secret}
    said = phone.client.post(path, json=app).get_json()
    assert said["errcode"] == 45011
    assert said["errmsg"].startswith("api minute-quota reach limit, must slower, retry next minute rid: ")
    clock.pass_by(60)
    assert "errcode" not in phone.client.post(path, json=app).get_json()


def test_content_checks_have_an_errcode_of_their_own(phone: Phone) -> None:
    quotas = phone.platform.quotas[MINI.appid]
    assert [quotas.take("/wxa/msg_sec_check") for _ in range(4_001)] == [0] * 4_000 + [44991]


def test_clearing_everything_ten_times_a_month_by_both_calls(phone: Phone, clock: ManualClock) -> None:
    phone.switch(quota_limits=f"{ONE}=1")
    secret = {"appid": ACCOUNT.appid, "appsecret": ACCOUNT.secret}
    for _ in range(5):
        assert [phone.call(ONE).get("errcode", 0) for _ in range(2)] == [0, 45009]
        assert phone.call("/cgi-bin/clear_quota", {"appid": ACCOUNT.appid}) == OK
        assert phone.client.post("/cgi-bin/clear_quota/v2", json=secret).get_json() == OK
    assert phone.call("/cgi-bin/clear_quota", {"appid": ACCOUNT.appid}) == {
        "errcode": 48006,
        "errmsg": "forbid to clear quota because of reaching the limit",
    }
    assert phone.client.post("/cgi-bin/clear_quota/v2", json=secret).get_json()["errcode"] == 48006
    clock.set(datetime(2019, 6, 1, tzinfo=BEIJING).timestamp())
    assert phone.call("/cgi-bin/clear_quota", {"appid": ACCOUNT.appid}) == OK


def test_who_may_clear_by_the_secret(phone: Phone) -> None:
    def code(**more: str) -> int:
        secret = {"appid": ACCOUNT.appid, "appsecret": ACCOUNT.secret} | more
        return int(phone.client.post("/cgi-bin/clear_quota/v2", json=secret).get_json()["errcode"])

    assert [code(appid=""), code(appid="wx0"), code(appsecret=""), code(appsecret="x")] == [41002, 40013, 41004, 40125]


def test_clearing_one_address_fifty_times_a_month(phone: Phone) -> None:
    phone.switch(quota_limits=f"{ONE}=1 /cgi-bin/menu/get=1")
    phone.call("/cgi-bin/menu/get")
    for _ in range(50):
        assert [phone.call(ONE).get("errcode", 0) for _ in range(2)] == [0, 45009]
        assert phone.call("/cgi-bin/openapi/quota/clear", {"cgi_path": ONE}) == OK
    assert phone.call("/cgi-bin/openapi/quota/clear", {"cgi_path": ONE})["errcode"] == 48006
    assert phone.call("/cgi-bin/menu/get")["errcode"] == 45009


@pytest.mark.parametrize(("path", "code"), [("/cgi-bin/nothing", 76021), ("", 76021), ("/sns/userinfo", 76022)])
def test_addresses_without_a_quota(phone: Phone, path: str, code: int) -> None:
    assert _left(phone, path)["errcode"] == code
    assert phone.call("/cgi-bin/openapi/quota/clear", {"cgi_path": path})["errcode"] == code


def _rid(phone: Phone) -> str:
    answer = phone.client.get(f"/cgi-bin/user/info?openid=oNobody&access_token={phone.token()}").get_json()
    return str(answer["errmsg"]).rsplit(" ", 1)[1]


def test_looking_a_call_up(phone: Phone, clock: ManualClock) -> None:
    rid = _rid(phone)
    assert int(rid[:8], 16) == int(clock.wall())
    found = phone.call("/cgi-bin/openapi/rid/get", {"rid": rid})["request"]
    assert found.pop("cost_in_ms") >= 0
    assert found == {
        "invoke_time": int(clock.shown()),
        "request_url": "/cgi-bin/user/info?openid=oNobody&access_token=***",
        "request_body": "",
        "response_body": f'{{"errcode":40003,"errmsg":"invalid openid rid: {rid}"}}',
        "client_ip": "127.0.0.1",
    }


def test_calls_that_cannot_be_looked_up(phone: Phone, clock: ManualClock) -> None:
    def code(rid: str, **more: Any) -> int:
        return int(phone.call("/cgi-bin/openapi/rid/get", {"rid": rid}, **more)["errcode"])

    rid = _rid(phone)
    assert [code("69225e20-00000000-00000000"), code("nonsense"), code(rid, app=MINI)] == [76001, 76002, 76003]
    clock.pass_by(7 * 86_400)
    assert code(rid) == 0
    clock.pass_by(1)
    assert code(rid) == 76004
