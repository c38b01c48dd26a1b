"""Events that the platform tells later: how a template message, a mass message or a check went."""

import heapq
import itertools
import json
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.clock import Clock
from simulator.store import Store

_LOG = logging.getLogger(__name__)
LOOK_AGAIN = 0.02  # seconds between looks at the clock while something is due later
DELIVERERS = 16  # so many at a time; a mass message has thousands

_TABLE = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY, shown REAL NOT NULL, wall REAL NOT NULL, told TEXT NOT NULL);
"""


@dataclass(order=True)
class _Job:
    shown: float
    turn: int
    wall: float = field(compare=False)
    number: int = field(compare=False)
    told: dict[str, Any] = field(compare=False)
    ended: threading.Event = field(compare=False, default_factory=threading.Event)


class Jobs:
    """Tells each event when its time has come, by the shown clock or the wall's, whichever is first.

    What waits survives a restart. `deliver` gets what was added and blocks until it is delivered.
    """

    def __init__(self, store: Store, clock: Clock, deliver: Callable[[dict[str, Any]], None]) -> None:
        self._store = store
        self._clock = clock
        self._deliver = deliver
        self._turns = itertools.count()
        self._changed = threading.Condition()
        self._due: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        store.define(_TABLE)
        self._waiting = [
            _Job(row["shown"], next(self._turns), row["wall"], row["number"], json.loads(row["told"]))
            for row in store.run("SELECT * FROM jobs")
        ]
        heapq.heapify(self._waiting)

    def begin(self) -> None:
        """Look after what waits from before a restart: called when everything that `deliver` needs is there."""
        with self._changed:
            if self._waiting:
                self._work()

    def add(self, after: float, told: dict[str, Any]) -> threading.Event:
        """Tell it in so many seconds; the event is set when it has been delivered, or given up."""
        text = json.dumps(told, ensure_ascii=False)
        shown, wall = self._clock.shown() + after, self._clock.wall() + after
        number = self._store.run(
            "INSERT INTO jobs (shown, wall, told) VALUES (?, ?, ?) RETURNING number", [shown, wall, text]
        )[0][0]
        job = _Job(shown, next(self._turns), wall, number, told)
        with self._changed:
            heapq.heappush(self._waiting, job)
            self._work()
            self._changed.notify()
        return job.ended

    def waiting(self) -> int:
        """How many events are yet to be told."""
        with self._changed:
            return len(self._waiting)

    def _work(self) -> None:
        if not self._threads:
            loops = [self._watch, *[self._tell] * DELIVERERS]
            self._threads = [threading.Thread(target=loop, daemon=True) for loop in loops]
            for thread in self._threads:
                thread.start()

    def _watch(self) -> None:
        while not self._store.closed:
            with self._changed:
                while self._waiting and self._is_due(self._waiting[0]):
                    self._due.put(heapq.heappop(self._waiting))
                self._changed.wait(LOOK_AGAIN if self._waiting else 1.0)

    def _is_due(self, job: _Job) -> bool:
        return job.shown <= self._clock.shown() or job.wall <= self._clock.wall()

    def _tell(self) -> None:
        while True:
            job = self._due.get()
            try:
                if not self._store.closed:
                    self._store.run("DELETE FROM jobs WHERE number = ?", [job.number])
                    self._deliver(job.told)
            except Exception as error:  # noqa: BLE001  whatever one breaks on, the next has nothing to do with it
                # While the stand-in closes, nothing can be kept anyway.
                if not self._store.closed:
                    _LOG.error("an event that was due could not be told", exc_info=error)
            finally:
                job.ended.set()
