"""Rows of the roster of delegates."""

import re
import unicodedata
from collections.abc import Callable

from congress.handover.headings import headings, hints, like, others, shapes, sure, words
from handover import cells
from handover.kinds import About, Entry, Kind
from handover.notes import masked
from handover.rows import Row
from models import Delegate

LONG = (
    "seat",
    "meal",
    "coach",
    "dining_table",
    "group_room",
)  # columns whose cells may say more than there is room for


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader that notices a seat or a telephone given to two people."""
    seats: dict[str, Row] = {}
    phones: dict[str, Row] = {}
    badges: set[str] = set()

    def read(row: Row) -> Entry:
        badge = row.key = _badge(row)
        name = _name(row)
        row.subject = masked(name)
        entry = row.entry(
            badge, name=name, sex=row.text("sex"), nation=row.text("nation"), category=row.text("category"),
            delegation=row.text("delegation"), post=_post(row), phone=row.phone("phone", personal=True),
            seat=_seat(row), room=_room(row), meal=row.text("meal"), coach=row.text("coach"),
            dining_table=row.text("dining_table"), group_room=row.text("group_room"), further=_further(row, about),
        )  # fmt: skip
        if not entry.values["phone"] and not cells.text(row.raw("phone")):
            row.doubtful("phone_missing", "phone", "")
        if badge not in badges:  # a badge that comes again is settled as a repetition or a conflict
            badges.add(badge)
            _shared(row, "seat", entry.values["seat"], seats)
            _shared(row, "phone", entry.values["phone"], phones)
        return entry

    return read


def _shared(row: Row, field: str, value: str, seen: dict[str, Row]) -> None:
    if value and (other := seen.setdefault(value, row)) is not row:
        told = masked(value) if field == "phone" else value
        row.doubtful(f"{field}_shared", field, told, line=str(other.line), other=other.subject)


def _badge(row: Row) -> str:
    written = row.needed("badge")
    badge = "".join(unicodedata.normalize("NFKC", written).split()).upper()
    if badge != written:
        row.corrected("badge_written", "badge", written, badge)
    return badge


def _name(row: Row) -> str:
    """The name without the spaces that align two-character names with longer ones."""
    written = cells.plain(str(row.raw("name") or "")).strip()
    name = row.needed("name")
    if re.search(r"[a-zA-Z]\s+[a-zA-Z]", name):
        return name
    name = "".join(name.split())
    if name != written:
        row.subject = masked(name)
        row.corrected("name_space", "name", written, name)
    return name


def _post(row: Row) -> str:
    """Employer and duty, also from two columns."""
    employer, duty = row.text("post"), row.text("duty")
    if duty.startswith(employer):
        return duty
    return employer if duty in employer else f"{employer} {duty}".strip()


def _room(row: Row) -> str:
    """Hotel and room, also from two columns."""
    hotel, room = row.text("hotel"), row.text("room")
    return room if hotel in room else f"{hotel} {room}".strip()


def _seat(row: Row) -> str:
    """The seat in one form: row and seat without blanks, whatever a seat is called."""
    written, word = row.text("seat"), words()
    match = re.fullmatch(rf"(\d+)\s*{word['row']}\s*(\d+)\s*(?:{'|'.join(word['seat_also'])})?", written)
    if match is None:
        return written
    seat = f"{int(match[1])}{word['row']}{int(match[2])}{word['seat']}"
    if seat != written:
        row.corrected("seat_written", "seat", written, seat)
    return seat


def _further(row: Row, about: About) -> str:
    """What else the roster tells of the person, a line for each column; also the whole of what a column cuts short."""
    model, told = Delegate._meta.fields, words()["further"]
    long = [
        told.format(heading=about.headings[field], value=written)
        for field in LONG
        if len(written := cells.plain(cells.text(row.raw(field))).replace("\n", " ")) > model[field].max_length
    ]
    if own := row.text("further"):  # the one column of its kind, which is known by the others
        long.append(told.format(heading=about.headings["further"], value=own))
    return row.cut("further", "\n".join([*long, *row.rest()]), model["further"].max_length)


KIND = Kind(
    name="roster", model=Delegate, key="badge", headings=headings("roster"), hints=hints("roster"),
    like=like("roster"), others=others("roster"), sure=sure("roster"), shapes=shapes("roster"), rest="further",
    people="name",
    needs=(("badge",), ("name",)),
    begin=begin, private=frozenset({"name", "phone", "further"}),
)  # fmt: skip
