"""What changed in the schedule, item by item, as plain values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from congress.agenda import Item
from congress.attendance import BETWEEN
from congress.catalogue import beijing
from handover import cells
from handover.kinds import Change

# Signs that mean the same, or nothing: changing them changes nothing that anybody must be told of.
DASHES = re.compile("[\u2010-\u2015\u2212~\u301c-]+")
SILENT = re.compile("[\u201c\u201d\u2018\u2019\"'\u300a\u300b\u3001\u3002\uff0c,;:]")


class What(StrEnum):
    """What became of an item."""

    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Difference:
    """One item before and after, with the parts of it that differ: day, time, ends, title, place, audience.

    `keys` are the rows of the schedule that it was found in: an item that moves to another day is another row there.
    """

    what: What
    old: Item | None
    new: Item | None
    parts: frozenset[str] = frozenset()
    keys: tuple[str, ...] = ()

    @property
    def item(self) -> Item:
        """As it is now, or as it was before it was cancelled."""
        item = self.new or self.old
        assert item is not None  # noqa: S101  one of them is there
        return item

    @property
    def audiences(self) -> tuple[str, ...]:
        """Those of before and after: both are told."""
        return tuple(dict.fromkeys(each.audience for each in (self.old, self.new) if each is not None))


def differences(changes: Iterable[Change], at: datetime) -> tuple[Difference, ...]:
    """What is worth telling of these rows, by the start of the items: nothing cosmetic, nothing that is over at `at`
    (aware), no item that is new.
    """
    changes = list(changes)
    # A row that is marked as cancelled says the same as one that is taken out.
    old = [item_of(each.key, row) for each in changes if (row := _counting(each.before)) and not each.withdrawn]
    new = [item_of(each.key, row) for each in changes if (row := _counting(each.after))]
    back = {each.key for each in changes if each.withdrawn or (each.before and not _counting(each.before))}
    pairs: list[tuple[Item, Item]] = []
    # Rows of the same name on one day are numbered, so that one taken out gives its key to the next: what is there
    # before and after, whatever its key, is no change. Then the same row, the same name, the same hour and place.
    for alike in (_same, _row, _name, _slot):
        for one in list(old):
            other = min((each for each in new if alike(one, each)), key=lambda each: _apart(one, each), default=None)
            if other is not None:
                pairs.append((one, other))
                old.remove(one)
                new.remove(other)
    found = [
        Difference(What.CHANGED, one, other, parts, tuple(dict.fromkeys((one.key, other.key))))
        for one, other in pairs
        if (parts := _parts(one, other))
    ]
    found += [Difference(What.CANCELLED, one, None, keys=(one.key,)) for one in old]
    found += [Difference(What.RESTORED, None, other, keys=(other.key,)) for other in new if other.key in back]
    told = (each for each in found if any(item and not item.is_over(at) for item in (each.old, each.new)))
    return tuple(sorted(told, key=lambda each: (each.item.starts, each.item.title)))


def _counting(row: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A row whose item takes place."""
    return None if row is None or row.get("cancelled") else row


def item_of(key: str, row: Mapping[str, Any]) -> Item:
    """A row of the schedule as an item; days and times may be written as ISO text."""
    ends = _moment(row["ends"]) if row["ends"] else None
    day = row["day"] if isinstance(row["day"], date) else date.fromisoformat(row["day"])
    return Item(key, day, _moment(row["starts"]), ends, row["title"], "", row["place"], row["audience"])


def _moment(value: datetime | str) -> datetime:
    return beijing(value if isinstance(value, datetime) else datetime.fromisoformat(value))


def _parts(old: Item, new: Item) -> frozenset[str]:
    differing = {
        "day": old.day != new.day,
        "time": old.starts.time() != new.starts.time(),
        "ends": (old.ends is not None and new.ends is not None and old.ends - old.starts != new.ends - new.starts)
        or (old.ends is None) != (new.ends is None),
        "title": bare(old.title) != bare(new.title),
        "place": bare(old.place) != bare(new.place),
        "audience": _names(old.audience) != _names(new.audience),
    }  # fmt: skip
    return frozenset(name for name, differs in differing.items() if differs)


def _same(one: Item, other: Item) -> bool:
    return not _parts(one, other)


def _row(one: Item, other: Item) -> bool:
    return one.key == other.key


def _name(one: Item, other: Item) -> bool:
    return bare(one.title) == bare(other.title)


def _slot(one: Item, other: Item) -> bool:
    return bool(one.place) and one.starts == other.starts and bare(one.place) == bare(other.place)


def _apart(one: Item, other: Item) -> tuple[float, bool]:
    return abs((one.starts - other.starts).total_seconds()), one.key != other.key


def bare(written: str) -> str:
    """For comparing: without what makes no difference to a reader."""
    return SILENT.sub("", DASHES.sub("-", cells.bare(written)))


def _names(audience: str) -> frozenset[str]:
    return frozenset(bare(name) for name in BETWEEN.split(audience) if name)


def folded(earlier: Sequence[Change], later: Sequence[Change]) -> list[Change]:
    """Both as one: what the rows said before the earlier changes, and what they say after the later ones."""
    first = {each.key: each for each in earlier}
    last = {each.key: each for each in later}
    both = [
        Change(key, first[key].before, each.after, first[key].withdrawn) if key in first else each
        for key, each in last.items()
    ]
    return both + [each for key, each in first.items() if key not in last]
