"""A schedule that changes: those whom it concerns are told the difference, once, after a short grace."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from congress import attendees
from congress.catalogue import naive
from congress.notices import attending, differences, held, outbox, wording
from congress.notices.audience import Audience
from congress.notices.differences import Difference
from congress.notices.held import HELD, KIND, SYSTEM
from handover.kinds import Change, Occasion, Telling, Told
from models import ItemChange, Notice

TOLD_OF = ("day", "starts", "ends", "title", "place", "audience", "cancelled")
LATE = timedelta(minutes=5)  # a change of what is nearly over is told for so long


def tell(changes: Sequence[Change], occasion: Occasion) -> tuple[Told, ...]:
    """Write a notice for each group of people whom the same changes concern; what is told to how many.

    Called in the transaction of the changes. Rows that changed again while their notice was still held are told of
    as one change, from what people know; what was taken back is told to nobody.
    """
    occasion = held.allowed(occasion)
    dry = occasion.telling is Telling.DRY
    changes = held.anew(changes, occasion)
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
    waiting = Notice.id.in_(numbers) & (Notice.state == outbox.State.QUEUED.value)
    Notice.update(due=due).where(waiting & (Notice.due > due)).execute()
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
    held.keep(number, (each for each in changes if each.key in keys), TOLD_OF)
    return number


def _details(difference: Difference) -> dict[str, str]:
    """For templates: also when it was to be before, and what changed in a few words."""
    note = wording.words("change_note.txt", difference=difference)
    was = wording.moment((difference.old or difference.item).starts)
    return wording.details(difference.item) | {"was": was, "note": wording.short(note)}
