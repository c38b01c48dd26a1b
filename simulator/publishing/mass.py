"""Messages to everyone: who gets them, how often, and how they went (docs/wechat.md, section 18)."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.clock import Clock
from simulator.publishing.letters import Letter
from simulator.settings import BEIJING
from simulator.store import Store

A_MONTH = 4  # messages that a follower of a service account gets
FIRST_ID = 3_147_483_651
SENDING, SUCCESS, FAILED, DELETED = "SENDING", "SEND_SUCCESS", "SEND_FAIL", "DELETE"
_TABLES = """
CREATE TABLE IF NOT EXISTS mass_jobs (
    number INTEGER PRIMARY KEY, client TEXT NOT NULL, scope TEXT NOT NULL, letter TEXT NOT NULL, at REAL NOT NULL,
    state TEXT NOT NULL, article_id TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS mass_jobs_client ON mass_jobs (client, at);
CREATE INDEX IF NOT EXISTS mass_jobs_at ON mass_jobs (at);
CREATE TABLE IF NOT EXISTS mass_received (
    openid TEXT NOT NULL, month TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (openid, month));
"""


@dataclass(frozen=True)
class Job:
    """One message to everyone. `scope` is {"all": true}, {"tag": id} or {"openids": [...]}; `at` is shown time."""

    msg_id: int
    scope: dict[str, Any]
    letter: Letter
    at: float
    state: str
    article_id: str


class Mass:
    """The jobs, and how many messages each follower got in each month of Beijing's calendar."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        # Held from the look for an earlier job until the new one is kept: two of the same at once are one.
        self.taking = threading.Lock()
        store.define(_TABLES)

    def add(self, client: str, scope: dict[str, Any], letter: Letter) -> int:
        """Keep a job; its msg_id."""
        with self._store.together():
            number = int(self._store.get("next_mass", FIRST_ID))
            self._store.put("next_mass", number + 1)
            values = [json.dumps(value, ensure_ascii=False) for value in (scope, letter)]
            self._store.run(
                "INSERT INTO mass_jobs VALUES (?, ?, ?, ?, ?, ?, '')",
                [number, client, *values, self._clock.shown(), SENDING],
            )
        return number

    def job(self, msg_id: int) -> Job | None:
        """The job with that id."""
        found = self._store.run("SELECT * FROM mass_jobs WHERE number = ?", [msg_id])
        return _job(found[0]) if found else None

    def same(self, client: str, since: float) -> Job | None:
        """The newest job with that clientmsgid since then."""
        found = self._store.run(
            "SELECT * FROM mass_jobs WHERE client = ? AND at > ? ORDER BY number DESC LIMIT 1", [client, since]
        )
        return _job(found[0]) if found else None

    def count_since(self, since: float) -> int:
        """How many jobs there were since then."""
        return int(self._store.run("SELECT count(*) FROM mass_jobs WHERE at > ?", [since])[0][0])

    def end(self, msg_id: int, state: str, article_id: str = "") -> None:
        """How a job went, and the articles that came of it."""
        self._store.run(
            "UPDATE mass_jobs SET state = ?, article_id = CASE WHEN ? = '' THEN article_id ELSE ? END WHERE number = ?",
            [state, article_id, article_id, msg_id],
        )

    def free(self, openids: Sequence[str]) -> list[str]:
        """Those who may get one more message this month."""
        values = [self._month(), A_MONTH]
        rows = self._store.run("SELECT openid FROM mass_received WHERE month = ? AND count >= ?", values)
        full = {row["openid"] for row in rows}
        return [openid for openid in openids if openid not in full]

    def received(self, openids: Sequence[str]) -> None:
        """They all got one."""
        month = self._month()
        self._store.run_many(
            "INSERT INTO mass_received VALUES (?, ?, 1)"
            " ON CONFLICT (openid, month) DO UPDATE SET count = mass_received.count + 1",
            [(openid, month) for openid in openids],
        )

    def _month(self) -> str:
        return datetime.fromtimestamp(self._clock.shown(), BEIJING).strftime("%Y-%m")


def _job(row: Any) -> Job:
    return Job(
        row["number"], json.loads(row["scope"]), json.loads(row["letter"]), row["at"], row["state"], row["article_id"]
    )
