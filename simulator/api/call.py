"""One call of the API: what it needs, and what its function is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.platform import Platform
from simulator.settings import App


@dataclass(frozen=True)
class Given:
    """What a call was given. `json` is empty for a GET; `app` is the token's, or the official account."""

    platform: Platform
    app: App
    query: Mapping[str, str]
    json: Mapping[str, Any]
    body: bytes
    address: str  # the caller's IP address


@dataclass(frozen=True)
class Call:
    """How an address behaves: its method, whether it wants a token, and what it does.

    `before` sees the raw body before it is read as JSON. `takes_json` False leaves the body alone.
    """

    method: str
    does: Callable[[Given], dict[str, Any]]
    token: bool = True
    takes_json: bool = True
    before: Callable[[bytes], None] = field(default=lambda body: None)


OK = {"errcode": 0, "errmsg": "ok"}
