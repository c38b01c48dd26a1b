"""The door of the API, which every call passes on its way in (docs/wechat.md, section 8)."""

import json
import secrets
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from simulator import rids
from simulator.api import CALLS, callers, record
from simulator.api.call import Answer, Call, Raw
from simulator.errors import ApiError
from simulator.platform import Platform
from simulator.webhook.script import Fault

# Larger than the largest film, so that one that is too large gets its errcode.
BODY_LIMIT = 32 << 20
# Of all its hosts: api.weixin.qq.com, mp.weixin.qq.com and open.weixin.qq.com. A new first folder goes here.
PREFIXES = (
    *("/cgi-bin", "/sns", "/wxa", "/wxaapi", "/customservice", "/connect", "/card", "/datacube", "/semantic"),
    *("/cv", "/business", "/mp", "/s"),
)


@dataclass(frozen=True)
class _Answered:
    """The response, what the ledger says of it, and the rid that it carries if something went wrong."""

    response: Response
    verdict: str
    rid: str = ""


def blueprint(platform: Platform) -> Blueprint:
    """The routes of everything that the platform's hosts serve."""
    api = Blueprint("api", __name__)

    def enter(**_: str) -> Response:
        request.max_content_length = BODY_LIMIT
        began, at = time.monotonic(), platform.clock.wall()
        fault = platform.faults.of_call(request.path)
        time.sleep(platform.switches.number("api_slow_seconds") + fault.seconds)
        answered = _broken(fault) or _answered(platform, fault)
        appid = callers.appid_of(platform, request) if answered.rid else ""
        ms = (time.monotonic() - began) * 1000
        record.keep(
            platform, request, answered.response, at=at, ms=ms, verdict=answered.verdict, rid=answered.rid, appid=appid
        )
        if fault.name in ("reset", "lost"):
            _cut_connection(request.environ)
        return answered.response

    for prefix in PREFIXES:
        # No HEAD or OPTIONS by themselves: the platform has none either.
        api.add_url_rule(
            f"{prefix}/<path:rest>", prefix, enter, methods=["GET", "POST"], provide_automatic_options=False
        )
    return api


def _broken(fault: Fault) -> _Answered | None:
    """What a fault makes of the call before it is looked at."""
    if fault.name == "html":
        page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
        return _Answered(Response(page, 502, mimetype="text/html"), "fault: html")
    if fault.name == "5xx":
        return _Answered(Response("", 503, mimetype="text/plain"), "fault: 5xx")
    if fault.name == "reset":
        return _Answered(Response("", 500), "fault: the connection was reset")
    return None


def _answered(platform: Platform, fault: Fault) -> _Answered:
    try:
        if fault.errcode:
            raise ApiError(fault.errcode, ip=request.remote_addr or "", why="fault")
        answer = _call(request.path).does(callers.given(platform, _call(request.path), request))
        rid = ""
    except ApiError as error:
        rid = rids.draw(platform.clock.wall())
        answer = {"errcode": error.code, "errmsg": _said(error, request.path, _suffix(platform, rid))} | error.more
    response, verdict = _response(platform, answer)
    if fault.name == "lost":
        verdict = f"fault: done ({verdict}), but the answer was lost"
    return _Answered(response, verdict, rid)


def _call(path: str) -> Call:
    call = CALLS.get(path) or CALLS.get(path[: path.rfind("/") + 1])
    if call is None:
        raise ApiError(40066)
    return call


def _response(platform: Platform, answer: Answer) -> tuple[Response, str]:
    if isinstance(answer, Raw):
        raw = Response(answer.content, answer.status, dict(answer.headers), mimetype=answer.mimetype)
        return raw, "ok" if answer.status < 400 else f"HTTP {answer.status}"
    code = answer.get("errcode", 0)
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    kind = "text/plain" if platform.switches.on("api_text_plain") else "application/json; charset=UTF-8"
    return Response(body, content_type=kind), f"errcode {code}" if code else "ok"


def _said(error: ApiError, path: str, suffix: str) -> str:
    """The error's text; /sns puts a comma behind it, and gives no hint about getStableAccessToken (section 8)."""
    text = error.text
    if path.startswith("/sns/"):
        text = text.split(", could get access_token by")[0] + ","
    return f"{text} {suffix}"


def _suffix(platform: Platform, rid: str) -> str:
    """What follows an error's text: the rid, or what stood there until about 2020, or both."""
    hint = f"hint: [{secrets.token_urlsafe(12)}]"
    return {"rid": f"rid: {rid}", "hint": hint, "both": f"{hint} rid: {rid}"}[platform.switches.text("rid_style")]


def _cut_connection(environ: Mapping[str, Any]) -> None:
    """Break the caller's connection without an answer, as a reset."""
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)
