"""The mini program's openids: one for one beside the account's, joined where a unionid says who it is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models
from clock import BEIJING
from congress import attempts, binding, binding_desk, binding_flags, catalogue, delegates, followers, joining
from congress.binding import Claim, Outcome
from congress.errors import NotFound
from tests import stores
from tests.races import at_once

AT = datetime(2019, 5, 5, 13, 0, tzinfo=BEIJING)
PHONES = {"A-001": "19900001111", "A-002": "19900002222"}
Openids = dict[str, tuple[str, str]]


@pytest.fixture(autouse=True)
def _roster(database_url: str) -> None:
    for badge, phone in PHONES.items():
        models.Delegate.create(badge=badge, name="甲", delegation="教育代表团", phone=phone)
    models.Revision.raise_()
    catalogue.expire()


def bound() -> Openids:
    """The account's and the mini program's openid of each badge."""
    account = {each.badge: each.openid for each in binding_desk.bindings()}
    mini = {each.badge: each.openid for each in binding_desk.mini_bindings()}
    return {badge: (account.get(badge, ""), mini.get(badge, "")) for badge in sorted(account.keys() | mini.keys())}


def flagged(*, closed: bool = False) -> list[tuple[str, str, str, bool]]:
    return [(each.kind, each.badge, each.openid, each.miniprogram) for each in binding_flags.flags(closed=closed)]


def account(openid: str, badge: str, message: str = "e:1") -> Claim:
    return binding.by_key(openid, delegates.key_of(badge), AT, message)


def mini(openid: str, badge: str, message: str = "m:1") -> Claim:
    return binding.by_key(openid, delegates.key_of(badge), AT, message, miniprogram=True)


def follow(openid: str, unionid: str) -> None:
    followers.turn(openid, True, AT)
    joining.follower_known(openid, unionid, AT)


def test_the_same_code_binds_each_once() -> None:
    assert account("oA", "A-001") == Claim(Outcome.BOUND, "A-001")
    assert mini("mA", "A-001") == Claim(Outcome.BOUND, "A-001")
    assert mini("mA", "A-001") == Claim(Outcome.BOUND, "A-001")  # the same request again
    assert mini("mA", "A-001", "m:2") == Claim(Outcome.ALREADY, "A-001")
    assert mini("mB", "A-001", "m:3") == Claim(Outcome.TAKEN)
    assert mini("mA", "A-002", "m:4") == Claim(Outcome.OTHER_BADGE, "A-001")
    assert bound() == {"A-001": ("oA", "mA")}
    assert flagged() == [("taken", "A-001", "mB", True), ("other_badge", "A-002", "mA", True)]


def test_an_openid_says_nothing_in_the_other_application() -> None:
    assert account("same", "A-001").outcome == Outcome.BOUND
    assert (binding.badge_of("same"), binding.badge_of("same", miniprogram=True)) == ("A-001", "")
    assert mini("same", "A-002").outcome == Outcome.BOUND
    assert (binding.badge_of("same"), binding.badge_of("same", miniprogram=True)) == ("A-001", "A-002")


def test_digits_bind_too_and_tries_are_counted_apart() -> None:
    def told(digits: str, message: str, *, miniprogram: bool, badge: str = "A-001") -> Outcome:
        return binding.by_telephone("x", badge, digits, AT, message, miniprogram=miniprogram).outcome

    assert [told("0000", f"m:{number}", miniprogram=False, badge="A-002") for number in range(5)] == [Outcome.WRONG] * 5
    assert told("1111", "m:6", miniprogram=False) == Outcome.LOCKED
    assert told("1111", "m:7", miniprogram=True) == Outcome.BOUND  # somebody else of the same openid
    assert told("2222", "m:8", miniprogram=True, badge="A-002") == Outcome.LOCKED  # the badge, whoever asks
    assert bound() == {"A-001": ("", "x")}


def test_staff_unlock_the_one_who_is_locked() -> None:
    for number in range(5):
        binding.by_telephone("x", "A-009", "0000", AT, f"m:{number}", miniprogram=True)
    (lock,) = (each for each in binding_flags.flags() if each.openid)
    assert (lock.kind, lock.miniprogram) == ("locked_openid", True)
    assert attempts.used("x", "A-009", AT) == (0, 5)
    binding_desk.unlock(str(lock.number), "", "Li", AT)
    assert attempts.used("x", "A-009", AT, miniprogram=True) == (0, 0)


def test_a_mini_program_joins_whom_its_unionid_is() -> None:
    follow("oA", "uA")
    account("oA", "A-001")
    assert joining.mini_user_came("mA", "uA", AT) == "A-001"
    assert joining.mini_user_came("mB", "uB", AT) == ""
    assert joining.mini_user_came("mC", "", AT) == ""
    assert (bound(), flagged()) == ({"A-001": ("oA", "mA")}, [])


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
@pytest.mark.parametrize("by_mini", [False, True])
def test_whichever_comes_last_joins_the_rest(order: tuple[int, ...], by_mini: bool) -> None:
    acts: list[Any] = [
        lambda: follow("oA", "uA"),
        lambda: joining.mini_user_came("mA", "uA", AT),
        lambda: mini("mA", "A-001") if by_mini else account("oA", "A-001"),
    ]
    for number in order:
        acts[number]()
    assert (bound(), flagged()) == ({"A-001": ("oA", "mA")}, [])


def test_a_unionid_that_speaks_against_it_is_heard() -> None:
    follow("oA", "uA")
    account("oA", "A-001")
    joining.mini_user_came("mB", "uB", AT)
    assert mini("mB", "A-001") == Claim(Outcome.TAKEN)
    joining.mini_user_came("mA", "uA", AT)
    assert mini("mA", "A-002") == Claim(Outcome.OTHER_BADGE, "A-001")
    mini("mC", "A-002", "m:9")
    joining.mini_user_came("mC", "uC", AT)
    follow("oD", "uD")
    assert account("oD", "A-002", "e:9") == Claim(Outcome.TAKEN)
    assert bound() == {"A-001": ("oA", "mA"), "A-002": ("", "mC")}
    assert flagged() == [
        ("taken", "A-001", "mB", True), ("other_badge", "A-002", "mA", True), ("taken", "A-002", "oD", False),
    ]  # fmt: skip


def test_two_badges_of_one_person_are_for_staff() -> None:
    account("oA", "A-001")
    mini("mA", "A-002")
    follow("oA", "uA")
    joining.mini_user_came("mA", "uA", AT)
    assert bound() == {"A-001": ("oA", ""), "A-002": ("", "mA")}
    assert flagged() == [("other_badge", "A-001", "mA", True)]
    binding_desk.move(binding_flags.flags()[0].number, "the account is right", "Li", AT)
    assert bound() == {"A-001": ("oA", "mA")}


def test_a_badge_moves_whole() -> None:
    follow("oA", "uA")
    joining.mini_user_came("mA", "uA", AT)
    account("oA", "A-001")
    follow("oB", "uB")
    joining.mini_user_came("mB", "uB", AT)
    account("oB", "A-002", "e:2")
    assert account("oB", "A-001", "e:3").outcome == Outcome.OTHER_BADGE
    binding_desk.move(binding_flags.flags()[0].number, "wrong telephone", "Li", AT)
    assert bound() == {"A-001": ("oB", "mB")}
    binding_desk.release("A-001", "lost", "Li", AT)
    assert bound() == {}
    changes = models.BindingChange.select().order_by(models.BindingChange.id)
    assert [(row.what, row.old_openid, row.new_openid, row.miniprogram) for row in changes] == [
        ("release", "oB", "", False), ("move", "oA", "oB", False),
        ("release", "oB", "", False), ("release", "mB", "", True),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        binding_desk.release("A-001", "lost", "Li", AT)


def test_who_left_is_not_joined_until_they_are_back() -> None:
    follow("oA", "uA")
    account("oA", "A-001")
    followers.turn("oA", False, AT + timedelta(minutes=1))
    assert joining.mini_user_came("mA", "uA", AT + timedelta(minutes=2)) == ""
    followers.turn("oA", True, AT + timedelta(minutes=3))
    joining.follower_known("oA", "uA", AT + timedelta(minutes=3))
    assert bound() == {"A-001": ("oA", "mA")}


ACTS = st.tuples(
    st.sampled_from(["follow", "came", "account", "mini", "leave", "release"]), st.integers(0, 2), st.booleans()
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, max_size=14))
def test_no_order_binds_two_people_to_a_badge(acts: list[tuple[str, int, bool]]) -> None:
    for table in (models.Binding, models.MiniUser, models.Follower, models.BindingFlag):
        table.delete().execute()
    for number, (act, person, first) in enumerate(acts):
        badge, at = "A-001" if first else "A-002", AT + timedelta(minutes=number)
        if act == "follow":
            follow(f"o{person}", f"u{person}")
        elif act == "came":
            joining.mini_user_came(f"m{person}", f"u{person}", at)
        elif act == "account":
            account(f"o{person}", badge, f"e:{number}")
        elif act == "mini":
            mini(f"m{person}", badge, f"m:{number}")
        elif act == "leave":
            followers.turn(f"o{person}", False, at)
        elif badge in bound():
            binding_desk.release(badge, "lost", "Li", at)
    unions = {row.openid: row.unionid for row in [*models.Follower.select(), *models.MiniUser.select()]}
    pairs = bound()
    openids = [openid for pair in pairs.values() for openid in pair if openid]
    assert len(openids) == len(set(openids))
    doubtful = {badge for kind, badge, _, _ in flagged() if kind == "taken"}
    two = {badge for badge, pair in pairs.items() if len({unions.get(openid, "") for openid in pair} - {""}) == 2}
    assert two <= doubtful
    for person in range(3):
        # Whose openids the platform names alike has one badge, or staff know of the two.
        badges = {badge for badge, pair in pairs.items() for openid in pair if unions.get(openid) == f"u{person}"}
        told = {openid for kind, _, openid, _ in flagged() if kind == "other_badge"}
        assert len(badges) < 2 or {f"o{person}", f"m{person}"} & told


def _race(url: str, gate: Any, what: str, openid: str, results: Any) -> None:
    models.unlock(stores.DATA_KEY)
    models.bind(url)
    gate.wait()
    if what == "follow":
        joining.follower_known(openid, "u1", AT)
        results.put((what, openid, ""))
    elif what == "came":
        results.put((what, openid, joining.mini_user_came(openid, "u1", AT)))
    else:
        badge, miniprogram = what.split("/")[0], what.endswith("mini")
        made = binding.claim(openid, badge, "code", AT, f"e:{what}{openid}", miniprogram=miniprogram)
        results.put((what, openid, made.outcome.value))
    models.close()


@pytest.mark.long
def test_processes_that_join_at_once(database_url: str) -> None:
    followers.turn("o1", True, AT)
    at_once(_race, database_url, [("follow", "o1"), ("came", "m1"), ("A-001/account", "o1")])
    assert (bound(), flagged()) == ({"A-001": ("o1", "m1")}, [])


@pytest.mark.long
def test_processes_that_claim_one_badge_by_the_mini_program(database_url: str) -> None:
    found = at_once(_race, database_url, [("A-001/mini", f"m{number}") for number in range(5)])
    won = [openid for _, openid, outcome in found if outcome == Outcome.BOUND]
    assert (bound(), len(won)) == ({"A-001": ("", won[0])}, 1)
    assert sorted(flagged()) == sorted(("taken", "A-001", openid, True) for _, openid, _ in found if openid != won[0])
