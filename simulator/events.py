"""What phones hear, as numbered server-sent events."""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

KEPT = 5_000
HEARTBEAT = 15.0  # seconds between comment lines, so that a closed browser is noticed


class Events:
    """A bounded list of events that any number of phones follow.

    Numbers begin at the wall time in milliseconds, so that they also grow over a restart.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._events: deque[tuple[int, dict[str, Any]]] = deque(maxlen=kept)
        self._last = int(time.time() * 1000)
        self._dropped = self._last
        self._changed = threading.Condition()

    @property
    def last(self) -> int:
        """The number of the newest event."""
        return self._last

    def tell(self, event: str, /, **values: Any) -> None:
        """Tell everyone who listens."""
        with self._changed:
            if len(self._events) == self._events.maxlen:
                self._dropped = self._events[0][0]
            self._last += 1
            self._events.append((self._last, {"type": event, **values}))
            self._changed.notify_all()

    def after(self, number: int) -> list[tuple[int, dict[str, Any]]]:
        """The events after that number; `reset` first if some were forgotten, or if the number isn't one of ours."""
        with self._changed:
            if number > self._last or number < self._dropped:
                return [(self._last, {"type": "reset"})]
            return [event for event in self._events if event[0] > number]

    def stream(self, number: int) -> Iterator[str]:
        """Server-sent events after that number, for ever."""
        yield ": hello\n\n"
        while True:
            for found, event in self.after(number):
                number = found
                yield f"id: {found}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
            with self._changed:
                quiet = number == self._last and not self._changed.wait(HEARTBEAT)
            if quiet:
                yield ": still here\n\n"
