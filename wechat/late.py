"""Sending the answers that no delivery took: as customer-service messages, each once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from wechat import stored
from wechat.client import PlatformDown, PlatformError
from wechat.memory import Late, Memory
from wechat.replies import Reply

# Worth another try (section 19): busy, or the minute's quota is used up. Anything else will not get better.
PASSING = frozenset({-1, 45011})
PAUSES = (2.0, 5.0, 15.0, 30.0)  # seconds before each further try


class Sender(Protocol):
    """What is needed of wechat.client.Client."""

    def send(self, openid: str, reply: Reply) -> None:
        """Send one message. Raises PlatformError or PlatformDown."""
        ...


@dataclass
class LateAnswers:
    """Sends what is due. `senders` maps "is it the mini program" to a client; `told(late, outcome)` hears of each."""

    memory: Memory
    senders: Mapping[bool, Sender]
    told: Callable[[Late, str], None]
    _tries: dict[str, int] = field(default_factory=dict)

    def send_one(self) -> bool:
        """Send one answer that is due; False when there is none. Raises wechat.memory.Unreachable."""
        late = self.memory.next_late()
        if late is None:
            return False
        try:
            self.senders[late.miniprogram].send(late.openid, stored.decode(late.answer))
        except (PlatformDown, PlatformError) as error:
            tries = self._tries.get(late.message_key, 0)
            passing = isinstance(error, PlatformDown) or error.code in PASSING
            if passing and tries < len(PAUSES):
                self._tries[late.message_key] = tries + 1
                self.memory.sent(late.message_key, again_in=PAUSES[tries])
                self.told(late, f"again: {error}")
                return True
            self.told(late, f"lost: {error}")
        else:
            self.told(late, "sent")
        self._tries.pop(late.message_key, None)
        self.memory.sent(late.message_key)
        return True
