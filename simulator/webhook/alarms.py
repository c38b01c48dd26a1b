"""The alarms that the platform sends to an account's group, five minutes in one (docs/wechat.md, section 3)."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from simulator.clock import Clock

TOGETHER = 300  # seconds of shown time
KEPT = 200

Alarm = dict[str, Any]


class Alarms:
    """What went wrong with the webhook: kind, count, from when to when, and a sample; `told` hears of each change.

    Kinds: dns, connect, timeout, illegal (an answer that isn't accepted), broken (the connection), markfail.
    """

    def __init__(self, clock: Clock, told: Callable[[Alarm], None]) -> None:
        self._clock = clock
        self._told = told
        self._alarms: deque[Alarm] = deque(maxlen=KEPT)
        self._last = 0
        self._lock = threading.Lock()

    def count(self, kind: str, *, openid: str, event: str, reason: str) -> None:
        """One more failure. Those of a kind within five minutes of the first are one alarm."""
        now = self._clock.shown()
        with self._lock:
            same = (one for one in reversed(self._alarms) if one["kind"] == kind and 0 <= now - one["from"] < TOGETHER)
            alarm = next(same, None)
            if alarm is None:
                self._last += 1
                sample = {"openid": openid, "event": event, "reason": reason}
                alarm = {"id": self._last, "kind": kind, "from": now, "to": now, "count": 0, "sample": sample}
                self._alarms.append(alarm)
            alarm["count"] += 1
            alarm["to"] = now
            told = dict(alarm)
        self._told(told)

    def shown(self) -> list[Alarm]:
        """All that are kept, newest first."""
        with self._lock:
            return [dict(alarm) for alarm in reversed(self._alarms)]
