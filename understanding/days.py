"""The items of the schedule by their day, worked out once for each index: a large one has too many to look through."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from weakref import WeakKeyDictionary

from understanding.index import Index
from understanding.question import Fact
from understanding.vocabulary import concepts

Days = Mapping[date, tuple[Fact, ...]]
_items: WeakKeyDictionary[Index, Days] = WeakKeyDictionary()
_named: WeakKeyDictionary[Index, dict[tuple[date, frozenset[str]], tuple[Fact, ...]]] = WeakKeyDictionary()


def items(index: Index, day: date) -> tuple[Fact, ...]:
    """The items of a day, in the order of the facts."""
    days = _items.get(index)
    if days is None:
        found: dict[date, list[Fact]] = defaultdict(list)
        for fact in index.by_id.values():
            if fact.day is not None and fact.kind == "agenda":
                found[fact.day].append(fact)
        days = _items[index] = {each: tuple(facts) for each, facts in found.items()}
    return days.get(day, ())


def named(index: Index, day: date, wanted: frozenset[str]) -> tuple[Fact, ...]:
    """The items of a day whose titles name one of the concepts that are wanted."""
    kept = _named.setdefault(index, {})
    if (day, wanted) not in kept:
        kept[day, wanted] = tuple(fact for fact in items(index, day) if not wanted.isdisjoint(concepts(fact.names[0])))
    return kept[day, wanted]
