"""The access and refresh tokens of people who logged in on a page (docs/wechat.md, section 15)."""

import secrets
import threading
from dataclasses import dataclass

from simulator.clock import Clock
from simulator.errors import ApiError
from simulator.store import Store

LIFETIME = 7200  # shown seconds of an access token
REFRESH_LIFETIME = 30 * 86_400
_TABLES = """
CREATE TABLE IF NOT EXISTS web_sessions (
    refresh_token TEXT PRIMARY KEY, access_token TEXT NOT NULL UNIQUE, openid TEXT NOT NULL, scope TEXT NOT NULL,
    snapshot INTEGER NOT NULL, began REAL NOT NULL, expires REAL NOT NULL);
CREATE INDEX IF NOT EXISTS web_sessions_openid ON web_sessions (openid);
"""
_REFRESHED = "SELECT * FROM web_sessions WHERE refresh_token = ?"
_SHOWN = "SELECT * FROM web_sessions WHERE access_token = ?"


@dataclass(frozen=True)
class WebSession:
    """One login. `expires` is when its access token ends, in shown seconds."""

    refresh_token: str
    access_token: str
    openid: str
    scope: str
    snapshot: bool
    began: float
    expires: float


class WebSessions:
    """A token family of its own: nothing here has to do with the account's access token."""

    def __init__(self, store: Store, clock: Clock) -> None:
        store.define(_TABLES)
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()

    def begin(self, openid: str, scope: str, snapshot: bool) -> WebSession:
        """A new login; those whose refresh token died are forgotten a while later."""
        now = self._clock.shown()
        session = WebSession(_token(), _token(), openid, scope, snapshot, now, now + LIFETIME)
        self._store.run("DELETE FROM web_sessions WHERE began < ?", [now - 2 * REFRESH_LIFETIME])
        self._store.run(
            "INSERT INTO web_sessions VALUES (?, ?, ?, ?, ?, ?, ?)",
            [session.refresh_token, session.access_token, openid, scope, snapshot, now, session.expires],
        )
        return session

    def refresh(self, refresh_token: str) -> WebSession:
        """Two hours more: for the same access token while it is valid, else for a new one.

        Raises ApiError 40030 or 42002.
        """
        with self._lock:
            session = self._found(_REFRESHED, refresh_token)
            if session is None:
                raise ApiError(40030)
            now = self._clock.shown()
            if now >= session.began + REFRESH_LIFETIME:
                raise ApiError(42002)
            token = session.access_token if now < session.expires else _token()
            self._store.run(
                "UPDATE web_sessions SET access_token = ?, expires = ? WHERE refresh_token = ?",
                [token, now + LIFETIME, refresh_token],
            )
            return WebSession(
                refresh_token, token, session.openid, session.scope, session.snapshot, session.began, now + LIFETIME
            )

    def check(self, access_token: str) -> WebSession:
        """The login of a valid access token. Raises ApiError 40001 or 42001."""
        session = self._found(_SHOWN, access_token)
        if session is None:
            raise ApiError(40001)
        if self._clock.shown() >= session.expires:
            raise ApiError(42001)
        return session

    def _found(self, statement: str, token: str) -> WebSession | None:
        rows = self._store.run(statement, [token])
        if not rows:
            return None
        row = rows[0]
        return WebSession(
            row["refresh_token"], row["access_token"], row["openid"], row["scope"], bool(row["snapshot"]),
            row["began"], row["expires"],
        )  # fmt: skip


def _token() -> str:
    # As long as real ones, so that a column that is too short shows.
    return f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(66)}"
