"""The platform's worst days, played by the stand-in: nothing twice, nothing without bound, and well afterwards."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from simulator.switches import TABLE as SWITCHES
from tests.wechat.conftest import Time
from tests.wechat.stand_in import APPID, MINI_APPID, MINI_SECRET, SECRET, StandIn
from wechat.breaker import FAILURES
from wechat.caller import TRIES, Called
from wechat.client import Client, PlatformDown, PlatformError
from wechat.outcomes import (
    BEIJING,
    Alert,
    BadInput,
    Done,
    OtherChannel,
    Outcome,
    Retry,
    StopRecipient,
    Unsure,
    WaitUntil,
)
from wechat.quotas import LocalQuotas
from wechat.replies import Text
from wechat.tokens import DROPS, REST, LocalTokens

SEND, MENU, TOKEN = "/cgi-bin/message/custom/send", "/cgi-bin/menu/get", "/cgi-bin/stable_token"
NOWHERE = "http://127.0.0.1:9"
FAULTS = [fault for switch in SWITCHES if switch.name == "api_fault" for fault in switch.choices if fault]
MIDNIGHT, MINUTE = datetime(2026, 5, 6, tzinfo=BEIJING), datetime(2026, 5, 5, 23, 59, tzinfo=BEIJING)
# What a message comes to when its call always fails so.
SENT: dict[str, Outcome] = {
    "-1": Unsure("the platform is busy"),
    "40001": Retry(REST),
    "42001": Retry(REST),
    "40164": Alert("our address is not on the account's list"),
    "45009": WaitUntil(MIDNIGHT),
    "45011": WaitUntil(MINUTE),
    "48001": Alert("the account may not do this: switch it off"),
    "html": Unsure("no answer"),
    "5xx": Unsure("no answer"),
    "reset": Unsure("no answer"),
    "lost": Unsure("no answer"),
}
PASSING = {"-1", "html", "5xx", "reset", "lost"}  # an idempotent call is made again


@pytest.fixture
def stand_in(tmp_path: Path, hands: Time) -> Iterator[StandIn]:
    stand_in = StandIn(tmp_path, hands)
    yield stand_in
    stand_in.stop()


@pytest.fixture
def make_client(stand_in: StandIn, hands: Time, called: list[Called]) -> Callable[..., Client]:
    def make(appid: str = APPID, secret: str = SECRET, **more: Any) -> Client:
        given: dict[str, Any] = {
            "tokens": LocalTokens(hands.monotonic), "observe": called.append, "now": hands.now, "sleep": hands.sleep,
            "monotonic": hands.monotonic,
        }  # fmt: skip
        return Client(appid, secret, stand_in.url, stand_in.url, **(given | more))

    return make


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    return make_client()


def test_every_fault_of_the_stand_in_is_met_here():
    assert set(SENT) == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_message_is_never_sent_twice(client: Client, stand_in: StandIn, hands: Time, fault: str):
    openid = stand_in.follower()
    client.send(openid, Text("before"))
    stand_in.switch(api_fault=fault, api_fault_path=SEND)
    outcome = client.send(openid, Text("during"))
    assert outcome == SENT[fault]
    assert stand_in.called(SEND) == (3 if isinstance(outcome, Retry) else 2)
    assert stand_in.shown(openid) == (["before", "during"] if fault == "lost" else ["before"])
    stand_in.switch(api_fault="")
    hands.seconds += 600
    assert client.send(openid, Text("after")) == Done({"errcode": 0, "errmsg": "ok"})


@pytest.mark.parametrize("fault", FAULTS)
def test_a_call_that_may_be_repeated_survives_one_fault(client: Client, stand_in: StandIn, hands: Time, fault: str):
    client.publish_menu({"button": [{"name": "大会", "type": "click", "key": "k"}]})
    stand_in.switch(api_fault=fault, api_fault_path=MENU, api_fault_times=1)
    if fault in PASSING | {"40001", "42001"}:
        assert client.menu() is not None
        assert len(hands.slept) == (fault in PASSING)
        return
    with pytest.raises(PlatformError) as error:
        client.menu()
    assert error.value.outcome == SENT[fault]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_without_end_comes_to_an_end(client: Client, stand_in: StandIn, hands: Time, fault: str):
    stand_in.switch(api_fault=fault, api_fault_path=MENU)
    with pytest.raises((PlatformError, PlatformDown)):
        client.menu()
    assert stand_in.called(MENU) == (TRIES if fault in PASSING else 2 if fault in ("40001", "42001") else 1)
    assert all(1 <= pause <= 5 for pause in hands.slept)
    assert sorted(hands.slept) == hands.slept


@pytest.mark.parametrize("fault", FAULTS)
def test_tokens_that_are_not_to_be_had(client: Client, stand_in: StandIn, hands: Time, fault: str):
    """Nothing is sent without one, the call for it is not repeated without bound, and all is well afterwards."""
    openid = stand_in.follower()
    stand_in.switch(api_fault=fault, api_fault_path=TOKEN)
    outcomes = [client.send(openid, Text("x")) for _ in range(20)]
    assert {type(outcome) for outcome in outcomes} <= {Retry, Alert, WaitUntil}
    assert (stand_in.called(SEND), stand_in.shown(openid)) == (0, [])
    # Twenty sends, each of which may try three times: a platform that says no, or is down, is not asked so often.
    assert stand_in.called(TOKEN) <= 20 * TRIES
    if fault not in PASSING:
        assert stand_in.called(TOKEN) == 1
    stand_in.switch(api_fault="")
    hands.seconds += 600
    assert isinstance(client.send(openid, Text("x")), Done)


def test_a_burst_of_40001(client: Client, stand_in: StandIn):
    openid = stand_in.follower()
    stand_in.switch(api_fault="40001", api_fault_path=SEND)
    assert [client.send(openid, Text("x")) for _ in range(50)] == [Retry(REST)] * 50
    assert stand_in.called(TOKEN) == 1 + DROPS
    assert stand_in.called(SEND) <= 50 + DROPS


def test_a_token_that_ended_early_is_replaced(client: Client, stand_in: StandIn):
    """Somebody else forced a new one."""
    openid = stand_in.follower()
    client.send(openid, Text("one"))
    stand_in.platform.tokens[APPID].stable(force=True)
    assert isinstance(client.send(openid, Text("two")), Done)
    assert stand_in.shown(openid) == ["one", "two"]
    assert stand_in.called(TOKEN) == 2


def test_hours_of_calls_never_meet_a_token_that_ended(
    client: Client, stand_in: StandIn, called: list[Called], hands: Time
):
    for _ in range(150):
        client.menu()
        hands.seconds += 100
    assert {(each.path, each.code) for each in called} == {(TOKEN, 0), (MENU, 46003)}
    # At first, and each time that less than four minutes were left.
    assert [number for number, each in enumerate(called) if each.path == TOKEN] == [0, 71, 142]


def test_a_slow_platform_is_not_waited_for(make_client: Callable[..., Client], stand_in: StandIn):
    client = make_client(timeout=(1.0, 0.6))
    openid = stand_in.follower()
    client.menu()
    stand_in.platform.faults.play([{"path": SEND, "fault": "slow", "seconds": 1.5, "times": 0}])
    assert client.send(openid, Text("x")) == Unsure("no answer")
    assert stand_in.called(SEND) <= 1


def test_a_platform_that_is_down_is_left_alone(client: Client, stand_in: StandIn, hands: Time, called: list[Called]):
    openid = stand_in.follower()
    client.send(openid, Text("before"))
    stand_in.switch(api_fault="5xx")
    outcomes = [client.send(openid, Text("during")) for _ in range(50)]
    assert outcomes[:FAILURES] == [Unsure("no answer")] * FAILURES
    until = {outcome.when for outcome in outcomes[FAILURES:] if isinstance(outcome, WaitUntil)}
    assert until == {datetime(2026, 5, 5, 23, 58, 32, tzinfo=BEIJING)}
    assert stand_in.called(SEND) == 1 + FAILURES
    assert [each.outcome for each in called[-45:]] == ["breaker"] * 45
    with pytest.raises(PlatformDown, match="the platform is down; tried again at 23:58:32") as error:
        client.menu()
    assert error.value.until == until.pop()
    hands.seconds += 2
    client.send(openid, Text("the probe"))
    client.send(openid, Text("during"))
    assert stand_in.called(SEND) == 2 + FAILURES
    stand_in.switch(api_fault="")
    hands.seconds += 4
    assert isinstance(client.send(openid, Text("after")), Done)
    assert stand_in.shown(openid) == ["before", "after"]


def test_a_platform_that_is_not_there(hands: Time):
    """No connection comes about, so that a message may be tried again: nothing can have arrived."""
    tokens = LocalTokens(hands.monotonic)
    tokens.put(APPID, "T", 7200)
    client = Client(
        APPID, SECRET, NOWHERE, NOWHERE, tokens, now=hands.now, sleep=hands.sleep, monotonic=hands.monotonic
    )  # fmt: skip
    assert isinstance(client.send("oX", Text("x")), Retry)
    assert len(hands.slept) == TRIES - 1
    assert isinstance(client.send("oX", Text("x")), WaitUntil)  # the breaker has opened


def test_windows_and_people(client: Client, stand_in: StandIn, hands: Time):
    openid = stand_in.follower()
    assert [type(client.send(openid, Text(str(n)))) for n in range(6)] == [Done] * 5 + [OtherChannel]
    hands.seconds += 49 * 3600
    assert client.send(openid, Text("late")) == OtherChannel("the window is closed")
    assert client.send("o-nobody", Text("x")) == StopRecipient("openid unknown to this account")
    assert client.send_text(stand_in.follower(), "好" * 700) == BadInput("content")


def test_a_quota_ends_at_midnight_in_beijing(make_client: Callable[..., Client], stand_in: StandIn, hands: Time):
    quotas = LocalQuotas()
    client = make_client(quotas=quotas)
    hands.seconds = -3600.0
    stand_in.switch(quota_limits=f"{MENU}=3")
    for _ in range(3):
        client.menu()
    for _ in range(5):
        with pytest.raises(PlatformError) as error:
            client.menu()
        assert error.value.outcome == WaitUntil(MIDNIGHT)
    assert stand_in.called(MENU) == 4
    assert quotas.used(APPID, hands.now())[MENU].used == 4
    hands.seconds = 91.0
    assert client.menu() is None


def test_the_platforms_own_count_and_a_clearing(client: Client, stand_in: StandIn):
    stand_in.switch(quota_limits=f"{MENU}=2")
    client.menu()
    client.menu()
    quota = client.quota(MENU)
    assert (quota.limit, quota.used, quota.left) == (2, 2, 0)
    with pytest.raises(PlatformError):
        client.menu()
    client.clear_quotas()
    assert client.menu() is None


def test_two_applications_keep_their_tokens_apart(make_client: Callable[..., Client], stand_in: StandIn, hands: Time):
    tokens = LocalTokens(hands.monotonic)
    account = make_client(tokens=tokens)
    mini = make_client(MINI_APPID, MINI_SECRET, tokens=tokens, miniprogram=True)
    assert account.menu() is None
    assert mini.page_code("desk=a", "pages/index/index")[:1] in (b"\x89", b"\xff")
    assert stand_in.called(TOKEN) == 2


@pytest.mark.parametrize("code", [40243, 50004, 50007, 89503, 89506, 89507])
def test_an_account_in_trouble_is_told_to_the_operator_and_not_hammered(
    client: Client, stand_in: StandIn, called: list[Called], code: int
):
    stand_in.switch(token_refused=str(code))
    outcomes = [client.send(stand_in.follower(), Text("x")) for _ in range(10)]
    assert {type(outcome) for outcome in outcomes} == {Alert}
    assert stand_in.called(TOKEN) == 1
    assert [(each.path, each.outcome, each.code) for each in called] == [(TOKEN, "alert", code)]


def test_a_wrong_secret(make_client: Callable[..., Client], stand_in: StandIn, called: list[Called]):
    client = make_client(secret="not-the-secret")
    assert isinstance(client.send(stand_in.follower(), Text("x")), Alert)
    assert "not-the-secret" not in f"{called}"
