"""The office lets somebody in whom a stage refuses."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from congress import audit
from congress.catalogue import beijing, naive
from congress.checkin import arrivals, entries, expected, retraction, stages
from congress.checkin.entries import Arrival, Outcome, Reason, Seen
from congress.checkin.stages import Stage
from congress.checkin.standing import rival, standing
from congress.errors import Conflict, Invalid, NotFound
from models import CheckinEntry

# A scan that was refused so lately is the one that the person at the desk speaks of; it keeps its time.
LATELY = timedelta(hours=1)
NOTED = re.compile(r"(?P<stage>\S+?)(?: #(?P<number>\d+))?: (?P<why>.*)", re.DOTALL)  # what arrivals.admit notes


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody at a stage, for the office to decide on; `delegation` is as the roster names it.

    `reason` says why the scan is refused, None when it would count. `first`: the check-in that stands instead of it.
    `number` is the refused entry's and `scanned` its time (aware); 0 and None while nothing was kept of it.
    """

    stage: Stage
    badge: str
    delegation: str
    reason: Reason | None
    first: Seen | None
    number: int = 0
    scanned: datetime | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """One decision: who let whom in where, when (aware, +08:00) and why.

    `stage` is None when there is no such stage any more; `number` the entry's, 0 when it is not there any more;
    `undone` says that it was taken back.
    """

    at: datetime
    by: str
    badge: str
    stage_key: str
    stage: Stage | None
    why: str
    number: int
    undone: bool


def case(stage_key: str, badge: str, at: datetime) -> Case:
    """How it stands with a person at a stage at `at` (aware).

    Raises NotFound for an unknown stage; Invalid("unknown_badge") for a badge that is not on the roster.
    """
    stage = stages.stage(stage_key)
    _on_roster(badge)
    refused = [
        row
        for row in entries.of(stage.key, badge)
        if row.reason and not row.undone and naive(at) - LATELY <= row.at <= naive(at)
    ]
    if refused:
        return _of(stage, max(refused, key=lambda row: (row.at, row.id)))
    return Case(stage, badge, _delegation(badge), entries.judge(stage, badge, at, at), _first(stage, badge, at))


def refusal(number: int) -> Case:
    """The refused entry with this number.

    Raises NotFound when it is not there, not refused or its stage is gone; Invalid("unknown_badge").
    """
    row = CheckinEntry.get_or_none((CheckinEntry.id == number) & (CheckinEntry.reason != "") & ~CheckinEntry.undone)
    if row is None:
        raise NotFound(str(number))
    stage = stages.stage(row.stage)
    _on_roster(row.badge)
    return _of(stage, row)


def overrule(
    stage_key: str, badge: str, by: str, reason: str, at: datetime, *, mark: str, desk: str = "", number: int = 0
) -> Arrival:
    """Check somebody in although the stage refuses; the refused entry `number` if given, else one made at `at` (aware).

    The same `mark` again admits nobody twice. Whom the stage does not refuse (any more) is checked in as by a scan.
    Raises NotFound; Conflict("already") when a check-in stands; Invalid("reason"), Invalid("unknown_badge").
    """
    if not reason.strip():
        raise Invalid("reason")  # before anything is kept
    found = refusal(number) if number else case(stage_key, badge, at)
    if found.first is not None:
        raise Conflict("already")
    if not found.number:
        arrival = arrivals.arrive(found.stage.key, badge, at, mark=f"admit:{mark}", desk=desk, by=by, how="typed")
        if arrival.outcome is not Outcome.REFUSED:
            return arrival
        try:
            return arrivals.admit(arrival.number, by, reason, at)
        except NotFound:
            if case(stage_key, badge, at).first is None:
                raise
            raise Conflict("already") from None  # the same request let them in a moment ago
    return arrivals.admit(found.number, by, reason, at)


def latest(most: int = 20) -> tuple[Admission, ...]:
    """The latest decisions, from the desk's console and from the command, newest first."""
    noted = [(line, NOTED.fullmatch(line.detail)) for line in audit.lines(what="checkin.admit", most=most)]
    known = {each.key: each for each in stages.all()}
    found = []
    for line, match in noted:
        key, number, why = match.group("stage", "number", "why") if match else ("", None, line.detail)
        row = _admitted(int(number or 0))
        found.append(
            Admission(
                line.at, line.by, line.subject, key, known.get(key), why, row.id if row else 0,
                bool(row and row.undone),
            )
        )  # fmt: skip
    return tuple(found)


def admitted(number: int) -> Arrival:
    """The entry that was let in: where, who, and when it was made. Raises NotFound; Conflict("undone")."""
    row = _let_in(number)
    return Arrival(Outcome.ARRIVED, row.badge, row.stage, entries.seen(row), None, row.id)


def take_back(number: int, by: str, reason: str, at: datetime) -> None:
    """Undo an admission; a scan of the same person stands for itself, and counts from now on.

    `at` is aware. Raises NotFound; Invalid("reason"); Conflict("undone").
    """
    retraction.retract(_let_in(number).mark, by, reason, at, alone=True)


def _let_in(number: int) -> CheckinEntry:
    row = _admitted(number)
    if row is None:
        raise NotFound(str(number))
    if row.undone:
        raise Conflict("undone")
    return row


def _admitted(number: int) -> CheckinEntry | None:
    row = CheckinEntry.get_or_none(CheckinEntry.id == number)
    return row if row is not None and row.told == Outcome.REFUSED.value and not row.reason else None


def _of(stage: Stage, row: CheckinEntry) -> Case:
    at = beijing(row.at)
    first = _first(stage, row.badge, at)
    return Case(stage, row.badge, _delegation(row.badge), Reason(row.reason), first, row.id, at)


def _first(stage: Stage, badge: str, at: datetime) -> Seen | None:
    before = standing(entries.ordered(entries.of(stage.key, badge)), stage.count, stage.again_after)
    other = rival(before, naive(at), stage.count, stage.again_after)
    return entries.seen(other) if other is not None else None


def _on_roster(badge: str) -> None:
    if badge not in expected.roster():
        raise Invalid("unknown_badge")


def _delegation(badge: str) -> str:
    return expected.roster()[badge].delegation
