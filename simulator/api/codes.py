"""Parametric codes (docs/wechat.md, section 11)."""

from typing import Any

from simulator import codes
from simulator.api.call import Call, Given


def create(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/qrcode/create."""
    code = codes.create(given.platform.store, given.platform.clock, given.json)
    given.platform.tell_codes()
    answer: dict[str, Any] = {"ticket": code.ticket}
    if code.expires is not None:
        answer["expire_seconds"] = round(code.expires - given.platform.clock.shown())
    return answer | {"url": code.url}


CALLS = {"/cgi-bin/qrcode/create": Call("POST", create)}
