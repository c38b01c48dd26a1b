"""What stands on every delegate's badge: number and delegation, nothing private."""

from dataclasses import dataclass

import models
from congress import catalogue
from congress.errors import NotFound


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge. The delegation is named as the roster names it."""

    number: str
    delegation: str


@catalogue.shelf
def badges() -> tuple[Badge, ...]:
    """All badges by their numbers."""
    row = models.Delegate
    rows = row.select(row.badge, row.delegation).where(~row.withdrawn).order_by(row.badge)
    return tuple(Badge(each.badge, each.delegation) for each in rows)


def badge(number: str) -> Badge:
    """The badge with this number. Raises NotFound."""
    for each in badges():
        if each.number == number:
            return each
    raise NotFound(number)
