"""Desks that scan at the same instant, each in a process of its own."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

import models
from congress import audit
from congress.checkin import arrivals, board
from congress.checkin.arrivals import Arrival, Entry, Outcome
from congress.errors import NotFound
from tests import stores
from tests.congress.checkin.small import AT, fill, know
from tests.races import at_once

DESKS = ("hall-a", "hall-b", "door")
MANY = tuple(f"C-{number:03}" for number in range(1, 41))


@pytest.fixture(autouse=True)
def _small(database_url: str) -> None:
    fill(MANY)


def _scan(url: str, gate: Any, desk: str, badges: tuple[str, ...], skew: int, results: Any) -> None:
    """Scan all badges; the clock of the machine is `skew` seconds off."""
    models.unlock(stores.DATA_KEY)
    models.bind(url)
    know()
    at = AT + timedelta(seconds=skew)
    gate.wait()
    found = []
    for badge in badges:
        found.append(arrivals.arrive("report", badge, at, mark=f"{desk}:{badge}", desk=desk, by=desk, how="gun"))
    results.put((desk, found))
    models.close()


def _merge(url: str, gate: Any, desk: str, badges: tuple[str, ...], skew: int, results: Any) -> None:
    """Send a queue of scans, each of them twice."""
    models.unlock(stores.DATA_KEY)
    models.bind(url)
    know()
    queue = [Entry(f"{desk}:{badge}", "report", badge, AT + timedelta(seconds=skew), desk, desk) for badge in badges]
    gate.wait()
    found = arrivals.merge(queue, AT + timedelta(hours=1))
    again = arrivals.merge(queue, AT + timedelta(hours=1))
    assert [each.outcome for each in again] == [each.outcome for each in found]
    results.put((desk, list(found)))
    models.close()


def _let_in(url: str, gate: Any, desk: str, numbers: tuple[str, ...], skew: int, results: Any) -> None:
    """Decide on refused entries by their numbers; only what was decided here is told."""
    models.unlock(stores.DATA_KEY)
    models.bind(url)
    know()
    gate.wait()
    found = []
    for number in numbers:
        with suppress(NotFound):
            found.append(arrivals.admit(int(number), desk, "a rehearsal", AT))
    results.put((desk, found))
    models.close()


def desks_at_once(target: Any, url: str, asked: list[tuple[str, tuple[str, ...], int]]) -> dict[str, list[Arrival]]:
    """What each desk was told, all let go at the same moment."""
    models.close()
    return dict(at_once(target, url, asked))


def test_one_badge_at_three_desks_in_the_same_instant(database_url: str) -> None:
    found = desks_at_once(_scan, database_url, [(desk, ("C-001",), 0) for desk in DESKS])
    outcomes = {desk: arrival.outcome for desk, (arrival,) in found.items()}
    assert sorted(outcomes.values()) == [Outcome.ALREADY, Outcome.ALREADY, Outcome.ARRIVED]
    winner = next(desk for desk, outcome in outcomes.items() if outcome is Outcome.ARRIVED)
    for (arrival,) in found.values():
        assert arrival.first is not None
        assert (arrival.first.at, arrival.first.desk, arrival.first.by) == (AT, winner, winner)
    figures = board.board("report", AT)
    assert (figures.arrived, figures.total, len(figures.duplicates), figures.came) == (
        1, 1, 2, (("C-001", found[winner][0].first),),
    )  # fmt: skip


def test_a_refused_entry_is_decided_once_by_three_at_the_same_instant(database_url: str) -> None:
    refused = [
        arrivals.arrive("sitting-opening", badge, AT, mark=f"m:{badge}", desk="door", by="li") for badge in MANY[:10]
    ]
    assert {each.outcome for each in refused} == {Outcome.REFUSED}
    numbers = tuple(str(each.number) for each in refused)
    found = desks_at_once(_let_in, database_url, [(desk, numbers, 0) for desk in DESKS])
    told = sorted((each.badge, each.outcome) for each_desk in found.values() for each in each_desk)
    assert told == [(badge, Outcome.ARRIVED) for badge in MANY[:10]]
    assert sorted(line.subject for line in audit.lines(what="checkin.admit")) == list(MANY[:10])
    assert board.board("sitting-opening", AT).total == 10


@pytest.mark.long
def test_forty_badges_at_three_desks_whose_clocks_differ(database_url: str) -> None:
    asked = [("hall-a", MANY, 0), ("hall-b", MANY[::-1], 1), ("door", MANY[20:] + MANY[:20], -1)]
    found = desks_at_once(_scan, database_url, asked)
    told = [arrival for each in found.values() for arrival in each]
    assert Counter(each.outcome for each in told) == {Outcome.ARRIVED: 40, Outcome.ALREADY: 80}
    figures = board.board("report", AT)
    first = {each.badge: each.first for each in told if each.outcome is Outcome.ARRIVED}
    assert dict(figures.came) == first == {each.badge: each.first for each in told}
    assert (figures.total, len(figures.duplicates), models.CheckinEntry.select().count()) == (40, 80, 120)


@pytest.mark.long
def test_queues_of_three_desks_merged_at_once(database_url: str) -> None:
    asked = [("hall-a", MANY, 20), ("hall-b", MANY[::-1], 10), ("door", MANY[20:] + MANY[:20], 15)]
    found = desks_at_once(_merge, database_url, asked)
    told = [arrival for each in found.values() for arrival in each]
    assert Counter(each.outcome for each in told) == {Outcome.ARRIVED: 40, Outcome.ALREADY: 80}
    figures = board.board("report", AT)
    assert {(seen.desk, seen.at) for _, seen in figures.came} == {("hall-b", AT + timedelta(seconds=10))}
    assert (figures.total, len(figures.duplicates), models.CheckinEntry.select().count()) == (40, 80, 120)
