"""Which items of the schedule a delegate attends: what their column says, read by the roster's category."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml

from congress import agenda
from congress.agenda import Item
from congress.cards import Card

FILE = Path(__file__).with_name("audiences.yaml")
BETWEEN = re.compile(r"[、，,；;／/\s]+")


class Attendee(Protocol):
    """What decides where a person belongs. `convener` is the post that convenes the delegation."""

    @property
    def category(self) -> str: ...
    @property
    def delegation(self) -> str: ...
    @property
    def post(self) -> str: ...
    @property
    def convener(self) -> str: ...


def attended(card: Card) -> tuple[Item, ...]:
    """The items that this person attends. Those of bodies that the roster does not know (a presidium) are left out."""
    return tuple(item for item in agenda.items() if attends(card, item.audience))


def attends(card: Attendee, audience: str) -> bool:
    """Whether a person belongs to an audience as the schedule writes it; nobody named means everybody."""
    return not audience.strip() or any(_is_one_of(card, name) for name in BETWEEN.split(audience) if name)


def is_apart(item: Item) -> bool:
    """Whether each delegation has a room of its own for it, which the table of delegations names."""
    return any(name in item.place for name in _words()["apart"])


def _is_one_of(card: Attendee, name: str) -> bool:
    words = _words()
    if name in words["everyone"] or name in (card.category, card.delegation):
        return True
    if name in words["conveners"]:
        return bool(card.convener) and card.convener == card.post
    return card.category in words["categories"].get(name, ())


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
