"""Rules that hold for every error code there may ever be: few calls, one message, a decision, and no surprise."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wechat.conftest import Time
from wechat.caller import TRIES
from wechat.client import Client, PlatformDown, PlatformError
from wechat.outcomes import TABLE, Done, Outcome, Retry
from wechat.tokens import LocalTokens
from wechat.transport import Answer, Received, Request, Trouble

SEND, MENU, TOKEN = "/cgi-bin/message/custom/send", "/cgi-bin/menu/get", "/cgi-bin/stable_token"


@dataclass
class Exchange:
    """Stands for the transport: answers one address as told, all others well; keeps what was asked."""

    path: str
    answers: Iterator[Received | Trouble]
    asked: list[str] = field(default_factory=list)

    def exchange(self, request: Request, token: str, body: bytes | None) -> Received | Trouble:
        self.asked.append(request.path)
        if request.path == self.path and (found := next(self.answers, None)) is not None:
            return found
        if request.path == TOKEN:
            return Received(Answer(access_token=f"T{len(self.asked)}", expires_in=7200))
        return Received(Answer(errcode=0, errmsg="ok"))


def refusal(code: int) -> Received:
    return Received(Answer(errcode=code, errmsg="no"))


CODES = st.one_of(st.sampled_from(sorted(TABLE)), st.integers(-10, 100_000)).filter(lambda code: code != 0)
TROUBLE = st.builds(
    Trouble, st.sampled_from(["ReadTimeout", "HTTP 502"]), st.booleans(), st.sampled_from([0, 302, 404, 500, 503])
)
ANSWERS = st.lists(st.one_of(CODES.map(refusal), TROUBLE), min_size=1, max_size=12)


def playing(path: str, answers: list[Received | Trouble]) -> tuple[Client, Exchange, Time]:
    hands = Time()
    client = Client(
        "wx1", "SECRET", "http://h", "http://h", LocalTokens(hands.monotonic), now=hands.now, sleep=hands.sleep,
        monotonic=hands.monotonic,
    )  # fmt: skip
    exchange = Exchange(path, iter(answers))
    client._transport = exchange  # type: ignore[assignment]
    return client, exchange, hands


def may_have_arrived(answer: Received | Trouble) -> bool:
    return answer.code == -1 if isinstance(answer, Received) else answer.sent


@given(ANSWERS)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_message_is_never_repeated_once_it_may_have_arrived(answers: list[Received | Trouble]):
    client, exchange, _ = playing(SEND, answers)
    outcome: Outcome = client.send_text("oX", "x")
    made = exchange.asked.count(SEND)
    assert made <= TRIES + 1
    assert [may_have_arrived(answer) for answer in answers[: made - 1]] == [False] * (made - 1)
    assert isinstance(outcome, Done) == (made > len(answers))


@given(ANSWERS)
def test_a_call_that_may_be_repeated_is_so_a_few_times(answers: list[Received | Trouble]):
    client, exchange, hands = playing(MENU, answers)
    failed: PlatformError | PlatformDown | None = None
    try:
        client.call("GET", MENU, again=True)
    except (PlatformError, PlatformDown) as error:
        failed = error
    if failed is None:
        assert exchange.asked.count(MENU) > len(answers)
    else:
        assert not isinstance(failed.outcome, Done)
        assert failed.__cause__ is failed.__context__ is None
    assert exchange.asked.count(MENU) <= TRIES + 1
    assert exchange.asked.count(TOKEN) <= 2
    assert sum(hands.slept) < 10


@given(ANSWERS)
def test_without_a_token_nothing_is_sent(answers: list[Received | Trouble]):
    client, exchange, _ = playing(TOKEN, answers)
    outcome = client.send_text("oX", "x")
    assert exchange.asked.count(TOKEN) <= TRIES
    assert isinstance(outcome, Done) == (SEND in exchange.asked)
    assert exchange.asked.count(SEND) <= 1


@given(CODES, st.integers(1, 40))
def test_one_code_for_ever_burns_no_quota(code: int, sends: int):
    """Of many messages in a minute, whatever the platform says to each."""
    client, exchange, _ = playing(SEND, [refusal(code)] * 200)
    for number in range(sends):
        assert not isinstance(client.send_text(f"o{number}", "x"), Done)
    assert exchange.asked.count(TOKEN) <= 6
    assert exchange.asked.count(SEND) <= sends * TRIES


@pytest.mark.parametrize("code", [43108, 45169])
def test_a_refusal_for_the_moment_is_tried_again_even_for_a_message(code: int):
    client, exchange, hands = playing(SEND, [refusal(code)] * 9)
    assert client.send_text("oX", "x") == Retry(1.0)
    assert (exchange.asked.count(SEND), len(hands.slept)) == (TRIES, TRIES - 1)
