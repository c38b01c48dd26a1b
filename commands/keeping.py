"""The codes on the list, made and renewed in the background."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import models
from commands import codes
from congress import scenes

EVERY = 60.0  # seconds between two looks at the list
AT_ONCE = 20  # codes between two looks at whether the program is to stop


def keep(
    client: codes.Platform,
    now: Callable[[], datetime],
    stop: threading.Event,
    log: Any,
    every: float = EVERY,
) -> None:
    """Make what is on the list and not made, and renew what ends soon, until `stop` is set.

    When the day's calls are used up it tries again every `every` seconds: the client doesn't call before midnight. Two
    programs that do this at once make a code twice at worst, and both codes work.
    """
    while not stop.is_set():
        going = False
        try:
            try:
                going = _some(client, now, stop, log)
            finally:
                models.close()  # which may fail too, on a connection that is gone
        except Exception:
            # A database or platform that is away comes back; one code that is refused must not end the renewing.
            log.exception("codes could not be kept")
        if not going:
            stop.wait(every)


def _some(client: codes.Platform, now: Callable[[], datetime], stop: threading.Event, log: Any) -> bool:
    due = scenes.due(now())
    if not due:
        return False
    outcome = codes.make_all(client, due, now, limit=AT_ONCE, wait=stop.wait)
    log.info("codes made or renewed", made=outcome.made, left=outcome.left, why=outcome.why)
    return outcome.why == "limit"
