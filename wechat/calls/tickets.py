"""The ticket with which pages use the script interface (docs/wechat.md, section 16)."""

import hashlib
from functools import cached_property

from wechat.caller import Caller
from wechat.failures import PlatformDown
from wechat.outcomes import Retry
from wechat.renewal import MARGIN, Renewal
from wechat.tokens import REST


class Tickets(Caller):
    """Raises PlatformError or PlatformDown."""

    @cached_property
    def _ticket(self) -> Renewal:
        return self.renewal(f"{self.appid}:jsapi:dated", self._fetch_ticket)

    def page_signature(self, url: str, nonce: str, timestamp: int) -> str:
        """The signature of a page at `url`, which ends before its `#`, for wx.config."""
        page = url.partition("#")[0]
        said = f"jsapi_ticket={self._current_ticket()}&noncestr={nonce}&timestamp={timestamp}&url={page}"
        return hashlib.sha1(said.encode()).hexdigest()  # noqa: S324  the platform prescribes SHA-1

    def _current_ticket(self) -> str:
        """The ticket, with its end by our clock kept beside it.

        The store lets it go by the wall's time, and nobody refuses a ticket that ended: with a demo clock that was
        moved on, it would sign pages in vain until the wall has caught up.
        """
        kept = self._ticket.current()
        if self._ended(kept):
            # Whoever comes first drops it for all processes; the others find the new one.
            kept = self._ticket.current() if self._ticket.refused(kept) else kept
            if self._ended(kept):
                raise PlatformDown("tickets end faster than they are fetched", Retry(REST))
        return kept.partition(" ")[2]

    def _ended(self, kept: str) -> bool:
        return float(kept.partition(" ")[0]) - MARGIN <= self._now().timestamp()

    def _fetch_ticket(self) -> tuple[str, float]:
        began = self._now().timestamp()
        answer = self.call("GET", "/cgi-bin/ticket/getticket", query={"type": "jsapi"}, again=True)
        ticket, seconds = answer.get("ticket"), answer.get("expires_in")
        if not isinstance(ticket, str) or not ticket or not isinstance(seconds, int | float):
            raise PlatformDown("an answer without a ticket", Retry(1.0))
        return f"{began + seconds:.0f} {ticket}", float(seconds)
