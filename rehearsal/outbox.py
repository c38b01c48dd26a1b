"""A look at the product's notices while it runs."""

import time
from datetime import datetime, timedelta

from clock import BEIJING
from config import Settings
from congress.notices import hints, ledger, outbox
from congress.notices.ledger import Row
from congress.notices.outbox import State
from models import PeriodicRun
from rehearsal.records import opened

PLANS = "notices.planned"  # the work that writes reminders and overviews
SOON = timedelta(minutes=2)  # within which what is written goes out
LOOK = 0.05  # wall seconds between two looks


def at_rest(settings: Settings, shown: float) -> bool:
    """Whether nothing goes out now or soon, and the message path knows of every banner that waits.

    `shown` is congress time in Unix seconds.
    """
    soon = datetime.fromtimestamp(shown, BEIJING) + SOON
    with opened(settings):
        going = any(each.due <= soon for each in outbox.notices(states=(State.QUEUED, State.SENDING), most=500))
        return not going and not hints.missing(soon)


def planned_since(settings: Settings, wall: float) -> bool:
    """Whether reminders were planned after that time in Unix seconds of the wall."""
    with opened(settings):
        row = PeriodicRun.get_or_none(PeriodicRun.name == PLANS)
        return row is not None and row.begun > wall


def await_sending(settings: Settings, kind: str, patience: float) -> bool:
    """Wait for the first recipient of a notice of that kind whose message goes out; False after `patience` seconds."""
    deadline = time.monotonic() + patience
    with opened(settings):
        while time.monotonic() < deadline:
            for each in outbox.notices(kind=kind, states=(State.SENDING, State.DONE)):
                states = ledger.counts(each.number).states
                if states.get(Row.TRYING.value) or states.get(Row.SENT.value):
                    return True
            time.sleep(LOOK)
    return False
