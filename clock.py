"""The one clock outside the domain: the wall's, or a demo clock that starts at a given time and runs."""

import json
import os
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
REREAD_AFTER = 0.1  # seconds


class Clock:
    """Tells Beijing time.

    With a start time the clock shows that moment when it is first set and runs on from there. All processes share it
    through a small file, `{"wall": unix seconds, "shown": unix seconds, "speed": 1}`: what the clock showed at that
    wall time, and how many times as fast as the wall's it has run since.
    Whoever moves the clock rewrites the file; the others see it within a tenth of a second.
    """

    def __init__(self, start: datetime | None = None, file: Path | None = None) -> None:
        self._start = start
        self._file = file
        # What was shown at which wall time, and how fast it runs.
        self._state = (0.0, 0.0, 1.0)
        self._stamp: tuple[int, int] | None = None
        self._checked = float("-inf")
        if start is not None:
            self._state = (time.time(), start.timestamp(), 1.0)

    def now(self) -> datetime:
        """The time now, aware, +08:00."""
        if self._start is None:
            return datetime.now(BEIJING)
        if self._file is not None and time.monotonic() - self._checked > REREAD_AFTER:
            self._reread(self._file)
        wall, shown, speed = self._state
        return datetime.fromtimestamp(shown + (time.time() - wall) * speed, BEIJING)

    def set(self, shown: datetime, speed: float = 1.0) -> None:
        """Move the clock, for every process that shares the file. A wall clock can't be moved: ValueError."""
        if self._start is None:
            raise ValueError("the clock follows the wall and can't be moved")
        wall = time.time()
        self._state = (wall, shown.timestamp(), speed)
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(f".{os.getpid()}")
            beside.write_text(json.dumps({"wall": wall, "shown": shown.timestamp(), "speed": speed}))
            beside.replace(self._file)
            self._checked = float("-inf")

    def _reread(self, file: Path) -> None:
        self._checked = time.monotonic()
        try:
            status = file.stat()
            stamp = (status.st_mtime_ns, status.st_ino)
            if stamp != self._stamp:
                state = json.loads(file.read_text())
                self._state = (float(state["wall"]), float(state["shown"]), float(state.get("speed", 1)))
                self._stamp = stamp
        except (OSError, ValueError, KeyError, TypeError):
            return  # not written yet, or half a second ago by someone else: keep the time we have
