"""Rows of the table of delegations with their discussion rooms."""

import re
from collections.abc import Callable
from functools import cache

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
GAP = r"[\s\-\u2010-\u2015\uff0d]?"
NUMBERS = (
    rf"(?:(?:\+|00)?86{GAP})?1[3-9](?:{GAP}\d){{9}}(?!\d)",
    rf"[(（]?0\d{{2,3}}[)）]?{GAP}\d{{3,4}}{GAP}\d{{4}}(?!\d)(?:(?:-|\u8f6c)\d{{1,6}})?",
    rf"[48]00{GAP}\d{{3}}{GAP}\d{{4}}(?!\d)|[2-8]\d{{2,3}}{GAP}\d{{4}}(?!\d)",
    r"\d(?:-?\d){4,}",  # as much as anything else that is neither a name nor the number of a room
)
MOST = 2  # numbers of one cell: more are seldom all somebody's of a group


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows; rows do not depend on each other."""
    return _read


def _read(row: Row) -> Entry:
    name = row.subject = row.needed("name")
    row.key = keys.key(keys.pinyin(name.removesuffix(words()["delegation"]) or name))
    room, beside = _parted(row, "room", NUMBERS[:1])  # a room's own number may be long
    if not room:
        row.doubtful("room_missing", "room", "")
    if (floor := row.text("floor")) and floor not in room:
        room = row.cut("room", f"{floor} {room}".strip(), ROOM)
    convener, liaison, (whose, phone) = _parted(row, "convener")[0], _name(row), _parted(row, "phone")
    if not phone or not whose:
        phone = row.phone("phone")
    if not phone:  # in one cell with whose it is
        named, phone = _parted(row, "liaison")
        liaison, phone = (named, phone) if phone else (liaison, beside)
    liaison = liaison or (whose if phone else "")
    if liaison and phone:  # who answers it is told with the telephone, to the same people
        phone = f"{phone}{words()['whose'].format(name=liaison)}"
    elif liaison and not convener:
        convener = f"{liaison}{words()['liaison']}"
    elif liaison:
        row.dropped("liaison_unreachable", "liaison", liaison)
    return row.entry(row.key, name=name, room=room, convener=convener, phone=row.cut("phone", phone, LONGEST))


def _parted(row: Row, field: str, kinds: tuple[str, ...] = NUMBERS) -> tuple[str, str]:
    """The words and the telephones of one cell: everybody hears who leads a group, and its members alone a number."""
    written = row.text(field)
    if not (found := [each["number"] for each in _number(kinds).finditer(written)]):
        return written, ""
    numbers = dict.fromkeys(number for each in found if (number := telephone(each)))
    words = re.sub(r"\s*(?:[,，、;；/]\s*)*([,，、;；/])\s*", r"\1", AROUND.sub("", _number(kinds).sub(" ", written)))
    return AROUND.sub("", " ".join(words.split())), "、".join(list(numbers)[:MOST])


@cache
def _number(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """A telephone with the word for one before it, or so many digits that they may be somebody's."""
    label = rf"(?:{words()['telephone']})\s*[:：]?\s*"
    return re.compile(rf"(?:{label})?(?<!\d)(?P<number>{'|'.join(kinds)})", re.IGNORECASE)


def _name(row: Row) -> str:
    """The liaison's name, without a number beside it; "" for one who leads the group as well."""
    return "" if row.text("liaison") in row.text("convener") else _parted(row, "liaison")[0]


KIND = Kind(
    name="delegations", model=Delegation, key="key", headings=headings("delegations"), hints=hints("delegations"),
    like=like("delegations"), others=others("delegations"), naming="name",
    needs=(("name",), ("room",)),
    begin=begin, identity=("name",), private=frozenset({"convener", "liaison", "phone"}),
    tell=rooms.tell,
)  # fmt: skip
