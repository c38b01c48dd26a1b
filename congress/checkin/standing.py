"""Which of a person's entries at a stage count.

It depends on the entries alone and not on the order in which they came, so that desks can be merged in any order.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from congress.checkin.plan import Count

STAMP = "%Y%m%dT%H%M%S"


class Scanned(Protocol):
    """One entry: when it was made."""

    @property
    def at(self) -> datetime: ...


E = TypeVar("E", bound=Scanned)


def standing(entries: Iterable[E], count: Count, again_after: int) -> Mapping[str, E]:
    """The entries that count, by their slots: the first of each. `entries` come in their order, by time.

    Once: one slot. Per day: a slot a day. Each time: a slot for every entry but those within `again_after` seconds of
    the one that counted last.
    """
    found: dict[str, E] = {}
    last: datetime | None = None
    for each in entries:
        if count is Count.EACH:
            if last is None or each.at - last >= timedelta(seconds=again_after):
                last = each.at
                found[each.at.strftime(STAMP)] = each
        else:
            found.setdefault(each.at.strftime("%Y%m%d") if count is Count.PER_DAY else "", each)
    return found


def rival(standing: Mapping[str, E], at: datetime, count: Count, again_after: int) -> E | None:
    """The counting entry that another one at `at` collides with; None when it would count beside them."""
    if count is Count.ONCE:
        return standing.get("")
    if count is Count.PER_DAY:
        return standing.get(at.strftime("%Y%m%d"))
    near = (each for each in standing.values() if abs(each.at - at) < timedelta(seconds=again_after))
    return min(near, key=lambda each: abs(each.at - at), default=None)
