"""Agents of the customer service: while one has a person's session, messages pass the webhook by (sections 3 and 6)."""

import threading
from collections.abc import Callable
from typing import Any

from simulator.clock import Clock
from simulator.store import Store
from simulator.switches import Switches

_TABLE = """
CREATE TABLE IF NOT EXISTS agents (
    openid TEXT PRIMARY KEY, account TEXT NOT NULL, since REAL NOT NULL, spoken REAL NOT NULL);
"""


class Agents:
    """Sessions by the openid that their application knows; times are shown seconds.

    A session ends when it is closed, or after `agent_seconds` without a word. `told` hears the openid, the event
    (kf_create_session, kf_close_session) and the agent's account; `later` calls `look` again in so many seconds.
    """

    def __init__(
        self, store: Store, clock: Clock, switches: Switches, told: Callable[[str, str, str], Any],
        later: Callable[[float, str], Any],
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._switches = switches
        self._told = told
        self._later = later
        self._lock = threading.RLock()
        store.define(_TABLE)

    def open(self, openid: str, account: str) -> bool:
        """An agent takes the session; False if one has it already."""
        with self._lock:
            if self.holds(openid):
                return False
            now = self._clock.shown()
            self._store.run("INSERT INTO agents VALUES (?, ?, ?, ?)", [openid, account, now, now])
        self._told(openid, "kf_create_session", account)
        self._later(self._switches.number("agent_seconds"), openid)
        return True

    def close(self, openid: str) -> bool:
        """The session ends; False if there is none."""
        closed = self._store.run("DELETE FROM agents WHERE openid = ? RETURNING account", [openid])
        if closed:
            self._told(openid, "kf_close_session", closed[0]["account"])
        return bool(closed)

    def holds(self, openid: str) -> str:
        """Who has that person's session; empty for nobody. One that was silent for too long ends here."""
        with self._lock:
            found = self._store.run("SELECT account, spoken FROM agents WHERE openid = ?", [openid])
            if not found:
                return ""
            if self._clock.shown() - found[0]["spoken"] >= self._switches.number("agent_seconds"):
                self.close(openid)
                return ""
            return str(found[0]["account"])

    def since(self, openid: str) -> float:
        """When the session began; 0 for none."""
        found = self._store.run("SELECT since FROM agents WHERE openid = ?", [openid])
        return float(found[0]["since"]) if found else 0.0

    def spoke(self, openid: str) -> None:
        """The person or the agent said something."""
        self._store.run("UPDATE agents SET spoken = ? WHERE openid = ?", [self._clock.shown(), openid])

    def look(self, openid: str) -> None:
        """End the session if it was silent for too long, else look again when it may have been."""
        if self.holds(openid):
            spoken = self._store.run("SELECT spoken FROM agents WHERE openid = ?", [openid])[0]["spoken"]
            self._later(spoken + self._switches.number("agent_seconds") - self._clock.shown(), openid)

    def shown(self) -> dict[str, str]:
        """All sessions: openid and account."""
        return {row["openid"]: row["account"] for row in self._store.run("SELECT openid, account FROM agents")}
