"""One exchange with the platform over HTTP: what came back, or why nothing did."""

import json
import logging
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from wechat.failures import PlatformDown
from wechat.outcomes import Alert

TIMEOUT = (3.0, 8.0)  # seconds to connect, to read
SHORTEST = 6  # characters of a private value; shorter ones, as "image", only help the reader of an error
LARGEST = 32 << 20  # bytes of an answer; the largest film has ten megabytes
SLOWEST = 3  # times the time-out for reading that a whole answer may take
CONNECTIONS = 64  # kept open; a call over that opens one of its own
_PRIVATE = re.compile(r"((?:access_token|secret|js_code|code|ticket|openid)=)[^&\s\"']+")


@dataclass(frozen=True, repr=False)
class Request:
    """One call. `path` begins with a slash; `again` says that doing it twice does no harm.

    `query` and `body` may hold what nobody else should read, so that a request has no repr of its own.
    """

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes, str]] | None = None
    token: bool = True
    again: bool = False
    binary: bool = False
    timeout: tuple[float, float] | None = None  # None: the usual one


@dataclass(frozen=True, repr=False)
class Received:
    """The platform's own answer: its JSON, or the bytes of a binary call."""

    json: dict[str, Any] = field(default_factory=dict)
    content: bytes = b""

    @property
    def code(self) -> int:
        """The errcode, 0 for success."""
        return int(self.json.get("errcode", 0))


@dataclass(frozen=True)
class Trouble:
    """No answer of the platform. `sent` is False only when the request can't have arrived."""

    why: str
    sent: bool = True
    status: int = 0


class Answer(dict[str, Any]):
    """An object of the platform's JSON. To ask for what it doesn't hold is the platform's fault, not a KeyError."""

    def __missing__(self, key: str) -> Any:
        raise PlatformDown(f"an answer without {key}", Alert("not an answer of the platform"))


class _Sdk(WeChatClient):
    """wechatpy's client for its requests alone: no tokens of its own, no retry, no reading of the answer."""

    def __init__(self, appid: str, api_url: str) -> None:
        super().__init__(appid, "", auto_retry=False)
        self.API_BASE_URL = api_url

    @property
    def access_token(self) -> str:
        return ""

    def _handle_result(self, res: requests.Response, *args: object, **kwargs: object) -> requests.Response:
        return res


class Transport:
    """Safe between threads. Nothing that it raises, returns as trouble or logs holds an address with its query."""

    def __init__(self, appid: str, api_url: str, timeout: tuple[float, float] = TIMEOUT) -> None:
        """`timeout` in seconds, to connect and to read, for a request that has none of its own."""
        self._sdk, self._timeout = _Sdk(appid, api_url), timeout
        session: requests.Session = self._sdk._http
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(pool_connections=2, pool_maxsize=CONNECTIONS))
        session.headers["Accept-Encoding"] = "identity"  # no small answer may become a large one
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # At the level "debug" it writes every address with its query.
        logging.getLogger("urllib3.connectionpool").addFilter(_hide)

    def exchange(self, request: Request, token: str, body: bytes | None) -> Received | Trouble:
        """Send `request` with its body already in bytes."""
        query = list(request.query.items())
        if request.token:
            query.insert(0, ("access_token", token))
        timeout = request.timeout or self._timeout
        kwargs: dict[str, Any] = {"params": query, "timeout": timeout, "allow_redirects": False, "stream": True}
        if request.files:
            kwargs["files"] = request.files
        elif body is not None:
            kwargs |= {"data": body, "headers": {"Content-Type": "application/json; charset=utf-8"}}
        try:
            call = self._sdk.post if request.method == "POST" else self._sdk.get
            with call(request.path, **kwargs) as response:
                # A redirect is no success: the platform has none, and it would carry the token elsewhere.
                content = _all_of(response, timeout[1] * SLOWEST) if response.status_code == 200 else None
        except WeChatClientException as error:  # wechatpy's way to say that HTTP failed
            error.response.close()
            return Trouble(f"HTTP {error.response.status_code}", status=error.response.status_code)
        except (OSError, urllib3.exceptions.HTTPError, ValueError) as error:
            return Trouble(type(error).__name__, sent=not _unsent(error))
        if content is None:
            return Trouble(f"HTTP {response.status_code}", status=response.status_code)
        return _read(content, request.binary)


def encoded(body: Mapping[str, Any] | None) -> bytes | None:
    r"""JSON in raw UTF-8, as the platform demands (section 8): \u escapes are refused or shown literally.

    Raises ValueError or TypeError for what is no JSON; a lone half of a surrogate pair is none.
    """
    return None if body is None else json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


def _all_of(response: requests.Response, seconds: float) -> bytes:
    """The body. Raises OSError when it is too large, or still coming after so many seconds: a time-out for reading is
    only one between two bytes."""
    until, content = time.monotonic() + seconds, bytearray()
    while part := response.raw.read1(1 << 16, decode_content=True):
        content += part
        if len(content) > LARGEST or time.monotonic() > until:
            raise TimeoutError
    return bytes(content)


def _read(content: bytes, binary: bool) -> Received | Trouble:
    found: Any = None
    if not binary or content[:1] == b"{":
        try:
            found = json.loads(content.decode("utf-8", "replace"), strict=False, object_hook=Answer)
        except (ValueError, RecursionError):
            found = None
    if not isinstance(found, dict):
        return Received(content=content) if binary else Trouble("not JSON")
    try:
        int(found.get("errcode", 0))
    except (ValueError, TypeError, OverflowError):
        return Trouble("not an answer of the platform")
    return Received(json=found)


def _unsent(error: Exception) -> bool:
    """Whether no byte of the request can have gone out: no address, no connection."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError)


def masked(text: str, private: Iterable[str] = ()) -> str:
    """The text without these values, and without what a query's private parameters hold."""
    for value in private:
        if len(value) >= SHORTEST:
            text = text.replace(value, "***")
    return _PRIVATE.sub(r"\1***", text)


def _hide(record: logging.LogRecord) -> bool:
    record.msg, record.args = masked(record.getMessage()), ()
    return True
