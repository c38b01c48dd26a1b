"""The table of delegations that changes: the members of a delegation are told of their new room, as of a moved item."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from congress import attendance
from congress.agenda import Item
from congress.notices import held, outbox, wording
from congress.notices.audience import Audience
from congress.notices.changes import LATE
from congress.notices.differences import bare, item_of
from congress.notices.held import HELD, KIND, SYSTEM
from handover.kinds import Change, Occasion, Telling, Told
from models import AgendaItem, Delegate
from models.sealing import hashed

TOLD_OF = ("name", "room", "convener", "phone")
NOTHING = dict.fromkeys(TOLD_OF, "")
# Characters of a keyed hash that stand for a convener or a telephone: enough to see that it changed, too few to find
# whose it was.
TRACE = 6


@dataclass(frozen=True, slots=True)
class Move:
    """One delegation before and after, with the parts that differ: room, convener, phone. Of the latter two, `old` and
    `new` say nothing that could be told."""

    key: str
    old: Mapping[str, str]
    new: Mapping[str, str]
    parts: frozenset[str]

    @property
    def name(self) -> str:
        """As it is called now."""
        return self.new["name"] or self.old["name"]


def tell(changes: Sequence[Change], occasion: Occasion) -> tuple[Told, ...]:
    """Write a notice for each delegation whose room, convener or telephone changed; what is told to how many.

    Called in the transaction of the changes. Convener and telephone are in no notice: people are told that there is
    another, and ask for it themselves. What is taken back within the grace is told to nobody.
    """
    occasion = held.allowed(occasion)
    read = [Change(_key(each.key), _said(each.before), _said(each.after), each.withdrawn) for each in changes]
    read = held.anew(read, occasion)
    items = _items()
    if occasion.telling is Telling.QUIETLY or (items and items[-1].is_over(occasion.at)):
        return ()
    dry = occasion.telling is Telling.DRY
    told = []
    for move in moves(read):
        badges = _members(move)
        number = 0 if dry or not badges else _write(move, badges, items, read, occasion)
        told.append(Told(message(move), len(badges), number))
    return tuple(told)


def moves(changes: Sequence[Change]) -> tuple[Move, ...]:
    """What is worth telling: no delegation that is new or goes by another name in the same room, nothing cosmetic, no
    convener or telephone where there was none."""
    came = {bare(each.after["room"]) for each in changes if each.after and (each.before is None or each.withdrawn)}
    went = {bare(each.before["room"]) for each in changes if each.before and not each.withdrawn and not each.after}
    renamed = (came & went) - {""}
    found = []
    for each in changes:
        if each.before is None:
            continue
        old = NOTHING | {"name": each.before["name"]} if each.withdrawn else each.before
        new = each.after or NOTHING
        if (each.withdrawn or each.after is None) and bare((each.after or each.before)["room"]) in renamed:
            continue
        parts = {"room"} if bare(old["room"]) != bare(new["room"]) else set()
        parts |= {part for part in ("convener", "phone") if old[part] and new[part] and old[part] != new[part]}
        if parts:
            found.append(Move(each.key, old, new, frozenset(parts)))
    return tuple(found)


def message(move: Move) -> str:
    """The message."""
    return wording.words("room.txt", move=move)


def _write(
    move: Move, badges: Sequence[str], items: Sequence[Item], changes: Sequence[Change], occasion: Occasion
) -> int:  # fmt: skip
    due = occasion.at + HELD * occasion.grace
    number = outbox.write(
        KIND, f"{KIND}:{secrets.token_hex(12)}", Audience.of_badges(badges), message(move), occasion.at, due=due,
        expires=max(items[-1].until, due + LATE) if items else None, by=SYSTEM, url="/me",
        title=wording.words("room_title.txt", move=move), details=_details(move, items, occasion.at),
    )  # fmt: skip
    held.keep(number, (each for each in changes if each.key == move.key), TOLD_OF)
    return number


def _details(move: Move, items: Sequence[Item], at: datetime) -> dict[str, str]:
    """For templates, whose times are those of what comes next in these rooms: it stays when it was."""
    left = [item for item in items if not item.is_over(at)]
    there = [item for item in left if attendance.is_apart(item)] or left
    when = wording.moment(there[0].starts if there else at)
    said = {what: wording.words("room_detail.txt", what=what, move=move) for what in ("item", "place", "note")}
    return {name: wording.short(value) for name, value in said.items()} | {"when": when, "was": when}


def _items() -> list[Item]:
    """The schedule by the end of its items, as the caller's transaction sees it."""
    rows: Iterable[dict[str, Any]] = AgendaItem.select().where(~AgendaItem.withdrawn).dicts().iterator()
    return sorted((item_of(row["key"], row) for row in rows), key=lambda item: item.until)


def _members(move: Move) -> list[str]:
    """The badges of its members, also when the roster has its new name already, or not yet."""
    row = Delegate
    names = [name for name in {move.old["name"], move.new["name"]} if name]
    return [each.badge for each in row.select(row.badge).where(row.delegation.in_(names) & ~row.withdrawn)]


def _said(row: Mapping[str, Any] | None) -> dict[str, str] | None:
    if row is None:
        return None
    return {"name": row["name"], "room": row["room"]} | {part: hashed(row[part])[:TRACE] for part in TOLD_OF[2:]}


def _key(key: str) -> str:
    """As its change is kept, beside those of the schedule."""
    return f"@{sha256(key.encode()).hexdigest()[:40]}"
