"""Bindings: one openid for one delegate, over any order of claims, tries and processes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models
from clock import BEIJING
from congress import attempts, binding, binding_desk, binding_flags, catalogue, delegates
from congress.binding import Claim, Outcome
from congress.catalogue import naive
from congress.errors import Invalid, NotFound
from tests import stores
from tests.races import at_once

AT = datetime(2019, 5, 5, 13, 0, tzinfo=BEIJING)
PHONES = {"A-001": "19900001111", "A-002": "19900002222", "A-003": "", "A-004": "19900004444"}


@pytest.fixture(autouse=True)
def _roster(database_url: str) -> None:
    for badge, phone in PHONES.items():
        models.Delegate.create(badge=badge, name="甲", delegation="教育代表团", phone=phone, withdrawn=badge == "A-004")
    models.Revision.raise_()
    catalogue.expire()


def bound() -> dict[str, str]:
    return {each.badge: each.openid for each in binding_desk.bindings()}


def flagged(*, closed: bool = False) -> list[tuple[str, str, str]]:
    return [(each.kind, each.badge, each.openid) for each in binding_flags.flags(closed=closed)]


def by_key(openid: str, badge: str, message: str = "e:1", at: datetime = AT) -> Claim:
    return binding.by_key(openid, delegates.key_of(badge), at, message)


def by_telephone(openid: str, badge: str, digits: str, message: str, at: datetime = AT) -> Outcome:
    return binding.by_telephone(openid, badge, digits, at, message).outcome


def test_a_personal_code_binds_once() -> None:
    assert by_key("oA", "A-001") == Claim(Outcome.BOUND, "A-001")
    assert by_key("oA", "A-001") == Claim(Outcome.BOUND, "A-001")  # the same push again
    assert by_key("oA", "A-001", "e:2") == Claim(Outcome.ALREADY, "A-001")
    assert (bound(), flagged(), binding.badge_of("oA"), binding.badge_of("oB")) == ({"A-001": "oA"}, [], "A-001", "")


def test_a_second_claim_is_refused_and_flagged_once() -> None:
    by_key("oA", "A-001")
    assert by_key("oB", "A-001", "e:2") == Claim(Outcome.TAKEN)
    assert by_key("oB", "A-001", "e:3") == Claim(Outcome.TAKEN)
    assert by_key("oA", "A-002", "e:4") == Claim(Outcome.OTHER_BADGE, "A-001")
    assert bound() == {"A-001": "oA"}
    assert flagged() == [("taken", "A-001", "oB"), ("other_badge", "A-002", "oA")]


@pytest.mark.parametrize("key", ["", "A-001", "0" * 32, "x" * 55])
def test_what_is_no_key_binds_nobody(key: str) -> None:
    with pytest.raises(NotFound) as missing:
        binding.by_key("oA", key, AT, "e:1")
    assert (missing.value.args, bound()) == (("personal code",), {})


def test_the_telephone_binds() -> None:
    assert binding.by_telephone("oA", "A-001", "1111", AT, "m:1") == Claim(Outcome.BOUND, "A-001")
    assert by_telephone("oB", "A-001", "1111", "m:2") == Outcome.TAKEN
    assert (bound(), flagged()) == ({"A-001": "oA"}, [("taken", "A-001", "oB")])


@pytest.mark.parametrize(
    ("badge", "digits"), [("A-001", "2222"), ("A-009", "1111"), ("A-004", "4444"), ("A-001", "----"), ("A-009", "----")]
)
def test_nobody_hears_which_part_was_wrong(badge: str, digits: str) -> None:
    assert binding.by_telephone("oA", badge, digits, AT, "m:1") == Claim(Outcome.WRONG)
    assert (bound(), flagged()) == ({}, [])


def test_without_a_telephone_on_file_only_the_desk_helps() -> None:
    assert by_telephone("oA", "A-003", "1111", "m:1") == Outcome.NO_TELEPHONE


def test_the_sixth_try_in_an_hour_is_locked_even_when_right() -> None:
    wrong = [by_telephone("oA", "A-001", "0000", f"m:{number}") for number in range(5)]
    assert wrong == [Outcome.WRONG] * 5
    assert flagged() == [("locked_openid", "", "oA"), ("locked_badge", "A-001", "")]
    assert by_telephone("oA", "A-002", "2222", "m:6") == Outcome.LOCKED  # the person, whatever the badge
    assert by_telephone("oB", "A-001", "1111", "m:7") == Outcome.LOCKED  # the badge, whoever asks
    assert by_telephone("oB", "A-002", "2222", "m:8") == Outcome.BOUND
    assert len(flagged()) == 2
    assert by_key("oA", "A-001", "e:9").outcome == Outcome.BOUND  # the code is no guess


def test_a_delivery_that_comes_again_takes_no_other_try() -> None:
    for _ in range(9):
        assert by_telephone("oA", "A-001", "0000", "m:1") == Outcome.WRONG
    assert attempts.used("oA", "A-001", AT) == (1, 1)


def test_a_try_sent_again_beside_a_sixth_one_is_not_given_back() -> None:
    for number in range(attempts.MOST):
        assert attempts.begin("oA", "A-001", AT, f"m:{number}")
    models.BindingTry.create(message_key="m:6", openid="oA", badge="A-001", at=naive(AT))  # written, not counted so far
    assert not attempts.begin("oA", "A-001", AT, "m:0")
    assert attempts.used("oA", "A-001", AT) == (attempts.MOST + 1, attempts.MOST + 1)


def test_the_lock_ends_with_the_hour() -> None:
    for number in range(5):
        by_telephone("oA", "A-001", "0000", f"m:{number}", AT + timedelta(minutes=number))
    assert by_telephone("oA", "A-001", "1111", "m:5", AT + timedelta(minutes=59, seconds=59)) == Outcome.LOCKED
    assert by_telephone("oA", "A-001", "1111", "m:6", AT + timedelta(minutes=60)) == Outcome.BOUND


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9000), st.sampled_from("AB"), st.sampled_from(["A-001", "A-002"])),
                max_size=30), st.booleans())  # fmt: skip
def test_never_more_than_five_in_any_hour(asked: list[tuple[int, str, str]], sorted_: bool) -> None:
    models.BindingTry.delete().execute()
    taken: list[tuple[int, str, str]] = []
    for number, (second, openid, badge) in enumerate(sorted(asked) if sorted_ else asked):
        allowed = attempts.begin(openid, badge, AT + timedelta(seconds=second), f"m:{number}")
        near = [each for each in taken if each[0] > second - 3600]
        rivals = max(sum(each[1] == openid for each in near), sum(each[2] == badge for each in near))
        assert allowed == (rivals < attempts.MOST)
        if allowed:
            taken.append((second, openid, badge))
    for second, openid, badge in taken:
        hour = [each for each in taken if second - 3600 < each[0] <= second]
        assert sum(each[1] == openid for each in hour) <= attempts.MOST
        assert sum(each[2] == badge for each in hour) <= attempts.MOST


def test_leaving_keeps_the_badge_closed_and_following_again_resumes() -> None:
    def follows() -> bool:
        return binding_desk.bindings()[0].follows

    by_key("oA", "A-001")
    binding.unfollowed("oA", AT + timedelta(minutes=1))
    assert not follows()
    assert by_key("oB", "A-001", "e:2").outcome == Outcome.TAKEN
    binding.resumed("oA", AT + timedelta(minutes=2))
    binding.unfollowed("oA", AT + timedelta(minutes=1))  # overtaken on its way
    assert (follows(), binding.badge_of("oA")) == (True, "A-001")
    binding.resumed("oC", AT)
    binding.unfollowed("oC", AT)
    assert bound() == {"A-001": "oA"}


def changes() -> list[tuple[str, str, str, str, str, str, int]]:
    rows = models.BindingChange.select().order_by(models.BindingChange.id)
    return [(row.what, row.badge, row.old_openid, row.new_openid, row.reason, row.by, row.flag) for row in rows]


def test_staff_move_a_badge_to_who_claimed_it() -> None:
    by_key("oA", "A-001")
    by_key("oB", "A-002", "e:2")
    by_key("oB", "A-001", "e:3")
    number = binding_flags.flags()[0].number
    with pytest.raises(Invalid, match="reason"):
        binding_desk.move(number, " ", "Li", AT)
    binding_desk.move(number, "wrong telephone", "Li", AT)
    assert (bound(), flagged()) == ({"A-001": "oB"}, [])
    assert changes() == [
        ("release", "A-002", "oB", "", "wrong telephone", "Li", number),
        ("move", "A-001", "oA", "oB", "wrong telephone", "Li", number),
    ]
    with pytest.raises(Invalid, match="closed"):
        binding_desk.move(number, "again", "Li", AT)
    assert by_key("oA", "A-001", "e:4").outcome == Outcome.TAKEN  # flagged anew
    assert flagged() == [("taken", "A-001", "oA")]


def test_staff_release_and_unlock() -> None:
    by_key("oA", "A-001")
    with pytest.raises(Invalid, match="reason"):
        binding_desk.release("A-001", "", "Li", AT)
    binding_desk.release("A-001", "lost", "Li", AT)
    with pytest.raises(NotFound):
        binding_desk.release("A-001", "lost", "Li", AT)
    for number in range(5):
        by_telephone("oA", "A-001", "0000", f"m:{number}")
    (of_openid, of_badge) = binding_flags.flags()
    binding_desk.unlock("A-001", "", "Li", AT)
    assert flagged() == [("locked_openid", "", "oA")]
    binding_desk.unlock(str(of_openid.number), "", "Li", AT)
    assert (flagged(), of_badge.kind) == ([], "locked_badge")
    assert by_telephone("oA", "A-001", "1111", "m:9") == Outcome.BOUND
    assert [each[:3] for each in changes()] == [
        ("release", "A-001", "oA"),
        ("unlock", "A-001", ""),
        ("unlock", "", "oA"),
    ]
    with pytest.raises(NotFound):
        binding_desk.unlock("999", "", "Li", AT)


def _claim(url: str, gate: Any, openid: str, badge: str, results: Any) -> None:
    models.unlock(stores.DATA_KEY)
    models.bind(url)
    gate.wait()
    results.put((openid, badge, binding.by_key(openid, delegates.key_of(badge), AT, f"e:{openid}{badge}").outcome))
    models.close()


def _try(url: str, gate: Any, openid: str, badge: str, results: Any) -> None:
    models.unlock(stores.DATA_KEY)
    models.bind(url)
    gate.wait()
    results.put(binding.by_telephone(openid, badge, "0000", AT, f"m:{openid}").outcome)
    models.close()


def test_processes_that_claim_at_once(database_url: str) -> None:
    asked = [("oA", "A-001"), ("oB", "A-001"), ("oC", "A-001"), ("oA", "A-002")]
    found = at_once(_claim, database_url, asked)
    won = {badge: openid for openid, badge, outcome in found if outcome == Outcome.BOUND}
    assert won == bound()
    assert "A-001" in won
    assert len(set(won.values())) == len(won)
    lost = {(badge, openid) for openid, badge, outcome in found if outcome != Outcome.BOUND}
    assert {(badge, openid) for _, badge, openid in flagged()} == lost


def test_processes_that_try_at_once(database_url: str) -> None:
    found = at_once(_try, database_url, [(f"o{number}", "A-001") for number in range(7)])
    assert found.count(Outcome.WRONG) <= attempts.MOST
    assert found.count(Outcome.WRONG) + found.count(Outcome.LOCKED) == 7
    assert attempts.used("-", "A-001", AT)[1] == found.count(Outcome.WRONG)
