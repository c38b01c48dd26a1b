"""Tickets with which pages sign their use of the script interface (docs/wechat.md, section 16)."""

import hashlib
import secrets
import threading

from simulator.clock import Clock
from simulator.store import Store

LIFETIME = 7200  # shown seconds
OVERLAP = 300  # a ticket is replaced so many seconds before it ends, and both are valid until then
TYPES = ("jsapi", "wx_card")


class Tickets:
    """The tickets of the official account."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()

    def get(self, kind: str, fresh: bool = False) -> tuple[str, int]:
        """The current ticket and its remaining seconds; with `fresh` another one for every call."""
        now = self._clock.shown()
        with self._lock:
            kept = self._valid(kind, now)
            if kept and not fresh and kept[-1][1] - now > OVERLAP:
                return kept[-1][0], int(kept[-1][1] - now)
            ticket = "".join(secrets.choice(_LETTERS) for _ in range(86))
            self._store.put(f"tickets.{kind}", [*kept, [ticket, now + LIFETIME]][-10:])
            return ticket, LIFETIME

    def verify(self, noncestr: str, timestamp: str, url: str, signature: str) -> bool:
        """Whether a page's signature was made with a ticket that is valid now, for the address that it has."""
        tickets = [ticket for ticket, _ in self._valid("jsapi", self._clock.shown())]
        expected = [js_signature(ticket, noncestr, timestamp, url) for ticket in tickets]
        return any(secrets.compare_digest(one.encode(), signature.encode()) for one in expected)

    def _valid(self, kind: str, now: float) -> list[tuple[str, float]]:
        return [(str(ticket), float(ends)) for ticket, ends in self._store.get(f"tickets.{kind}", []) if ends > now]


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def js_signature(ticket: str, noncestr: str, timestamp: str, url: str) -> str:
    """What wx.config must be given for the page at `url`, of which the fragment doesn't count."""
    page = url.split("#", 1)[0]
    joined = f"jsapi_ticket={ticket}&noncestr={noncestr}&timestamp={timestamp}&url={page}"
    return hashlib.sha1(joined.encode()).hexdigest()
