"""What the database must hold after everybody bound, or claimed what is not theirs."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import pytest

import models
from congress import binding as product
from congress import binding_flags, catalogue, delegates
from congress.catalogue import BEIJING
from rehearsal import roster
from rehearsal.judging.binding import Asked, Binding, judge
from rehearsal.judging.judgement import Effects, Judged, Outcome
from rehearsal.plan import Act, Expected, Person
from tests.rehearsal.ledgers import OPENIDS, WIFI

AT = datetime(2019, 5, 5, 13, tzinfo=BEIJING)
CAST = tuple(Person(each, "code") for each in roster.read()[:2])
FIRST, SECOND = (each.badge for each in roster.read()[:2])


@pytest.fixture(autouse=True)
def _roster(database_url: str) -> None:
    for each in roster.read()[:2]:
        models.Delegate.create(badge=each.badge, name=each.name, delegation=each.delegation, phone=each.phone)
    models.Revision.raise_()
    catalogue.expire()


def claims(*made: tuple[int, str, str]) -> list[Judged]:
    """Claims by person, badge and what should become of them; all were answered as they should be."""
    return [
        Judged(Act(0, person, "arrivals", "scan", expected=Expected(claim=claim), badge=badge, pool="claim"),
               OPENIDS[person], WIFI, Outcome.RIGHT)
        for person, badge, claim in made
    ]  # fmt: skip


def told(judged: Iterable[Judged]) -> Binding:
    return judge(list(judged), CAST, 0, Counter(), Counter(), "抱歉")


def bind(person: int, badge: str, message: str = "e:1") -> None:
    product.by_key(OPENIDS[person], delegates.key_of(badge), AT, message)


def test_everybody_is_bound_to_their_own() -> None:
    bind(0, FIRST)
    bind(1, SECOND)
    found = told(claims((0, FIRST, "bound"), (1, SECOND, "bound")))
    assert (found.ways, found.bound, found.flags, found.leaked) == (
        {"code": 2}, Effects(2, 0, 0), Effects(0, 0, 0), 0,
    )  # fmt: skip


def test_a_badge_in_the_wrong_hands_is_lost_and_double() -> None:
    bind(1, FIRST)
    assert told(claims((0, FIRST, "bound"))).bound == Effects(1, 1, 1)


def test_wrong_claims_are_flagged_once_each() -> None:
    bind(0, FIRST)
    bind(1, FIRST, "e:2")
    for number in range(6):
        product.by_telephone(OPENIDS[1], SECOND, "0000", AT, f"g:{number}")
    made = [(0, FIRST, "bound"), (1, FIRST, "taken"), *[(1, SECOND, "wrong")] * 4, *[(1, SECOND, "locked")] * 2]
    found = told(claims(*made))
    assert found.flags == Effects(3, 0, 0)
    assert found.refused == {"taken": Asked(1, 1), "wrong": Asked(4, 4), "locked": Asked(2, 2)}


def test_a_flag_that_is_missing_or_nobody_s() -> None:
    assert told(claims((1, FIRST, "taken"))).flags == Effects(1, 1, 0)
    binding_flags.raise_("other_badge", OPENIDS[0], SECOND, AT)
    assert told(claims()).flags == Effects(0, 0, 1)


@pytest.mark.parametrize(("answer", "right"), [("抱歉，只告诉本人", 1), ("您的会场座位：1排1座", 0)])
def test_questions_about_others_are_counted_when_they_are_refused_in_words(answer: str, right: int) -> None:
    asked = Judged(Act(0, 0, "lunch", "text", pool="others"), OPENIDS[0], WIFI, Outcome.PLAIN, answer)
    assert told([asked]).asked["others"] == Asked(1, right)
