"""How often each code was scanned, by scene and hour.

Every scan is a row of its own: the number of a message is unique, so that a delivery that comes twice counts once, and
a rush at one desk writes side by side instead of queueing for one counter. Sums are made when somebody looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import SQL, Case, fn

from congress.catalogue import BEIJING
from congress.scenes import LONGEST, shown
from models import Scan

# Every engine writes a time as text in the same way: the first thirteen characters are day and hour. Literals, for
# PostgreSQL can't tell that two parameters are the same and would not group by them.
HOUR = fn.SUBSTR(Scan.at.cast("CHAR(19)"), SQL("1"), SQL("13")).coerce(False)
FIRST = fn.SUM(Case(None, ((Scan.first, 1),), 0))


@dataclass(frozen=True, slots=True)
class Count:
    """Scans of one scene: `first` by people who followed by it, `repeat` by people who followed already.

    `hour` is when the hour begins, aware, +08:00; None for all of them together.
    """

    scene: str
    first: int
    repeat: int
    hour: datetime | None = None

    @property
    def total(self) -> int:
        """All scans."""
        return self.first + self.repeat


def count(message_key: str, scene: str, at: datetime, first: bool) -> None:
    """Count one scan, in one statement; the same message key again changes nothing, whichever process brings it.

    Codes whose keys are secret are counted under their kind. `at` is the time of the push, aware; `first` says that the
    person followed by this scan.
    """
    naive = at.astimezone(BEIJING).replace(tzinfo=None)
    values = {"message_key": message_key, "scene": shown(scene)[:LONGEST], "at": naive, "first": first}
    Scan.insert(values).on_conflict_ignore().execute()


def of(scene: str) -> int:
    """How often a scene was scanned."""
    return Scan.select().where(Scan.scene == scene).count()


def counts() -> tuple[Count, ...]:
    """Every scanned scene, the busiest first."""
    rows = Scan.select(Scan.scene, fn.COUNT(Scan.id), FIRST).group_by(Scan.scene)
    found: Iterable[tuple[str, int, int]] = rows.order_by(fn.COUNT(Scan.id).desc(), Scan.scene).tuples().iterator()
    return tuple(Count(scene, int(first), int(number) - int(first)) for scene, number, first in found)


def hourly() -> tuple[Count, ...]:
    """Every scanned scene in every hour that had a scan, by hour, then by scene."""
    rows = Scan.select(HOUR, Scan.scene, fn.COUNT(Scan.id), FIRST).group_by(HOUR, Scan.scene)
    found: Iterable[tuple[Any, str, int, int]] = rows.order_by(HOUR, Scan.scene).tuples().iterator()
    return tuple(
        Count(scene, int(first), int(number) - int(first), _hour(hour)) for hour, scene, number, first in found
    )


def _hour(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=BEIJING)
