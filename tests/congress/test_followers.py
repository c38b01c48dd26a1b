"""Followers: what pushes and the platform's list say, in any order."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models
from clock import BEIJING
from congress import binding, binding_desk, followers

AT = datetime(2019, 5, 5, 13, 0, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _tables(database_url: str) -> None:
    """An empty database."""


def rows() -> dict[str, bool]:
    return {row.openid: bool(row.follows) for row in models.Follower.select()}


def minutes(number: int) -> datetime:
    return AT + timedelta(minutes=number)


def test_who_follows() -> None:
    for number, openid in enumerate(("oA", "oB", "oC", "oD")):
        followers.turn(openid, True, minutes(number))
    followers.turn("oB", False, minutes(9))
    followers.turn("oE", False, minutes(9))  # seen for the first time as they left
    assert followers.count() == 3
    (first, second), (third,) = followers.page(0, 2), followers.page(followers.page(0, 2)[-1][0], 2)
    assert [openid for _, openid in (first, second, third)] == ["oA", "oC", "oD"]
    assert followers.page(third[0], 2) == ()


def test_a_binding_follows_its_follower() -> None:
    models.Delegate.create(badge="A-001", name="甲", phone="19900001111")
    binding.by_telephone("oA", "A-001", "1111", AT, "m:1")
    followers.turn("oA", False, minutes(1))
    assert [each.follows for each in binding_desk.bindings()] == [False]
    followers.turn("oA", True, minutes(2))
    assert [(each.badge, each.follows) for each in binding_desk.bindings()] == [("A-001", True)]


def test_a_unionid_is_forgotten_with_the_follower() -> None:
    followers.turn("oA", True, AT)
    models.Follower.update(unionid="uA", asked_at=datetime(2019, 5, 5)).execute()
    followers.turn("oA", True, minutes(1))
    assert [row.unionid for row in models.Follower.select()] == ["uA"]
    followers.turn("oA", False, minutes(2))
    assert [(row.unionid, row.asked_at) for row in models.Follower.select()] == [("", None)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations([(number, bool(number % 2)) for number in range(6)]), st.integers(0, 5))
def test_any_order_ends_with_the_newest(pushes: list[tuple[int, bool]], repeated: int) -> None:
    models.Follower.delete().execute()
    models.Binding.delete().execute()
    models.Binding.create(
        badge="A-001", openid="oA", how="code", bound_at=datetime(2019, 5, 5), message_key="e:1",
        follows_since=datetime(2019, 5, 5),
    )  # fmt: skip
    for minute, follows in [*pushes, pushes[repeated]]:
        followers.turn("oA", follows, minutes(minute))
    newest = max(pushes)[1]
    assert (rows(), [each.follows for each in binding_desk.bindings()]) == ({"oA": newest}, [newest])
