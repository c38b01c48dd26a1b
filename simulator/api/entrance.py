"""The door of the API, which every call passes on its way in (docs/wechat.md, section 8)."""

import json
import re
import secrets
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from simulator import codes
from simulator.api import CALLS
from simulator.api.call import Call, Given
from simulator.errors import ApiError
from simulator.ledger import readable
from simulator.platform import Platform
from simulator.settings import App

_ESCAPES = re.compile(rb"\\\\|\\u")


def blueprint(platform: Platform) -> Blueprint:
    """The routes under /cgi-bin."""
    api = Blueprint("api", __name__)

    @api.route("/cgi-bin/showqrcode")
    def show_code() -> Response:
        began, at = time.monotonic(), platform.clock.wall()
        code = platform.store.code(ticket=request.args.get("ticket", ""))
        found = Response(codes.picture(code.url), mimetype="image/jpg") if code else Response("", 404)
        _write(platform, at, (time.monotonic() - began) * 1000, "ok" if code else "there is no such ticket", found)
        return found

    @api.route("/cgi-bin/<path:rest>", methods=["GET", "POST"])
    def enter(rest: str) -> Response:
        began, at = time.monotonic(), platform.clock.wall()
        response, verdict = _answer(platform, f"/cgi-bin/{rest}")
        _write(platform, at, (time.monotonic() - began) * 1000, verdict, response)
        return response

    return api


def _answer(platform: Platform, path: str) -> tuple[Response, str]:
    call = CALLS.get(path)
    if call is None:
        return Response("", 404), "there is no such call"
    time.sleep(platform.switches.number("api_slow_seconds"))
    fault = platform.switches.take_api_fault(path)
    if fault == "html":
        return Response("<html><body>502 Bad Gateway</body></html>", 502, mimetype="text/html"), "fault: html"
    if fault == "reset":
        _cut_connection(request.environ)
        return Response("", 500), "fault: the connection was reset"
    try:
        if fault:
            raise ApiError(int(fault))
        answer = call.does(_given(platform, path, call))
    except ApiError as error:
        answer = {"errcode": error.code, "errmsg": f"{error.text} rid: {_rid(platform.clock.wall())}"}
    code = answer.get("errcode", 0)
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return Response(body, mimetype="application/json"), f"errcode {code}" if code else "ok"


def _given(platform: Platform, path: str, call: Call) -> Given:
    if request.method != call.method:
        raise ApiError(43001 if call.method == "GET" else 43002)
    app = platform.settings.account
    if call.token:
        app = _app_of_token(platform)
        if not platform.quotas[app.appid].take(path):
            raise ApiError(45009)
    body = request.get_data()
    call.before(body)
    values = _values(body) if call.method == "POST" and call.takes_json else {}
    return Given(platform, app, request.args, values, body, request.remote_addr or "")


def _app_of_token(platform: Platform) -> App:
    token = request.args.get("access_token", "")
    if not token:
        raise ApiError(41001)
    code = 40001
    for appid, tokens in platform.tokens.items():
        code = tokens.check(token)
        if code == 0:
            return platform.apps[appid]
        if code == 42001:
            break
    raise ApiError(code)


def _values(body: bytes) -> Mapping[str, Any]:
    r"""The body's JSON object. \uXXXX isn't decoded: the platform shows such text literally (section 8)."""
    if not body:
        raise ApiError(44002)
    literal = _ESCAPES.sub(lambda found: b"\\\\u" if found.group() == b"\\u" else found.group(), body)
    try:
        values = json.loads(literal)
    except ValueError:
        raise ApiError(47001) from None
    if not isinstance(values, dict):
        raise ApiError(47001)
    return values


def _rid(wall: float) -> str:
    return f"{int(wall):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"


def _cut_connection(environ: Mapping[str, Any]) -> None:
    """Break the caller's connection without an answer, as a reset."""
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)


def _write(platform: Platform, at: float, ms: float, verdict: str, response: Response) -> None:
    sent = request.get_json(force=True, silent=True) if request.method == "POST" else None
    openid = str(sent.get("touser") or "") if isinstance(sent, dict) else request.args.get("openid", "")
    user = platform.store.user(openid) if openid else None
    headers = [[name, value] for name, value in request.headers.items()]
    platform.ledger.add(
        at=at,
        direction="api",
        what=request.path,
        openid=user.openid if user else "",
        ms=ms,
        verdict=verdict,
        request={
            "method": request.method,
            "url": readable(request.full_path.rstrip("?")),
            "headers": headers,
            "body": readable(request.get_data()),
        },
        response={
            "status": response.status_code,
            "headers": [[name, value] for name, value in response.headers.items()],
            "body": "(a picture)" if response.mimetype == "image/jpg" else readable(response.get_data()),
        },
    )
