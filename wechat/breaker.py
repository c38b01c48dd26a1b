"""Stops calling a platform that is down, so that nobody waits for it in vain."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

FAILURES = 5  # in a row before the breaker opens
PAUSE = 2.0  # seconds that it stays open at first; each probe that fails doubles it
LONGEST = 60.0


class State(Enum):
    """Closed lets every call pass, open none, half-open a single one."""

    CLOSED = 0
    HALF_OPEN = 1
    OPEN = 2


@dataclass
class Breaker:
    """Safe between threads. `monotonic` gives seconds.

    Only a platform that can't be reached counts as a failure: one that says no is up.
    """

    failures: int = FAILURES
    pause: float = PAUSE
    longest: float = LONGEST
    monotonic: Callable[[], float] = time.monotonic
    turned: Callable[[State], None] = lambda state: None
    state: State = field(default=State.CLOSED, init=False)
    _failed: int = field(default=0, init=False)
    _probe_at: float = field(default=0.0, init=False)
    _now: float = field(default=0.0, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def admit(self) -> float:
        """0 when a call may go out; else the seconds until the next probe. A caller let in must tell `up` or `down`."""
        with self._lock:
            if self.state is State.CLOSED:
                return 0.0
            left = self._probe_at - self.monotonic()
            if left > 0:
                return left
            # One probe; should it never report back, another follows after the pause.
            self._turn(State.HALF_OPEN)
            self._probe_at = self.monotonic() + self._now
            return 0.0

    def up(self) -> None:
        """The platform answered, whatever it said."""
        with self._lock:
            self._failed = 0
            self._turn(State.CLOSED)

    def down(self) -> None:
        """The platform could not be reached."""
        with self._lock:
            self._failed += 1
            if self.state is State.CLOSED and self._failed < self.failures:
                return
            if self.state is State.OPEN:
                return  # a call that went out before it opened
            self._now = self.pause if self.state is State.CLOSED else min(self._now * 2, self.longest)
            self._probe_at = self.monotonic() + self._now
            self._turn(State.OPEN)

    def _turn(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.turned(state)
