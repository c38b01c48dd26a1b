"""Sending the answers that no delivery took: as customer-service messages, each once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from wechat import stored
from wechat.memory import Late, Memory
from wechat.outcomes import BEIJING, Done, Outcome, Retry, WaitUntil, describe, seconds_until
from wechat.replies import Reply

REMEMBERED = 10_000  # answers that this process knows to be settled
PAUSES = (2.0, 5.0, 15.0, 30.0)  # seconds at least before each further try
LONGEST = 600.0  # seconds that an answer may wait for the platform: later nobody remembers the question


class Sender(Protocol):
    """What is needed of wechat.client.Client."""

    def send(self, openid: str, reply: Reply) -> Outcome:
        """Send one message."""
        ...


@dataclass
class LateAnswers:
    """Sends what is due. `senders` maps "is it the mini program" to a client; `told(late, outcome)` hears of each.

    Only what was certainly not sent is tried again: a person who gets the same answer twice doubts both.
    """

    memory: Memory
    senders: Mapping[bool, Sender]
    told: Callable[[Late, str], None]
    now: Callable[[], datetime] = lambda: datetime.now(BEIJING)
    _tries: dict[str, int] = field(default_factory=dict)
    _settled: dict[str, None] = field(default_factory=dict)

    def send_one(self) -> bool:
        """Send one answer that is due; False when there is none. Raises wechat.memory.Unreachable."""
        late = self.memory.next_late()
        if late is None:
            return False
        if late.message_key in self._settled:
            # The store was gone when it was to hear so, and hands it out again.
            self.memory.sent(late.message_key)
            return True
        outcome = self.senders[late.miniprogram].send(late.openid, stored.decode(late.answer))
        pause = self._pause(outcome, self._tries.get(late.message_key, 0))
        if pause is not None:
            self._tries[late.message_key] = self._tries.get(late.message_key, 0) + 1
            self.memory.sent(late.message_key, again_in=pause)
            self.told(late, f"again: {describe(outcome)}")
            return True
        self.told(late, "sent" if isinstance(outcome, Done) else f"lost: {describe(outcome)}")
        self._tries.pop(late.message_key, None)
        if len(self._settled) >= REMEMBERED:
            self._settled.pop(next(iter(self._settled)))
        self._settled[late.message_key] = None
        self.memory.sent(late.message_key)
        return True

    def _pause(self, outcome: Outcome, tries: int) -> float | None:
        """Seconds until the next try; None when there is none."""
        if tries >= len(PAUSES):
            return None
        match outcome:
            case Retry(after):
                wait = after
            case WaitUntil(when):
                wait = seconds_until(when, self.now())
            case _:
                return None
        return max(PAUSES[tries], wait) if wait <= LONGEST else None
