"""The two times of the stand-in: the wall's, and the one that phones show."""

import json
import os
import threading
import time
from datetime import datetime
from pathlib import Path

REREAD_AFTER = 0.1  # seconds
MOST_SPEED = 100_000.0  # a day in less than a second


class Clock:
    """Tells both times in Unix seconds.

    With a start time the shown clock begins there and runs, `speed` times as fast as the wall's. Product and stand-in
    share it through a file, `{"wall": seconds, "shown": seconds, "speed": 1}`: what was shown at that wall time. It is
    read at most ten times a second.
    """

    def __init__(self, start: datetime | None = None, file: Path | None = None) -> None:
        self.movable = start is not None
        self._file = file
        self._lock = threading.Lock()
        # What was shown when, and how fast it has run since: one value, so that nobody sees half of a change.
        self._state = (0.0, 0.0, 1.0)
        self._read_at = float("-inf")
        if start is not None:
            self._state = (self.wall(), start.timestamp(), 1.0)
            if file is not None and not file.is_file():
                self.set(start.timestamp())

    def wall(self) -> float:
        """The real time: only the URL timestamps of pushes and the ledger go by it."""
        return time.time()

    @property
    def speed(self) -> float:
        """How many shown seconds pass in one of the wall's."""
        return self._state[2]

    def shown(self) -> float:
        """The congress's time: all that the platform does goes by it, from CreateTime to the quotas' midnight."""
        if self.movable and self._file is not None and time.monotonic() - self._read_at > REREAD_AFTER:
            # Under the lock: what was read before somebody moved the clock must not be put back after that.
            with self._lock:
                self._read_at = time.monotonic()
                self._reread(self._file)
        wall, shown, speed = self._state
        return shown + (self.wall() - wall) * speed

    def set(self, shown: float | None = None, speed: float | None = None) -> None:
        """Move the shown clock, or make it run faster or slower, for the product too; None leaves as it is.

        Raises ValueError when it is the wall's, or when the speed isn't within 0 and a hundred thousand.
        """
        if not self.movable:
            raise ValueError("the clock follows the wall and can't be moved")
        if speed is not None and not 0 < speed <= MOST_SPEED:
            raise ValueError("no such speed")
        if shown is None:
            shown = self.shown()
        with self._lock:
            wall, pace = self.wall(), self._state[2] if speed is None else float(speed)
            self._state = (wall, shown, pace)
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                beside = self._file.with_suffix(f".{os.getpid()}")
                beside.write_text(json.dumps({"wall": wall, "shown": shown, "speed": pace}))
                beside.replace(self._file)

    def _reread(self, file: Path) -> None:
        try:
            state = json.loads(file.read_text())
            self._state = (float(state["wall"]), float(state["shown"]), float(state.get("speed", 1)))
        except (OSError, ValueError, KeyError, TypeError):
            return  # someone removed or broke the file: the time we have is better than none
