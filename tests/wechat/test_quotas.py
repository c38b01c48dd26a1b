"""Calls counted by Beijing's day, alike in every store; a used-up quota is left alone until it is new."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import redis

from tests.wechat.conftest import START, Time
from tests.wechat.scripted_api import ScriptedApi
from wechat.client import Client
from wechat.outcomes import BEIJING, Done, WaitUntil
from wechat.quotas import LIMITS, Hold, LocalQuotas, Quotas, RedisQuotas, Used
from wechat.replies import Text
from wechat.spare import SpareQuotas

SEND = "/cgi-bin/message/custom/send"
MIDNIGHT = datetime(2026, 5, 6, tzinfo=BEIJING)


def test_calls_are_counted_by_appid_address_and_day(quotas: Quotas):
    for _ in range(3):
        quotas.count("wx1", SEND, START)
    quotas.count("wx1", "/wxa/unknown", START)
    quotas.count("wx2", SEND, START)
    assert quotas.used("wx1", START) == {
        **{path: Used(0, limit) for path, limit in LIMITS.items()},
        SEND: Used(3, 500_000),
        "/wxa/unknown": Used(1, None),
    }  # fmt: skip
    assert quotas.used("wx1", MIDNIGHT)[SEND] == Used(0, 500_000)
    assert quotas.used("wx2", START)[SEND] == Used(1, 500_000)


def test_a_limit_is_learnt(quotas: Quotas):
    quotas.learn("wx1", SEND, 5_000_000)
    assert quotas.used("wx1", START)[SEND] == Used(0, 5_000_000)
    assert quotas.used("wx2", START)[SEND] == Used(0, 500_000)


def test_a_hold_ends_by_itself_or_is_released(quotas: Quotas):
    hold = Hold(45009, MIDNIGHT.timestamp())
    quotas.count("wx1", SEND, START)
    quotas.count("wx1", "/wxa/other", START)
    quotas.hold("wx1", SEND, hold)
    assert quotas.held("wx1", SEND, START) == hold
    assert [quotas.held("wx1", "/wxa/other", START), quotas.held("wx2", SEND, START)] == [None, None]
    assert quotas.held("wx1", SEND, MIDNIGHT) is None
    quotas.hold("wx1", SEND, hold)
    quotas.release("wx1", SEND)
    assert quotas.held("wx1", SEND, START) is None
    assert {path: each.used for path, each in quotas.used("wx1", START).items() if each.used} == {"/wxa/other": 1}
    quotas.release("wx1")
    assert {each.used for each in quotas.used("wx1", START).values()} == {0}


def test_every_call_is_counted_the_one_for_the_token_too(make: Callable[..., Client], api: ScriptedApi, quotas: Quotas):
    client = make(quotas=quotas)
    api.answers[SEND] = [{"errcode": 40001, "errmsg": "stale"}]
    client.send("oX", Text("x"))
    client.send("oX", Text("x"))
    used = {path: each.used for path, each in quotas.used("wx1", START).items() if each.used}
    assert used == {SEND: 3, "/cgi-bin/stable_token": 2}


def test_a_used_up_day_is_left_alone_but_for_a_try_now_and_then(
    make: Callable[..., Client], api: ScriptedApi, hands: Time, quotas: Quotas
):
    hands.seconds = -3600.0
    client = make(quotas=quotas)
    api.always[SEND] = {"errcode": 45009, "errmsg": "reach max api daily quota limit"}
    assert {client.send("oX", Text("x")) == WaitUntil(MIDNIGHT) for _ in range(20)} == {True}
    assert len(api.of(SEND)) == 1
    hands.seconds += 600
    assert client.send("oX", Text("x")) == WaitUntil(MIDNIGHT)
    assert len(api.of(SEND)) == 2
    hands.seconds = 90.0  # midnight
    api.always.clear()
    assert isinstance(client.send("oX", Text("x")), Done)


@pytest.mark.parametrize("early", [0.5, 1.5, 2.5, 3.5, 4.5])
@pytest.mark.parametrize("held", [False, True])
def test_what_is_refused_as_the_day_ends_waits_for_that_midnight_and_not_a_day_longer(
    make: Callable[..., Client], api: ScriptedApi, hands: Time, quotas: Quotas, early: float, held: bool
):
    def moving() -> datetime:
        at = hands.now()
        hands.seconds += 1.0
        return at

    api.always[SEND] = {"errcode": 45009, "errmsg": "reach max api daily quota limit"}
    client = make(quotas=quotas, now=moving)
    if held:
        quotas.hold(client.appid, SEND, Hold(45009, MIDNIGHT.timestamp()))
    hands.seconds = 90.0 - early
    assert client.send("oX", Text("x")) == WaitUntil(MIDNIGHT)
    assert hands.seconds > 90.0 - early


def test_a_clock_that_is_set_back_ends_a_hold(
    make: Callable[..., Client], api: ScriptedApi, hands: Time, quotas: Quotas
):
    client = make(quotas=quotas)
    api.answers[SEND] = [{"errcode": 45011, "errmsg": "api minute-quota reach limit"}]
    client.send("oX", Text("x"))
    hands.seconds = -86_400.0
    assert isinstance(client.send("oX", Text("x")), Done)
    assert len(api.of(SEND)) == 2


def test_a_used_up_minute(make: Callable[..., Client], api: ScriptedApi, hands: Time, quotas: Quotas):
    client = make(quotas=quotas)
    api.answers[SEND] = [{"errcode": 45011, "errmsg": "api minute-quota reach limit"}]
    minute = WaitUntil(START.replace(second=0) + timedelta(minutes=1))
    assert [client.send("oX", Text("x")), client.send("oX", Text("x"))] == [minute, minute]
    hands.seconds = 30.0
    assert isinstance(client.send("oX", Text("x")), Done)
    assert len(api.of(SEND)) == 2


def test_clearing_lets_calls_pass(make: Callable[..., Client], api: ScriptedApi, quotas: Quotas):
    client = make(quotas=quotas)
    api.answers[SEND] = [{"errcode": 45009, "errmsg": "day"}]
    client.send("oX", Text("x"))
    client.clear_quotas()
    assert isinstance(client.send("oX", Text("x")), Done)


def test_without_redis_calls_go_on(make: Callable[..., Client], api: ScriptedApi, hands: Time):
    gone = redis.Redis.from_url("unix:///nowhere.sock", retry=None)
    quotas = SpareQuotas(RedisQuotas(gone), hands.monotonic)
    assert isinstance(make(quotas=quotas).send("oX", Text("x")), Done)
    quotas.learn("wx1", SEND, 7)
    assert quotas.used("wx1", START)[SEND] == Used(1, 7)
    quotas.hold("wx1", SEND, Hold(45009, MIDNIGHT.timestamp()))
    assert quotas.held("wx1", SEND, START) is not None
    quotas.release("wx1")
    assert quotas.held("wx1", SEND, START) is None


def test_local_counts_do_not_mix_days():
    quotas = LocalQuotas()
    quotas.count("wx1", SEND, START)
    quotas.count("wx1", SEND, MIDNIGHT)
    assert [quotas.used("wx1", at)[SEND].used for at in (START, MIDNIGHT)] == [1, 1]
