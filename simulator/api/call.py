"""One call of the API: what it needs, and what its function is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.platform import Platform
from simulator.settings import App


@dataclass(frozen=True)
class File:
    """One file of a multipart body."""

    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True)
class Raw:
    """An answer that is no JSON: a picture, a page, a redirect. `headers` come on top of Content-Type."""

    content: bytes
    mimetype: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Given:
    """What a call was given. `json` is empty for a GET; `app` is the token's or the secret's, or the official account.

    `form` and `files` are those of a multipart body, for calls with `takes_form`.
    """

    platform: Platform
    app: App
    query: Mapping[str, str]
    json: Mapping[str, Any]
    body: bytes
    address: str  # the caller's IP address
    method: str = "GET"
    path: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)


Answer = dict[str, Any] | Raw


@dataclass(frozen=True)
class Call:
    """How an address behaves: its method (GET, POST or ANY), who may call it, and what it does.

    A call wants an access token (`token`), or appid and secret (`secret`, in the query or in the JSON), or neither.
    `before` sees the raw body before it is read as JSON. `takes_json` False leaves the body alone; `takes_form` reads
    a multipart body. `does` answers a dictionary, which becomes JSON, or a Raw; it raises ApiError. An address in CALLS
    that ends in a slash answers everything below it; `given.path` tells which.
    """

    method: str
    does: Callable[[Given], Answer]
    token: bool = True
    takes_json: bool = True
    before: Callable[[bytes], None] = field(default=lambda body: None)
    secret: bool = False
    takes_form: bool = False


OK = {"errcode": 0, "errmsg": "ok"}
