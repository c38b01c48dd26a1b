"""The bytes of one push: body, URL and headers, as they were captured (docs/wechat.md, sections 2 and 6)."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from simulator.settings import App
from simulator.webhook.cipher import Sealer, sign

# What stands in an element: a string goes into CDATA, a number stays bare, a mapping nests, a list repeats its element.
Elements = Mapping[str, Any]


class Bare(str):
    """A text that stands in XML without CDATA, as coordinates do."""


@dataclass(frozen=True)
class Push:
    """What is to be told to the webhook, before it is signed."""

    app: App
    what: str  # text, CLICK, subscribe ...: the type, or the event
    openid: str
    elements: Elements
    format: str = "xml"  # or json, for mini programs
    mini: bool = False  # whether the app is a mini program

    @property
    def is_event(self) -> bool:
        """Whether this is an event rather than a message of a person."""
        return self.elements.get("MsgType") == "event"


@dataclass(frozen=True)
class Request:
    """One signed request, ready for the wire."""

    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    nonce: str = ""


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "".join(_element(name, inner) for name, inner in value.items())
    return str(value) if isinstance(value, int | Bare) else _cdata(str(value))


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    return f"<{name}>{_value(value)}</{name}>"


def inner_body(elements: Elements, form: str = "xml") -> bytes:
    """The plaintext body, which is also what an encrypted push holds: no declaration, no newline at the end."""
    if form == "json":
        return json.dumps(elements, ensure_ascii=False, separators=(",", ":")).encode()
    return ("<xml>" + "\n".join(_element(name, value) for name, value in elements.items()) + "\n</xml>").encode()


def outer_body(elements: Elements, form: str = "xml") -> bytes:
    """The body that carries Encrypt: each element indented by four, a newline at the end."""
    if form == "json":
        return json.dumps(elements, ensure_ascii=False, separators=(",", ":")).encode()
    lines = "".join(f"    {_element(name, value)}\n" for name, value in elements.items())
    return f"<xml>\n{lines}</xml>\n".encode()


def request(
    push: Push, webhook: str, mode: str, timestamp: int, nonce: str, *,
    random16: bytes | None = None, openid_in_url: bool = True,
) -> Request:  # fmt: skip
    """Sign one push for the wire. `timestamp` is wall time in seconds, `nonce` a decimal number of up to ten digits."""
    stamp = str(timestamp)
    query = [("signature", sign(push.app.token, stamp, nonce)), ("timestamp", stamp), ("nonce", nonce)]
    if openid_in_url:
        query.append(("openid", push.openid))
    body = inner_body(push.elements, push.format)
    if mode != "plain":
        encrypted = Sealer(push.app.appid, push.app.aes_key).encrypt(body, random16)
        query += [("encrypt_type", "aes"), ("msg_signature", sign(push.app.token, stamp, nonce, encrypted))]
        shown = push.elements if mode == "compat" else {"ToUserName": push.elements["ToUserName"]}
        body = outer_body({**shown, "Encrypt": encrypted}, push.format)
    headers = (
        ("User-Agent", "Mozilla/4.0"),
        ("Accept", "*/*"),
        ("Host", urlsplit(webhook).netloc),
        ("Pragma", "no-cache"),
        ("Content-Length", str(len(body))),
        ("Content-Type", "text/xml" if push.format == "xml" else "application/json"),
    )
    return Request(with_query(webhook, query), headers, body, nonce)


def verification(app: App, webhook: str, timestamp: int, nonce: str, echostr: str) -> Request:
    """The GET that checks an address when it is submitted (section 1); `echostr` is plaintext in every mode."""
    stamp = str(timestamp)
    query = [("signature", sign(app.token, stamp, nonce)), ("echostr", echostr), ("timestamp", stamp), ("nonce", nonce)]
    headers = (
        ("User-Agent", "Mozilla/4.0"),
        ("Accept", "*/*"),
        ("Host", urlsplit(webhook).netloc),
        ("Pragma", "no-cache"),
    )
    return Request(with_query(webhook, query), headers, b"")


def with_query(address: str, query: list[tuple[str, str]]) -> str:
    """The address with more parameters; it may carry some already."""
    joined = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in query)
    return address + ("&" if "?" in address else "?") + joined


def draw_nonce() -> str:
    """A nonce as the platform draws it: a decimal number of up to ten digits."""
    return str(secrets.randbelow(2**31 - 1) + 1)
