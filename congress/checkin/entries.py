"""One entry is taken: judged, kept, and told what it met.

Whoever adds to a stage turns its counter first, in the same transaction: the counter's row lets one at a time through
on every engine, and boards see by the number that something changed. Unique columns hold should that ever fail.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import peewee

from congress.catalogue import beijing, naive
from congress.checkin import expected
from congress.checkin.plan import Count
from congress.checkin.stages import Stage
from congress.checkin.standing import rival, standing
from congress.errors import Conflict, Invalid
from models import CheckinEntry, CheckinTurn, database

MARK = re.compile(r"[!-~]{1,190}")
# What is typed or scanned may be a secret (the key of a personal code has 32 characters): it is kept only if it can't.
BADGE = re.compile(r"[A-Za-z0-9-]{1,16}")
UNREADABLE = "?"
AHEAD = timedelta(minutes=2)  # that a desk's corrected clock may be ahead of ours
# So far two scans that were taken one after the other may be the other way round by their times: a push waited, clocks
# of two machines differ. The second is then noted at the time of the first, who was told to be checked in.
OVERTAKEN = timedelta(seconds=15)


class Outcome(StrEnum):
    """What became of a scan."""

    ARRIVED = "arrived"  # it is the check-in
    ALREADY = "already"  # the person was checked in before: see `first`
    JUST_NOW = "just_now"  # the same scan once more, at a stage that counts each time
    REFUSED = "refused"  # see `reason`; kept for staff to decide


class Reason(StrEnum):
    """Why an entry is refused."""

    UNKNOWN_BADGE = "unknown_badge"
    UNKNOWN_STAGE = "unknown_stage"
    NOT_ENTITLED = "not_entitled"
    EARLY = "early"
    LATE = "late"
    CLOSED = "closed"  # outside the hours of the day
    AHEAD = "ahead"  # later than now, whatever its desk's clock says


@dataclass(frozen=True, slots=True)
class Seen:
    """When and where somebody was checked in, by whom and how. `at` is aware, +08:00, in whole seconds."""

    at: datetime
    desk: str
    by: str
    how: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """The answer to a scan. `first` is the check-in that stands: one's own if `outcome` is arrived, else the other's.

    `number` is the entry's, for staff who decide on it; `again` says that the same mark had been taken before.
    """

    outcome: Outcome
    badge: str
    stage: str
    first: Seen | None = None
    reason: Reason | None = None
    number: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A scan as it comes from a desk or a phone. `at` is aware; `mark` is its own: printable ASCII, at most 190."""

    mark: str
    stage: str
    badge: str
    at: datetime
    desk: str = ""
    by: str = ""
    how: str = ""


def judge(stage: Stage | None, badge: str, at: datetime, now: datetime) -> Reason | None:
    """Why a scan of `badge` at `at`, taken at `now`, is refused; None when it is not."""
    if stage is None:
        return Reason.UNKNOWN_STAGE
    if badge not in expected.roster():
        return Reason.UNKNOWN_BADGE
    if at > now + AHEAD:
        return Reason.AHEAD
    if badge not in expected.at(stage):
        return Reason.NOT_ENTITLED
    if stage.is_open(at):
        return None
    if at < stage.opens:
        return Reason.EARLY
    return Reason.LATE if at >= stage.closes else Reason.CLOSED


def take(entry: Entry, stage: Stage | None, reason: Reason | None, now: datetime, *, queued: bool = False) -> Arrival:
    """Keep an entry and say what it met; the same mark again is answered as it was. Not inside another transaction.

    `queued` says that it comes from an offline desk, and not from where somebody waits for the answer. Raises
    Invalid("mark"); Conflict("mark") when the mark is that of another person's or stage's entry.
    """
    if not MARK.fullmatch(entry.mark):
        raise Invalid("mark")
    count, again_after = (stage.count, stage.again_after) if stage is not None else (Count.ONCE, 1)
    badge = entry.badge if entry.badge in expected.roster() or BADGE.fullmatch(entry.badge) else UNREADABLE
    try:
        with database.atomic():
            turn(entry.stage)
            rows = of(entry.stage, badge)
            known = next((row for row in rows if row.mark == entry.mark), None)
            if known is not None:
                return told(known, rows, again=True)
            before = standing(ordered(rows), count, again_after)
            scanned = naive(entry.at).replace(microsecond=0)
            row = CheckinEntry(
                mark=entry.mark, stage=entry.stage, badge=badge, queued=queued,
                at=scanned if queued else _after(rows, scanned), desk=entry.desk[:32], by=entry.by[:80],
                how=entry.how[:12], reason=reason or "", taken_at=naive(now).replace(microsecond=0),
            )  # fmt: skip
            other = rival(before, row.at, count, again_after)
            row.told, row.rival = _met(count, reason, other)
            settle([*rows, row], count, again_after)
    except peewee.IntegrityError:
        raise Conflict("mark") from None  # the engine's own words would tell the values
    return told(row, [*rows, row])


