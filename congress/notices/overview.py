"""The morning's overview: everybody's own day, once."""

from datetime import datetime, timedelta

from congress import agenda, attendees
from congress.notices import attending, outbox, planned, switches, wording
from congress.notices.audience import Audience
from congress.notices.held import SYSTEM
from congress.notices.reminders import Times
from models import database

KIND = "overview"
LATE = timedelta(hours=3)  # after a stop it is still worth something for so long


def plan(at: datetime, times: Times) -> int:
    """Write the overviews of the day if it is time, one for all who attend the same items; how many. `at` is aware."""
    if times.overview is None or not switches.is_on(KIND):
        return 0
    moment = datetime.combine(at.date(), times.overview, at.tzinfo)
    if not moment <= at < moment + LATE or times.quiet.holds(at):
        return 0
    mark = f"{KIND}:{at:%Y%m%d}"
    items = [item for item in agenda.on_day(at.date()) if not item.is_over(at) and not item.cancelled]
    if not items or planned.known([mark]):
        return 0
    with database.atomic():
        if not planned.first(mark, at):
            return 0
        groups = attending.days_of(items, attendees.everybody())
        for number, (some, badges) in enumerate(groups.items(), 1):
            words = wording.words("overview.txt", items=some, day=at.date())
            outbox.write(
                KIND, f"{mark}:{number}", Audience.of_badges(badges), wording.fitting(words), at, by=SYSTEM,
                expires=max(item.until for item in some), url=f"/agenda?day={at.date()}",
                title=wording.words("overview_title.txt", day=at.date()), details=wording.details(some[0]),
            )  # fmt: skip
    return len(groups)
