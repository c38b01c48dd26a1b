"""What the boards of hall and office show of a stage.

Several of them ask every second: figures are worked out once for each change of the stage (see `revision`) and kept.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from congress import catalogue
from congress.catalogue import BEIJING
from congress.checkin import entries, expected, stages
from congress.checkin.entries import Reason, Seen
from congress.checkin.plan import Count
from congress.checkin.stages import Stage
from models import CheckinEntry, CheckinTurn

MOST = 128  # boards that a process keeps


@dataclass(frozen=True, slots=True)
class Group:
    """A delegation's figures; those without one have the name ""."""

    name: str
    arrived: int
    expected: int


@dataclass(frozen=True, slots=True)
class Hour:
    """How many check-ins there were in the hour that begins at `hour` (aware, +08:00)."""

    hour: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A scan that did not count, since `first` did."""

    number: int
    badge: str
    first: Seen
    again: Seen


@dataclass(frozen=True, slots=True)
class Refusal:
    """A scan that the stage did not take; `number` is what staff decide by."""

    number: int
    badge: str
    seen: Seen
    reason: Reason


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of a stage as of its revision. Badges only: names are for signed-in staff (`expected.named`).

    `arrived` counts those of the expected who came, on the asked day where a stage counts per day; `others` those who
    came and are not expected (any more); `total` all check-ins, at every time. `came` holds the first check-in of each
    who came, `counted` every check-in, by time.
    """

    stage: Stage
    revision: int
    arrived: int
    expected: int
    others: int
    total: int
    delegations: tuple[Group, ...]
    hours: tuple[Hour, ...]
    came: tuple[tuple[str, Seen], ...]
    counted: tuple[tuple[str, Seen], ...]
    missing: tuple[str, ...]
    duplicates: tuple[Duplicate, ...]
    refused: tuple[Refusal, ...]


_boards: dict[tuple[str, date | None], tuple[tuple[int, int, Stage], Board]] = {}


def revision(stage_key: str) -> int:
    """A number that is another one after every change of the stage; 0 before the first. One look at one row."""
    found = CheckinTurn.select(CheckinTurn.number).where(CheckinTurn.stage == stage_key).tuples().first()
    return int(found[0]) if found else 0


def board(stage_key: str, at: datetime) -> Board:
    """The figures of a stage at `at` (aware), which matters for its day alone. Raises NotFound."""
    stage = stages.stage(stage_key)
    day = at.astimezone(BEIJING).date() if stage.count is Count.PER_DAY else None
    # The number is read before the rows: what changes in between is seen with the next number.
    version = revision(stage_key), catalogue.current().revision, stage
    kept = _boards.get((stage_key, day))
    if kept is None or kept[0] != version:
        if len(_boards) >= MOST:
            _boards.clear()
        kept = _boards[stage_key, day] = version, _worked_out(stage, version[0], day)
    return kept[1]


def strays() -> tuple[tuple[str, Refusal], ...]:
    """What was queued for stages that there are not (any more), with the key of each: nobody's board shows it."""
    table = CheckinEntry
    keys = [each.key for each in stages.all()]
    rows = table.select().where(table.stage.not_in(keys) & (table.reason != "") & ~table.undone).order_by(table.at)
    return tuple((row.stage, Refusal(row.id, row.badge, entries.seen(row), Reason(row.reason))) for row in rows)


def _worked_out(stage: Stage, number: int, day: date | None) -> Board:
    table = CheckinEntry
    # Plain tuples: as rows of the model they would cost three times as much.
    shown = table.id, table.badge, table.at, table.desk, table.by, table.how, table.reason, table.holds, table.undone
    chosen = table.select(*shown).where(table.stage == stage.key).order_by(table.at, table.mark)
    rows: list[Any] = list(chosen.namedtuples())
    seen = {row.id: entries.seen(row) for row in rows}
    holders = [row for row in rows if row.holds]
    today = [row for row in holders if day is None or row.at.date() == day]
    came = {row.badge: seen[row.id] for row in reversed(today)}
    wanted = expected.at(stage)
    here = wanted & came.keys()
    hours = Counter((row.at.date(), row.at.hour) for row in holders)
    return Board(
        stage, number, len(here), len(wanted), len(came) - len(here), len(holders),
        tuple(_groups(wanted, here)),
        tuple(Hour(datetime.combine(on, time(hour), BEIJING), hours[on, hour]) for on, hour in sorted(hours)),
        tuple(sorted(came.items(), key=lambda item: (item[1].at, item[0]))),
        tuple((row.badge, seen[row.id]) for row in holders), tuple(sorted(wanted - here)),
        tuple(_duplicates(rows, holders)),
        tuple(Refusal(row.id, row.badge, seen[row.id], Reason(row.reason)) for row in rows
              if row.reason and not row.undone),
    )  # fmt: skip


def _groups(wanted: Iterable[str], here: Iterable[str]) -> Iterable[Group]:
    roster = expected.roster()
    all_of, here_of = (Counter(roster[badge].delegation for badge in badges) for badges in (wanted, here))
    return (Group(name, here_of[name], all_of[name]) for name in sorted(all_of))


def _duplicates(rows: Iterable[Any], holders: Iterable[Any]) -> Iterable[Duplicate]:
    of_badge: dict[str, list[Any]] = {}
    for row in holders:
        of_badge.setdefault(row.badge, []).append(row)
    for row in rows:
        if entries.valid(row) and not row.holds and row.badge in of_badge:
            # The last that counted before it: the day's, or the one it came too soon after.
            earlier = [each for each in of_badge[row.badge] if each.at <= row.at] or of_badge[row.badge]
            first = max(earlier, key=lambda each: each.at)
            yield Duplicate(row.id, row.badge, entries.seen(first), entries.seen(row))