def _met(count: Count, reason: Reason | None, other: CheckinEntry | None) -> tuple[str, str]:
    mark = other.mark if other is not None else ""
    if reason is not None:
        return Outcome.REFUSED.value, mark
    if other is None:
        return Outcome.ARRIVED.value, ""
    return (Outcome.JUST_NOW if count is Count.EACH else Outcome.ALREADY).value, mark


def _after(rows: Iterable[CheckinEntry], at: datetime) -> datetime:
    overtaken = (row.at for row in rows if valid(row) and not row.queued and at < row.at <= at + OVERTAKEN)
    return max(overtaken, default=at)


def turn(stage: str) -> None:
    """Let nobody else change the stage until this transaction ends, and note that it changes."""
    change = CheckinTurn.update(number=CheckinTurn.number + 1).where(CheckinTurn.stage == stage)
    if not change.execute():
        CheckinTurn.insert(stage=stage, number=0).on_conflict_ignore().execute()
        change.execute()


def of(stage: str, badge: str) -> list[CheckinEntry]:
    """The rows of a person at a stage."""
    return list(CheckinEntry.select().where((CheckinEntry.stage == stage) & (CheckinEntry.badge == badge)))


def valid(row: CheckinEntry) -> bool:
    """Whether an entry is neither refused nor taken back."""
    return not row.reason and not row.undone


def ordered(rows: Iterable[CheckinEntry]) -> list[CheckinEntry]:
    """The valid ones by time.

    Within a second: first those that were answered at once, in the order in which they were taken; then queued ones by
    their marks. Nothing of it depends on the order in which desks are merged.
    """
    return sorted(filter(valid, rows), key=_place)


def _place(row: CheckinEntry) -> tuple[datetime, bool, float, str]:
    order = 0 if row.queued else row.id or float("inf")  # what is not written yet is the latest
    return row.at, row.queued, order, row.mark


def settle(rows: Iterable[CheckinEntry], count: Count, again_after: int) -> None:
    """Make those rows hold that count, and write the one that is new; within the transaction that turned the stage."""
    rows = list(rows)
    holds = {
        row.mark: f"{row.stage}/{row.badge}/{slot}" for slot, row in standing(ordered(rows), count, again_after).items()
    }
    changed = [row for row in rows if row.id is not None and row.holds != holds.get(row.mark)]
    # First all that give way: no two may hold the same, not even for a moment.
    for row in changed:
        if row.holds is not None:
            CheckinEntry.update(holds=None).where(CheckinEntry.id == row.id).execute()
    for row in rows:
        row.holds = holds.get(row.mark)
        if row.id is None:
            row.save(force_insert=True)
    for row in changed:
        if row.holds is not None:
            CheckinEntry.update(holds=row.holds).where(CheckinEntry.id == row.id).execute()


def told(row: CheckinEntry, rows: list[CheckinEntry], *, again: bool = False) -> Arrival:
    """What was said of an entry, also when it comes again."""
    outcome = Outcome(row.told)
    other = row if outcome is Outcome.ARRIVED else next((each for each in rows if each.mark == row.rival), None)
    reason = Reason(row.reason) if row.reason and outcome is Outcome.REFUSED else None
    return Arrival(outcome, row.badge, row.stage, seen(other) if other is not None else None, reason, row.id, again)


def seen(row: CheckinEntry) -> Seen:
    """When and where an entry was made."""
    return Seen(beijing(row.at), row.desk, row.by, row.how)
