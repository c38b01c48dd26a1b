"""Parametric codes (docs/wechat.md, section 11)."""

from typing import Any

from simulator.account import codes
from simulator.api.call import Call, Given, Raw


def create(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/qrcode/create."""
    code = codes.create(given.platform.store, given.platform.clock, given.json)
    given.platform.tell_codes()
    answer: dict[str, Any] = {"ticket": code.ticket}
    if code.expires is not None:
        answer["expire_seconds"] = round(code.expires - given.platform.clock.shown())
    return answer | {"url": code.url}


def show(given: Given) -> Raw:
    """GET /cgi-bin/showqrcode: the picture; no token, and 404 for a ticket that doesn't exist."""
    code = given.platform.store.code(ticket=given.query.get("ticket", ""))
    return Raw(codes.picture(code.url), "image/jpg") if code else Raw(b"", "text/plain", 404)


CALLS = {
    "/cgi-bin/qrcode/create": Call("POST", create),
    "/cgi-bin/showqrcode": Call("GET", show, token=False),
}
