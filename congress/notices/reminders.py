"""Reminders before each item of the schedule, for those who attend it.

A reminder that would fall into the quiet hours is left to the morning's overview, if that comes before the item begins;
otherwise it goes out a little before they begin. An item that is moved has reminders for its new time: what counts is
written when it is due, not before, so that nothing has to be taken back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from congress import agenda, attendance, attendees
from congress.agenda import Item
from congress.notices import attending, changes, outbox, planned, switches, wording
from congress.notices.audience import Audience
from congress.notices.held import SYSTEM
from congress.notices.quiet import Quiet
from models import database

KIND = "reminder"
AHEAD = timedelta(minutes=10)  # before the quiet hours
NEVER = Quiet(time(), time())


@dataclass(frozen=True, slots=True)
class Times:
    """When notices go out by themselves: reminders so long `before` an item, the overview at a time of day or never."""

    before: tuple[timedelta, ...] = ()
    quiet: Quiet = NEVER
    overview: time | None = None

    @classmethod
    def read(cls, before: Sequence[int], quiet: str, overview: str) -> "Times":
        """From the configuration: minutes, `21:30-07:00`, `07:00`; empty for none. Raises ValueError."""
        leads = tuple(timedelta(minutes=each) for each in sorted(set(before)))
        return cls(leads, Quiet.read(quiet), time.fromisoformat(overview) if overview else None)


def due(item: Item, before: timedelta, times: Times) -> datetime | None:
    """When to remind of an item; None when the morning's overview tells of it."""
    wanted = item.starts - before
    if not times.quiet.holds(wanted):
        return wanted
    if times.overview is not None and datetime.combine(item.day, times.overview, item.starts.tzinfo) < item.starts:
        return None
    return times.quiet.begun(wanted) - AHEAD


def plan(at: datetime, times: Times) -> int:
    """Write the reminders that are due at `at` (aware); how many. Called every few seconds, by any process.

    After a stop, of several that are overdue for an item only the last goes out, and none once it has begun.
    """
    if times.quiet.holds(at) or not switches.is_on(KIND):
        return 0
    ready = list(_ready(at, times))
    known = planned.known([mark for _, _, marks in ready for mark in marks]) if ready else frozenset()
    return sum(_remind(item, since, marks, at) for item, since, marks in ready if not known.issuperset(marks))


def _ready(at: datetime, times: Times) -> Iterator[tuple[Item, datetime, tuple[str, ...]]]:
    """Items to come with a reminder that is due: since when the latest is, and the marks of all, the latest first."""
    for item in agenda.items():
        if item.starts > at and not item.cancelled:
            found = [(moment, before) for before in times.before if (moment := due(item, before, times)) is not None]
            passed = sorted((each for each in found if each[0] <= at), key=lambda each: (each[0], -each[1]))
            if passed:
                yield item, passed[-1][0], tuple(_mark(item, before) for _, before in reversed(passed))


def _mark(item: Item, before: timedelta) -> str:
    """One for an item at its time: moved, it has another."""
    return f"{KIND}:{item.key}:{item.starts:%Y%m%d%H%M}:{before // timedelta(minutes=1)}"


def _remind(item: Item, since: datetime, marks: Sequence[str], at: datetime) -> bool:
    with database.atomic():
        new = [mark for mark in marks if planned.first(mark, at)]
        if marks[0] not in new or changes.told_since(item.key, since):
            return False
        badges = [badge for group in attending.days_of([item], attendees.everybody()).values() for badge in group]
        if not badges:
            return False
        words = wording.fitting(wording.words("reminder.txt", item=item, at=at, apart=attendance.is_apart(item)))
        outbox.write(
            KIND, marks[0], Audience.of_badges(badges), words, at, expires=item.starts, by=SYSTEM,
            url=f"/agenda/{item.key}", title=wording.words("reminder_title.txt", item=item),
            details=wording.details(item),
        )  # fmt: skip
    return True
