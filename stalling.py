"""Ends a worker that has taken no task for too long, so that the supervisor starts it anew."""

import multiprocessing.sharedctypes
import os
import threading
import time
from collections.abc import Callable

PATIENCE = 45.0  # seconds without a task: longer than the longest call, though a tick comes every second
LOOK = 5.0  # seconds between two looks
LINE = b'{"level":"error","event":"no task was taken for too long: the worker begins anew"}\n'


class Pulse:
    """When a task last began or ended, in Unix seconds, shared with the processes that are forked later."""

    def __init__(self) -> None:
        self._last = multiprocessing.sharedctypes.RawValue("d", time.time())

    def beat(self) -> None:
        """A task begins or ends."""
        self._last.value = time.time()

    def silent(self) -> float:
        """Seconds since the last one."""
        return max(0.0, time.time() - self._last.value)


def watch(pulse: Pulse, end: Callable[[int], None] = os._exit) -> None:
    """Look from a thread of its own. What was under way is taken up as after any death.

    When processes are killed in the wrong moment, Celery may wait for results that nobody will bring, and take no more.
    Nobody is asked whether tasks wait: a worker without a broker, or a beat, loses nothing by beginning anew.
    """

    def look() -> None:
        while pulse.silent() <= PATIENCE:
            time.sleep(LOOK)
        os.write(2, LINE)  # no logger: whoever hangs may hold its lock
        end(1)

    threading.Thread(target=look, name="stalling", daemon=True).start()
