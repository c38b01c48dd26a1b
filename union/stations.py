"""Rest stations for outdoor workers, by their distance from a place."""

import math
from dataclasses import dataclass

from models import Station as Row

EARTH = 6_371_008.8  # metres, mean radius
DEGREE = math.radians(1) * EARTH  # metres of a degree of latitude
# Half the side of the box that is searched, in metres; the next one when the first holds too few.
BOXES = (3_000.0, 15_000.0, 80_000.0)


@dataclass(frozen=True, slots=True)
class Station:
    """One station and how far it is, in metres along the great circle."""

    code: str
    name: str
    district: str
    address: str
    hours: str
    facilities: str
    phone: str
    distance: float


def nearest(latitude: float, longitude: float, count: int = 3) -> tuple[Station, ...]:
    """The `count` nearest stations with known coordinates, nearest first, at most 80 km away; GCJ-02 degrees.

    Empty when there is none within reach, or when the coordinates are no place on earth.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return ()
    found: list[Station] = []
    for reach in BOXES:
        found = sorted(_in_box(latitude, longitude, reach), key=lambda each: (each.distance, each.code))
        # A corner of the box is farther away than a place beyond its side: only what is within `reach` is certain.
        found = [station for station in found if station.distance <= reach]
        if len(found) >= count:
            break
    return tuple(found[:count])


def distance(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Metres along the great circle (haversine)."""
    here, there = math.radians(latitude), math.radians(to_latitude)
    north, east = there - here, math.radians(to_longitude - longitude)
    half = math.sin(north / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def _in_box(latitude: float, longitude: float, reach: float) -> list[Station]:
    north = reach / DEGREE
    east = north / max(0.01, math.cos(math.radians(latitude)))
    rows = Row.select().where(
        ~Row.withdrawn, Row.located, Row.latitude.between(latitude - north, latitude + north),
        Row.longitude.between(longitude - east, longitude + east),
    )  # fmt: skip
    return [
        Station(r.code, r.name, r.district, r.address, r.hours, r.facilities, r.phone,
                distance(latitude, longitude, r.latitude or 0.0, r.longitude or 0.0))
        for r in rows
    ]  # fmt: skip
