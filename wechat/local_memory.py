"""The deliveries' store within one process: for tests, and for as long as Redis is gone."""

import threading
import time
from dataclasses import dataclass

from wechat.contacts import Contact
from wechat.memory import Begun, Late, Standing


@dataclass(slots=True)
class _Push:
    first: float
    count: int = 1
    answer: bytes | None = None
    given: bool = False
    late: bool = False
    closed: bool = False


class LocalMemory:
    """One process's own memory: for tests, and for as long as Redis is gone. Bounded; the oldest are dropped."""

    def __init__(self, session_ttl: float, push_ttl: float, limit: int = 20_000) -> None:
        self._session_ttl, self._push_ttl, self._limit = session_ttl, push_ttl, limit
        self._lock = threading.Lock()
        self._pushes: dict[str, _Push] = {}
        self._nonces: dict[str, tuple[float, str]] = {}
        self._sessions: dict[str, tuple[float, bytes]] = {}
        self._late: dict[str, tuple[float, Late]] = {}
        self._contacts: dict[tuple[str, str], Contact] = {}
        self._revision = -1

    def begin(
        self, message_key: str, openid: str, nonce: str, digest: str, contact: Contact | None = None
    ) -> Begun:  # fmt: skip
        """See Memory."""
        now = time.monotonic()
        with self._lock:
            self._drop_old(now)
            if nonce and self._nonces.setdefault(nonce, (now, digest))[1] != digest:
                return Begun(Standing.REFUSED)
            push = self._pushes.get(message_key)
            if push is None:
                self._pushes[message_key] = _Push(now)
                if contact is not None:
                    self._touch(openid, contact)
                return Begun(Standing.MINE, b"", self._session(openid, now), self._revision)
            push.count += 1
            standing, answer = self._look(push)
            return Begun(standing, answer, b"", self._revision, push.count, now - push.first)

    def finish(
        self, message_key: str, openid: str, answer: bytes, session: bytes | None, *, given: bool, miniprogram: bool,
        due: float, sure: bool = False,
    ) -> None:  # fmt: skip
        """See Memory."""
        now = time.monotonic()
        with self._lock:
            push = self._pushes.setdefault(message_key, _Push(now))
            if push.answer is not None:
                return
            push.answer, push.given = answer, given
            if session is not None:
                self._sessions[openid] = (now, session)
            if not given:
                push.late = miniprogram
                at = now if push.closed else now + due
                self._late[message_key] = (at, Late(message_key, openid, miniprogram, answer))

    def take(self, message_key: str) -> tuple[Standing, bytes]:
        """See Memory."""
        with self._lock:
            return self._look(self._pushes.get(message_key) or _Push(0.0))

    def close(self, message_key: str) -> tuple[Standing, bytes]:
        """See Memory."""
        with self._lock:
            push = self._pushes.setdefault(message_key, _Push(time.monotonic()))
            push.closed = push.answer is None
            return self._look(push)

    def look(self, message_key: str) -> Standing:
        """See Memory."""
        with self._lock:
            push = self._pushes.get(message_key) or _Push(0.0)
            known = Standing.WORKING if push.answer is None else Standing.ANSWERED
            return Standing.LATE if push.late else known

    def adopt(self, message_key: str, openid: str) -> Begun | None:
        """See Memory. What one process remembers by itself dies with it: there are no orphans."""
        return None

    def next_late(self) -> Late | None:
        """See Memory."""
        now = time.monotonic()
        with self._lock:
            for key, (at, late) in list(self._late.items()):
                if at > now:
                    continue
                if (push := self._pushes.get(key)) is not None:
                    if push.given:
                        del self._late[key]
                        continue
                    push.late = True
                self._late[key] = (now + 60, late)  # a minute for whoever sends it; then it is handed out again
                return late
        return None

    def sent(self, message_key: str, again_in: float | None = None) -> None:
        """See Memory."""
        with self._lock:
            if (held := self._late.pop(message_key, None)) and again_in is not None:
                self._late[message_key] = (time.monotonic() + again_in, held[1])

    def session(self, openid: str) -> bytes:
        """See Memory."""
        with self._lock:
            return self._session(openid, time.monotonic())

    def forget(self, openid: str) -> None:
        """See Memory."""
        self._sessions.pop(openid, None)

    def publish_revision(self, number: int) -> None:
        """See Memory."""
        self._revision = number

    def touch(self, openid: str, contact: Contact) -> None:
        """See Memory."""
        with self._lock:
            self._touch(openid, contact)

    def clear_hint(self, openid: str, hint: bytes) -> None:
        """See Memory. Hints live in Redis alone."""

    @property
    def holds(self) -> bool:
        """Whether there is anything here that Redis should have."""
        return bool(self._contacts) or bool(self.unsent())

    def untold(self) -> list[tuple[str, Contact]]:
        """The contacts that Redis does not know, the last of each person and kind; they are handed over with this."""
        with self._lock:
            held = [(openid, contact) for (openid, _), contact in self._contacts.items()]
            self._contacts.clear()
        return held

    def _touch(self, openid: str, contact: Contact) -> None:
        self._contacts[openid, "turn" if contact.turns else contact.window] = contact

    def unsent(self) -> list[tuple[float, Late]]:
        """The late answers that nobody took so far, each with the seconds until it is due."""
        now, pushes = time.monotonic(), self._pushes
        with self._lock:
            held = [each for key, each in self._late.items() if key not in pushes or not pushes[key].given]
        return [(max(0.0, at - now), late) for at, late in held]

    def _session(self, openid: str, now: float) -> bytes:
        at, session = self._sessions.get(openid, (0.0, b""))
        return session if now - at < self._session_ttl else b""

    @staticmethod
    def _look(push: _Push) -> tuple[Standing, bytes]:
        if push.late:
            return Standing.LATE, b""
        if push.answer is None:
            return Standing.WORKING, b""
        push.given = True
        return Standing.ANSWERED, push.answer

    def _drop_old(self, now: float) -> None:
        # Insertion order is age: look only at the front, and never hold more than the limit.
        pushes, nonces, sessions = self._pushes, self._nonces, self._sessions
        old = now - self._push_ttl
        while pushes and (pushes[front := next(iter(pushes))].first < old or len(pushes) > self._limit):
            del pushes[front]
        while nonces and (nonces[front := next(iter(nonces))][0] < old or len(nonces) > self._limit):
            del nonces[front]
        while len(sessions) > self._limit:
            del sessions[next(iter(sessions))]
        while len(self._late) > self._limit:
            del self._late[next(iter(self._late))]
        while len(self._contacts) > self._limit:
            del self._contacts[next(iter(self._contacts))]
