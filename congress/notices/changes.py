"""A schedule that changes: those whom it concerns are told the difference, once, after a short grace."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from congress import attendees, audit
from congress.catalogue import naive
from congress.notices import attending, differences, outbox, switches, wording
from congress.notices.audience import Audience
from congress.notices.differences import Difference
from handover.kinds import Change, Occasion, Telling, Told
from models import ItemChange, Notice

KIND = "change"
TOLD_OF = ("day", "starts", "ends", "title", "place", "audience")
LATE = timedelta(minutes=5)  # a change of what is nearly over is told for so long
HELD = 2  # times the grace: the hand-over has other files to read before staff see what will be told
STILL_HELD = (outbox.State.QUEUED.value, outbox.State.PAUSED.value)
SYSTEM = "system"


def tell(changes: Sequence[Change], occasion: Occasion) -> tuple[Told, ...]:
    """Write a notice for each group of people whom the same changes concern; what is told to how many.

    Called in the transaction of the changes. Rows that changed again while their notice was still held are told of
    as one change, from what people know; what was taken back is told to nobody.
    """
    if Telling.ALOUD is occasion.telling and not switches.is_on(KIND):
        occasion = Occasion(occasion.at, occasion.grace, Telling.QUIETLY)
    dry = occasion.telling is Telling.DRY
    held = _held({each.key for each in changes}, occasion.at)
    if not dry:
        held = [number for number in held if _taken_back(number, occasion.at)]
    changes = differences.folded(_changes_of(held), changes)
    if occasion.telling is Telling.QUIETLY:
        return ()
    found = differences.differences(changes, occasion.at)
    groups = attending.concerned({each: each.audiences for each in found}, attendees.everybody()) if found else {}
    told = [Told(message(some), len(badges), 0 if dry else _write(some, badges, changes, occasion))
            for some, badges in groups.items()]  # fmt: skip
    unheard = tuple(each for each in found if not any(each in some for some in groups))
    return (*told, *((Told(message(unheard), 0),) if unheard else ()))


@dataclass(frozen=True, slots=True)
class Released:
    """What a hand-over will tell after all, and in how many seconds."""

    told: tuple[Told, ...]
    seconds: int


def released(told: Sequence[Told], at: datetime, grace: timedelta) -> Released:
    """Staff see now what will be told: it goes out after `grace`, and not later than it would have.

    `at` is aware. What a later file of the same hand-over took back is not in it. A hand-over that is killed before
    this tells people all the same.
    """
    numbers, due = [each.number for each in told if each.number], naive(at + grace).replace(microsecond=0)
    held = Notice.id.in_(numbers) & (Notice.state == outbox.State.QUEUED.value)
    Notice.update(due=due).where(held & (Notice.due > due)).execute()
    left = {
        notice.number: (notice.due - at).total_seconds()
        for notice in map(outbox.notice, numbers) if notice.state is not outbox.State.CANCELLED
    }  # fmt: skip
    kept = tuple(each for each in told if not each.number or each.number in left)
    return Released(kept, max(0, round(min(left.values(), default=0))))


def told_since(key: str, at: datetime) -> bool:
    """Whether people were told of a change of this row of the schedule at `at` (aware) or later."""
    numbers = ItemChange.select(ItemChange.notice).where(ItemChange.key == key)
    valid = (Notice.state != outbox.State.CANCELLED.value) & (Notice.at >= naive(at))
    return bool(Notice.select().where(Notice.id.in_(numbers) & valid).exists())


def line(difference: Difference) -> str:
    """One difference in words, without an end."""
    return wording.words("difference.txt", difference=difference)


def message(some: Sequence[Difference]) -> str:
    """The message; of a bundle as many as it can hold."""
    lines = [line(each) for each in some]
    for kept in range(len(lines), 0, -1):
        words = wording.words("change.txt", lines=lines[:kept], more=len(lines) - kept)
        if len(words.encode()) <= wording.MESSAGE:
            return words
    return wording.fitting(words)


def _write(
    some: Sequence[Difference], badges: Sequence[str], changes: Iterable[Change], occasion: Occasion
) -> int:  # fmt: skip
    due = occasion.at + HELD * occasion.grace
    last = max(item.until for each in some for item in (each.old, each.new) if item is not None)
    first = some[0].item
    number = outbox.write(
        KIND, f"{KIND}:{secrets.token_hex(12)}", Audience.of_badges(badges), message(some), occasion.at, due=due,
        expires=max(last, due + LATE), by=SYSTEM, url=f"/agenda/{first.key}" if some[0].new else "/agenda",
        title=wording.words("change_title.txt", items=[each.item for each in some]), details=_details(some[0]),
    )  # fmt: skip
    keys = {key for each in some for key in each.keys}
    rows = [
        {"notice": number, "key": each.key, "before": _packed(each.before), "after": _packed(each.after),
         "withdrawn": each.withdrawn}
        for each in changes if each.key in keys
    ]  # fmt: skip
    ItemChange.insert_many(rows).execute()
    return number


def _details(difference: Difference) -> dict[str, str]:
    """For templates: also when it was to be before, and what changed in a few words."""
    note = wording.words("change_note.txt", difference=difference)
    was = wording.moment((difference.old or difference.item).starts)
    return wording.details(difference.item) | {"was": was, "note": wording.short(note)}


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


def _packed(values: Mapping[str, Any] | None) -> str:
    if values is None:
        return ""
    said = {name: values[name] for name in TOLD_OF}
    return json.dumps(said, default=_iso, ensure_ascii=False)


def _iso(value: date) -> str:
    return value.isoformat()


def _unpacked(written: str) -> dict[str, Any] | None:
    return json.loads(written) if written else None
