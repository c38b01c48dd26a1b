"""MarkFail: a server that fails too often in a row hears nothing for a minute (docs/wechat.md, section 3)."""

import threading

from simulator.clock import Clock
from simulator.switches import Switches


class Marks:
    """Counts failures in a row, over all deliveries."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._failures = 0
        self._until = 0.0
        self._lock = threading.Lock()

    def count(self, accepted: bool) -> bool:
        """Count one attempt; True when the server is suspended from now on because of it."""
        with self._lock:
            self._failures = 0 if accepted else self._failures + 1
            if self._failures < self._switches.number("mark_fail_after") or not self._switches.on("mark_fail"):
                return False
            self._failures = 0
            self._until = self._clock.shown() + self._switches.number("mark_fail_seconds")
            return True

    def suspended(self) -> bool:
        """Whether pushes are held back now."""
        left = self._until - self._clock.shown()
        # More than the whole time is left when the clock was turned back.
        return self._switches.on("mark_fail") and 0 < left <= self._switches.number("mark_fail_seconds")
