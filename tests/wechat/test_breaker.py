"""The breaker: opens after failures in a row, lets one probe pass, and says until when it stays open."""

from hypothesis import given
from hypothesis import strategies as st

from tests.wechat.conftest import Time
from wechat.breaker import FAILURES, LONGEST, PAUSE, Breaker, State


def broken(time: Time, turns: list[State]) -> Breaker:
    breaker = Breaker(monotonic=time.monotonic, turned=turns.append)
    for _ in range(FAILURES):
        assert breaker.admit() == 0
        breaker.down()
    return breaker


def test_it_opens_after_failures_in_a_row():
    time, turns = Time(), list[State]()
    breaker = Breaker(monotonic=time.monotonic, turned=turns.append)
    for _ in range(3):
        for _ in range(FAILURES - 1):
            breaker.down()
        breaker.up()
    assert (breaker.state, turns) == (State.CLOSED, [])
    breaker = broken(time, turns)
    assert (breaker.state, turns, breaker.admit()) == (State.OPEN, [State.OPEN], PAUSE)


def test_one_probe_closes_it_or_keeps_it_open_longer():
    time, turns = Time(), list[State]()
    breaker = broken(time, turns)
    time.seconds += PAUSE
    assert breaker.admit() == 0
    assert breaker.admit() == PAUSE  # all others wait for the probe
    breaker.down()
    assert breaker.admit() == 2 * PAUSE
    time.seconds += 2 * PAUSE
    assert breaker.admit() == 0
    breaker.up()
    assert [breaker.admit() for _ in range(3)] == [0, 0, 0]
    assert turns == [State.OPEN, State.HALF_OPEN, State.OPEN, State.HALF_OPEN, State.CLOSED]


def test_a_probe_that_never_reports_is_followed_by_another():
    time = Time()
    breaker = broken(time, [])
    time.seconds += PAUSE
    assert breaker.admit() == 0
    time.seconds += PAUSE
    assert breaker.admit() == 0


@given(st.lists(st.tuples(st.sampled_from(["admit", "up", "down"]), st.floats(0, 100))))
def test_it_never_waits_longer_than_the_longest(steps: list[tuple[str, float]]):
    time = Time()
    breaker = Breaker(monotonic=time.monotonic)
    for what, seconds in steps:
        time.seconds += seconds
        if what == "admit":
            assert 0 <= breaker.admit() <= LONGEST
        else:
            getattr(breaker, what)()
    time.seconds += LONGEST
    assert breaker.admit() == 0
