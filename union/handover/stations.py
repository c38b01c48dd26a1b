"""Rows of the table of rest stations."""

import hashlib
import unicodedata
from collections.abc import Callable

from handover import cells, openings
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from models import Station
from union import coordinates
from union.handover.headings import axes, headings, hints, like, others, systems

AND = "\uff0c"
CONVERTED = {"bd09": "coordinates_bd09", "wgs84": "coordinates_wgs84"}  # what is said of a table in another system
# Degrees between which China lies: the two ranges do not touch, so that swapped coordinates show themselves.
LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows that knows in which system the table's coordinates are."""
    said = " ".join([*about.titles, *about.headings.values()]).casefold()
    system = next((name for name, words in systems().items() if any(word in said for word in words)), "")
    told = False

    def read(row: Row) -> Entry:
        nonlocal told
        name = row.subject = row.needed("name")
        if "code" in about.headings:
            written = row.needed("code")
            row.key = "".join(unicodedata.normalize("NFKC", written).split()).upper()
            if row.key != written:
                row.corrected("code_written", "code", written, row.key)
        else:  # the same place has the same code in every file
            row.key = "X" + hashlib.sha256(f"{name}{row.text('address')}".encode()).hexdigest()[:11].upper()
        longitude, latitude = _coordinates(row, about.headings.get("position", ""))
        if longitude is not None and latitude is not None and system:
            longitude, latitude = coordinates.SYSTEMS[system](longitude, latitude)
            if not told:
                told = True
                row.doubtful(CONVERTED[system], "longitude", "")
        hours, facilities = _with_remark(row)
        return row.entry(
            row.key, name=name, district=row.text("district"), address=_address(row), longitude=longitude,
            latitude=latitude, located=longitude is not None, hours=hours, facilities=facilities,
            phone=row.phone("phone", longest=Station.phone.max_length),
        )  # fmt: skip

    return read


def _with_remark(row: Row) -> tuple[str, str]:
    """The opening hours and what there is, with the remark behind what it is about."""
    hours, facilities, remark = row.text("hours"), row.text("facilities"), row.text("remark")
    if not remark or remark in hours or remark in facilities:
        return hours, facilities
    if openings.names_days(remark) and len(hours) + len(remark) < Station.hours.max_length:
        return AND.join(filter(None, (hours, remark))), facilities
    return hours, row.cut("facilities", AND.join(filter(None, (facilities, remark))), Station.facilities.max_length)


def _address(row: Row) -> str:
    """The address, with the street before it that stands in a column of its own."""
    street, address = row.text("street"), row.text("address")
    return address if street in address else f"{street}{address}"


def _coordinates(row: Row, heading: str) -> tuple[float, float] | tuple[None, None]:
    """Degrees east and north, set right when they were swapped; nothing when they can't be a place in China."""
    apart = [cells.text(row.raw(name)) for name in ("longitude", "latitude")]
    written = ", ".join(apart)
    east, north = (coordinates.degrees(row.raw(name)) for name in ("longitude", "latitude"))
    together = not all(apart)
    if together:  # both in one cell, in either order
        whole = cells.text(row.raw("position")) or "".join(apart)
        first, second = coordinates.pair(whole)
        if first is not None and second is not None:
            east, north, written = first, second, whole
    if not (east or north):
        row.dropped("coordinates_zero" if east == 0 or north == 0 else "coordinates_missing", "longitude", written)
        return None, None
    if east and north and _within(east, LATITUDES) and _within(north, LONGITUDES):
        if not together or not _latitude_first(heading):
            row.corrected("coordinates_swapped", "longitude", written, f"{north}, {east}")
        return north, east
    if east and north and _within(east, LONGITUDES) and _within(north, LATITUDES):
        return east, north
    row.dropped("coordinates_bad", "longitude", written)
    return None, None


def _latitude_first(heading: str) -> bool:
    """Whether the heading itself says that latitude comes first."""
    words = cells.bare(heading)
    places = [min((words.find(each) for each in names if each in words), default=-1) for names in axes()]
    return -1 < places[1] < places[0]


def _within(degrees: float, between: tuple[float, float]) -> bool:
    return between[0] <= degrees <= between[1]


def _is_position(value: object) -> bool:
    """Whether a cell holds both coordinates of a place in China."""
    first, second = coordinates.pair(value) if isinstance(value, str) else (None, None)
    places = ((first, second), (second, first))
    return any(a and b and _within(a, LONGITUDES) and _within(b, LATITUDES) for a, b in places)


KIND = Kind(
    name="stations", model=Station, key="code", headings=headings("stations"), hints=hints("stations"),
    like=like("stations"), others=others("stations"), naming="name",
    hinted=(("name",), ("address", "street", "position", "longitude", "district", "hours", "facilities", "phone")),
    needs=(("name",), ("address", "longitude", "position"), ("code", "longitude", "position", "district")),
    begin=begin, contents={"position": _is_position},
)  # fmt: skip
