"""When, and how often, customer-service messages may be sent to a person (docs/wechat.md, section 9)."""

import threading
from dataclasses import dataclass

from simulator.clock import Clock
from simulator.store import Store
from simulator.switches import Switches

MINUTE = 60
HOURS_48 = 48 * 3600


@dataclass(frozen=True)
class Trigger:
    """What a person's action grants: so many messages within so many seconds."""

    count: int
    seconds: int


MESSAGE = Trigger(5, HOURS_48)
TAP = FOLLOW = SCAN = Trigger(3, MINUTE)
ENTER_MINI = Trigger(2, MINUTE)


class Windows:
    """Each person's grant, in shown time."""

    def __init__(self, store: Store, clock: Clock, switches: Switches) -> None:
        self._store = store
        self._clock = clock
        self._switches = switches
        self._lock = threading.Lock()

    def opened(self, openid: str, trigger: Trigger | None) -> None:
        """A person did something. Grants don't add up: the better count and the later end hold; None grants nothing.

        That is certain for mini programs alone; by the switch the newest grant takes the place of the old one.
        """
        now = self._clock.shown()
        with self._lock:
            remaining, until, _ = self._store.grant(openid)
            if trigger is not None:
                if until <= now or self._switches.text("grants") == "newest":
                    remaining, until = 0, 0.0
                remaining, until = max(remaining, trigger.count), max(until, now + trigger.seconds)
            self._store.set_grant(openid, remaining, until, now)

    def closed(self, openid: str) -> None:
        """A person unfollowed."""
        self._store.set_grant(openid, 0, 0, 0)

    def take(self, openid: str) -> int:
        """Use one message: 0, or errcode 45015 outside the window, or 45047 when all are used."""
        with self._lock:
            remaining, until, exchanged_at = self._store.grant(openid)
            if until <= self._clock.shown():
                return 45015
            if remaining < 1:
                return 45047
            self._store.set_grant(openid, remaining - 1, until, exchanged_at)
            return 0

    def idle(self, openid: str) -> float:
        """Seconds since the person last did something."""
        return self._clock.shown() - self._store.grant(openid)[2]
