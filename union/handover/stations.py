"""Rows of the table of rest stations."""

import re
import unicodedata
from collections.abc import Callable

from handover import cells
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from models import Station
from union.handover.headings import headings

# Degrees between which China lies: the two ranges do not touch, so that swapped coordinates show themselves.
LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows; rows do not depend on each other."""
    return _read


def _read(row: Row) -> Entry:
    written = row.needed("code")
    row.key = "".join(unicodedata.normalize("NFKC", written).split()).upper()
    name = row.subject = row.needed("name")
    if row.key != written:
        row.corrected("code_written", "code", written, row.key)
    longitude, latitude = _coordinates(row)
    return row.entry(
        row.key, name=name, district=row.text("district"), address=row.text("address"), longitude=longitude,
        latitude=latitude, located=longitude is not None, hours=row.text("hours"), facilities=row.text("facilities"),
        phone=row.phone("phone"),
    )  # fmt: skip


def _coordinates(row: Row) -> tuple[float, float] | tuple[None, None]:
    """Degrees east and north, set right when they were swapped; nothing when they can't be a place in China."""
    written = f"{cells.text(row.raw('longitude'))}, {cells.text(row.raw('latitude'))}"
    east, north = _degrees(row.raw("longitude")), _degrees(row.raw("latitude"))
    if not (east or north):
        row.dropped("coordinates_zero" if east == 0 or north == 0 else "coordinates_missing", "longitude", written)
        return None, None
    if east and north and _within(east, LATITUDES) and _within(north, LONGITUDES):
        row.corrected("coordinates_swapped", "longitude", written, f"{north}, {east}")
        return north, east
    if east and north and _within(east, LONGITUDES) and _within(north, LATITUDES):
        return east, north
    row.dropped("coordinates_bad", "longitude", written)
    return None, None


def _degrees(value: object) -> float | None:
    if isinstance(value, (int, float)):
        return float(value)
    match = re.fullmatch(r"[^\d.-]*(-?\d+(?:\.\d+)?)[^\d.]*", unicodedata.normalize("NFKC", cells.text(value)))
    return float(match[1]) if match else None


def _within(degrees: float, between: tuple[float, float]) -> bool:
    return between[0] <= degrees <= between[1]


KIND = Kind(
    name="stations", model=Station, key="code", headings=headings("stations"),
    needs=(("code",), ("name",), ("address", "longitude")), begin=begin,
)  # fmt: skip
