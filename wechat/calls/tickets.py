"""The ticket with which pages use the script interface (docs/wechat.md, section 16)."""

import hashlib
from functools import cached_property

from wechat.caller import Caller
from wechat.failures import PlatformDown
from wechat.outcomes import Retry
from wechat.renewal import Renewal


class Tickets(Caller):
    """Raises PlatformError or PlatformDown."""

    @cached_property
    def _ticket(self) -> Renewal:
        return self.renewal(f"{self.appid}:jsapi", self._fetch_ticket)

    def page_signature(self, url: str, nonce: str, timestamp: int) -> str:
        """The signature of a page at `url`, which ends before its `#`, for wx.config."""
        page = url.partition("#")[0]
        said = f"jsapi_ticket={self._ticket.current()}&noncestr={nonce}&timestamp={timestamp}&url={page}"
        return hashlib.sha1(said.encode()).hexdigest()  # noqa: S324  the platform prescribes SHA-1

    def _fetch_ticket(self) -> tuple[str, float]:
        answer = self.call("GET", "/cgi-bin/ticket/getticket", query={"type": "jsapi"}, again=True)
        ticket, seconds = answer.get("ticket"), answer.get("expires_in")
        if not isinstance(ticket, str) or not ticket or not isinstance(seconds, int | float):
            raise PlatformDown("an answer without a ticket", Retry(1.0))
        return ticket, float(seconds)
