"""The staffed desks of check-in: each scans badges, queues what it can't send, and merges it later as its page does."""

import queue
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import requests

from rehearsal.plan import Visit
from rehearsal.staff import Refused, Staff

AT_ONCE = 50  # entries in one request
PAUSE = 0.05  # wall seconds between two tries
TOGETHER = 2.0  # wall seconds that a desk waits for the other one to scan the same badge
PATIENCE = 30.0  # wall seconds until what is queued must be merged
HOW = ("gun", "camera", "typed")


@dataclass
class Entry:
    """One scan at a desk. `at` is congress time in Unix seconds; `outcome` is empty until the product answered."""

    mark: str
    badge: str
    at: float
    desk: str
    how: str
    queued: bool = False  # scanned while the desk had no network
    outcome: str = ""
    first: Mapping[str, Any] | None = None


@dataclass
class _Job:
    visit: Visit
    together: threading.Barrier | None = None


@dataclass
class _Desk:
    key: str
    staff: Staff
    online: threading.Event = field(default_factory=threading.Event)
    jobs: "queue.SimpleQueue[_Job | None]" = field(default_factory=queue.SimpleQueue)
    waiting: list[Entry] = field(default_factory=list)
    token: str = ""
    busy: int = 0  # jobs that were handed to it and are not done


class Desks:
    """All desks, a thread each."""

    def __init__(self, stage: str, staff: Sequence[tuple[str, Staff]], shown: Callable[[], float]) -> None:
        """`staff`: the key of each desk with who sits there; `shown` tells the congress time in Unix seconds."""
        self.entries: list[Entry] = []
        self._stage, self._shown = stage, shown
        self._lock = threading.Lock()
        self._desks = {key: _Desk(key, who) for key, who in staff}
        for desk in self._desks.values():
            desk.online.set()
        self._threads = [threading.Thread(target=self._work, args=(desk,)) for desk in self._desks.values()]
        for thread in self._threads:
            thread.start()

    def send(self, visit: Visit) -> None:
        """Somebody comes to a desk, or to two at once."""
        keys = [visit.desk, *([visit.also] if visit.also else [])]
        together = threading.Barrier(len(keys)) if len(keys) > 1 else None
        for key in keys:
            with self._lock:
                self._desks[key].busy += 1
            self._desks[key].jobs.put(_Job(visit, together))

    def offline(self, key: str, seconds: float) -> None:
        """Cut a desk's network for so many wall seconds; returns when its queue is merged, or after PATIENCE."""
        desk = self._desks[key]
        desk.online.clear()
        time.sleep(seconds)
        desk.online.set()
        deadline = time.monotonic() + PATIENCE
        while desk.waiting and time.monotonic() < deadline:
            time.sleep(PAUSE)

    @property
    def under_way(self) -> int:
        """Visits that no desk has finished."""
        return sum(desk.busy + len(desk.waiting) for desk in self._desks.values())

    def board(self) -> dict[str, Any]:
        """The console's figures of the stage. Raises Refused, OSError."""
        figures: dict[str, Any] = next(iter(self._desks.values())).staff.get("/board/figures", stage=self._stage)
        return figures

    def stop(self) -> None:
        """Let the desks finish what they have."""
        for desk in self._desks.values():
            desk.jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self, desk: _Desk) -> None:
        until = 0.0
        while True:
            try:
                job = desk.jobs.get(timeout=PAUSE)
            except queue.Empty:
                self._merge(desk)
                continue
            if job is None:
                until = time.monotonic() + PATIENCE
                break
            self._scan(desk, job)
            self._merge(desk)
            with self._lock:
                desk.busy -= 1
        while desk.waiting and time.monotonic() < until:
            self._merge(desk)
            time.sleep(PAUSE)
        desk.staff.close()

    def _scan(self, desk: _Desk, job: _Job) -> None:
        if job.together is not None:
            with suppress(threading.BrokenBarrierError):  # the other desk has its hands full: it comes when it comes
                job.together.wait(TOGETHER)
        # A desk knows the time of the last answer and goes on by its own clock: the same as ours.
        how = HOW[len(self.entries) % len(HOW)]
        entry = Entry(str(uuid.uuid4()), job.visit.badge, self._shown(), desk.key, how, not desk.online.is_set())
        with self._lock:
            self.entries.append(entry)
        desk.waiting.append(entry)

    def _merge(self, desk: _Desk) -> None:
        """Send what waits, if there is a network; an answer that is lost on its way is asked for again."""
        while desk.waiting and desk.online.is_set():
            part = desk.waiting[:AT_ONCE]
            try:
                told = self._sent(desk, part)
                if any(entry.queued for entry in part):
                    told = self._sent(desk, part)  # as after an answer that never came: nothing counts twice
            except (requests.RequestException, Refused, ValueError):
                desk.token = ""
                time.sleep(PAUSE)
                return
            for entry in part:
                result = told[entry.mark]
                entry.outcome, entry.first = result["outcome"], result["first"]
            del desk.waiting[: len(part)]

    def _sent(self, desk: _Desk, part: Sequence[Entry]) -> dict[str, dict[str, Any]]:
        desk.token = desk.token or desk.staff.get("/checkin/hello")["csrf"]
        entries = [
            {"mark": each.mark, "stage": self._stage, "badge": each.badge, "at": int(each.at * 1000),
             "desk": each.desk, "how": each.how}
            for each in part
        ]  # fmt: skip
        results = desk.staff.post(
            "/checkin/arrive", desk.token, {"sent": int(self._shown() * 1000), "entries": entries}
        )
        return {each["mark"]: each for each in results["results"]}
