"""Counts calls of the API, and begins anew at midnight (docs/wechat.md, section 8.2)."""

import threading
from collections.abc import Callable
from datetime import datetime

from simulator import quota_table
from simulator.settings import BEIJING
from simulator.store import Store
from simulator.switches import Switches

CLEAR_A_MONTH = 10  # both calls that clear everything, together
CLEAR_ONE_A_MONTH = 50
HOUR, DAY = 3600, 86400
MINUTE = 60
KEPT_DAYS = 40

_TABLE = """
CREATE TABLE IF NOT EXISTS quotas (
    appid TEXT NOT NULL, path TEXT NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL,
    PRIMARY KEY (appid, path, day)) WITHOUT ROWID;
"""
# Nothing comes back when the limit is reached.
_COUNT = """
INSERT INTO quotas VALUES (?1, ?2, ?3, 1) ON CONFLICT (appid, path, day)
    DO UPDATE SET used = used + 1 WHERE ?4 IS NULL OR used < ?4 RETURNING used
"""


class Quotas:
    """The calls of one application, kept over a restart; `now` tells the shown time in seconds."""

    def __init__(self, store: Store, appid: str, now: Callable[[], float], switches: Switches) -> None:
        self._store = store
        self._appid = appid
        self._now = now
        self._switches = switches
        self._minute = (0, dict[str, int]())
        self._lock = threading.Lock()
        store.define(_TABLE)
        store.run("DELETE FROM quotas WHERE day < ?", [self._day(-KEPT_DAYS)])

    def take(self, path: str) -> int:
        """Count one call: 0, or errcode 45009 when the day's are used up, or the one for the minute's."""
        if path.startswith(quota_table.UNCOUNTED):
            return 0
        with self._lock:
            if refusal := self._take_of_minute(path):
                return refusal
            limit = self.limit(path)
            if limit == 0:
                return 45009
            return 0 if self._store.run(_COUNT, [self._appid, path, self._day(), limit]) else 45009

    def used(self, path: str) -> int:
        """How often that address was called today."""
        return self._used(path, self._day())

    def limit(self, path: str) -> int | None:
        """How often that address may be called in a day; None for as often as one likes."""
        for setting in self._switches.text("quota_limits").replace(",", " ").split():
            name, _, number = setting.partition("=")
            if name == path and number.isdecimal():
                return int(number)
        if path.startswith(quota_table.NO_DAILY_LIMIT):
            return None
        usual = quota_table.A_DAY.get(path, quota_table.DEFAULT_A_DAY)
        return quota_table.TEST_A_DAY.get(path, usual) if self._switches.text("quota_table") == "test" else usual

    def clear(self) -> bool:
        """Begin the day anew; False when it was done ten times this month."""
        return self._clear("cleared", CLEAR_A_MONTH, "")

    def clear_one(self, path: str) -> bool:
        """Begin the day anew for one address; False when that was done fifty times this month."""
        return self._clear("cleared_one", CLEAR_ONE_A_MONTH, path)

    def _clear(self, what: str, most: int, path: str) -> bool:
        name, month = f"{what}.{self._appid}", self._moment().date().isoformat()[:7]
        with self._lock:
            cleared = self._store.get(name, {"month": month, "count": 0})
            count = cleared["count"] if cleared["month"] == month else 0
            if count >= most:
                return False
            self._store.put(name, {"month": month, "count": count + 1})
            self._store.run(
                "DELETE FROM quotas WHERE appid = ? AND day = ? AND ? IN ('', path)", [self._appid, self._day(), path]
            )
            return True

    def _take_of_minute(self, path: str) -> int:
        if path not in quota_table.A_MINUTE:
            return 0
        most, refusal = quota_table.A_MINUTE[path]
        minute, counts = int(self._now() // MINUTE), self._minute[1]
        if self._minute[0] != minute:
            counts = {}
            self._minute = (minute, counts)
        counts[path] = counts.get(path, 0) + 1
        return refusal if counts[path] > most else 0

    def _used(self, path: str, day: str) -> int:
        found = self._store.run(
            "SELECT used FROM quotas WHERE appid = ? AND path = ? AND day = ?", [self._appid, path, day]
        )
        return int(found[0]["used"]) if found else 0

    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self._now(), BEIJING)

    def _day(self, later: int = 0) -> str:
        since = self._now() - self._switches.number("quota_reset_hour") * HOUR + later * DAY
        return datetime.fromtimestamp(since, BEIJING).date().isoformat()
