"""Which delegates an item of the schedule concerns."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from congress import attendance
from congress.agenda import Item
from congress.attendees import Attendee

T = TypeVar("T", bound=Hashable)


def concerned(things: Mapping[T, Iterable[str]], who: Iterable[Attendee]) -> dict[tuple[T, ...], list[str]]:
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


def days_of(items: Iterable[Item], who: Iterable[Attendee]) -> dict[tuple[Item, ...], list[str]]:
    """By the items that they attend, the badges of those who attend just these."""
    return concerned({item: (item.audience,) for item in items}, who)
