"""Everybody on the roster, as far as it decides which items and stages are for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from models import Delegate, Delegation


@dataclass(frozen=True, slots=True)
class Attendee:
    """What decides where a person belongs; no name, no telephone. `convener`: the post that convenes the delegation."""

    badge: str
    category: str
    delegation: str
    post: str
    convener: str


def everybody() -> tuple[Attendee, ...]:
    """By badge, as the caller's transaction sees them."""
    group = Delegation
    found: Iterable[tuple[str, str]] = (
        group.select(group.name, group.convener).where(~group.withdrawn).tuples().iterator()
    )
    conveners = dict(found)
    row = Delegate
    columns = (row.badge, row.category, row.delegation, row.post)
    rows: Iterable[tuple[str, str, str, str]] = (
        row.select(*columns).where(~row.withdrawn).order_by(row.badge).tuples().iterator()
    )
    return tuple(
        Attendee(badge, category, delegation, post, conveners.get(delegation, ""))
        for badge, category, delegation, post in rows
    )
