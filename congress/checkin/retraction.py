"""A desk takes back one check-in of its own, named by its mark."""

from datetime import datetime

from congress import audit
from congress.checkin import arrivals, entries
from congress.errors import Invalid, NotFound
from models import CheckinEntry, database


def retract(mark: str, by: str, reason: str, at: datetime, *, alone: bool = False) -> bool:
    """Take back the entry with this mark; once more changes nothing, whatever has counted since, and is False.

    An entry that counts goes as arrivals.undo has it; one that does not, and any if `alone`, goes by itself. A desk
    that lost the answer asks again: hence the mark, for the badge may have been checked in anew meanwhile. `at` is
    aware. Raises NotFound; Invalid("reason").
    """
    reason = reason.strip()[: arrivals.LONGEST]
    if not reason:
        raise Invalid("reason")
    found = CheckinEntry.get_or_none(CheckinEntry.mark == mark)
    if found is None:
        raise NotFound("mark")
    with database.atomic():
        entries.turn(found.stage)
        mine = CheckinEntry.get_by_id(found.id)  # as it is now that nobody else changes the stage
        if mine.undone:
            return False
        rows = entries.of(mine.stage, mine.badge)
        later = [row for row in rows if row.holds and row.at > mine.at]
        if mine.holds and not later and not alone:
            arrivals.undo(mine.stage, mine.badge, by, reason, at)
            return True
        CheckinEntry.update(undone=True).where(CheckinEntry.id == mine.id).execute()
        for row in rows:
            row.undone = row.undone or row.id == mine.id
        entries.settle(rows, *arrivals.counting(mine.stage))
        audit.note(by, "checkin.undo", mine.badge, at, f"{mine.stage}: {reason}")
    return True
