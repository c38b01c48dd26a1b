"""The schedule: what happens when and where."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from congress import catalogue
from congress.catalogue import beijing
from congress.errors import NotFound
from models import AgendaItem

# A start without an end is taken to last so long at most when we say what is "on now".
OPEN_END = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Item:
    """One item. Times are aware, +08:00; `ends` is None when the schedule gives no end, `guess` then what we take."""

    key: str
    day: date
    starts: datetime
    ends: datetime | None
    title: str
    detail: str = ""
    place: str = ""
    audience: str = ""
    remark: str = ""
    guess: datetime | None = None
    cancelled: bool = False  # still in the schedule, but it does not take place

    @property
    def until(self) -> datetime:
        """When it is over, guessed for a start without an end."""
        return self.ends or self.guess or self.starts + OPEN_END

    def is_over(self, at: datetime) -> bool:
        """Whether it ended before `at`."""
        return self.until <= at

    def is_on(self, at: datetime) -> bool:
        """Whether it is under way at `at`."""
        return not self.cancelled and self.starts <= at < self.until


def with_guesses(items: Sequence[Item]) -> Iterator[Item]:
    """The items, which stand by start; one without an end is over when the next of its day starts, if not sooner."""
    for place, item in enumerate(items, 1):
        later = (
            each.starts
            for each in items[place:]
            if each.day == item.day and each.starts > item.starts and not each.cancelled
        )
        latest = item.starts + OPEN_END
        yield item if item.ends else replace(item, guess=min(next(later, latest), latest))


@catalogue.shelf
def items() -> tuple[Item, ...]:
    """All items, by start and then as the file orders them."""
    rows = AgendaItem.select().where(~AgendaItem.withdrawn).order_by(AgendaItem.starts, AgendaItem.position)
    return tuple(
        with_guesses(
            [
                Item(
                    row.key, row.day, beijing(row.starts), beijing(row.ends) if row.ends else None, row.title,
                    row.detail, row.place, row.audience, row.remark, cancelled=bool(row.cancelled),
                )
                for row in rows
            ]
        )
    )  # fmt: skip


def days() -> tuple[date, ...]:
    """The days that have items, in order."""
    return tuple(dict.fromkeys(item.day for item in items()))


def on_day(day: date) -> tuple[Item, ...]:
    """The items of one day; empty when there are none."""
    return tuple(item for item in items() if item.day == day)


def within(day: date, starts: time, ends: time) -> tuple[Item, ...]:
    """The items of one day that start between two times of day; what is on at the first, when none does."""
    begun = tuple(item for item in on_day(day) if starts <= item.starts.time() <= ends)
    if begun and starts < ends:
        return begun
    return tuple(item for item in on_day(day) if item.starts.time() <= starts and item.is_on(_at(item, starts)))


def _at(item: Item, moment: time) -> datetime:
    return datetime.combine(item.day, moment, item.starts.tzinfo)


def under_way(at: datetime) -> tuple[Item, ...]:
    """What is on at `at`."""
    return tuple(item for item in items() if item.is_on(at))


def following(at: datetime) -> tuple[Item, ...]:
    """What starts next after `at`: every item that shares the earliest start; none that is cancelled."""
    later = [item for item in items() if item.starts > at and not item.cancelled]
    return tuple(item for item in later if item.starts == later[0].starts) if later else ()


def phase(at: datetime) -> tuple[date, int]:
    """The date with the number of starts and ends passed: while it stays the same, nothing begins and nothing ends."""
    kept = catalogue.current().kept
    turns: list[float] | None = kept.get("turns")  # numbers: comparing times with zones costs ten times as much
    if turns is None:
        times = {each.starts for each in items()} | {each.until for each in items()}
        turns = kept["turns"] = sorted(each.timestamp() for each in times)
    return at.date(), bisect_right(turns, at.timestamp())


def item(key: str) -> Item:
    """The item with this key. Raises NotFound."""
    for each in items():
        if each.key == key:
            return each
    raise NotFound(key)
