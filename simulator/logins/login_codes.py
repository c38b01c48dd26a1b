"""One-time codes that log a person in: of the web login, of wx.login, of the phone-number button."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.clock import Clock
from simulator.errors import ApiError
from simulator.store import Store

LIFETIME = 300  # shown seconds, for all three kinds (docs/wechat.md, sections 15 and 17)
OAUTH, MINI, PHONE = "oauth", "mini", "phone"
_TABLES = """
CREATE TABLE IF NOT EXISTS login_codes (
    code TEXT PRIMARY KEY, kind TEXT NOT NULL, appid TEXT NOT NULL, openid TEXT NOT NULL, scope TEXT NOT NULL,
    snapshot INTEGER NOT NULL, said TEXT NOT NULL, made REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS login_codes_made ON login_codes (made);
"""


@dataclass(frozen=True)
class Login:
    """What a code stands for. `openid` is the one by which the application knows the person; `said` a phone number."""

    kind: str
    appid: str
    openid: str
    scope: str = ""
    snapshot: bool = False
    said: str = field(default="", repr=False)


class LoginCodes:
    """Makes codes and takes each of them once."""

    def __init__(self, store: Store, clock: Clock) -> None:
        store.define(_TABLES)
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()

    def make(self, login: Login) -> str:
        """A new code: 32 characters, or 64 for a phone number."""
        code = secrets.token_hex(32) if login.kind == PHONE else f"0{secrets.token_urlsafe(30)[:31]}"
        now = self._clock.shown()
        with self._lock:
            # A code that died long ago is as good as unknown.
            self._store.run("DELETE FROM login_codes WHERE made < ?", [now - 86_400])
            values = [code, login.kind, login.appid, login.openid, login.scope, login.snapshot, login.said, now]
            self._store.run(
                "INSERT INTO login_codes (code, kind, appid, openid, scope, snapshot, said, made)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        return code

    def take(self, code: str, kind: str, appid: str, refusals: Mapping[str, int]) -> Login:
        """Use a code up. Raises ApiError with the errcode that `refusals` has for `unknown`, `foreign`, `used`, `old`.

        A code of another application stays unused: it may still be taken by its own.
        """
        with self._lock:
            rows = self._store.run("SELECT * FROM login_codes WHERE code = ? AND kind = ?", [code, kind])
            if not rows:
                raise ApiError(refusals["unknown"])
            row = rows[0]
            if row["appid"] != appid:
                raise ApiError(refusals["foreign"])
            if row["used"]:
                raise ApiError(refusals["used"])
            age = self._clock.shown() - row["made"]
            if not 0 <= age <= LIFETIME:
                raise ApiError(refusals["old"])
            self._store.run("UPDATE login_codes SET used = 1 WHERE code = ?", [code])
        return _login(row)


def _login(row: Any) -> Login:
    return Login(row["kind"], row["appid"], row["openid"], row["scope"], bool(row["snapshot"]), row["said"])
