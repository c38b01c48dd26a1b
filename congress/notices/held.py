"""Changes whose notice is still held for its grace: what changes again is told once, from what people know."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from congress import audit
from congress.catalogue import naive
from congress.notices import differences, outbox, switches
from handover.kinds import Change, Occasion, Telling
from models import ItemChange, Notice

KIND = "change"
SYSTEM = "system"
HELD = 2  # times the grace: the hand-over has other files to read before staff see what will be told
STILL_HELD = (outbox.State.QUEUED.value, outbox.State.PAUSED.value)


def allowed(occasion: Occasion) -> Occasion:
    """The occasion; a quiet one when staff switched this kind of notice off."""
    if Telling.ALOUD is occasion.telling and not switches.is_on(KIND):
        return Occasion(occasion.at, occasion.grace, Telling.QUIETLY)
    return occasion


def anew(changes: Sequence[Change], occasion: Occasion) -> list[Change]:
    """These changes as one with those of the same rows of which nobody was told yet; the notices of those are stopped,
    and what else they told of is among the answer.
    """
    held = _held({each.key for each in changes}, occasion.at)
    if occasion.telling is not Telling.DRY:
        held = [number for number in held if _taken_back(number, occasion.at)]
    return differences.folded(_changes_of(held), changes)


def keep(notice: int, changes: Iterable[Change], names: Iterable[str]) -> None:
    """Keep what a notice tells of, of each row these columns, until it may have to be said anew."""
    names = tuple(names)
    rows = [
        {"notice": notice, "key": each.key, "before": _packed(each.before, names),
         "after": _packed(each.after, names), "withdrawn": each.withdrawn}
        for each in changes
    ]  # fmt: skip
    ItemChange.insert_many(rows).execute()


def _held(keys: Iterable[str], at: datetime) -> list[int]:
    """Notices of these rows of which nobody was told yet."""
    numbers = ItemChange.select(ItemChange.notice).where(ItemChange.key.in_(list(keys)))
    waiting = (Notice.kind == KIND) & Notice.state.in_(STILL_HELD) & ~Notice.expanded & (Notice.recipients == 0)
    rows = Notice.select(Notice.id).where(Notice.id.in_(numbers) & waiting & (Notice.due > naive(at)))
    return [row.id for row in rows.order_by(Notice.id)]


def _taken_back(number: int, at: datetime) -> bool:
    """Stop a notice that is still held; False when it went out, or staff stopped it, a moment ago."""
    held = (Notice.id == number) & Notice.state.in_(STILL_HELD) & ~Notice.expanded & (Notice.recipients == 0)
    end = {"state": outbox.State.CANCELLED.value, "finished": naive(at).replace(microsecond=0)}
    if not Notice.update(end).where(held).execute():
        return False
    audit.note(SYSTEM, "notice.overtaken", str(number), at)
    return True


def _changes_of(notices: Sequence[int]) -> list[Change]:
    rows = ItemChange.select().where(ItemChange.notice.in_(notices)).order_by(ItemChange.id) if notices else ()
    return [Change(row.key, _unpacked(row.before), _unpacked(row.after), bool(row.withdrawn)) for row in rows]


def _packed(values: Mapping[str, Any] | None, names: tuple[str, ...]) -> str:
    if values is None:
        return ""
    return json.dumps({name: values[name] for name in names if name in values}, default=_iso, ensure_ascii=False)


def _iso(value: date) -> str:
    return value.isoformat()


def _unpacked(written: str) -> dict[str, Any] | None:
    return json.loads(written) if written else None
