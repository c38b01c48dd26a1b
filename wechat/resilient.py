"""A memory that goes on without Redis: what one process remembers by itself until Redis is back."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from wechat.contacts import Contact
from wechat.local_memory import LocalMemory
from wechat.memory import Begun, Late, Memory, Standing, Unreachable

UNKNOWN = b"?"  # a hint that is none
PAUSE = 1.0  # seconds without asking a store that did not answer
T = TypeVar("T")


class ResilientMemory:
    """Redis while it answers, this process's own memory while it does not. See wechat.memory.Memory.

    In between, a person's session and what other processes know are not at hand; a repeated delivery that lands in
    another process is worked on again, which is why every effect is keyed by its message.
    """

    def __init__(self, shared: Memory, own: LocalMemory, on_change: Callable[[bool, str], None]) -> None:
        """`on_change(reachable, why)` hears when Redis goes or comes back."""
        self._shared, self._own, self._on_change = shared, own, on_change
        self._lock = threading.Lock()
        self._reachable = True
        self._ask_again = 0.0

    @property
    def reachable(self) -> bool:
        """Whether Redis answered the last time."""
        return self._reachable

    def begin(
        self, message_key: str, openid: str, nonce: str, digest: str, contact: Contact | None = None
    ) -> Begun:  # fmt: skip
        """See Memory. While Redis is gone nobody knows whether something waits for a person: it is looked for."""

        def step(memory: Memory) -> Begun:
            begun = memory.begin(message_key, openid, nonce, digest, contact)
            return replace(begun, hint=UNKNOWN) if memory is self._own else begun

        return self._either(step)

    def finish(
        self, message_key: str, openid: str, answer: bytes, session: bytes | None, *, given: bool, miniprogram: bool,
        due: float, sure: bool = False,
    ) -> None:  # fmt: skip
        """See Memory."""
        self._either(
            lambda memory: memory.finish(
                message_key, openid, answer, session, given=given, miniprogram=miniprogram, due=due, sure=sure
            )
        )

    def take(self, message_key: str) -> tuple[Standing, bytes]:
        """See Memory."""
        return self._either(lambda memory: memory.take(message_key))

    def close(self, message_key: str) -> tuple[Standing, bytes]:
        """See Memory."""
        return self._either(lambda memory: memory.close(message_key))

    def look(self, message_key: str) -> Standing:
        """See Memory."""
        return self._either(lambda memory: memory.look(message_key))

    def adopt(self, message_key: str, openid: str) -> Begun | None:
        """See Memory."""
        return self._either(lambda memory: memory.adopt(message_key, openid))

    def next_late(self) -> Late | None:
        """See Memory. What this process kept while Redis was gone comes first."""
        return self._own.next_late() or self._either(lambda memory: memory.next_late())

    def sent(self, message_key: str, again_in: float | None = None) -> None:
        """See Memory."""
        self._own.sent(message_key, again_in)
        self._either(lambda memory: memory.sent(message_key, again_in))

    def session(self, openid: str) -> bytes:
        """See Memory."""
        return self._either(lambda memory: memory.session(openid))

    def forget(self, openid: str) -> None:
        """See Memory."""
        self._own.forget(openid)
        self._either(lambda memory: memory.forget(openid))

    def publish_revision(self, number: int) -> None:
        """See Memory."""
        self._either(lambda memory: memory.publish_revision(number))

    def touch(self, openid: str, contact: Contact) -> None:
        """See Memory."""
        self._either(lambda memory: memory.touch(openid, contact))

    def clear_hint(self, openid: str, hint: bytes) -> None:
        """See Memory."""
        self._either(lambda memory: memory.clear_hint(openid, hint))

    def _either(self, step: Callable[[Memory], T]) -> T:
        if self._reachable or self._may_ask():
            try:
                result = step(self._shared)
            except Unreachable as error:
                self._ask_again = time.monotonic() + PAUSE
                self._turn(False, str(error))
            else:
                if not self._reachable:
                    self._turn(True, "")
                return result
        return step(self._own)

    def _may_ask(self) -> bool:
        """Once in a pause, one thread finds out whether Redis is back; no other one waits for it."""
        with self._lock:
            if time.monotonic() < self._ask_again:
                return False
            self._ask_again = time.monotonic() + PAUSE
            return True

    def _turn(self, reachable: bool, why: str) -> None:
        with self._lock:
            if self._reachable == reachable:
                return
            self._reachable = reachable
        self._on_change(reachable, why)
        if reachable and self._own.holds:
            threading.Thread(target=self._hand_over, name="hand-over", daemon=True).start()

    def _hand_over(self) -> None:
        """Give Redis what was kept here meanwhile: late answers and contacts; whoever needs them looks only there."""
        for openid, contact in self._own.untold():
            try:
                self._shared.touch(openid, contact)
            except Unreachable:
                self._own.touch(openid, contact)  # it goes when Redis is back the next time
        for due, late in self._own.unsent():
            try:
                self._shared.finish(
                    late.message_key, late.openid, late.answer, None, given=False, miniprogram=late.miniprogram, due=due
                )
            except Unreachable:
                return  # the rest goes when Redis is back the next time
            self._own.sent(late.message_key)
