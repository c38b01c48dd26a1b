"""A delegate's card as the office sees it: each look, and each telephone shown, is in the audit log."""

from dataclasses import dataclass
from datetime import datetime

import models
from congress import audit, cards, delegates
from congress.cards import Card
from congress.errors import NotFound

MOST = 50  # people of one name


@dataclass(frozen=True, slots=True)
class Found:
    """One person whom a search found, without the name: that is on the card."""

    badge: str
    delegation: str


@dataclass(frozen=True, slots=True, repr=False)  # nothing of it may get into an error by being shown
class OfficeCard:
    """A delegate's card with what the office needs besides; `masked` is the telephone as it may be seen by chance."""

    card: Card
    masked: str


def find(asked: str) -> tuple[Found, ...]:
    """Who has this badge number (whole, or its last digits) or exactly this name; by badge."""
    asked = asked.strip()
    if not asked:
        return ()
    number = delegates.numbered(asked.upper())
    same_name = frozenset(delegates.named(asked))
    tail = number if number.isascii() and number.isdecimal() and len(number) > 1 else ""
    return tuple(
        Found(each.number, each.delegation)
        for each in delegates.badges()
        if each.number == number or each.number in same_name or (tail and each.number.endswith(tail))
    )[:MOST]


def seen(badge: str, by: str, at: datetime) -> OfficeCard:
    """The card, and a line that `by` saw it. `at` is aware. Raises NotFound."""
    found = cards.card(badge)
    audit.note(by, "card.seen", found.badge, at)
    return OfficeCard(found, masked(_telephone(badge)))


def telephone(badge: str, by: str, at: datetime) -> str:
    """The telephone on file, empty for none, and a line that `by` saw it. `at` is aware. Raises NotFound."""
    found = _telephone(badge)
    audit.note(by, "card.telephone", badge, at)
    return found


def masked(telephone: str) -> str:
    """All but the first three and the last two digits hidden: 138******90."""
    if len(telephone) < 8:
        return "*" * len(telephone)
    return telephone[:3] + "*" * (len(telephone) - 5) + telephone[-2:]


def _telephone(badge: str) -> str:
    row = models.Delegate.get_or_none((models.Delegate.badge == badge) & ~models.Delegate.withdrawn)
    if row is None:
        raise NotFound(badge)
    telephone: str = row.phone
    return telephone
