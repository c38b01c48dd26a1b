"""Who is expected at a stage: everybody of the roster whom its audience means."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import models
from congress import attendance, catalogue
from congress.attendees import Attendee, everybody
from congress.checkin.stages import Stage


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Somebody of the roster, by name: for signed-in staff alone."""

    badge: str
    name: str
    delegation: str


@catalogue.shelf
def attendees() -> tuple[Attendee, ...]:
    """Everybody on the roster by badge."""
    return everybody()


def roster() -> Mapping[str, Attendee]:
    """Everybody on the roster, by badge."""
    kept = catalogue.current().kept
    if "attendees" not in kept:
        kept["attendees"] = {each.badge: each for each in attendees()}
    found: Mapping[str, Attendee] = kept["attendees"]
    return found


def at(stage: Stage) -> frozenset[str]:
    """The badges that a stage expects."""
    kept: dict[str, frozenset[str]] = catalogue.current().kept.setdefault("expected", {})
    if stage.who not in kept:
        kept[stage.who] = frozenset(each.badge for each in attendees() if attendance.attends(each, stage.who))
    return kept[stage.who]


def named(badges: Collection[str]) -> tuple[Person, ...]:
    """These people by name, in the order of their badges; those who left the roster too. For signed-in staff."""
    table = models.Delegate
    rows = table.select(table.badge, table.name, table.delegation).order_by(table.badge)
    wanted = frozenset(badges)
    return tuple(Person(row.badge, row.name, row.delegation) for row in rows if row.badge in wanted)
