"""The session keys of people who logged in to the mini program (docs/wechat.md, section 17)."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from simulator.clock import Clock
from simulator.store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS mini_sessions (
    openid TEXT PRIMARY KEY, session_key TEXT NOT NULL DEFAULT '', visited REAL NOT NULL);
"""


class MiniSessions:
    """Who logged in with which key, and when they were last there, in shown seconds."""

    def __init__(self, store: Store, clock: Clock) -> None:
        store.define(_TABLES)
        self._store = store
        self._clock = clock

    def visited(self, openid: str) -> None:
        """The person has the mini program open."""
        self._store.run(
            "INSERT INTO mini_sessions (openid, visited) VALUES (?, ?)"
            " ON CONFLICT (openid) DO UPDATE SET visited = excluded.visited",
            [openid, self._clock.shown()],
        )

    def idle(self, openid: str) -> float:
        """Seconds since the last visit; infinite if there was none."""
        rows = self._store.run("SELECT visited FROM mini_sessions WHERE openid = ?", [openid])
        return self._clock.shown() - rows[0]["visited"] if rows else float("inf")

    def begin(self, openid: str) -> str:
        """A new session key, base64 of 16 bytes: the one before is worth nothing from now on."""
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        self.visited(openid)
        self._store.run("UPDATE mini_sessions SET session_key = ? WHERE openid = ?", [key, openid])
        return key

    def key(self, openid: str) -> str:
        """The person's session key, or an empty text when they never logged in."""
        rows = self._store.run("SELECT session_key FROM mini_sessions WHERE openid = ?", [openid])
        return str(rows[0]["session_key"]) if rows else ""


def sealed(session_key: str, values: Mapping[str, Any], iv: bytes | None = None) -> dict[str, str]:
    """`encryptedData` and `iv` as the phone hands them to a page: AES-128-CBC, padded to 16 bytes, base64."""
    start = secrets.token_bytes(16) if iv is None else iv
    padder = PKCS7(128).padder()
    padded = padder.update(_json(values).encode()) + padder.finalize()
    cipher = Cipher(algorithms.AES(base64.b64decode(session_key)), modes.CBC(start)).encryptor()
    encrypted = cipher.update(padded) + cipher.finalize()
    return {"encryptedData": base64.b64encode(encrypted).decode(), "iv": base64.b64encode(start).decode()}


def signed(session_key: str, values: Mapping[str, Any]) -> dict[str, str]:
    """`rawData` and its `signature`, the SHA-1 over it and the session key."""
    raw = _json(values)
    return {"rawData": raw, "signature": data_signature(raw, session_key)}


def data_signature(raw: str, session_key: str) -> str:
    """The signature of a text that the phone handed to a page."""
    return hashlib.sha1((raw + session_key).encode()).hexdigest()


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
