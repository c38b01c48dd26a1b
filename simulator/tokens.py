"""The two isolated families of access tokens of one application (docs/wechat.md, section 8.1)."""

import secrets
import threading
from collections.abc import Callable
from typing import Any

from simulator.store import Store

LIFETIME = 7200  # seconds
OVERLAP = 300  # seconds that a replaced token stays valid, and before expiry that a stable one is replaced
FORCE_APART = 30  # seconds; a forced call that comes sooner changes nothing
FORCE_A_DAY = 20
DAY = 86400
BEIJING_OFFSET = 8 * 3600


class ForceUsedUp(Exception):
    """Too many forced calls today."""


class Tokens:
    """Tokens of one application, in wall time, kept over a restart.

    A family is {"current": token, "tokens": {token: [expires, replaced]}}: when it dies, and whether another
    came in its place, which makes it invalid rather than expired.
    """

    def __init__(self, store: Store, appid: str, wall: Callable[[], float]) -> None:
        self._store = store
        self._appid = appid
        self._wall = wall
        self._lock = threading.Lock()

    def rotate(self) -> tuple[str, int]:
        """A new token of the old endpoint's family and its seconds: every call makes one."""
        with self._lock:
            return self._replace("rotating", OVERLAP), LIFETIME

    def stable(self, force: bool = False) -> tuple[str, int]:
        """The stable family's token and its remaining seconds. Raises ForceUsedUp after 20 forced calls in a day."""
        with self._lock:
            family = self._family("stable")
            left = family["tokens"].get(family["current"], (0, False))[0] - self._wall()
            if force and self._may_force():
                return self._replace("stable", 0), LIFETIME
            if left <= OVERLAP:
                return self._replace("stable", OVERLAP), LIFETIME
            return family["current"], int(left)

    def check(self, token: str) -> int:
        """0 for a valid token, or errcode 42001 for one that expired, or 40001 for any other."""
        now = self._wall()
        for name in ("rotating", "stable"):
            known = self._family(name)["tokens"].get(token)
            if known is not None:
                expires, replaced = known
                return 0 if now < expires else 40001 if replaced else 42001
        return 40001

    def _family(self, name: str) -> dict[str, Any]:
        empty = {"current": "", "tokens": {}}
        return self._store.get(f"tokens.{self._appid}.{name}", empty)

    def _replace(self, name: str, overlap: float) -> str:
        now = self._wall()
        # A replaced token that died is as good as unknown; one that expired is remembered for a while, for its errcode.
        kept = {
            token: (expires, replaced)
            for token, (expires, replaced) in self._family(name)["tokens"].items()
            if expires > (now if replaced else now - LIFETIME)
        }
        tokens: dict[str, Any] = {
            token: [expires, replaced] if expires <= now else [min(expires, now + overlap), True]
            for token, (expires, replaced) in kept.items()
        }
        # As long as real ones, so that a column that is too short shows.
        token = f"{int(now) % 100}_{secrets.token_urlsafe(99)}"
        tokens[token] = [now + LIFETIME, False]
        self._store.put(f"tokens.{self._appid}.{name}", {"current": token, "tokens": tokens})
        return token

    def _may_force(self) -> bool:
        name, now = f"forced.{self._appid}", self._wall()
        day = int((now + BEIJING_OFFSET) // DAY)
        forced = self._store.get(name, {"day": day, "count": 0, "last": 0})
        count = forced["count"] if forced["day"] == day else 0
        if now - forced["last"] < FORCE_APART:
            return False
        if count >= FORCE_A_DAY:
            raise ForceUsedUp
        self._store.put(name, {"day": day, "count": count + 1, "last": now})
        return True
