"""How often each address of the API may be called in a day (docs/wechat.md, section 8.2)."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from simulator.settings import BEIJING
from simulator.store import Store

CLEAR_A_MONTH = 10
A_DAY = {
    "/cgi-bin/token": 2_000,
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/menu/create": 1_000,
    "/cgi-bin/menu/get": 10_000,
    "/cgi-bin/menu/delete": 1_000,
    "/cgi-bin/qrcode/create": 100_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/user/info": 5_000_000,
}


class Quotas:
    """Counts calls of one application until midnight in Beijing, in wall time."""

    def __init__(self, store: Store, appid: str, wall: Callable[[], float]) -> None:
        self._store = store
        self._appid = appid
        self._wall = wall
        self._counts: Counter[str] = Counter()
        self._day = ""
        self._lock = threading.Lock()

    def take(self, path: str) -> bool:
        """Count one call; False when the day's are used up."""
        with self._lock:
            if self._day != self._today():
                self._day = self._today()
                self._counts.clear()
            self._counts[path] += 1
            return path not in A_DAY or self._counts[path] <= A_DAY[path]

    def clear(self) -> bool:
        """Begin the day anew; False when it was done ten times this month."""
        name, month = f"cleared.{self._appid}", self._today()[:7]
        with self._lock:
            cleared = self._store.get(name, {"month": month, "count": 0})
            count = cleared["count"] if cleared["month"] == month else 0
            if count >= CLEAR_A_MONTH:
                return False
            self._store.put(name, {"month": month, "count": count + 1})
            self._counts.clear()
            return True

    def _today(self) -> str:
        return datetime.fromtimestamp(self._wall(), BEIJING).date().isoformat()
