"""Rest stations for outdoor workers: the rows in memory, found by a place on earth, a name, a district or a street."""

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handover.openings import State, Week, week
from models import Station as Row
from union.places import SAMPLE, Places, called
from union.sphere import Sphere

PARTS = re.compile(r"[\s、,，;；/。|+]+")
Wanted = Callable[["Station"], bool]


@dataclass(frozen=True, slots=True)
class Station:
    """One station. `latitude` and `longitude` are GCJ-02 degrees, None where nobody knows them."""

    code: str
    name: str
    district: str
    address: str
    hours: str
    facilities: str
    phone: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def open_hours(self) -> Week | None:
        """When it is open, if all of its hours can be read."""
        return week(self.hours)

    def state(self, at: datetime) -> State | None:
        """Whether it is open at that time (aware); None when its hours can't be read."""
        known = self.open_hours
        return known.state(at) if known is not None else None

    @property
    def has(self) -> frozenset[str]:
        """Its facilities, each as it is written."""
        return _parts(self.facilities)


@dataclass(frozen=True, slots=True)
class Near:
    """A station with its distance in metres along the great circle."""

    station: Station
    distance: float


class Stations:
    """All stations of one state of the table; learning it takes some 25 microseconds a station."""

    def __init__(self, rows: Iterable[Station]) -> None:
        """The rows in any order."""
        self.rows: tuple[Station, ...] = tuple(sorted(rows, key=lambda each: each.code))
        self.by_code = {each.code: each for each in self.rows}
        self._open: tuple[int, frozenset[str]] = (0, frozenset())
        self._counted: dict[frozenset[str], int] = {}  # at most one for each set of facilities that words mean
        self._placed = [each for each in self.rows if _is_a_place(each.latitude, each.longitude)]

    def __len__(self) -> int:
        return len(self.rows)

    def nearest(
        self, latitude: float, longitude: float, count: int = 3, wanted: Wanted | None = None
    ) -> tuple[Near, ...]:
        """The `count` nearest stations with known coordinates, nearest first, of equally near ones by their codes.

        Empty when there is none, or when the coordinates are no place on earth.
        """
        placed = self._placed
        among = None if wanted is None else lambda number: wanted(placed[number])
        found = self._sphere.nearest(latitude, longitude, count, among)
        return tuple(Near(placed[number], metres) for metres, number in found)

    def learn(self) -> None:
        """Work out now what the first question would wait for."""
        _ = self._sphere, self.places, self.facilities, self.hours

    @functools.cached_property
    def places(self) -> Places:
        """Where they are, in words."""
        return Places(self.rows)

    @functools.cached_property
    def facilities(self) -> Counter[str]:
        """Each facility as it is written, with how many have it."""
        return Counter(part for each in self.rows for part in each.has)

    def open_at(self, at: datetime) -> frozenset[str]:
        """The hours, as they are written, of which it is known that they are open at that time (aware)."""
        minute = int(at.timestamp() // 60)
        kept = self._open
        if kept[0] != minute:
            known = ((each, week(each)) for each in self.hours)
            kept = minute, frozenset(each for each, week in known if week is not None and week.state(at).is_open)
            self._open = kept
        return kept[1]

    @functools.cached_property
    def always(self) -> frozenset[str]:
        """The hours, as they are written, that never end."""
        return frozenset(each for each in self.hours if (read := week(each)) is not None and read.never_ends)

    def having(self, parts: frozenset[str]) -> int:
        """How many have any of some facilities."""
        if parts not in self._counted:
            self._counted[parts] = sum(1 for each in self.rows if parts & each.has)
        return self._counted[parts]

    @functools.cached_property
    def hours(self) -> Counter[str]:
        """Hours as they are written, with how many keep them."""
        return Counter(each.hours for each in self.rows if each.hours)

    @functools.cached_property
    def _sphere(self) -> Sphere:
        return Sphere([(each.latitude or 0.0, each.longitude or 0.0) for each in self._placed])


def kind() -> str:
    """What stations are called, from what their names have in common; empty when that is nothing."""
    some: Iterable[Any] = Row.select(Row.name).where(~Row.withdrawn).order_by(Row.id).limit(SAMPLE).tuples()
    return called([name for (name,) in some])


def read() -> Stations:
    """What the table holds now; the same object as the last time when nothing changed since."""
    global _last
    found = Stations(_rows())
    if found.rows != _last.rows:
        _last = found
    return _last


_last = Stations(())


def _rows() -> Iterable[Station]:
    columns: tuple[Any, ...] = (
        Row.code, Row.name, Row.district, Row.address, Row.hours, Row.facilities, Row.phone, Row.latitude,
        Row.longitude, Row.located,
    )  # fmt: skip
    for *told, latitude, longitude, located in Row.select(*columns).where(~Row.withdrawn).tuples().iterator():
        yield Station(*told, *((latitude, longitude) if located else (None, None)))


def _is_a_place(latitude: float | None, longitude: float | None) -> bool:
    return latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180


@functools.lru_cache(8192)  # thousands have one of a few hundred combinations
def _parts(written: str) -> frozenset[str]:
    return frozenset(filter(None, PARTS.split(written)))
