"""Passwords of staff: how they are hashed, compared, made up."""

import secrets
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from congress.errors import Invalid

SHORTEST, LONGEST = 10, 200  # characters
# 32 MiB and 0.09 s on one core, half as much again as OWASP's least; one at a time in a process (see WAITING).
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
# Of no password: who does not exist takes as long as who does. A test holds its parameters to HASHER's.
NOBODY = "$argon2id$v=19$m=32768,t=3,p=1$sf3uhrJ18K4tLcqYqiGVUw$tE7ZLrZd2kO8IES7kZkSJVjIFUDaArdjEC3X9q29Eks"
WAITING = 6  # callers in a process that may wait for their turn; more would take the threads that answer messages
TURN = 3.0  # seconds that they wait
PACE = 0.2  # seconds from one comparison to the next: however many come, a process gives them half a core at most
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read for something else

_waiting = threading.BoundedSemaphore(WAITING + 1)
_turn = threading.Lock()
_next = 0.0  # monotonic seconds of the next comparison


class Busy(Exception):
    """Too many sign-ins at this moment; the same a few seconds later is welcome."""


def hashed(password: str) -> str:
    """The hash to keep. Raises Busy."""
    with _one_at_a_time():
        return HASHER.hash(_plain(password))


def matches(kept: str, password: str, *, expected: bool = False) -> bool:
    """Whether it is the password of this hash; with an empty hash False, after the same time. Raises Busy.

    Who is `expected` (a browser that was right before) has a place in the queue however many strangers wait.
    """
    global _next
    with _one_at_a_time(expected):
        time.sleep(max(0.0, _next - time.monotonic()))
        _next = time.monotonic() + PACE
        try:
            return HASHER.verify(kept or NOBODY, _plain(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def one_time() -> str:
    """A password for the first sign-in: 59 bits, easy to read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def check(password: str, login: str) -> None:
    """Raises Invalid with the code `short`, `long`, `login` (it holds the login) or `simple`."""
    plain = _plain(password).casefold()
    if len(plain) < SHORTEST:
        raise Invalid("short")
    if len(plain) > LONGEST:
        raise Invalid("long")
    if login in plain:
        raise Invalid("login")
    # Ten times the same, a row of digits or keys: what is tried first.
    rows = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
    if len(set(plain)) < 5 or any(plain in row for row in rows) or plain.startswith(("password", "admin123")):
        raise Invalid("simple")


def _plain(password: str) -> str:
    """What an input method made of the same keys is the same password."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])


@contextmanager
def _one_at_a_time(expected: bool = True) -> Iterator[None]:
    if not expected and not _waiting.acquire(blocking=False):
        raise Busy
    try:
        if not _turn.acquire(timeout=TURN):
            raise Busy
        try:
            yield
        finally:
            _turn.release()
    finally:
        if not expected:
            _waiting.release()
