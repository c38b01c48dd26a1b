"""Any order of scans, merges and what staff take back, over three desks, against a model that is too simple to err."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models
from congress.checkin import arrivals, board, stages
from congress.checkin.arrivals import Entry
from congress.errors import NotFound
from tests.conftest import LONG
from tests.congress.checkin.small import at, empty, fill

MANY = settings(
    max_examples=150 if LONG else 20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
STAGES = ("report", "papers", "gate")
BADGES = ("A-001", "A-002", "A-777")
START = at("05 11:58:00")  # the stages open at 12:00
NOW = at("06 13:00:00")


@pytest.fixture(autouse=True)
def _small(database_url: str) -> None:
    fill()


@dataclass
class Scan:
    """What the model knows of an entry."""

    mark: str
    at: datetime
    queued: bool
    order: int
    valid: bool
    undone: bool = False

    @property
    def place(self) -> tuple[Any, ...]:
        return (self.at, True, self.mark) if self.queued else (self.at, False, self.order)


@dataclass
class Model:
    """Everybody's scans; what counts is worked out anew each time, by looking at all of them."""

    scans: dict[tuple[str, str], list[Scan]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    def counting(self, stage: str, badge: str) -> list[Scan]:
        found: list[Scan] = []
        for each in sorted(self.scans.get((stage, badge), []), key=lambda scan: scan.place):
            if each.undone or not each.valid:
                continue
            if not found or not self.collides(stage, found[-1].at, each.at):
                found.append(each)
        return found

    @staticmethod
    def collides(stage: str, one: datetime, other: datetime) -> bool:
        if stage == "papers":
            return one.date() == other.date()
        return stage == "report" or abs(other - one) < timedelta(seconds=20)

    def take(self, entry: Entry, queued: bool) -> str:
        if entry.mark in self.answers:
            return self.answers[entry.mark]
        known = self.scans.setdefault((entry.stage, entry.badge), [])
        moment = entry.at
        if not queued:
            live = [scan.at for scan in known if scan.valid and not scan.undone and not scan.queued]
            moment = max([when for when in live if moment < when <= moment + timedelta(seconds=15)], default=moment)
        opens = at("05 07:00:00") if entry.stage == "papers" else at("05 12:00:00")
        closes = at("06 12:00:00") if entry.stage == "report" else at("07 18:00:00")
        valid = entry.badge != "A-777" and opens <= entry.at < closes
        met = any(self.collides(entry.stage, scan.at, moment) for scan in self.counting(entry.stage, entry.badge))
        known.append(Scan(entry.mark, moment, queued, len(self.answers), valid))
        second = "just_now" if entry.stage == "gate" else "already"
        self.answers[entry.mark] = "refused" if not valid else second if met else "arrived"
        return self.answers[entry.mark]

    def undo(self, stage: str, badge: str) -> bool:
        counting = self.counting(stage, badge)
        for each in self.scans.get((stage, badge), []):
            if counting and each.valid and not each.undone:
                last = counting[-1].at
                with_it = {"report": True, "papers": each.at.date() >= last.date(), "gate": each.at >= last}
                each.undone = with_it[stage]
        return bool(counting)


moments = st.one_of(st.integers(0, 400), st.integers(0, 90_000)).map(lambda second: START + timedelta(seconds=second))
scans = st.builds(
    lambda number, stage, badge, when, desk: Entry(f"{desk}:{number}", stage, badge, when, desk, "li", "gun"),
    st.integers(0, 99), st.sampled_from(STAGES), st.sampled_from(BADGES), moments, st.sampled_from("abc"),
)  # fmt: skip
acts = st.one_of(
    st.tuples(st.just("arrive"), scans),
    st.tuples(st.just("merge"), st.lists(scans, max_size=6)),
    st.tuples(st.just("undo"), st.tuples(st.sampled_from(STAGES), st.sampled_from(BADGES))),
)


def held(stage: str, badge: str) -> list[str]:
    """The marks of what counts, by time."""
    table = models.CheckinEntry
    chosen = (table.stage == stage) & (table.badge == badge) & table.holds.is_null(False)
    return [row.mark for row in table.select().where(chosen).order_by(table.at)]


def unlike(entries: Sequence[Entry], known: dict[str, Entry]) -> list[Entry]:
    """Those whose mark is not another entry's: a mark that comes again is the same scan that comes again."""
    return [each if known.setdefault(each.mark, each) == each else known[each.mark] for each in entries]


@MANY
@given(st.lists(acts, max_size=16))
def test_any_interleaving_is_what_the_model_says(played: list[tuple[str, Any]]) -> None:
    empty()
    model, known = Model(), dict[str, Entry]()
    for act, what in played:
        if act == "undo":
            if model.undo(*what):
                arrivals.undo(*what, "li", "why", NOW)
            else:
                with pytest.raises(NotFound):
                    arrivals.undo(*what, "li", "why", NOW)
            continue
        entries = unlike([what] if act == "arrive" else what, known)
        if act == "merge":
            found = [each.outcome.value for each in arrivals.merge(entries, NOW)]
        else:
            (one,) = entries
            values = {"mark": one.mark, "desk": one.desk, "by": one.by, "how": one.how}
            found = [arrivals.arrive(one.stage, one.badge, one.at, **values).outcome.value]
        assert found == [model.take(each, act == "merge") for each in entries]
    for stage in STAGES:
        counting = {badge: [scan.mark for scan in model.counting(stage, badge)] for badge in BADGES}
        assert {badge: held(stage, badge) for badge in BADGES} == counting
        figures = board.board(stage, at("05 23:00:00"))
        assert figures.total == sum(map(len, counting.values()))
        everything = [(scan, badge) for badge in BADGES for scan in model.scans.get((stage, badge), [])]
        refused = [badge for scan, badge in everything if not scan.valid]
        assert sorted(each.badge for each in figures.refused) == sorted(refused)
        doubles = [
            badge for scan, badge in everything
            if scan.valid and not scan.undone and scan.mark not in counting[badge]
        ]  # fmt: skip
        assert sorted(each.badge for each in figures.duplicates) == sorted(doubles)


def snapshot() -> list[tuple[Any, ...]]:
    """What stands in the end, whatever the desks were told on the way."""
    table = models.CheckinEntry
    rows = table.select().order_by(table.stage, table.badge, table.at, table.mark)
    return [(row.mark, row.stage, row.badge, row.at, row.holds, row.reason) for row in rows]


@MANY
@given(st.lists(scans, max_size=14, unique_by=lambda entry: entry.mark), st.randoms(), st.integers(1, 6))
def test_merging_in_any_order_and_as_often_as_you_like_gives_the_same(
    entries: list[Entry], random: Any, size: int
) -> None:
    empty()
    arrivals.merge(entries, NOW)
    once = snapshot()
    figures = [board.board(stage, at("05 23:00:00")) for stage in STAGES]
    empty()
    shuffled = random.sample(entries, len(entries))
    for start in range(0, len(shuffled), size):
        for _ in range(random.randint(1, 2)):  # the answer was lost on its way: the desk sends it again
            arrivals.merge(shuffled[start : start + size], NOW)
    assert snapshot() == once
    assert len(once) == len(entries)
    for stage, before in zip(STAGES, figures, strict=True):
        after = board.board(stage, at("05 23:00:00"))
        for what in ("arrived", "expected", "others", "total", "delegations", "hours", "came", "counted", "missing"):
            assert getattr(after, what) == getattr(before, what)
        assert {(each.badge, each.first, each.again) for each in after.duplicates} == {
            (each.badge, each.first, each.again) for each in before.duplicates
        }


@MANY
@given(st.lists(scans, max_size=12))
def test_the_board_says_what_the_rows_say(entries: list[Entry]) -> None:
    empty()
    day = at("05 23:00:00")
    for number, each in enumerate(entries):
        arrivals.merge([Entry(f"{number}", each.stage, each.badge, each.at, each.desk)], NOW)
        figures = board.board(each.stage, day)
        assert board.board(each.stage, day) is figures  # until something changes
    for stage in STAGES:
        figures = board.board(stage, day)
        table = models.CheckinEntry
        rows = list(table.select().where((table.stage == stage) & table.holds.is_null(False)))
        here = {row.badge for row in rows if stage != "papers" or row.at.date() == day.date()}
        assert figures.arrived == len(here) == sum(group.arrived for group in figures.delegations)
        assert figures.expected == 4 == sum(group.expected for group in figures.delegations)
        assert set(figures.missing) == {"A-001", "A-002", "A-003", "B-001"} - here
        assert set(figures.missing) == set(arrivals.absent(stage)) or stage == "papers"
        assert sum(hour.count for hour in figures.hours) == len(rows) == figures.total
        kept = table.select().where(table.stage == stage).count()
        assert kept == figures.total + len(figures.duplicates) + len(figures.refused)
        assert stages.stage(stage) == figures.stage
