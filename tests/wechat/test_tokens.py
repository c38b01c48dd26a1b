"""Tokens: kept alike in every store, renewed by one, before they end, and never more often than does good."""

import itertools
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import redis

from tests.wechat.conftest import Time
from tests.wechat.scripted_api import ScriptedApi
from wechat.client import Client, PlatformDown, PlatformError
from wechat.failures import SOON
from wechat.outcomes import BEIJING, Alert, Done, Outcome, Retry, WaitUntil
from wechat.renewal import EARLY, MARGIN, REFUSED, REST_AHEAD, Renewal
from wechat.replies import Text
from wechat.spare import SpareTokens
from wechat.tokens import DROPS, REST, LocalTokens, RedisTokens, Tokens

STALE = {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid or not latest"}
SEND = "/cgi-bin/message/custom/send"


def known(tokens: Tokens, name: str = "wx1") -> str | None:
    kept = tokens.get(name)
    return kept.token if kept else None


def test_a_token_is_kept_for_its_life(tokens: Tokens):
    assert known(tokens) is None
    tokens.put("wx1", "one", 7200)
    kept = tokens.get("wx1")
    assert kept is not None
    assert (kept.token, 7190 < kept.left <= 7200) == ("one", True)
    assert known(tokens, "wx2") is None
    assert "one" not in repr(kept)


def test_it_ends(hands: Time, server: "redis.Redis"):
    local, shared = LocalTokens(hands.monotonic), RedisTokens(server)
    for tokens in (local, shared):
        tokens.put("wx1", "one", 0.001)
    hands.seconds = 1.0
    threading.Event().wait(0.01)
    assert (known(local), known(shared)) == (None, None)


def test_a_token_that_somebody_replaced_is_not_dropped(tokens: Tokens):
    tokens.put("wx1", "new", 7200)
    assert tokens.drop("wx1", "old") is True
    assert known(tokens) == "new"
    assert tokens.drop("wx1", "new") is True
    assert known(tokens) is None


def test_only_so_many_are_dropped_in_a_while(tokens: Tokens):
    for number in range(DROPS):
        tokens.put("wx1", f"token{number}", 7200)
        assert tokens.drop("wx1", f"token{number}") is True
    tokens.put("wx1", "last", 7200)
    assert [tokens.drop("wx1", "last") for _ in range(3)] == [False] * 3
    assert known(tokens) == "last"
    assert tokens.drop("wx2", "other") is True


def test_one_at_a_time_renews(tokens: Tokens):
    ticket = tokens.lock("wx1")
    assert ticket is not None
    assert tokens.lock("wx1") is None
    tokens.unlock("wx1", "another")
    assert tokens.lock("wx1") is None
    tokens.unlock("wx1", ticket)
    assert tokens.lock("wx1") is not None


def test_a_refusal_is_remembered_until_there_is_a_token(tokens: Tokens):
    assert tokens.refusal("wx1") is None
    tokens.refuse("wx1", "why", 30)
    assert (tokens.refusal("wx1"), tokens.refusal("wx2")) == ("why", None)
    tokens.put("wx1", "one", 7200)
    assert tokens.refusal("wx1") is None


def test_one_that_dies_over_it_blocks_nobody(server: "redis.Redis", make: Callable[..., Client], api: ScriptedApi):
    """The dead one's right runs out in Redis; the others have waited for it."""
    tokens = RedisTokens(server, locked=300)
    assert tokens.lock("wx1") is not None
    client = make(tokens=tokens, sleep=time.sleep, monotonic=time.monotonic)
    assert client.send("oX", Text("x")) == Done({"errcode": 0, "errmsg": "ok"})
    assert api.tokens == 1


def test_waiting_for_another_comes_to_an_end(hands: Time):
    tokens = LocalTokens(lambda: 0.0)
    tokens.lock("wx1")
    renewal = Renewal(tokens, "wx1", pytest.fail, now=hands.now, sleep=hands.sleep, monotonic=hands.monotonic)
    with pytest.raises(PlatformDown, match="another process is still fetching one"):
        renewal.current()
    assert 15 < hands.seconds < 17


def test_the_token_is_fetched_once_and_shared(make: Callable[..., Client], api: ScriptedApi, tokens: Tokens):
    clients = [make(tokens=tokens, sleep=time.sleep, monotonic=time.monotonic) for _ in range(8)]
    start = threading.Barrier(8)

    def send(client: Client) -> None:
        start.wait()
        client.send("oX", Text("x"))

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (api.tokens, len(api.of(SEND))) == (1, 8)


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_stale_token_is_replaced_once(client: Client, api: ScriptedApi, code: int):
    api.answers[SEND] = [{"errcode": code, "errmsg": "stale"}]
    assert client.send("oX", Text("x")) == Done({"errcode": 0, "errmsg": "ok"})
    assert [where[-6:] for _, where in api.calls()] == ["TOKEN1", "TOKEN2"]


def test_a_permanent_40001_ends_after_one_more_try(client: Client, api: ScriptedApi, hands: Time):
    api.always[SEND] = STALE
    assert client.send("oX", Text("x")) == Retry(REST)
    assert (api.tokens, len(api.of(SEND)), hands.slept) == (2, 2, [])


def test_a_burst_of_40001_costs_no_more_tokens(client: Client, api: ScriptedApi, hands: Time):
    """A platform gone mad: a hundred calls in a row, five new tokens; a while later five more."""
    api.always[SEND] = STALE
    assert {type(client.send("oX", Text("x"))) for _ in range(100)} == {Retry}
    assert api.tokens == 1 + DROPS
    hands.seconds += REST
    assert {type(client.send("oX", Text("x"))) for _ in range(100)} == {Retry}
    assert api.tokens == 1 + 2 * DROPS


def test_a_token_near_its_end_is_renewed_by_one_and_serves_the_others(
    make: Callable[..., Client], api: ScriptedApi, hands: Time
):
    client = make()
    client.menu()
    hands.seconds = 7200 - EARLY - MARGIN + 1
    client.menu()
    client.menu()
    assert [where.rpartition("=")[2] for _, where in api.calls()] == ["TOKEN1", "TOKEN2", "TOKEN2"]


def test_a_renewal_ahead_that_fails_costs_nobody_a_call(client: Client, api: ScriptedApi, hands: Time):
    client.menu()
    hands.seconds = 7200 - EARLY
    api.answers["/cgi-bin/stable_token"] = [(502, b"<html>"), {"errcode": -1, "errmsg": "system error"}]
    for _ in range(10):
        client.menu()
    assert len(api.of("/cgi-bin/stable_token")) == 2  # one of them the failed one: no more for a while
    hands.seconds += REST_AHEAD
    client.menu()
    client.menu()
    assert [where.rpartition("=")[2] for _, where in api.calls()] == ["TOKEN1"] * 13
    hands.seconds += REST_AHEAD
    client.menu()
    assert api.calls()[-1][1].endswith("TOKEN2")


def test_a_short_token_is_not_asked_for_again_and_again(client: Client, api: ScriptedApi):
    api.seconds = 100
    for _ in range(10):
        client.menu()
    assert api.tokens == 2


@pytest.mark.parametrize(
    ("answer", "outcome", "seconds"),
    [
        ({"errcode": 40001, "errmsg": "invalid credential"}, Alert("secret is wrong"), REFUSED),
        ({"errcode": 40125, "errmsg": "invalid appsecret"}, Alert("secret is wrong or frozen"), REFUSED),
        ({"errcode": 40164, "errmsg": "invalid ip"}, Alert("our address is not on the account's list"), REFUSED),
        ({"errcode": 89503, "errmsg": "confirm"}, Alert("an administrator must confirm"), 300.0),
        ({"errcode": 45011, "errmsg": "minute"}, WaitUntil(datetime(2026, 5, 5, 23, 59, tzinfo=BEIJING)), 30.0),
        ({"errcode": 45009, "errmsg": "day"}, WaitUntil(datetime(2026, 5, 6, tzinfo=BEIJING)), 90.0),
    ],
)
def test_a_refused_token_call_is_not_repeated_at_once(
    client: Client, api: ScriptedApi, hands: Time, answer: dict[str, Any], outcome: Outcome, seconds: float
):
    api.always["/cgi-bin/stable_token"] = answer
    for _ in range(20):
        assert client.send("oX", Text("x")) == outcome
    assert (len(api.of("/cgi-bin/stable_token")), api.calls()) == (1, [])
    hands.seconds += seconds + 0.001
    del api.always["/cgi-bin/stable_token"]
    assert isinstance(client.send("oX", Text("x")), Done)


def test_a_busy_token_call_is_tried_again_also_for_a_send(client: Client, api: ScriptedApi, hands: Time):
    """The message itself has not left, so that nothing can be sent twice."""
    api.answers["/cgi-bin/stable_token"] = [{"errcode": -1, "errmsg": "system error"}, (200, b"<html>")]
    assert isinstance(client.send("oX", Text("x")), Done)
    assert (len(api.of(SEND)), len(api.of("/cgi-bin/stable_token"))) == (1, 3)
    assert len(hands.slept) == 2


@pytest.mark.parametrize(
    "answer", [{}, {"access_token": ""}, {"access_token": "T"}, {"access_token": 5, "expires_in": 1}]
)
def test_an_answer_without_a_token(client: Client, api: ScriptedApi, answer: dict[str, Any]):
    api.always["/cgi-bin/stable_token"] = answer
    with pytest.raises(PlatformDown):
        client.menu()
    assert api.calls() == []


def test_without_redis_a_process_keeps_its_own(make: Callable[..., Client], api: ScriptedApi, hands: Time):
    gone = redis.Redis.from_url("unix:///nowhere.sock", retry=None)
    client = make(tokens=SpareTokens(RedisTokens(gone), hands.monotonic))
    for _ in range(3):
        assert isinstance(client.send("oX", Text("x")), Done)
    assert api.tokens == 1
    api.answers[SEND] = [STALE]
    assert isinstance(client.send("oX", Text("x")), Done)
    assert api.tokens == 2


def test_redis_that_comes_back_is_used_again(server: "redis.Redis", hands: Time):
    shared = RedisTokens(server)

    class Broken(RedisTokens):
        def get(self, name: str) -> Any:
            raise redis.ConnectionError

    tokens = SpareTokens(Broken(server), hands.monotonic)
    assert known(tokens) is None
    tokens.put("wx1", "own", 7200)
    assert (known(shared), known(tokens)) == (None, "own")
    hands.seconds = 6.0
    tokens.put("wx1", "shared", 7200)
    assert known(shared) == "shared"


def test_an_error_says_what_follows_even_when_made_by_hand():
    assert PlatformError(45015, "closed").outcome == PlatformError(45015, "other words").outcome
    assert (PlatformDown("reset").outcome, PlatformDown("reset").until) == (Retry(SOON), None)


def test_a_ticket_that_ended_by_our_clock_is_renewed_by_one(
    make: Callable[..., Client], api: ScriptedApi, hands: Time, tokens: Tokens
):
    """Only our clock moves: the store's goes on by the wall."""
    path, url = "/cgi-bin/ticket/getticket", "http://congress.example/me"
    api.answers[path] = [{"ticket": f"TICKET{number}", "expires_in": 7200} for number in range(1, 4)]
    clients = [make(tokens=tokens, monotonic=time.monotonic, sleep=time.sleep) for _ in range(4)]
    first = clients[0].page_signature(url, "n", 1)
    hands.seconds = 7200 - MARGIN - 1
    assert {client.page_signature(url, "n", 1) for client in clients} == {first}
    hands.seconds = 7200 - MARGIN
    start, signed = threading.Barrier(4), list[str]()

    def sign(client: Client) -> None:
        start.wait()
        signed.append(client.page_signature(url, "n", 1))

    threads = [threading.Thread(target=sign, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(signed), len(set(signed)), first in signed, len(api.of(path))) == (4, 1, False, 2)


def test_a_clock_that_outruns_every_ticket_costs_few_of_them(
    make: Callable[..., Client], api: ScriptedApi, hands: Time
):
    path, leaps = "/cgi-bin/ticket/getticket", itertools.count()
    api.always[path] = {"ticket": "T", "expires_in": 7200}
    client = make(now=lambda: hands.now() + timedelta(hours=3 * next(leaps)))
    for _ in range(50):
        with pytest.raises(PlatformDown, match="tickets end faster"):
            client.page_signature("http://congress.example/me", "n", 1)
    assert len(api.of(path)) == 1 + DROPS
