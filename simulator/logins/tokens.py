"""The two isolated families of access tokens of one application (docs/wechat.md, section 8.1)."""

import secrets
import threading
from collections.abc import Callable
from typing import Any

from simulator.store import Store
from simulator.switches import Switches

LIFETIME = 7200  # seconds
RENEWED_BEFORE = 300  # seconds before its end that a stable token is replaced
FORCE_APART = 30  # seconds; a forced call that comes sooner changes nothing
FORCE_A_DAY = 20
DAY = 86400
BEIJING_OFFSET = 8 * 3600


class ForceUsedUp(Exception):
    """Too many forced calls today."""


class Tokens:
    """Tokens of one application, kept over a restart; `now` tells the shown time in seconds.

    A family is {"current": token, "tokens": {token: [expires, replaced]}}: when it dies, and whether another
    came in its place, which makes it invalid rather than expired.
    """

    def __init__(self, store: Store, appid: str, now: Callable[[], float], switches: Switches) -> None:
        self._store = store
        self._appid = appid
        self._now = now
        self._switches = switches
        self._lock = threading.Lock()

    def rotate(self) -> tuple[str, int]:
        """A new token of the old endpoint's family and its seconds: every call makes one."""
        with self._lock:
            return self._replace("rotating"), LIFETIME

    def stable(self, force: bool = False) -> tuple[str, int]:
        """The stable family's token and its remaining seconds. Raises ForceUsedUp after 20 forced calls in a day."""
        with self._lock:
            family = self._family("stable")
            left = family["tokens"].get(family["current"], (0, False))[0] - self._now()
            if force and self._may_force():
                return self._replace("stable", forced=True), LIFETIME
            # More than a lifetime is left when the clock was turned back.
            if not RENEWED_BEFORE < left <= LIFETIME:
                return self._replace("stable"), LIFETIME
            return family["current"], int(left)

    def check(self, token: str) -> int:
        """0 for a valid token, or errcode 42001 for one that expired, or 40001 for any other."""
        now = self._now()
        for name in ("rotating", "stable"):
            known = self._family(name)["tokens"].get(token)
            if known is not None:
                expires, replaced = known
                return 0 if now < expires else 40001 if replaced else 42001
        return 40001

    def _family(self, name: str) -> dict[str, Any]:
        empty = {"current": "", "tokens": {}}
        return self._store.get(f"tokens.{self._appid}.{name}", empty)

    def _replace(self, name: str, *, forced: bool = False) -> str:
        """A new token in the place of the current one, which lives on for a while unless it was forced out."""
        now, overlap = self._now(), self._switches.number("token_overlap_seconds")
        at_once = forced and self._switches.on("force_kills_at_once")
        tokens: dict[str, Any] = {}
        for token, (expires, replaced) in self._family(name)["tokens"].items():
            if replaced:
                # One that died, or that a forced call kills, is as good as unknown.
                if expires > now and not forced:
                    tokens[token] = [min(expires, now + overlap), True]
            elif expires <= now:
                # Remembered for a while, for its errcode.
                if expires > now - LIFETIME:
                    tokens[token] = [expires, False]
            elif not at_once:
                tokens[token] = [min(expires, now + overlap), True]
        # As long as real ones, so that a column that is too short shows.
        token = f"{int(now) % 100}_{secrets.token_urlsafe(99)}"
        tokens[token] = [now + LIFETIME, False]
        self._store.put(f"tokens.{self._appid}.{name}", {"current": token, "tokens": tokens})
        return token

    def _may_force(self) -> bool:
        name, now = f"forced.{self._appid}", self._now()
        day = int((now + BEIJING_OFFSET) // DAY)
        forced = self._store.get(name, {"day": day, "count": 0, "last": 0})
        count = forced["count"] if forced["day"] == day else 0
        if 0 <= now - forced["last"] < FORCE_APART:
            return False
        if count >= FORCE_A_DAY:
            raise ForceUsedUp
        self._store.put(name, {"day": day, "count": count + 1, "last": now})
        return True
