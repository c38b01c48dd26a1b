"""Who calls, and with what: the token or the secret, the quota, the body (docs/wechat.md, section 8)."""

import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Request
from werkzeug.datastructures import FileStorage

from simulator.api.call import Call, File, Given
from simulator.errors import ApiError
from simulator.platform import Platform
from simulator.settings import App

_ESCAPES = re.compile(rb"\\\\|\\u")


def given(platform: Platform, call: Call, request: Request) -> Given:
    """What the call's function is given. Raises ApiError for a caller or a body that it refuses."""
    if call.method not in (request.method, "ANY"):
        raise ApiError(43001 if call.method == "GET" else 43002)
    app = platform.settings.account
    if call.token:
        app = _app_of_token(platform, request.args.get("access_token", ""))
        _take_quota(platform, app, request.path)
    form: Mapping[str, str] = {}
    files: Mapping[str, File] = {}
    body = b""
    if call.takes_form:
        form, files = request.form.to_dict(), {name: _file(sent) for name, sent in request.files.items()}
    else:
        body = request.get_data()
    call.before(body)
    values = _values(body) if request.method == "POST" and call.takes_json and not call.takes_form else {}
    if call.secret:
        app = _app_of_secret(platform, {**request.args, **values})
        _take_quota(platform, app, request.path)
    address = request.remote_addr or ""
    return Given(platform, app, request.args, values, body, address, request.method, request.path, form, files)


def appid_of(platform: Platform, request: Request) -> str:
    """Whose call it is, as far as one can see; empty for a token that nobody has."""
    token = request.args.get("access_token", "")
    found = (appid for appid, tokens in platform.tokens.items() if token and tokens.check(token) != 40001)
    return next(found, "")


def _take_quota(platform: Platform, app: App, path: str) -> None:
    if refusal := platform.quotas[app.appid].take(path):
        raise ApiError(refusal)


def _file(sent: FileStorage) -> File:
    return File(sent.filename or "", sent.mimetype, sent.read())


def _app_of_secret(platform: Platform, values: Mapping[str, Any]) -> App:
    """The application that shows its appid and its secret; some calls name it appsecret."""
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


def _app_of_token(platform: Platform, token: str) -> App:
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
