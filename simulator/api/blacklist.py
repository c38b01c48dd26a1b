"""The blacklist (docs/wechat.md, section 14)."""

from typing import Any

from simulator.api import openids
from simulator.api.call import OK, Call, Given

BATCH = 20
PAGE = 1_000


def listed(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/getblacklist: a thousand at a time."""
    everyone = given.platform.tags.blacklisted()
    found = openids.page(everyone, str(given.json.get("begin_openid") or ""), PAGE)
    answer: dict[str, Any] = {"total": len(everyone), "count": len(found)}
    return answer | ({"data": {"openid": found}, "next_openid": found[-1]} if found else {"next_openid": ""})


def put(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/batchblacklist."""
    return _set(given, True)


def take(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/batchunblacklist."""
    return _set(given, False)


def _set(given: Given, on: bool) -> dict[str, Any]:
    users = [openids.one(given, openid) for openid in openids.several(given, "openid_list", BATCH)]
    given.platform.tags.blacklist([user.openid for user in users], on)
    return OK


CALLS = {
    "/cgi-bin/tags/members/getblacklist": Call("POST", listed),
    "/cgi-bin/tags/members/batchblacklist": Call("POST", put),
    "/cgi-bin/tags/members/batchunblacklist": Call("POST", take),
}
