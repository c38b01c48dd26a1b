"""Delegations and where they discuss."""

from dataclasses import dataclass

from congress import catalogue
from congress.errors import NotFound


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation. The contact's telephone is for its own members and is not kept here."""

    key: str
    name: str
    room: str = ""
    convener: str = ""


def delegations() -> tuple[Delegation, ...]:
    """All delegations in the file's order."""
    return catalogue.current().delegations


def delegation(key: str) -> Delegation:
    """The delegation with this key, or with this name. Raises NotFound."""
    for each in delegations():
        if key in (each.key, each.name):
            return each
    raise NotFound(key)
