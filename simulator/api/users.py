"""What the account may know of people (docs/wechat.md, section 14)."""

from typing import Any

from simulator.api import openids
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.logins.unionids import unionid

PAGE = 10_000
BATCH = 100
REMARK = 30  # characters; the limit itself is too long


def info(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/user/info: no name and no picture any more."""
    openid = given.query.get("openid", "")
    if not openid:
        raise ApiError(41009)
    return _info(given, openid)


def infos(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/user/info/batchget: up to a hundred."""
    wanted = openids.several(given, "user_list", BATCH)
    if not all(isinstance(entry, dict) for entry in wanted):
        raise ApiError(47001)
    return {"user_info_list": [_info(given, entry.get("openid")) for entry in wanted]}


def _info(given: Given, openid: Any) -> dict[str, Any]:
    user = openids.one(given, openid)
    return given.platform.people.info(user) | unionid(given.platform, user.openid)


def followers(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/user/get: ten thousand at a time; the page after the last is empty."""
    everyone = given.platform.people.followers()
    found = openids.page(everyone, given.query.get("next_openid", ""), PAGE)
    answer: dict[str, Any] = {"total": len(everyone), "count": len(found)}
    return answer | ({"data": {"openid": found}, "next_openid": found[-1]} if found else {"next_openid": ""})


def remark(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/user/info/updateremark: an empty one takes it away."""
    user = openids.one(given, given.json.get("openid"))
    text = given.json.get("remark")
    if not isinstance(text, str) or len(text) >= REMARK:
        raise ApiError(40092)
    given.platform.people.remark(user.openid, text)
    return OK


CALLS = {
    "/cgi-bin/user/info": Call("GET", info),
    "/cgi-bin/user/info/batchget": Call("POST", infos),
    "/cgi-bin/user/info/updateremark": Call("POST", remark),
    "/cgi-bin/user/get": Call("GET", followers),
}
