"""Rest stations for outdoor workers: the rows in memory, found by a place on earth, a name, a district or a street."""

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import Station as Row
from union.hours import Hours, State, hours
from union.places import Places
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
    def open_hours(self) -> Hours | None:
        """When it is open, if all of its hours can be read."""
        return hours(self.hours)

    def state(self, at: datetime) -> State | None:
        """Whether it is open at that time (aware); None when its hours can't be read."""
        known = self.open_hours
        return known.state(at) if known is not None else None

    def is_open(self, at: datetime) -> bool:
        """Whether it is known to be open then."""
        state = self.state(at)
        return state is not None and state.is_open

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
    """All stations of one state of the table; building takes some 20 microseconds a station."""

    def __init__(self, rows: Iterable[Station]) -> None:
        """The rows in any order."""
        self.rows: tuple[Station, ...] = tuple(sorted(rows, key=lambda each: each.code))
        self.by_code = {each.code: each for each in self.rows}
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

    @functools.cached_property
    def places(self) -> Places:
        """Where they are, in words."""
        return Places(self.rows)

    @functools.cached_property
    def facilities(self) -> Counter[str]:
        """Each facility as it is written, with how many have it."""
        return Counter(part for each in self.rows for part in each.has)

    @functools.cached_property
    def hours(self) -> Counter[str]:
        """Hours as they are written, with how many keep them."""
        return Counter(each.hours for each in self.rows if each.hours)

    @functools.cached_property
    def _sphere(self) -> Sphere:
        return Sphere([(each.latitude or 0.0, each.longitude or 0.0) for each in self._placed])


def read(known: Stations | None = None) -> Stations:
    """What the table holds now; `known` itself when nothing changed since it was read."""
    found = Stations(_rows())
    if known is not None and known.rows == found.rows:
        return known
    return found


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
