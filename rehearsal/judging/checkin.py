"""Who was checked in: everybody who came, exactly once, at their earliest time, and what boards say of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from congress.catalogue import beijing
from congress.checkin import board
from models import CheckinEntry
from rehearsal.desks import Entry
from rehearsal.judging.judgement import NONE, Effects, Judged, effects
from rehearsal.plan import Person

WAYS = ("scan", "desk", "offline")
AHEAD = timedelta(minutes=1)  # by which the rehearsal may know the congress clock before the product does
SELF = "self"  # who checks in by a scan of the desk's code


@dataclass(frozen=True)
class Checkin:
    """What a report tells of the check-in.

    `people`: who came, each once; `scans`: every scan by phone or desk, kept; `repeated`: scans that did not count, as
    the board lists them; `wrong_times`: people whose check-in is not the earliest of their scans; `board`: figures that
    differ from the rows, by name; `minutes`: congress minute in Unix seconds -> way -> check-ins.
    """

    people: Effects = NONE
    scans: Effects = NONE
    repeated: Effects = NONE
    wrong_times: int = 0
    board: dict[str, tuple[int, int]] = field(default_factory=dict)
    ways: dict[str, int] = field(default_factory=dict)
    together: int = 0  # people whom two desks scanned in the same instant
    minutes: dict[int, dict[str, int]] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        """What is neither lost nor double, and wrong all the same."""
        return self.wrong_times + len(self.board)


def judge(
    judged: Iterable[Judged], entries: Sequence[Entry], cast: Sequence[Person], stage: str, at: datetime,
    figures: Mapping[str, Any], together: int,
) -> Checkin:  # fmt: skip
    """Compare what was scanned with the product's tables, which are open, and with the console's `figures`."""
    wanted = scanned(judged, entries, cast)
    queued = {each.mark for each in entries if each.queued}
    rows = [
        row for row in CheckinEntry.select().where(CheckinEntry.stage == stage) if not row.reason and not row.undone
    ]
    way = {row.id: "scan" if row.by == SELF else _way(row.mark in queued) for row in rows}
    holders = [row for row in rows if row.holds]
    times: dict[str, list[datetime]] = {}
    for row in rows:
        times.setdefault(row.badge, []).append(row.at)
    repeated = Counter((row.badge, "again") for row in rows if not row.holds)
    shown = board.board(stage, at)
    listed = Counter((each.badge, "again") for each in shown.duplicates)
    return Checkin(
        effects(Counter({(badge, stage): 1 for badge, _ in wanted}), Counter((row.badge, stage) for row in holders)),
        effects(wanted, Counter((row.badge, way[row.id]) for row in rows)), effects(repeated, listed),
        sum(row.at != min(times[row.badge]) for row in holders) + _early(entries, rows), _differing(figures, rows),
        dict(Counter(way[row.id] for row in holders)), together, _minutes(holders, way),
    )  # fmt: skip


def scanned(judged: Iterable[Judged], entries: Iterable[Entry], cast: Sequence[Person]) -> Counter[tuple[str, str]]:
    """Every scan that checks somebody in, by badge and way."""
    found = Counter(
        (who.badge, "scan") for each in judged
        if each.act.expected.arrives and each.message and (who := cast[each.act.person].delegate) is not None
    )  # fmt: skip
    found.update((each.badge, _way(each.queued)) for each in entries)
    return found


def _way(queued: bool) -> str:
    return "offline" if queued else "desk"


def _early(entries: Iterable[Entry], rows: Iterable[CheckinEntry]) -> int:
    """How many entries of desks stand with another time than they were scanned at."""
    there = {row.mark: beijing(row.at) for row in rows}
    scanned = {
        each.mark: datetime.fromtimestamp(int(each.at), tz=next(iter(there.values())).tzinfo) for each in entries
    }
    # The console takes nothing for later than now, and its clock and ours are set one after the other.
    return sum(not timedelta(0) <= scanned[mark] - at <= AHEAD for mark, at in there.items() if mark in scanned)


def _differing(figures: Mapping[str, Any], rows: Sequence[CheckinEntry]) -> dict[str, tuple[int, int]]:
    """The board's figures beside the rows', where they differ."""
    holders = [row for row in rows if row.holds]
    people = len({row.badge for row in holders})
    wanted = {
        "arrived": people, "total": len(holders), "others": 0, "refused": 0, "duplicates": len(rows) - len(holders),
        "delegations": people, "hours": len(holders),
    }  # fmt: skip
    told = {name: figures[name] for name in ("arrived", "total", "others", "refused", "duplicates")}
    told |= {name: sum(each[1] for each in figures[name]) for name in ("delegations", "hours")}
    return {name: (told[name], number) for name, number in wanted.items() if told[name] != number}


def _minutes(holders: Iterable[CheckinEntry], way: Mapping[int, str]) -> dict[int, dict[str, int]]:
    found: dict[int, Counter[str]] = {}
    for row in holders:
        found.setdefault(int(beijing(row.at).timestamp()) // 60 * 60, Counter())[way[row.id]] += 1
    return {minute: dict(found[minute]) for minute in sorted(found)}
