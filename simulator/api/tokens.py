"""The two calls that give access tokens (docs/wechat.md, section 8.1)."""

import hmac
import ipaddress
from collections.abc import Mapping
from typing import Any

from simulator.api.call import Call, Given
from simulator.errors import ApiError
from simulator.logins.tokens import ForceUsedUp
from simulator.settings import App


def rotate(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/token: a new token every time."""
    app = _app(given, given.query)
    token, seconds = given.platform.tokens[app.appid].rotate()
    return {"access_token": token, "expires_in": seconds}


def stable(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/stable_token: the same token until it is nearly over."""
    app = _app(given, given.json)
    try:
        token, seconds = given.platform.tokens[app.appid].stable(given.json.get("force_refresh") is True)
    except ForceUsedUp:
        raise ApiError(45009) from None
    return {"access_token": token, "expires_in": seconds}


def _app(given: Given, values: Mapping[str, Any]) -> App:
    """The application that asks; the appid is checked first, then the rest. Counts the call."""
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
    switches = given.platform.switches
    if switches.on("ip_refused") or not _listed(given.address, switches.text("ip_whitelist")):
        raise ApiError(40164, ip=given.address)
    if refusal := switches.text("token_refused"):
        raise ApiError(int(refusal))
    if refused := given.platform.quotas[app.appid].take(given.path):
        raise ApiError(refused)
    return app


def _listed(address: str, listed: str) -> bool:
    """Whether the address stands in the list, by itself or in a network; an empty list lets everyone in."""
    entries = listed.replace(",", " ").split()
    caller = ipaddress.ip_address(address)
    return not entries or any(caller in network for entry in entries if (network := _network(entry)) is not None)


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return None


CALLS = {
    "/cgi-bin/token": Call("GET", rotate, token=False),
    "/cgi-bin/stable_token": Call("POST", stable, token=False),
}
