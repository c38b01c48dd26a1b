"""Who arrived: scans, what offline desks queued, and what staff take back or let pass."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from congress import audit
from congress.catalogue import naive
from congress.checkin import entries, expected, stages
from congress.checkin.entries import Arrival, Entry, Outcome, Reason, Seen
from congress.checkin.plan import Count
from congress.checkin.stages import Stage
from congress.checkin.standing import standing
from congress.errors import Invalid, NotFound
from models import CheckinEntry, database

__all__ = [
    "Arrival", "Entry", "Mine", "Outcome", "Reason", "Seen", "absent", "admit", "arrive", "arrived", "forget", "merge",
    "of", "undo",
]  # fmt: skip

LONGEST = 200  # characters of a reason


@dataclass(frozen=True, slots=True)
class Mine:
    """A check-in of one's own. The stage is None when there is no such stage any more."""

    key: str
    stage: Stage | None
    seen: Seen


def arrive(
    stage_key: str, badge: str, at: datetime, *, mark: str, desk: str = "", by: str = "", how: str = ""
) -> Arrival:
    """Check somebody in, at `at` (aware). The same `mark` again (a push or scan delivered twice) changes nothing.

    Raises NotFound for an unknown stage; Invalid("mark"); Conflict("mark") when the mark is another entry's.
    """
    stage = stages.stage(stage_key)
    entry = Entry(mark, stage_key, badge, at, desk, by, how)
    return entries.take(entry, stage, entries.judge(stage, badge, at, at), at)


def merge(queued: Iterable[Entry], at: datetime, *, offset: timedelta = timedelta()) -> tuple[Arrival, ...]:
    """Take what a desk queued while it was offline, in any order and as often as it is sent; an answer for each.

    `offset` is what is added to the desk's clock to have ours. The earliest time holds; within the same second a scan
    that was answered at once, else the smaller mark.
    Nothing is dropped: who came later is kept as a duplicate, whom the stage does not take as refused. Each entry is a
    transaction of its own, so that a merge that breaks off is sent again as a whole.
    """
    found = []
    for each in queued:
        entry = replace(each, at=each.at + offset)
        try:
            stage = stages.stage(entry.stage)
        except NotFound:
            stage = None
        found.append(entries.take(entry, stage, entries.judge(stage, entry.badge, entry.at, at), at, queued=True))
    return tuple(found)


def undo(stage_key: str, badge: str, by: str, reason: str, at: datetime) -> Seen:
    """Take back the latest check-in of a person at a stage, with the duplicates of it that are known; what it was.

    An entry that comes later counts anew, also one that was scanned before. Raises NotFound; Invalid("reason").
    """
    reason = _reason(reason)
    count, again_after = counting(stage_key)
    with database.atomic():
        entries.turn(stage_key)
        rows = entries.of(stage_key, badge)
        holding = standing(entries.ordered(rows), count, again_after)
        if not holding:
            raise NotFound(badge)
        last = max(holding.values(), key=lambda row: (row.at, row.mark))
        after = last.at.replace(hour=0, minute=0, second=0) if count is Count.PER_DAY else last.at
        for row in rows:
            if entries.valid(row) and (count is Count.ONCE or row.at >= after):
                row.undone = True
                CheckinEntry.update(undone=True).where(CheckinEntry.id == row.id).execute()
        entries.settle(rows, count, again_after)
        audit.note(by, "checkin.undo", badge, at, f"{stage_key}: {reason}")
    return entries.seen(last)


def admit(number: int, by: str, reason: str, at: datetime) -> Arrival:
    """Let a refused entry count after all; the audit's line names the entry by its number.

    Raises NotFound when it is not there, not refused (any more) or taken back; Invalid("reason"); Invalid("badge") if
    it is nobody's; Invalid("unknown_badge") if its badge is not on the roster: that has to be mended first.
    """
    reason = _reason(reason)
    table = CheckinEntry
    is_open = (table.id == number) & (table.reason != "") & ~table.undone
    refused = table.get_or_none(is_open)
    if refused is None:
        raise NotFound(str(number))
    if refused.badge == entries.UNREADABLE:
        raise Invalid("badge")
    if refused.badge not in expected.roster():
        raise Invalid("unknown_badge")
    count, again_after = counting(refused.stage)
    with database.atomic():
        entries.turn(refused.stage)
        if not table.update(reason="").where(is_open).execute():
            raise NotFound(str(number))  # somebody else decided meanwhile
        rows = entries.of(refused.stage, refused.badge)
        entries.settle(rows, count, again_after)
        audit.note(by, "checkin.admit", refused.badge, at, f"{refused.stage} #{number}: {reason}")
    mine = next(row for row in rows if row.id == number)
    outcome = Outcome.ARRIVED if mine.holds else Outcome.ALREADY
    holder = mine if mine.holds else min((row for row in rows if row.holds), key=lambda row: abs(row.at - mine.at))
    return Arrival(outcome, mine.badge, mine.stage, entries.seen(holder), None, number)


def arrived(stage_key: str) -> frozenset[str]:
    """The badges that were checked in at a stage, at any time."""
    table = CheckinEntry
    rows = table.select(table.badge).where((table.stage == stage_key) & table.holds.is_null(False))
    return frozenset(row.badge for row in rows)


def absent(stage_key: str) -> tuple[str, ...]:
    """The badges that a stage expects and that have not been checked in, in their order. Raises NotFound."""
    return tuple(sorted(expected.at(stages.stage(stage_key)) - arrived(stage_key)))


def of(badge: str) -> tuple[Mine, ...]:
    """The check-ins of one person by time: for that person and for staff."""
    known = {each.key: each for each in stages.all()}
    rows = CheckinEntry.select().where((CheckinEntry.badge == badge) & CheckinEntry.holds.is_null(False))
    return tuple(Mine(row.stage, known.get(row.stage), entries.seen(row)) for row in rows.order_by(CheckinEntry.at))


def forget(badge: str = "", before: datetime | None = None) -> int:
    """Delete the entries of a badge, or those older than `before` (aware); how many. Boards see it."""
    chosen = CheckinEntry.badge == badge if before is None else CheckinEntry.at < naive(before)
    touched = [row.stage for row in CheckinEntry.select(CheckinEntry.stage).where(chosen).distinct()]
    with database.atomic():
        for stage in sorted(touched):
            entries.turn(stage)
        return int(CheckinEntry.delete().where(chosen).execute())


def counting(stage_key: str) -> tuple[Count, int]:
    """How a stage counts, and how soon after the last a scan is the same one; for a stage that is gone: once."""
    try:
        stage = stages.stage(stage_key)
    except NotFound:
        return Count.ONCE, 1
    return stage.count, stage.again_after


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason")
    return reason.strip()[:LONGEST]
