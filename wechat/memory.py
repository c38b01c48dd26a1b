"""What a store of deliveries must do: claim a push, keep its answer, and remember the person.

The platform delivers one push up to three times, overlapping (docs/wechat.md, section 3). A push is claimed under its
message key; whoever claims it works; everyone else waits for the answer. An answer is *given* when a delivery that is
still open takes it; one that nobody took in time becomes *late* and is sent as a customer-service message instead.
These two exclude each other.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from wechat.contacts import Contact


class Standing(Enum):
    """What a delivery finds under its message key."""

    MINE = "mine"  # claimed by this delivery: do the work
    WORKING = "working"  # somebody else is at it
    ANSWERED = "answered"  # here is the answer: give it
    LATE = "late"  # it was, or is being, sent as a customer-service message
    ORPHANED = "orphaned"  # whoever worked on it died: begin again
    REFUSED = "refused"  # the nonce was used before, with another body


@dataclass(frozen=True, slots=True)
class Begun:
    """What `begin` found. `count` is how many deliveries were seen, `age` the seconds since the first one."""

    standing: Standing
    answer: bytes = b""
    session: bytes = b""
    revision: int = -1  # of the content, as somebody published it here; -1: nobody did
    count: int = 1
    age: float = 0.0
    hint: bytes = b""  # not empty: something waits to be told to this person; what it says is for `clear_hint`


@dataclass(frozen=True, slots=True)
class Late:
    """An answer that no delivery took, and for whom it is."""

    message_key: str
    openid: str
    miniprogram: bool
    answer: bytes


class Unreachable(Exception):
    """The store can't be reached now."""


class Memory(Protocol):
    """The contract; tests/wechat/test_memory.py runs over every implementation. All raise Unreachable."""

    def begin(
        self, message_key: str, openid: str, nonce: str, digest: str, contact: Contact | None = None
    ) -> Begun:  # fmt: skip
        """Claim a push, or learn what became of it; a nonce that came before with another digest is refused.

        Whoever claims it first puts `contact` on record with it."""
        ...

    def finish(
        self, message_key: str, openid: str, answer: bytes, session: bytes | None, *, given: bool, miniprogram: bool,
        due: float, sure: bool = False,
    ) -> None:  # fmt: skip
        """Keep the answer and, unless None, the session. If it is not `given`, it becomes late `due` seconds from now,
        or at once when the last delivery was closed, unless a delivery takes it first (never for a mini program).

        An answer that is given may be kept a few milliseconds later, so that a process killed just then loses it, and
        the session; `sure` waits until they are kept, for a session without which the next message makes no sense."""
        ...

    def take(self, message_key: str) -> tuple[Standing, bytes]:
        """The answer for an open delivery: ANSWERED (now given), WORKING, ORPHANED, or LATE."""
        ...

    def close(self, message_key: str) -> tuple[Standing, bytes]:
        """As `take`, but no further delivery is expected: an answer that is not there yet will be late."""
        ...

    def look(self, message_key: str) -> Standing:
        """What became of a push, without taking anything."""
        ...

    def adopt(self, message_key: str, openid: str) -> Begun | None:
        """Claim an orphaned push; None when it is not one (any more)."""
        ...

    def next_late(self) -> Late | None:
        """One answer that is due; whoever gets it must send it and then call `sent`."""
        ...

    def sent(self, message_key: str, again_in: float | None = None) -> None:
        """The late answer went out (or can't); with `again_in` it is handed out once more after so many seconds."""
        ...

    def session(self, openid: str) -> bytes:
        """The person's session; empty when there is none (any more)."""
        ...

    def forget(self, openid: str) -> None:
        """Drop the person's session."""
        ...

    def publish_revision(self, number: int) -> None:
        """Tell every process the content's revision."""
        ...

    def touch(self, openid: str, contact: Contact) -> None:
        """Put a contact on record that `begin` could not."""
        ...

    def clear_hint(self, openid: str, hint: bytes) -> None:
        """What the hint was about has been told; a newer hint stays."""
        ...
