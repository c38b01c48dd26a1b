"""Access tokens and the calls about calling (docs/wechat.md, sections 8.1 to 8.3)."""

import hmac
from collections.abc import Mapping
from typing import Any

from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.settings import App
from simulator.tokens import ForceUsedUp


def _app(given: Given, values: Mapping[str, Any]) -> App:
    """The application that asks; the appid is checked first, then the rest."""
    appid, secret = str(values.get("appid") or ""), str(values.get("secret") or "")
    if not appid:
        raise ApiError(41002)
    app = given.platform.apps.get(appid)
    if app is None:
        raise ApiError(40013)
    if values.get("grant_type") != "client_credential":
        raise ApiError(40002)
    if not secret:
        raise ApiError(41004)
    if not hmac.compare_digest(secret.encode(), app.secret.encode()):
        raise ApiError(40125)
    if given.platform.switches.on("ip_refused"):
        raise ApiError(40164, ip=given.address)
    return app


def _quota(given: Given, app: App, path: str) -> None:
    if not given.platform.quotas[app.appid].take(path):
        raise ApiError(45009)


def rotate(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/token: a new token every time."""
    app = _app(given, given.query)
    _quota(given, app, "/cgi-bin/token")
    token, seconds = given.platform.tokens[app.appid].rotate()
    return {"access_token": token, "expires_in": seconds}


def stable(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/stable_token: the same token until it is nearly over."""
    app = _app(given, given.json)
    _quota(given, app, "/cgi-bin/stable_token")
    try:
        token, seconds = given.platform.tokens[app.appid].stable(given.json.get("force_refresh") is True)
    except ForceUsedUp:
        raise ApiError(45009) from None
    return {"access_token": token, "expires_in": seconds}


def clear(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/clear_quota."""
    if given.json.get("appid") != given.app.appid:
        raise ApiError(40013)
    if not given.platform.quotas[given.app.appid].clear():
        raise ApiError(48006)
    return OK


CALLS = {
    "/cgi-bin/token": Call("GET", rotate, token=False),
    "/cgi-bin/stable_token": Call("POST", stable, token=False),
    "/cgi-bin/clear_quota": Call("POST", clear),
}
