"""The two times of the stand-in: the wall's, and the one that phones show."""

import json
import os
import threading
import time
from datetime import datetime
from pathlib import Path

REREAD_AFTER = 1.0  # seconds


class Clock:
    """Tells both times in Unix seconds.

    With a start time the shown clock begins there and runs. Product and stand-in share it through a file,
    `{"wall": seconds, "shown": seconds}`: what was shown at that wall time. It is read at most once a second.
    """

    def __init__(self, start: datetime | None = None, file: Path | None = None) -> None:
        self.movable = start is not None
        self._file = file
        self._lock = threading.Lock()
        self._offset = 0.0
        self._read_at = float("-inf")
        if start is not None:
            self._offset = start.timestamp() - self.wall()
            if file is not None and not file.is_file():
                self.set(start.timestamp())

    def wall(self) -> float:
        """The real time: URL timestamps, tokens and quotas go by it."""
        return time.time()

    def shown(self) -> float:
        """The congress's time: CreateTime, bubbles and message windows go by it."""
        if self.movable and self._file is not None and time.monotonic() - self._read_at > REREAD_AFTER:
            self._read_at = time.monotonic()
            self._reread(self._file)
        return self.wall() + self._offset

    def set(self, shown: float) -> None:
        """Move the shown clock, for the product too. Raises ValueError when it is the wall's."""
        if not self.movable:
            raise ValueError("the clock follows the wall and can't be moved")
        with self._lock:
            wall = self.wall()
            self._offset = shown - wall
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                beside = self._file.with_suffix(f".{os.getpid()}")
                beside.write_text(json.dumps({"wall": wall, "shown": shown}))
                beside.replace(self._file)

    def _reread(self, file: Path) -> None:
        try:
            state = json.loads(file.read_text())
            self._offset = float(state["shown"]) - float(state["wall"])
        except (OSError, ValueError, KeyError):
            return  # someone removed or broke the file: the time we have is better than none
