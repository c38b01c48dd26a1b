"""Whether the platform accepts what a webhook answered (docs/wechat.md, sections 2.2, 3, 7 and 20.5)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from simulator.webhook.attempt import Answer
from simulator.webhook.cipher import BadEnvelope, Sealer, sign
from simulator.webhook.pushes import Push

TEXT_LIMIT = 2048  # bytes of UTF-8, in customer-service messages too
EVENT_ARTICLES = 8
MESSAGE_ARTICLES = 1


class Refused(Exception):
    """The answer counts as a failed attempt; the text says why."""


@dataclass(frozen=True)
class Rules:
    """What isn't certain about the platform: the longest text in bytes, and whether the nonce has to come back."""

    text_limit: int = TEXT_LIMIT
    nonce_must_match: bool = False
    nonce: str = ""


USUAL = Rules()


@dataclass(frozen=True)
class Shown:
    """A reply as the phone shows it; all fields empty unless its kind has them."""

    kind: str  # text news image voice video music link transfer
    text: str = ""
    articles: list[dict[str, str]] = field(default_factory=list)
    media_id: str = ""
    url: str = ""
    menu: list[dict[str, str]] = field(default_factory=list)
    tail: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of one answer: refused with a reason, acknowledged, or a reply to show."""

    accepted: bool
    reason: str
    shown: Shown | None = None
    inner: str = ""


def judge(push: Push, answer: Answer, mode: str, is_media: Callable[[str], bool], rules: Rules = USUAL) -> Verdict:
    """Judge one answer as strictly as the platform. `is_media` tells whether a MediaId exists."""
    inner = ""
    try:
        if answer.status == 0:
            raise Refused(answer.error)
        if answer.status != 200:
            raise Refused(
                f"HTTP {answer.status}" + (", redirects aren't followed" if 300 <= answer.status < 400 else "")
            )
        if answer.body in (b"", b"success"):
            return Verdict(True, "acknowledged")
        opened = _opened(push, answer.body, mode, rules)
        inner = opened.decode("utf-8", "replace") if opened != answer.body else ""
        shown = _shown(push, opened, is_media, rules)
    except Refused as refusal:
        return Verdict(False, f"failed: {refusal}", inner=inner)
    return Verdict(True, f"answered: {shown.kind}", shown, inner)


def _opened(push: Push, body: bytes, mode: str, rules: Rules) -> bytes:
    """The reply itself, out of its envelope if it has one."""
    fields = _json(body) if _is_json(push, body) else _fields(_xml(body))
    if "Encrypt" not in fields:
        if mode == "safe":
            raise Refused("a plain reply in safe mode")
        return body
    if mode == "plain":
        raise Refused("an encrypted reply in plain mode")
    stamp, nonce, encrypted = (str(fields.get(name, "")) for name in ("TimeStamp", "Nonce", "Encrypt"))
    if fields.get("MsgSignature") != sign(push.app.token, stamp, nonce, encrypted):
        raise Refused("MsgSignature doesn't match")
    if rules.nonce_must_match and nonce != rules.nonce:
        raise Refused("Nonce isn't the push's")
    try:
        return Sealer(push.app.appid, push.app.aes_key).decrypt(encrypted)
    except BadEnvelope as error:
        raise Refused(str(error)) from None


def _is_json(push: Push, body: bytes) -> bool:
    """Whether to read it as JSON; a transfer to an agent may be XML although pushes are JSON (section 6)."""
    return push.format == "json" and not body.startswith(b"<")


def _json(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except ValueError:
        raise Refused("not success, not empty, not JSON") from None
    if not isinstance(fields, dict):
        raise Refused("JSON, but no object")
    return fields


def _xml(body: bytes) -> Element:
    try:
        root = defusedxml.ElementTree.fromstring(body)
    except (ParseError, DefusedXmlException, ValueError):
        raise Refused("not success, not empty, not well-formed XML") from None
    if root.tag != "xml":
        raise Refused(f"the root is {root.tag}, not xml")
    return root


def _fields(parent: Element | None) -> dict[str, str]:
    return {child.tag: child.text or "" for child in parent} if parent is not None else {}


def _shown(push: Push, body: bytes, is_media: Callable[[str], bool], rules: Rules) -> Shown:
    root = None if _is_json(push, body) else _xml(body)
    fields = _json(body) if root is None else _fields(root)
    if fields.get("ToUserName") != push.openid:
        swapped = fields.get("FromUserName") == push.openid
        raise Refused("ToUserName and FromUserName aren't swapped" if swapped else "ToUserName isn't the openid")
    if fields.get("FromUserName") != push.app.original_id:
        raise Refused("FromUserName isn't the gh_ id")
    if not str(fields.get("CreateTime", "")).strip().isdigit():
        raise Refused("CreateTime isn't a number")
    kind = fields.get("MsgType")
    if kind == "transfer_customer_service":
        return Shown("transfer", text=_agent(fields, root))
    if root is None or push.mini:
        raise Refused("mini programs may only answer transfer_customer_service")
    if kind == "text":
        return _text(fields.get("Content", ""), rules.text_limit)
    if kind in ("image", "voice", "video"):
        inside = _fields(root.find(kind.capitalize()))
        if not is_media(inside.get("MediaId", "")):
            raise Refused("there is no such MediaId")
        return Shown(kind, _titled(inside), media_id=inside["MediaId"])
    if kind == "music":
        inside = _fields(root.find("Music"))
        if not is_media(inside.get("ThumbMediaId", "")):
            raise Refused("there is no such ThumbMediaId")
        return Shown(kind, _titled(inside), url=inside.get("MusicUrl", ""))
    if kind == "news":
        return _news(root, MESSAGE_ARTICLES if not push.is_event else EVENT_ARTICLES)
    raise Refused(f"MsgType {kind!r} is unknown")


def _agent(fields: dict[str, Any], root: Element | None) -> str:
    """The agent that the reply names, if it names one."""
    info = fields.get("TransInfo") if root is None else _fields(root.find("TransInfo"))
    return str(info.get("KfAccount") or "") if isinstance(info, dict) else ""


def _text(content: str, limit: int) -> Shown:
    if not content:
        raise Refused("Content is empty")
    if len(content.encode()) > limit:
        raise Refused(f"Content is longer than {limit} bytes")
    return Shown("text", content)


def _titled(inside: dict[str, str]) -> str:
    return " ".join(text for text in (inside.get("Title", ""), inside.get("Description", "")) if text)


def _news(root: Element, limit: int) -> Shown:
    count = root.findtext("ArticleCount", "").strip()
    items = [_fields(item) for item in root.findall("Articles/item")]
    if not items or not count.isdigit() or int(count) < 1:
        raise Refused("ArticleCount or Articles is missing")
    names = {"title": "Title", "description": "Description", "picture": "PicUrl", "url": "Url"}
    articles = [{ours: item.get(theirs, "") for ours, theirs in names.items()} for item in items]
    # Surplus articles are dropped in silence (section 7).
    return Shown("news", articles=articles[: min(int(count), limit)])
