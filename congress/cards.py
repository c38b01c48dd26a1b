"""A delegate's own card: everything the roster holds of one person, read when that person asks."""

from dataclasses import dataclass

import models
from congress.errors import NotFound


@dataclass(frozen=True, slots=True, repr=False)  # nothing of it may get into an error by being shown
class Card:
    """One person's data; empty where the roster says nothing. `group_room`, `convener` and `contact` (a telephone) are
    the delegation's."""

    badge: str
    name: str
    category: str
    delegation: str
    seat: str
    room: str
    meal: str
    coach: str
    group_room: str
    convener: str
    contact: str
    post: str
    dining_table: str = ""
    further: str = ""  # lines of the roster's other columns, each with its heading


def card(badge: str) -> Card:
    """The card of a badge; only for the person who is bound to it. Raises NotFound."""
    row = models.Delegate.get_or_none((models.Delegate.badge == badge) & ~models.Delegate.withdrawn)
    if row is None:
        raise NotFound(badge)
    table = models.Delegation
    group = table.get_or_none((table.name == row.delegation) & ~table.withdrawn)
    room, convener, contact = (group.room, group.convener, group.phone) if group is not None else ("", "", "")
    return Card(
        row.badge, row.name, row.category, row.delegation, row.seat, row.room, row.meal, row.coach,
        row.group_room or room, convener, contact, row.post, row.dining_table, row.further,
    )  # fmt: skip
