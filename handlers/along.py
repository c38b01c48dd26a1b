"""What stands beside a moment or an item in the schedule, past the breaks."""

from datetime import datetime

from congress import agenda
from congress.agenda import Item
from understanding.ranking import is_break


def just_now(at: datetime) -> tuple[Item, ...]:
    """The sessions that began last today."""
    begun = [item for item in agenda.on_day(at.date()) if item.starts <= at and not item.cancelled]
    sessions = [item for item in begun if not is_break(item.title)] or begun
    return tuple(item for item in sessions if item.starts == sessions[-1].starts)


def just_over(at: datetime) -> tuple[Item, ...]:
    """The sessions of today that were the last to end."""
    over = [item for item in agenda.on_day(at.date()) if item.is_over(at) and not is_break(item.title)]
    last = max((item.ends or item.starts for item in over), default=at)
    return tuple(item for item in over if (item.ends or item.starts) == last)


def down_to_a_session(item: Item) -> tuple[Item, ...]:
    """What stands before an item on its day, back to something that is no break."""
    found: list[Item] = []
    earlier = [other for other in agenda.on_day(item.day) if other.starts < item.starts and not other.cancelled]
    for each in reversed(earlier):
        found.insert(0, each)
        if not is_break(each.title):
            break
    return tuple(found)


def up_to_a_session(after: datetime) -> tuple[Item, ...]:
    """What follows, meals included, until something that is no break."""
    found: tuple[Item, ...] = ()
    while items := agenda.following(after):
        found += items
        if not all(is_break(item.title) for item in items):
            break
        after = items[0].starts
    return found
