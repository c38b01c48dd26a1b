"""Judging the check-in: everybody once, at their earliest time, with boards that tell what the rows hold."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest

import models
from congress import catalogue
from congress.catalogue import BEIJING
from congress.checkin import arrivals, board
from rehearsal import roster
from rehearsal.desks import Entry
from rehearsal.judging.checkin import Checkin, judge
from rehearsal.judging.judgement import Effects, Judged, Outcome
from rehearsal.plan import Act, Expected, Person
from tests.rehearsal.ledgers import OPENIDS, WIFI

AT = datetime(2019, 5, 5, 13, tzinfo=BEIJING)
STAGE = "report"
CAST = tuple(Person(each, "code") for each in roster.read()[:2])
FIRST, SECOND = (each.badge for each in roster.read()[:2])


@pytest.fixture(autouse=True)
def _roster(database_url: str) -> None:
    for each in roster.read()[:2]:
        models.Delegate.create(badge=each.badge, name=each.name, delegation=each.delegation, phone=each.phone)
    models.Revision.raise_()
    catalogue.expire()


def scan(person: int, second: int, mark: str) -> Judged:
    """Somebody scans the desk's code, in product and plan alike."""
    at = AT + timedelta(seconds=second)
    arrivals.arrive(STAGE, CAST[person].delegate.badge, at, mark=mark, desk="hall-a", by="self", how="code")  # type: ignore[union-attr]
    return expected(person)


def expected(person: int) -> Judged:
    act = Act(0, person, "arrivals", "scan", expected=Expected(arrives=True))
    return Judged(act, OPENIDS[person], WIFI, Outcome.RIGHT)


def at_desk(badge: str, second: int, mark: str, *, queued: bool = False, later: int = 0) -> Entry:
    """Somebody is scanned at a desk; it comes to the product `later` seconds after that."""
    at = AT + timedelta(seconds=second)
    entry = arrivals.Entry(mark, STAGE, badge, at, "hall-b", "desk-b", "gun")
    arrivals.merge([entry], at + timedelta(seconds=later))
    return Entry(mark, badge, at.timestamp(), "hall-b", "gun", queued)


def figures(**other: Any) -> dict[str, Any]:
    """What the console tells, or something else."""
    found = board.board(STAGE, AT)
    told = {name: getattr(found, name) for name in ("arrived", "total", "others")}
    return told | {
        "refused": len(found.refused), "duplicates": len(found.duplicates),
        "delegations": [[each.name, each.arrived, each.expected] for each in found.delegations],
        "hours": [[0, each.count] for each in found.hours],
    } | other  # fmt: skip


def told(judged: Iterable[Judged], entries: Iterable[Entry], **other: Any) -> Checkin:
    return judge(list(judged), list(entries), CAST, STAGE, AT, figures(**other), 0)


def test_one_by_phone_and_one_offline_whose_scan_was_earlier_than_another_desk_s() -> None:
    judged = [scan(0, 100, "chat:1")]
    entries = [at_desk(SECOND, 300, "d:1"), at_desk(SECOND, 60, "d:2", queued=True, later=600)]
    found = told(judged, entries)
    assert (found.people, found.scans, found.repeated) == (Effects(2, 0, 0), Effects(3, 0, 0), Effects(1, 0, 0))
    assert (found.ways, found.wrong) == ({"scan": 1, "offline": 1}, 0)
    minute = int(AT.timestamp()) + 60
    assert found.minutes == {minute: {"scan": 1, "offline": 1}}


def test_who_came_and_is_not_there_is_lost_and_who_did_not_come_is_too_many() -> None:
    scan(1, 0, "chat:1")
    found = told([expected(0)], [])
    assert (found.people, found.scans) == (Effects(1, 1, 1), Effects(1, 1, 1))


def test_a_later_time_and_a_board_that_tells_something_else_are_wrong() -> None:
    entries = [at_desk(FIRST, 60, "d:1"), at_desk(FIRST, 300, "d:2")]
    models.CheckinEntry.update(at=datetime(2019, 5, 5, 12, 59)).where(models.CheckinEntry.mark == "d:2").execute()
    found = told([], entries, arrived=7)
    assert found.board == {"arrived": (7, 1)}
    assert found.wrong_times == 2  # not the earliest holds, and the other has not the time it was scanned at
    assert found.wrong == 3
