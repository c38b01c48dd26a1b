"""The deliveries and sessions of all processes, in Redis: one round trip to begin, none to wait for at the end."""

import os
import threading
import uuid
from contextlib import suppress

from wechat import stored
from wechat.at_rest import Plain
from wechat.contacts import CONTACT, HINT, TURNS, Contact
from wechat.line import Line
from wechat.memory import Begun, Late, Standing, Unreachable
from wechat.replies import Nothing
from wechat.scripts import ALL

STANDING = {
    b"M": Standing.MINE, b"W": Standing.WORKING, b"A": Standing.ANSWERED, b"L": Standing.LATE, b"R": Standing.REFUSED,
    b"O": Standing.ORPHANED,
}  # fmt: skip
LATE = "late"
REVISION = "content:revision"
NOBODY = ("", "", 0, "")
LOST = stored.encode(Nothing())  # an answer that the keys of now don't open: nothing is said, and nothing done twice
ALIVE_FOR = 5  # seconds without a sign after which a process counts as dead and its pushes may be claimed anew
SENDING = 60_000  # ms that a sender may need before an answer is handed out again


class RedisMemory:
    """See wechat.memory.Memory."""

    def __init__(
        self, url: str, session_ttl: int, push_ttl: int, timeout: float = 1.0, at_rest: Plain | None = None
    ) -> None:  # fmt: skip
        """Times in seconds. `push_ttl` must cover all deliveries and the replay window."""
        self._at_rest = at_rest or Plain()
        self._line = Line(url, ALL, timeout)
        self._session_ttl, self._push_ttl, self._timeout = session_ttl, push_ttl, timeout
        self._owner = ""
        self._pid = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def begin(
        self, message_key: str, openid: str, nonce: str, digest: str, contact: Contact | None = None
    ) -> Begun:  # fmt: skip
        """See Memory."""
        if self._pid != os.getpid():
            self._show_life()
        found = self._line.run(
            "begin", 7, f"push:{message_key}", f"session:{openid}", f"nonce:{nonce}", REVISION, HINT + openid,
            CONTACT + openid, TURNS, digest, self._owner, self._push_ttl, 1 if nonce else 0,
            *(NOBODY if contact is None else (openid, contact.window, contact.at, contact.turns)),
        )  # fmt: skip
        standing = STANDING[found[0]]
        if standing is Standing.REFUSED:
            return Begun(standing)
        _, known, revision, count, age, *hint = found
        number = int(revision) if revision else -1
        kept = self._at_rest.open(known) if known else b""
        if standing is Standing.MINE:
            return Begun(standing, b"", kept, number, int(count), int(age) / 1000, hint[0] or b"")
        return Begun(standing, kept or LOST if known else b"", b"", number, int(count), int(age) / 1000)

    def finish(
        self, message_key: str, openid: str, answer: bytes, session: bytes | None, *, given: bool, miniprogram: bool,
        due: float, sure: bool = False,
    ) -> None:  # fmt: skip
        """See Memory. An answer that is given already is posted without waiting, unless it must be sure."""
        (self._line.post if given and not sure else self._line.run)(
            "finish", 3, f"push:{message_key}", f"session:{openid}", LATE,
            self._at_rest.seal(answer), int(given), int(due * 1000), openid, int(miniprogram), self._push_ttl,
            int(session is not None), self._at_rest.seal(session or b""), self._session_ttl, message_key,
        )  # fmt: skip

    def take(self, message_key: str) -> tuple[Standing, bytes]:
        """See Memory."""
        return self._take(message_key, 0)

    def close(self, message_key: str) -> tuple[Standing, bytes]:
        """See Memory."""
        return self._take(message_key, 1)

    def look(self, message_key: str) -> Standing:
        """See Memory."""
        return self._take(message_key, 2)[0]

    def adopt(self, message_key: str, openid: str) -> Begun | None:
        """See Memory."""
        found = self._line.run("adopt", 3, f"push:{message_key}", f"session:{openid}", HINT + openid, self._owner)
        if not found:
            return None
        session = self._at_rest.open(found[0]) if found[0] else b""
        return Begun(Standing.MINE, b"", session, -1, 2, int(found[1]) / 1000, found[2] or b"")

    def _take(self, message_key: str, how: int) -> tuple[Standing, bytes]:
        found = self._line.run("take", 1, f"push:{message_key}", how)
        return STANDING[found[0]], self._at_rest.open(found[1]) or LOST if len(found) > 1 else b""

    def next_late(self) -> Late | None:
        """See Memory."""
        found = self._line.run("next_late", 1, LATE, SENDING)
        if not found:
            return None
        key, openid, miniprogram, answer = found
        return Late(key.decode(), openid.decode(), miniprogram == b"1", self._at_rest.open(answer) or LOST)

    def sent(self, message_key: str, again_in: float | None = None) -> None:
        """See Memory."""
        self._line.run("sent", 1, LATE, message_key, "" if again_in is None else int(again_in * 1000))

    def session(self, openid: str) -> bytes:
        """See Memory."""
        kept = self._line.run("session", 1, f"session:{openid}")
        return self._at_rest.open(kept) if kept else b""

    def forget(self, openid: str) -> None:
        """See Memory."""
        self._line.run("forget", 1, f"session:{openid}")

    def publish_revision(self, number: int) -> None:
        """See Memory."""
        self._line.run("publish", 1, REVISION, number)

    def touch(self, openid: str, contact: Contact) -> None:
        """See Memory."""
        self._line.run("touch", 2, CONTACT + openid, TURNS, openid, contact.window, contact.at, contact.turns)

    def clear_hint(self, openid: str, hint: bytes) -> None:
        """See Memory. Nobody waits for it."""
        self._line.post("clear_hint", 1, HINT + openid, hint)

    def stop(self) -> None:
        """End the sign of life, and close the connections that nobody uses."""
        self._stop.set()
        with suppress(Unreachable):
            self._line.flush()
        self._line.close()

    def _show_life(self) -> None:
        """From the first push on, tell the others that this process is alive; a fork gets an owner name of its own."""
        # Nobody waits longer than for one answer: with Redis hanging, those before would wait one after the other.
        if not self._lock.acquire(timeout=self._timeout):
            raise Unreachable("no sign of life")
        try:
            if self._pid == os.getpid():
                return
            self._owner = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
            self._stop = threading.Event()
            self._beat()
            threading.Thread(target=self._keep_beating, args=(self._stop,), name="sign of life", daemon=True).start()
            self._pid = os.getpid()
        finally:
            self._lock.release()

    def _beat(self) -> None:
        self._line.run("beat", 1, f"alive:{self._owner}", ALIVE_FOR)

    def _keep_beating(self, stop: threading.Event) -> None:
        while not stop.wait(ALIVE_FOR / 5):
            try:
                self._beat()
            except Unreachable:
                continue  # it is tried again; the deliveries themselves notice and report
