"""Ends a worker that takes no tasks although some wait, so that the supervisor starts it anew."""

import multiprocessing.sharedctypes
import os
import threading
import time
from collections.abc import Callable

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

PATIENCE = 45.0  # seconds without a task: longer than the longest call, though a tick comes every second
LOOK = 5.0  # seconds between two looks
ANSWER = 2.0  # seconds that a broker gets
log = structlog.get_logger("background")


class Pulse:
    """When a task last began, in Unix seconds, shared with the processes that are forked later."""

    def __init__(self) -> None:
        self._last = multiprocessing.sharedctypes.RawValue("d", time.time())

    def beat(self) -> None:
        """A task begins or ends."""
        self._last.value = time.time()

    def silent(self) -> float:
        """Seconds since the last one."""
        return max(0.0, time.time() - self._last.value)


def waiting(app: Celery, queue: str) -> int:
    """How many tasks wait in a queue; 0 when the broker is gone, since then nobody can take them."""
    connection = app.connection_for_read(connect_timeout=ANSWER)
    try:
        connection.ensure_connection(max_retries=1, timeout=ANSWER)
        return int(connection.default_channel.queue_declare(queue=queue, passive=True).message_count)
    except (OperationalError, OSError, *connection.connection_errors, *connection.channel_errors):
        return 0
    finally:
        connection.release()


def stalled(app: Celery, queue: str, pulse: Pulse) -> bool:
    """Whether no task has begun or ended for too long, although some wait."""
    return pulse.silent() > PATIENCE and waiting(app, queue) > 0


def watch(app: Celery, queue: str, pulse: Pulse, end: Callable[[int], None] = os._exit) -> None:
    """Look from a thread of its own. What was under way is taken up as after any death.

    When processes are killed in the wrong moment, Celery may wait for results that nobody will bring, and take no more.
    """

    def look() -> None:
        while not stalled(app, queue, pulse):
            time.sleep(LOOK)
        log.error("no task was taken for too long: the worker begins anew", seconds=round(pulse.silent()))
        end(1)

    threading.Thread(target=look, name="stalling", daemon=True).start()
