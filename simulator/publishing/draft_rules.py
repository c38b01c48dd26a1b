"""What the platform checks and changes in an article (docs/wechat.md, section 18)."""

import html
import re
from collections.abc import Mapping
from typing import Any

import nh3

from simulator.errors import ApiError
from simulator.publishing.media import Media
from simulator.switches import Switches

TITLE = 32  # characters, as all of these unless they say otherwise
AUTHOR = 16
DIGEST = 128
DEFAULT_DIGEST = 54
CONTENT = 20_000  # fewer
CONTENT_BYTES = 1 << 20
SHORT_CONTENT_BYTES = 2 << 10
SOURCE_BYTES = 1 << 10
IMAGES = 20
ARTICLES = 8
# What may stand in an article. Scripts go away in silence; frames and forms are refused.
TAGS = nh3.ALLOWED_TAGS | {"section", "font", "center", "video", "audio", "source", "big", "svg", "g", "path"}
_REFUSED = re.compile(r"<\s*(iframe|object|embed|form|input|frame)\b", re.IGNORECASE)
_BLOCK = re.compile(r"<(?=/?(?:p|br|div|section|h[1-6]|li|tr)\b)", re.IGNORECASE)
_ATTRIBUTES = {tag: set(values) for tag, values in nh3.ALLOWED_ATTRIBUTES.items()}
_ATTRIBUTES["*"] = {"style", "class", "id", "align", "width", "height", "color", "size"}
_ATTRIBUTES["img"] = {"src", "alt", "width", "height", "title"}


def article(given: Any, media: Media, switches: Switches) -> dict[str, Any]:
    """One article as it is kept. Raises ApiError for the first fault."""
    if not isinstance(given, Mapping):
        raise ApiError(44003)
    kind = given.get("article_type") or "news"
    if kind not in ("news", "newspic"):
        raise ApiError(40097)
    if not _text(given, "title", TITLE, 45003):
        raise ApiError(45003)
    kept = {
        "article_type": kind,
        "title": given["title"],
        "author": _text(given, "author", AUTHOR, 45110),
        "digest": _text(given, "digest", DIGEST, 45004),
        "content": _content(given, media, switches),
        "content_source_url": _source(given),
        "thumb_media_id": _cover(given, kind, media),
        "show_cover_pic": 0,
        "need_open_comment": _flag(given, "need_open_comment"),
        "only_fans_can_comment": _flag(given, "only_fans_can_comment"),
    }
    kept["digest"] = kept["digest"] or plain(kept["content"])[:DEFAULT_DIGEST]
    kept |= {name: str(given[name]) for name in ("pic_crop_235_1", "pic_crop_1_1") if given.get(name)}
    if kind == "newspic":
        kept["image_info"] = {"image_list": [{"image_media_id": one} for one in _images(given, media)]}
    if given.get("product_info") and switches.text("draft_product"):
        raise ApiError(int(switches.text("draft_product")))
    return kept


def articles(given: Any, media: Media, switches: Switches) -> list[dict[str, Any]]:
    """The one to eight articles of a draft. Raises ApiError."""
    if not isinstance(given, list) or not given:
        raise ApiError(44003)
    if len(given) > ARTICLES:
        raise ApiError(45008)
    return [article(one, media, switches) for one in given]


def plain(content: str) -> str:
    """The text of an article without its markup."""
    return " ".join(html.unescape(nh3.clean(_BLOCK.sub(" <", content), tags=set())).split())


def _text(given: Mapping[str, Any], name: str, limit: int, code: int) -> str:
    value = given.get(name) or ""
    if not isinstance(value, str) or len(value) > limit:
        raise ApiError(code)
    return value


def _content(given: Mapping[str, Any], media: Media, switches: Switches) -> str:
    value = given.get("content")
    if not isinstance(value, str) or not value.strip():
        raise ApiError(44004)
    most = SHORT_CONTENT_BYTES if switches.on("draft_short_content") else CONTENT_BYTES
    if len(value) >= CONTENT or len(value.encode()) >= most:
        raise ApiError(45002)
    if _REFUSED.search(value):
        raise ApiError(45166)

    def own(tag: str, name: str, said: str) -> str | None:
        """Pictures from elsewhere are stripped, in styles too."""
        if tag == "img" and name in ("src", "data-src"):
            return said if media.is_own_url(said) else None
        addresses = re.findall(r"url\(\s*['\"]?([^'\")]*)", said) if name == "style" else []
        return said if all(media.is_own_url(address) for address in addresses) else None

    return nh3.clean(
        value,
        tags=TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=own,
        link_rel=None,
        generic_attribute_prefixes={"data-"},
    )


def _source(given: Mapping[str, Any]) -> str:
    value = given.get("content_source_url") or ""
    if not isinstance(value, str) or len(value.encode()) > SOURCE_BYTES:
        raise ApiError(45005)
    if value and not value.startswith(("http://", "https://")):
        raise ApiError(40066)
    return value


def _cover(given: Mapping[str, Any], kind: str, media: Media) -> str:
    value = given.get("thumb_media_id") or ""
    if kind == "newspic" and not value:
        return ""
    item = media.item(value, permanent=True) if isinstance(value, str) else None
    if item is None or item.kind not in ("image", "thumb"):
        raise ApiError(40007)
    return item.media_id


def _images(given: Mapping[str, Any], media: Media) -> list[str]:
    info = given.get("image_info")
    listed = info.get("image_list") if isinstance(info, Mapping) else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= IMAGES:
        raise ApiError(40097)
    found = [str(one.get("image_media_id") or "") if isinstance(one, Mapping) else "" for one in listed]
    for media_id in found:
        item = media.item(media_id, permanent=True)
        if item is None or item.kind != "image":
            raise ApiError(40007)
    return found


def _flag(given: Mapping[str, Any], name: str) -> int:
    value = given.get(name, 0)
    if value not in (0, 1):
        raise ApiError(40097)
    return int(value)
