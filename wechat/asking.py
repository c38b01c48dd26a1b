"""A push's fields as an Ask, and the key that makes its deliveries one."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from typing import Any

from wechat.inbound import Ask
from wechat.parse import BadPush

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
SCENE_PREFIX = "qrscene_"
KEY_LENGTH = 64
SCANS = ("SCAN", "subscribe")
SUBSCRIPTIONS = ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent", "List")


def text_of(fields: Mapping[str, Any], name: str) -> str:
    """An element's text; empty when it is missing or has children."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def message_key(fields: Mapping[str, Any]) -> str:
    """What identifies a push over its deliveries (section 3): MsgId, or for events who, when and what.

    A scanned code is told by its digest alone: it may be a secret, and message keys stand in logs.
    """
    if number := text_of(fields, "MsgId"):
        return f"m:{_short(number)}"
    parts = [text_of(fields, name) for name in ("FromUserName", "CreateTime", "Event", "EventKey")]
    if parts[3] and parts[2] in SCANS:
        parts[3] = _digest(parts[3])
    if job := text_of(fields, "MsgID"):
        parts.append(job)
    # What an event of subscriptions is about stands below it (section 5): two in a second differ there alone.
    parts += [_digest(json.dumps(fields[name], sort_keys=True)) for name in SUBSCRIPTIONS if name in fields]
    return "e:" + ":".join(_short(part) for part in parts)


def _short(text: str) -> str:
    """Long or odd parts (an address as EventKey) by their digest, so that a key fits where it is stored."""
    if len(text) <= KEY_LENGTH and text.isascii():
        return text
    return _digest(text)


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()


def to_ask(fields: Mapping[str, Any], miniprogram: bool) -> Ask:
    """The Ask without session, links and understanding. Raises BadPush when nobody or no time is named."""
    openid, kind = text_of(fields, "FromUserName"), text_of(fields, "MsgType")
    if not openid or len(openid) > 64 or not kind:
        raise BadPush("no sender or no type")
    try:
        at = datetime.fromtimestamp(int(text_of(fields, "CreateTime")), BEIJING)
    except (ValueError, OverflowError, OSError):
        raise BadPush("no CreateTime") from None
    event = text_of(fields, "Event") if kind == "event" else ""
    key = text_of(fields, "EventKey")
    scene = ""
    if event == "SCAN":
        scene = key
    elif event == "subscribe" and key.startswith(SCENE_PREFIX):
        scene = key[len(SCENE_PREFIX) :]
    text = text_of(fields, "Recognition") if kind == "voice" else text_of(fields, "Content")
    return Ask(openid, at, kind, event, text, key, scene, message_key(fields), fields, miniprogram)
