"""What a message to everyone holds, and how phones show it (docs/wechat.md, section 18)."""

from collections.abc import Mapping
from typing import Any

from simulator.errors import ApiError
from simulator.publishing.drafts import Drafts
from simulator.publishing.media import Media
from simulator.webhook.verdict import TEXT_LIMIT, Shown

TYPES = ("mpnews", "text", "voice", "image", "mpvideo")
# A letter as it is kept: its msgtype, and a text, a media_id or several.
Letter = dict[str, Any]


def read(given: Mapping[str, Any], media: Media, drafts: Drafts) -> Letter:
    """The letter that a call brings. Raises ApiError 40008, 47001, 44004, 45002 or 40007."""
    kind = given.get("msgtype")
    if kind not in TYPES:
        raise ApiError(40008)
    inside = given.get("images") if kind == "image" and "images" in given else given.get(str(kind))
    if not isinstance(inside, Mapping):
        raise ApiError(47001)
    if kind == "text":
        return {"type": kind, "text": _text(inside.get("content"))}
    named = inside.get("media_ids") if "media_ids" in inside else [inside.get("media_id")]
    if not isinstance(named, list) or not named:
        raise ApiError(40007)
    media_ids = [str(media_id or "") for media_id in named]
    if kind == "mpnews":
        if drafts.get(media_ids[0]) is None:
            raise ApiError(40007)
    elif not all(media.usable(media_id, "video" if kind == "mpvideo" else str(kind)) for media_id in media_ids):
        raise ApiError(40007)
    titles = [str(inside.get(name) or "") for name in ("title", "description")]
    return {"type": kind, "media_ids": media_ids, "text": " ".join(text for text in titles if text)}


def shown(letter: Letter, cards: list[dict[str, str]]) -> list[Shown]:
    """The bubbles that it makes; articles are `cards`, several of them one below the other."""
    if letter["type"] == "text":
        return [Shown("text", letter["text"])]
    if letter["type"] == "mpnews":
        return [Shown("news", articles=cards)]
    kind = "video" if letter["type"] == "mpvideo" else letter["type"]
    return [Shown(kind, letter["text"], media_id=media_id) for media_id in letter["media_ids"]]


def _text(content: Any) -> str:
    if not isinstance(content, str) or not content:
        raise ApiError(44004)
    if len(content.encode()) > TEXT_LIMIT:
        raise ApiError(45002)
    return content
