"""The door of the API, which every call passes on its way in (docs/wechat.md, section 8)."""

import hmac
import json
import re
import secrets
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.datastructures import FileStorage

from simulator.api import CALLS
from simulator.api.call import Call, File, Given, Raw
from simulator.errors import ApiError
from simulator.ledger import readable
from simulator.platform import Platform
from simulator.settings import App

# Of all its hosts: api.weixin.qq.com, mp.weixin.qq.com and open.weixin.qq.com. A new first folder goes here.
PREFIXES = (
    *("/cgi-bin", "/sns", "/wxa", "/wxaapi", "/customservice", "/connect", "/card", "/datacube", "/semantic"),
    *("/cv", "/business", "/mp", "/s", "/mmopen"),
)
_ESCAPES = re.compile(rb"\\\\|\\u")


def blueprint(platform: Platform) -> Blueprint:
    """The routes of everything that the platform's hosts serve."""
    api = Blueprint("api", __name__)

    def enter(**_: str) -> Response:
        began, at = time.monotonic(), platform.clock.wall()
        response, verdict = _answer(platform, request.path)
        _write(platform, at, (time.monotonic() - began) * 1000, verdict, response)
        return response

    for prefix in PREFIXES:
        # No HEAD or OPTIONS by themselves: the platform has none either.
        api.add_url_rule(
            f"{prefix}/<path:rest>", prefix, enter, methods=["GET", "POST"], provide_automatic_options=False
        )
    return api


def _call(path: str) -> Call | None:
    return CALLS.get(path) or CALLS.get(path[: path.rfind("/") + 1])


def _answer(platform: Platform, path: str) -> tuple[Response, str]:
    call = _call(path)
    time.sleep(platform.switches.number("api_slow_seconds"))
    fault = platform.switches.take_api_fault(path) if call else ""
    if fault == "html":
        return Response("<html><body>502 Bad Gateway</body></html>", 502, mimetype="text/html"), "fault: html"
    if fault == "reset":
        _cut_connection(request.environ)
        return Response("", 500), "fault: the connection was reset"
    try:
        if fault:
            raise ApiError(int(fault))
        if call is None:
            raise ApiError(40066)
        answer = call.does(_given(platform, path, call))
    except ApiError as error:
        answer = {"errcode": error.code, "errmsg": _said(error, path, platform.clock.wall())} | error.more
    if isinstance(answer, Raw):
        raw = Response(answer.content, answer.status, dict(answer.headers), mimetype=answer.mimetype)
        return raw, "ok" if answer.status < 400 else f"HTTP {answer.status}"
    code = answer.get("errcode", 0)
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return Response(body, mimetype="application/json"), f"errcode {code}" if code else "ok"


def _said(error: ApiError, path: str, wall: float) -> str:
    """The error's text with its rid; /sns puts a comma between them, and gives no hint (section 8)."""
    text = error.text
    if path.startswith("/sns/"):
        text = text.split(", could get access_token by")[0] + ","
    return f"{text} rid: {_rid(wall)}"


def _given(platform: Platform, path: str, call: Call) -> Given:
    if call.method not in (request.method, "ANY"):
        raise ApiError(43001 if call.method == "GET" else 43002)
    app = platform.settings.account
    if call.token:
        app = _app_of_token(platform)
        _take_quota(platform, app, path)
    if call.takes_form:
        form, files = request.form.to_dict(), {name: _file(sent) for name, sent in request.files.items()}
        body = b""
    else:
        form, files, body = {}, {}, request.get_data()
    call.before(body)
    values = _values(body) if request.method == "POST" and call.takes_json and not call.takes_form else {}
    if call.secret:
        app = _app_of_secret(platform, {**request.args, **values})
        _take_quota(platform, app, path)
    address = request.remote_addr or ""
    return Given(platform, app, request.args, values, body, address, request.method, path, form, files)


def _take_quota(platform: Platform, app: App, path: str) -> None:
    if not platform.quotas[app.appid].take(path):
        raise ApiError(45009)


def _file(sent: FileStorage) -> File:
    return File(sent.filename or "", sent.mimetype, sent.read())


def _app_of_secret(platform: Platform, values: Mapping[str, Any]) -> App:
    """The application that shows its appid and its secret; some calls name it appsecret. Raises ApiError."""
    appid, secret = str(values.get("appid") or ""), str(values.get("secret") or values.get("appsecret") or "")
    if not appid:
        raise ApiError(41002)
    app = platform.apps.get(appid)
    if app is None:
        raise ApiError(40013)
    if not secret:
        raise ApiError(41004)
    if not hmac.compare_digest(secret.encode(), app.secret.encode()):
        raise ApiError(40125)
    return app


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
    openid = (sent.get("touser") or sent.get("openid")) if isinstance(sent, dict) else request.args.get("openid")
    user = platform.store.user(openid) if isinstance(openid, str) and openid else None
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
            "body": _sent_body(),
        },
        response={
            "status": response.status_code,
            "headers": [[name, value] for name, value in response.headers.items()],
            "body": _answered_body(response),
        },
    )


def _sent_body() -> str:
    if request.mimetype != "multipart/form-data":
        return readable(request.get_data())
    files = [f"{name}: {sent.filename} ({sent.mimetype})" for name, sent in request.files.items()]
    return readable("\n".join([*files, *(f"{name}: {value}" for name, value in request.form.items())]))


def _answered_body(response: Response) -> str:
    if (response.mimetype or "").startswith(("text/", "application/json")):
        return readable(response.get_data())
    return f"({response.mimetype}, {len(response.get_data())} bytes)"
