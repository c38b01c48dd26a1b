"""Tickets for the script interface in pages (docs/wechat.md, section 16)."""

from typing import Any

from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.logins.tickets import TYPES


def get(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/ticket/getticket."""
    if given.app is not given.platform.settings.account:
        raise ApiError(48001)
    kind = given.query.get("type", "")
    if kind not in TYPES:
        raise ApiError(40097)
    ticket, seconds = given.platform.tickets.get(kind, given.platform.switches.on("ticket_fresh"))
    return OK | {"ticket": ticket, "expires_in": seconds}


CALLS = {"/cgi-bin/ticket/getticket": Call("GET", get)}
