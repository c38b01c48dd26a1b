"""Rows of the table of delegations with their discussion rooms."""

import re
from collections.abc import Callable

from congress.handover.headings import headings, hints, like, others, words
from congress.notices import rooms
from handover import keys
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from handover.telephones import telephone
from models import Delegation

LONGEST = 40  # characters of a telephone with whose it is
ROOM = 200  # and of a room with its floor
AROUND = re.compile(r"[\s:：,，、;；/()（）]+$|^[\s:：,，、;；/()（）]+|[(（]\s*[)）]")
NUMBER = re.compile(r"[+\d][\d\s-]{5,20}\d")


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows; rows do not depend on each other."""
    return _read


def _read(row: Row) -> Entry:
    name = row.subject = row.needed("name")
    row.key = keys.key(keys.pinyin(name.removesuffix(words()["delegation"]) or name))
    room = row.text("room")
    if not room:
        row.doubtful("room_missing", "room", "")
    if (floor := row.text("floor")) and floor not in room:
        room = row.cut("room", f"{floor} {room}".strip(), ROOM)
    convener, liaison, (whose, phone) = _parted(row, "convener")[0], _name(row), _parted(row, "phone")
    if not phone or not whose:
        phone = row.phone("phone")
    if not phone:  # in one cell with whose it is
        named, phone = _parted(row, "liaison")
        liaison = named if phone else liaison
    liaison = liaison or (whose if phone else "")
    if liaison and phone:  # who answers it is told with the telephone, to the same people
        phone = f"{phone}{words()['whose'].format(name=liaison)}"
    elif liaison and not convener:
        convener = f"{liaison}{words()['liaison']}"
    elif liaison:
        row.dropped("liaison_unreachable", "liaison", liaison)
    return row.entry(row.key, name=name, room=room, convener=convener, phone=row.cut("phone", phone, LONGEST))


def _parted(row: Row, field: str) -> tuple[str, str]:
    """The words and the telephone of one cell: everybody hears who leads a group, and its members alone a number."""
    written = row.text(field)
    for found in NUMBER.finditer(written):
        if number := telephone(found[0]):
            return AROUND.sub("", written.replace(found[0], " ")).strip(), number
    return written, ""


def _name(row: Row) -> str:
    """The liaison's name; a telephone number in its place is one."""
    written = row.text("liaison")
    return "" if written in row.text("convener") else written


KIND = Kind(
    name="delegations", model=Delegation, key="key", headings=headings("delegations"), hints=hints("delegations"),
    like=like("delegations"), others=others("delegations"), naming="name",
    needs=(("name",), ("room",)),
    begin=begin, identity=("name",), private=frozenset({"convener", "liaison", "phone"}),
    tell=rooms.tell,
)  # fmt: skip
