"""Which delegates an item of the schedule concerns."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from congress import attendance
from congress.agenda import Item
from models import Delegate, Delegation

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Member:
    """What of one delegate decides where they belong. `convener` is the post that convenes the delegation."""

    badge: str
    category: str
    delegation: str
    post: str
    convener: str


def members() -> tuple[Member, ...]:
    """Everybody on the roster by badge, as it stands in the caller's transaction."""
    table = Delegation
    found: Iterable[tuple[str, str]] = (
        table.select(table.name, table.convener).where(~table.withdrawn).tuples().iterator()
    )
    conveners = dict(found)
    row = Delegate
    columns = (row.badge, row.category, row.delegation, row.post)
    rows: Iterable[tuple[str, str, str, str]] = (
        row.select(*columns).where(~row.withdrawn).order_by(row.badge).tuples().iterator()
    )
    return tuple(
        Member(badge, category, delegation, post, conveners.get(delegation, ""))
        for badge, category, delegation, post in rows
    )


def concerned(things: Mapping[T, Iterable[str]], who: Iterable[Member]) -> dict[tuple[T, ...], list[str]]:
    """By the things that concern them, in their order, the badges of those who are concerned by just these.

    `things` gives for each its audiences as the schedule writes them; whom none concerns is left out.
    """
    known: dict[tuple[str, str, bool], tuple[T, ...]] = {}
    found: dict[tuple[T, ...], list[str]] = {}
    for member in who:
        alike = (member.category, member.delegation, bool(member.convener) and member.convener == member.post)
        if alike not in known:  # hundreds of delegates are a few dozen kinds of them
            known[alike] = tuple(
                thing for thing, audiences in things.items()
                if any(attendance.attends(member, audience) for audience in audiences)
            )  # fmt: skip
        if known[alike]:
            found.setdefault(known[alike], []).append(member.badge)
    return found


def days_of(items: Iterable[Item], who: Iterable[Member]) -> dict[tuple[Item, ...], list[str]]:
    """By the items that they attend, the badges of those who attend just these."""
    return concerned({item: (item.audience,) for item in items}, who)
