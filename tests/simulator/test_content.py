"""Content checks: risky is errcode 0, and files are told of later (section 17)."""

import json
import queue
from typing import Any

import pytest

from tests.simulator.conftest import ACCOUNT, MINI, ManualClock, Phone, Seen, Webhook, http

TEXT, MEDIA = "/wxa/msg_sec_check", "/wxa/media_check_async"


@pytest.fixture
def active(phone: Phone) -> str:
    """The mini program's openid of someone who has it open."""
    openid = phone.person()
    phone.act(openid, "mini_login")
    user = phone.platform.store.user(openid)
    assert user is not None
    return user.mini_openid


def checked(phone: Phone, openid: str, content: Any = "大会开幕", **changed: Any) -> dict[str, Any]:
    """Ask about a text."""
    return phone.call(TEXT, {"version": 2, "openid": openid, "scene": 2, "content": content} | changed, MINI)


def test_what_is_risky_is_no_error(phone: Phone, active: str) -> None:
    said = checked(phone, active, "你这个大笨蛋")
    trace = said.pop("trace_id")
    assert len(trace.split("-")) == 3
    model = {"strategy": "content_model", "errcode": 0, "suggest": "risky", "label": 20003, "prob": 90}
    word = {"strategy": "keyword", "errcode": 0, "suggest": "risky", "label": 20003, "level": 90, "keyword": "大笨蛋"}
    assert said == {
        "errcode": 0,
        "errmsg": "ok",
        "result": {"suggest": "risky", "label": 20003},
        "detail": [model, word],
    }
    assert checked(phone, active)["result"] == {"suggest": "pass", "label": 100}
    assert checked(phone, active, "广告测试")["result"] == {"suggest": "review", "label": 10001}
    both = checked(phone, active, "广告测试，稳赚不赔")
    assert both["result"] == {"suggest": "risky", "label": 20008}
    assert [found["strategy"] for found in both["detail"]] == ["content_model", "keyword", "keyword"]
    assert checked(phone, active, nickname="涉政测试")["result"]["label"] == 20001


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"content": ""}, 44002),
        ({"content": None}, 47001),
        ({"content": "字" * 2501}, 45002),
        ({"version": 1}, 47001),
        ({"version": None}, 47001),
        ({"scene": 5}, 40129),
        ({"openid": "o" * 28}, 40003),
        ({"openid": None}, 47001),
    ],
)
def test_refused_texts(phone: Phone, active: str, changed: dict[str, Any], errcode: int) -> None:
    assert checked(phone, **{"openid": active} | changed)["errcode"] == errcode


def test_who_may_ask_about_whom(phone: Phone, active: str) -> None:
    account_openid = phone.person()
    assert checked(phone, account_openid)["errcode"] == 43104
    asked = {"version": 2, "openid": active, "scene": 1, "content": "好"}
    assert phone.call(TEXT, asked, ACCOUNT)["errcode"] == 48001
    assert phone.client.get(f"{TEXT}?access_token={phone.token(MINI)}").get_json()["errcode"] == 43002


def test_the_person_must_have_been_there_within_two_hours(phone: Phone, active: str, clock: ManualClock) -> None:
    clock.pass_by(7200)
    assert checked(phone, active)["errcode"] == 0
    clock.pass_by(1)
    assert checked(phone, active) == {"errcode": 61010, "errmsg": "code is expired"}
    user = phone.platform.store.user(active)
    assert user is not None
    phone.act(user.openid, "mini_enter")
    assert checked(phone, active)["errcode"] == 0
    stranger = phone.platform.store.user(phone.person())
    assert stranger is not None
    assert checked(phone, stranger.mini_openid)["errcode"] == 61010


def test_the_old_version_is_a_switch(phone: Phone) -> None:
    sample = "特3456书yuuo莞6543李zxcz蒜7782法fgnv级"
    assert phone.call(TEXT, {"content": sample}, MINI)["errcode"] == 47001
    phone.switch(content_v1=True)
    assert phone.call(TEXT, {"content": sample}, MINI) == {"errcode": 87014, "errmsg": "risky content"}
    assert phone.call(TEXT, {"content": "涉政测试"}, MINI)["errcode"] == 87014
    assert phone.call(TEXT, {"content": "大会开幕"}, MINI) == {"errcode": 0, "errmsg": "ok"}


def test_the_limit_of_a_minute(phone: Phone, active: str, clock: ManualClock) -> None:
    for _ in range(4000):
        phone.platform.quotas[MINI.appid].take(TEXT)
    assert checked(phone, active)["errcode"] == 44991
    clock.pass_by(60)
    assert checked(phone, active)["errcode"] == 0


# --- files ---


def check_file(phone: Phone, webhook: Webhook, active: str, **changed: Any) -> dict[str, Any]:
    """Ask about a picture that the webhook's machine serves."""
    asked = {"media_url": f"http://127.0.0.1:{webhook.port}/picture.jpg", "media_type": 2, "version": 2}
    return phone.call(MEDIA, asked | {"scene": 2, "openid": active} | changed, MINI)


@pytest.mark.parametrize(
    ("switched", "status", "expected"),
    [
        ({}, "200 OK", {"errcode": 0, "errmsg": "ok", "result": {"suggest": "pass", "label": 100}}),
        ({}, "404 Not Found", {"errcode": -1008, "errmsg": "download failed", "result": {"suggest": "", "label": 0}}),
        (
            {"media_suggest": "risky"},
            "200 OK",
            {"errcode": 0, "errmsg": "ok", "result": {"suggest": "risky", "label": 21000}},
        ),
        (
            {"media_suggest": "failed"},
            "200 OK",
            {"errcode": -1008, "errmsg": "download failed", "result": {"suggest": "", "label": 0}},
        ),
    ],
)
def test_the_result_comes_later_as_an_event(
    phone: Phone, webhook: Webhook, active: str, switched: dict[str, str], status: str, expected: dict[str, Any]
) -> None:
    events: queue.Queue[dict[str, Any]] = queue.Queue()

    def answer(seen: Seen, number: int) -> bytes:
        if not seen.head.startswith("POST"):
            return http("a picture", status)
        events.put(json.loads(seen.body))
        return http("success")

    webhook.answer = answer
    phone.switch(media_check_seconds=0, **switched)
    asked = check_file(phone, webhook, active)
    assert asked["errcode"] == 0
    event = events.get(timeout=60)
    assert {name: event[name] for name in expected} == expected
    assert event["Event"] == "wxa_media_check"
    assert event["MsgType"] == "event"
    assert event["ToUserName"] == MINI.original_id
    assert event["FromUserName"] != active
    assert (event["appid"], event["trace_id"], event["version"]) == (MINI.appid, asked["trace_id"], 2)


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"media_url": "ftp://x/y"}, 47001),
        ({"media_type": 3}, 40004),
        ({"version": 1}, 47001),
        ({"scene": 0}, 40129),
        ({"openid": "o" * 28}, 40003),
    ],
)
def test_refused_files(phone: Phone, webhook: Webhook, active: str, changed: dict[str, Any], errcode: int) -> None:
    assert check_file(phone, webhook, active, **changed)["errcode"] == errcode
