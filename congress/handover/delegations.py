"""Rows of the table of delegations with their discussion rooms."""

from collections.abc import Callable

from congress.handover.headings import headings, hints, words
from congress.notices import rooms
from handover import keys
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from models import Delegation


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows; rows do not depend on each other."""
    return _read


def _read(row: Row) -> Entry:
    name = row.subject = row.needed("name")
    row.key = keys.key(keys.pinyin(name.removesuffix(words()["delegation"]) or name))
    room = row.text("room")
    if not room:
        row.doubtful("room_missing", "room", "")
    return row.entry(row.key, name=name, room=room, convener=row.text("convener"), phone=row.phone("phone"))


KIND = Kind(
    name="delegations", model=Delegation, key="key", headings=headings("delegations"), hints=hints("delegations"),
    needs=(("name",), ("room",)),
    begin=begin, identity=("name",), private=frozenset({"convener", "phone"}),
    tell=rooms.tell,
)  # fmt: skip
