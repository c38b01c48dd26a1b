"""The one clock outside the domain: the wall's, or a demo clock that starts at a given time and runs."""

import json
import os
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")


class Clock:
    """Tells Beijing time.

    With a start time the clock shows that moment when it is first set and runs on from there. All processes share it
    through a small file, `{"wall": unix seconds, "shown": unix seconds}`: what the clock showed at that wall time.
    Whoever moves the clock rewrites the file; the others see it within a second.
    """

    def __init__(self, start: datetime | None = None, file: Path | None = None) -> None:
        self._start = start
        self._file = file
        self._offset = 0.0
        self._stamp: float | None = None
        self._checked = 0.0
        if start is not None:
            self._offset = start.timestamp() - time.time()

    def now(self) -> datetime:
        """The time now, aware, +08:00."""
        if self._start is None:
            return datetime.now(BEIJING)
        if self._file is not None and time.monotonic() - self._checked > 1:
            self._reread(self._file)
        return datetime.fromtimestamp(time.time() + self._offset, BEIJING)

    def set(self, shown: datetime) -> None:
        """Move the clock, for every process that shares the file. A wall clock can't be moved: ValueError."""
        if self._start is None:
            raise ValueError("the clock follows the wall and can't be moved")
        wall = time.time()
        self._offset = shown.timestamp() - wall
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(f".{os.getpid()}")
            beside.write_text(json.dumps({"wall": wall, "shown": shown.timestamp()}))
            beside.replace(self._file)
            self._checked = 0.0

    def _reread(self, file: Path) -> None:
        self._checked = time.monotonic()
        try:
            stamp = file.stat().st_mtime
            if stamp != self._stamp:
                state = json.loads(file.read_text())
                self._offset = float(state["shown"]) - float(state["wall"])
                self._stamp = stamp
        except (OSError, ValueError, KeyError):
            return  # not written yet, or half a second ago by someone else: keep the time we have
