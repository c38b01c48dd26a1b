"""Permanent material (docs/wechat.md, section 18)."""

import json
from typing import Any

from simulator.api.call import OK, Call, Given, Raw
from simulator.api.media import UPLOADED, kept, raw
from simulator.errors import ApiError
from simulator.publishing.media import Item

MOST_IMAGES = 100_000
MOST_OTHERS = 1_000
MOST_LISTED = 20


def add(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/material/add_material: a film comes with a description."""
    kind = given.query.get("type") or given.form.get("type", "")
    if kind not in UPLOADED:
        raise ApiError(40004)
    media = given.platform.media
    if media.count(kind) >= (MOST_IMAGES if kind == "image" else MOST_OTHERS):
        raise ApiError(45074)
    title, about = _description(given) if kind == "video" else ("", "")
    item = kept(given, kind, permanent=True, title=title, about=about)
    return {"media_id": item.media_id} | ({"url": media.url(item.media_id)} if kind in ("image", "thumb") else {})


def get(given: Given) -> dict[str, Any] | Raw:
    """POST /cgi-bin/material/get_material: the bytes, or what belongs to a film."""
    item = _named(given)
    if item.kind == "video":
        url = given.platform.media.url(item.media_id)
        return {"title": item.title, "description": item.introduction, "down_url": url}
    return raw(given, item)


def delete(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/material/del_material: not what the menu uses."""
    item = _named(given)
    if item.media_id in given.platform.menus.media_ids():
        raise ApiError(48005)
    given.platform.media.delete(item.media_id)
    return OK


def listed(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/material/batchget_material: newest first. Articles as material were withdrawn: there are none."""
    kind = given.json.get("type")
    if kind not in ("image", "video", "voice", "news"):
        raise ApiError(40004)
    offset, count = page(given)
    media = given.platform.media
    items = [
        {"media_id": item.media_id, "name": item.name, "update_time": int(item.at), "url": media.url(item.media_id)}
        for item in media.listed(str(kind), offset, count)
    ]
    return {"item": items, "total_count": media.count(str(kind)), "item_count": len(items)}


def counts(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/material/get_materialcount."""
    return {f"{kind}_count": given.platform.media.count(kind) for kind in ("voice", "video", "image", "news")}


def page(given: Given) -> tuple[int, int]:
    """Offset and count of a list, which holds 1 to 20 at a time. Raises ApiError 40097."""
    offset, count = _number(given.json.get("offset", 0)), _number(given.json.get("count"))
    if offset < 0 or not 1 <= count <= MOST_LISTED:
        raise ApiError(40097)
    return offset, count


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _description(given: Given) -> tuple[str, str]:
    """Title and introduction: a field of the form, or as some clients have it a parameter of the address."""
    try:
        said = json.loads(given.form.get("description") or given.query.get("description", ""))
        return str(said["title"]), str(said["introduction"])
    except (ValueError, TypeError, KeyError):
        raise ApiError(47001) from None


def _named(given: Given) -> Item:
    media_id = given.json.get("media_id")
    item = given.platform.media.item(str(media_id or ""), permanent=True)
    if item is None or item.kind == "inline":
        raise ApiError(40007)
    return item


CALLS = {
    "/cgi-bin/material/add_material": Call("POST", add, takes_form=True),
    "/cgi-bin/material/get_material": Call("POST", get),
    "/cgi-bin/material/del_material": Call("POST", delete),
    "/cgi-bin/material/batchget_material": Call("POST", listed),
    "/cgi-bin/material/get_materialcount": Call("GET", counts),
}
