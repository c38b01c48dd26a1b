"""The addresses between platform and product, and whether they reach each other (docs/wechat.md, section 8.3)."""

import socket
import time
from typing import Any
from urllib.parse import urlsplit

from simulator.api.call import Call, Given
from simulator.errors import ApiError

ACTIONS = ("dns", "ping", "all")
OPERATORS = ("CHINANET", "UNICOM", "CAP", "DEFAULT")
_REACH_SECONDS = 2


def callback_ips(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/getcallbackip: where pushes come from; whole networks may stand among single addresses."""
    networks = ["127.0.0.0/8"] if given.platform.switches.on("ip_networks") else []
    return {"ip_list": ["127.0.0.1", *networks]}


def api_ips(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/get_api_domain_ip: what a firewall must let out."""
    return {"ip_list": ["127.0.0.1"]}


def check(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/callback/check: names and connections of the webhook, really tried."""
    address = urlsplit(given.platform.settings.webhook)
    if not address.hostname:
        raise ApiError(40201)
    action, operator = given.json.get("action"), given.json.get("check_operator", "DEFAULT")
    if action not in ACTIONS:
        raise ApiError(40202)
    if operator not in OPERATORS:
        raise ApiError(40203)
    found = _addresses(address.hostname)
    answer: dict[str, Any] = {}
    if action in ("dns", "all"):
        answer["dns"] = [{"ip": ip, "real_operator": "DEFAULT"} for ip in found]
    if action in ("ping", "all"):
        port = address.port or (443 if address.scheme == "https" else 80)
        answer["ping"] = [_tried(ip, port, operator) for ip in found]
    return answer


def _addresses(host: str) -> list[str]:
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})
    except OSError:
        return []


def _tried(ip: str, port: int, operator: str) -> dict[str, str]:
    """One connection instead of a ping, which only root may send."""
    began, lost = time.monotonic(), "0%"
    try:
        socket.create_connection((ip, port), timeout=_REACH_SECONDS).close()
    except OSError:
        lost = "100%"
    taken = f"{(time.monotonic() - began) * 1000:.3f}ms"
    return {"ip": ip, "from_operator": operator, "package_loss": lost, "time": taken if lost == "0%" else ""}


CALLS = {
    "/cgi-bin/getcallbackip": Call("GET", callback_ips),
    "/cgi-bin/get_api_domain_ip": Call("GET", api_ips),
    "/cgi-bin/callback/check": Call("POST", check),
}
