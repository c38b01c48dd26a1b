"""Tokens, quotas and message windows over time."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from simulator.logins.tokens import ForceUsedUp, Tokens
from simulator.notices import windows
from simulator.notices.windows import Windows
from simulator.quota_table import A_DAY
from simulator.quotas import Quotas
from simulator.settings import BEIJING
from simulator.store import Store
from simulator.switches import Switches
from tests.simulator.conftest import ManualClock

SWITCHES = Switches({}, lambda values: None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    store = Store(tmp_path / "simulator.db")
    yield store
    store.close()


@pytest.fixture
def tokens(store: Store, clock: ManualClock) -> Tokens:
    """The tokens of one application."""
    return Tokens(store, "wx0", clock.shown, SWITCHES)


def test_the_old_endpoint_makes_a_new_token_every_time(tokens: Tokens, clock: ManualClock) -> None:
    first, seconds = tokens.rotate()
    second, _ = tokens.rotate()
    assert seconds == 7200
    assert [tokens.check(first), tokens.check(second)] == [0, 0]
    clock.pass_by(300)
    assert [tokens.check(first), tokens.check(second)] == [40001, 0]
    clock.pass_by(6900)
    assert [tokens.check(second), tokens.check("never")] == [42001, 40001]
    third, _ = tokens.rotate()
    assert [tokens.check(first), tokens.check(second), tokens.check(third)] == [40001, 42001, 0]


def test_the_stable_endpoint_keeps_its_token_until_five_minutes_before_the_end(
    tokens: Tokens, clock: ManualClock
) -> None:
    first = tokens.stable()
    clock.pass_by(6899)
    assert tokens.stable() == (first[0], 301)
    clock.pass_by(1)
    second, seconds = tokens.stable()
    assert (second != first[0], seconds) == (True, 7200)
    assert [tokens.check(first[0]), tokens.check(second)] == [0, 0]
    clock.pass_by(300)
    assert [tokens.check(first[0]), tokens.check(second)] == [40001, 0]


def test_the_two_families_leave_each_other_alone(tokens: Tokens) -> None:
    stable, _ = tokens.stable()
    rotating, _ = tokens.rotate()
    tokens.stable(force=True)
    assert [tokens.check(stable), tokens.check(rotating)] == [40001, 0]


def test_force_is_limited(tokens: Tokens, clock: ManualClock) -> None:
    first, _ = tokens.stable(force=True)
    clock.pass_by(29)
    assert tokens.stable(force=True)[0] == first
    for _ in range(19):
        clock.pass_by(30)
        tokens.stable(force=True)
    clock.pass_by(30)
    with pytest.raises(ForceUsedUp):
        tokens.stable(force=True)
    clock.pass_by(86_400)
    tokens.stable(force=True)


def test_tokens_survive_a_restart(tokens: Tokens, store: Store, clock: ManualClock) -> None:
    token, _ = tokens.stable()
    assert Tokens(store, "wx0", clock.shown, SWITCHES).check(token) == 0
    assert Tokens(store, "wx1", clock.shown, SWITCHES).check(token) == 40001
    assert len(token) > 130


def test_quotas_begin_anew_at_midnight_in_beijing(store: Store, clock: ManualClock) -> None:
    quotas = Quotas(store, "wx0", clock.shown, SWITCHES)
    path = "/cgi-bin/menu/create"
    assert [quotas.take(path) for _ in range(A_DAY[path] + 1)] == [0] * A_DAY[path] + [45009]
    assert quotas.take("/cgi-bin/menu/get") == 0
    clock.set(datetime(2019, 5, 5, 23, 59, 59, tzinfo=BEIJING).timestamp())
    assert (quotas.take(path), quotas.used(path)) == (45009, 1000)
    assert Quotas(store, "wx0", clock.shown, SWITCHES).used(path) == 1000
    assert Quotas(store, "wx1", clock.shown, SWITCHES).used(path) == 0
    clock.pass_by(1)
    assert (quotas.take(path), quotas.used(path)) == (0, 1)


def test_clearing_ten_times_a_month(store: Store, clock: ManualClock) -> None:
    quotas = Quotas(store, "wx0", clock.shown, SWITCHES)
    assert [quotas.clear() for _ in range(11)] == [True] * 10 + [False]
    clock.pass_by(31 * 86_400)
    assert quotas.clear()


@pytest.mark.parametrize(
    ("trigger", "count", "seconds"),
    [
        (windows.MESSAGE, 5, 48 * 3600),
        (windows.TAP, 3, 60),
        (windows.FOLLOW, 3, 60),
        (windows.SCAN, 3, 60),
        (windows.ENTER_MINI, 2, 60),
    ],
)
def test_each_trigger(store: Store, clock: ManualClock, trigger: windows.Trigger, count: int, seconds: int) -> None:
    window = Windows(store, clock, SWITCHES)
    assert window.take("oA") == 45015
    window.opened("oA", trigger)
    assert [window.take("oA") for _ in range(count + 1)] == [0] * count + [45047]
    window.opened("oA", trigger)
    clock.pass_by(seconds - 1)
    assert window.take("oA") == 0
    clock.pass_by(1)
    assert window.take("oA") == 45015


def test_grants_do_not_add_up(store: Store, clock: ManualClock) -> None:
    window = Windows(store, clock, SWITCHES)
    window.opened("oA", windows.MESSAGE)
    window.take("oA")
    window.opened("oA", windows.TAP)
    clock.pass_by(61)
    assert [window.take("oA") for _ in range(5)] == [0, 0, 0, 0, 45047]
    window.opened("oA", windows.TAP)
    clock.pass_by(61)
    assert [window.take("oA") for _ in range(4)] == [0, 0, 0, 45047]


def test_what_ended_grants_nothing(store: Store, clock: ManualClock) -> None:
    window = Windows(store, clock, SWITCHES)
    window.opened("oA", windows.MESSAGE)
    clock.pass_by(48 * 3600)
    window.opened("oA", windows.TAP)
    assert [window.take("oA") for _ in range(4)] == [0, 0, 0, 45047]
    window.opened("oA", windows.MESSAGE)
    window.opened("oA", None)
    assert window.take("oA") == 0
    window.closed("oA")
    assert window.take("oA") == 45015


def test_moving_the_shown_clock_moves_the_windows(store: Store, clock: ManualClock) -> None:
    window = Windows(store, clock, SWITCHES)
    window.opened("oA", windows.FOLLOW)
    clock.set(clock.shown() + 60)
    assert window.take("oA") == 45015


def test_the_newest_grant_may_replace_a_better_one(store: Store, clock: ManualClock) -> None:
    window = Windows(store, clock, Switches({"grants": "newest"}, lambda values: None))
    window.opened("oA", windows.MESSAGE)
    window.opened("oA", windows.TAP)
    assert [window.take("oA") for _ in range(4)] == [0, 0, 0, 45047]
    clock.pass_by(60)
    assert window.take("oA") == 45015
