"""The calls about calling: what is left, beginning anew, what became of a call (docs/wechat.md, section 8.2)."""

from typing import Any

from simulator import quota_table
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError


def clear(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/clear_quota and /cgi-bin/clear_quota/v2: everything, ten times a month together."""
    if given.json.get("appid") != given.app.appid:
        raise ApiError(40013)
    if not given.platform.quotas[given.app.appid].clear():
        raise ApiError(48006)
    return OK


def get(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/openapi/quota/get: what is left of an address's calls."""
    path, quotas = _path(given), given.platform.quotas[given.app.appid]
    limit, used = quotas.limit(path), quotas.used(path)
    answer: dict[str, Any] = dict(OK)
    if limit is not None:
        answer["quota"] = {"daily_limit": limit, "used": used, "remain": max(0, limit - used)}
    if path in quota_table.A_MINUTE:
        answer["rate_limit"] = {"call_count": quota_table.A_MINUTE[path][0], "refresh_second": 60}
    return answer


def clear_one(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/openapi/quota/clear: one address, fifty times a month."""
    if not given.platform.quotas[given.app.appid].clear_one(_path(given)):
        raise ApiError(48006)
    return OK


def rid(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/openapi/rid/get: the call behind the rid of an error, for seven days."""
    return OK | {"request": given.platform.rids.find(given.json.get("rid"), given.app.appid, given.platform.clock)}


def _path(given: Given) -> str:
    """The address that is asked about. Raises ApiError 76021, or 76022 for one that has no quota of this kind."""
    # Looked up late: CALLS is made of this module too.
    from simulator.api import CALLS

    path = str(given.json.get("cgi_path") or "")
    if path.startswith("/sns/"):
        raise ApiError(76022)
    if path not in CALLS:
        raise ApiError(76021)
    return path


CALLS = {
    "/cgi-bin/clear_quota": Call("POST", clear),
    "/cgi-bin/clear_quota/v2": Call("POST", clear, token=False, secret=True),
    "/cgi-bin/openapi/quota/get": Call("POST", get),
    "/cgi-bin/openapi/quota/clear": Call("POST", clear_one),
    "/cgi-bin/openapi/rid/get": Call("POST", rid),
}
