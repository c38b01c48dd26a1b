"""Delegations and where they discuss."""

from dataclasses import dataclass

import models
from congress import catalogue
from congress.errors import NotFound


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation. The contact's telephone is for its own members and is not kept here."""

    key: str
    name: str
    room: str = ""
    convener: str = ""


@catalogue.shelf
def delegations() -> tuple[Delegation, ...]:
    """All delegations in the file's order."""
    rows = models.Delegation.select().where(~models.Delegation.withdrawn).order_by(models.Delegation.position)
    return tuple(Delegation(row.key, row.name, row.room, row.convener) for row in rows)


def delegation(key: str) -> Delegation:
    """The delegation with this key, or with this name. Raises NotFound."""
    for each in delegations():
        if key in (each.key, each.name):
            return each
    raise NotFound(key)
