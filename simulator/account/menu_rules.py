"""What the platform checks in a custom menu (docs/wechat.md, section 10)."""

import re
from collections.abc import Mapping
from typing import Any

from simulator.errors import ApiError

TOP_BUTTONS = 3
SUB_BUTTONS = 5
TOP_NAME = 16  # bytes
SUB_NAME = 60
KEY = 128
URL = 1024
KEYED = {
    "click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
}  # fmt: skip
WITH_MEDIA = {"media_id", "view_limited"}
WITH_ARTICLE = {"article_id", "article_view_limited"}
_ESCAPE = re.compile(rb"\\u[0-9a-fA-F]{4}")
_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(?![^/?#])")

# The same fault has a code for a button of the bar and another for one below it.
CODES = {"count": (40016, 40023), "type": (40017, 40024), "name": (40018, 40025), "key": (40019, 40026),
         "url": (40020, 40027)}  # fmt: skip


def check_encoding(body: bytes) -> None:
    r"""Menus refuse \uXXXX: text must be UTF-8 as it is."""
    if _ESCAPE.search(body):
        raise ApiError(40033)


def checked(menu: Mapping[str, Any]) -> dict[str, Any]:
    """The menu as it is kept: every button with `sub_button`. Raises ApiError for the first fault."""
    buttons = menu.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= TOP_BUTTONS:
        raise ApiError(40016)
    return {"button": [_top(button) for button in buttons]}


def _top(button: Any) -> dict[str, Any]:
    _name(button, TOP_NAME, 0)
    below = button.get("sub_button") or []
    if not isinstance(below, list) or len(below) > SUB_BUTTONS:
        raise ApiError(40023)
    if not below:
        return _leaf(button, 0)
    if button.get("type"):
        raise ApiError(40017)
    for sub in below:
        _name(sub, SUB_NAME, 1)
        if sub.get("sub_button"):
            raise ApiError(40022)
    return {"name": button["name"], "sub_button": [_leaf(sub, 1) for sub in below]}


def _name(button: Any, limit: int, level: int) -> None:
    if not isinstance(button, dict):
        raise ApiError(CODES["count"][level])
    name = button.get("name")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= limit:
        raise ApiError(CODES["name"][level])


def _leaf(button: dict[str, Any], level: int) -> dict[str, Any]:
    kind = button.get("type")
    if kind in KEYED:
        kept = {"key": _within(button, "key", KEY, CODES["key"][level])}
    elif kind == "view":
        kept = {"url": _address(button, level)}
    elif kind == "miniprogram":
        kept = {"url": _address(button, level)}
        kept |= {name: _within(button, name, URL, CODES["url"][level]) for name in ("appid", "pagepath")}
    elif kind in WITH_MEDIA:
        kept = {"media_id": _within(button, "media_id", KEY, 40007)}
    elif kind in WITH_ARTICLE:
        kept = {"article_id": _within(button, "article_id", KEY, 53600)}
    else:
        raise ApiError(CODES["type"][level])
    return {"type": kind, "name": button["name"], **kept, "sub_button": []}


def _within(button: dict[str, Any], name: str, limit: int, code: int) -> str:
    value = button.get(name)
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= limit:
        raise ApiError(code)
    return value


def _address(button: dict[str, Any], level: int) -> str:
    code = CODES["url"][level]
    url = _within(button, "url", URL, code)
    if not url.startswith(("http://", "https://")):
        raise ApiError(code)
    if not _HOST.match(url):
        raise ApiError(40054 if level else 40055)
    return url
