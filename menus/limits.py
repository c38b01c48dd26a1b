"""The platform's limits for menus, and what each type of button needs (docs/wechat.md, section 10).

Names, keys and addresses are counted in bytes of UTF-8.
"""

import re

COLUMNS, CHILDREN = 3, 5
TOP_NAME, NAME, KEY, ADDRESS = 16, 60, 128, 1024
TAG_NAME = 30  # characters (section 14)
HOSTS = 3  # different sites that all menus of an account may lead to
CLIENTS = {"ios": "1", "android": "2", "other": "3"}
# Rules that the platform has withdrawn for privacy.
WITHDRAWN = frozenset({"sex", "country", "province", "city", "region", "language"})
# Fields that each type needs beside its name; `page` may stand for `url`.
TYPES: dict[str, tuple[str, ...]] = {
    "click": ("key",),
    "view": ("url",),
    "scancode_push": ("key",),
    "scancode_waitmsg": ("key",),
    "pic_sysphoto": ("key",),
    "pic_photo_or_album": ("key",),
    "pic_weixin": ("key",),
    "location_select": ("key",),
    "media_id": ("media_id",),
    "view_limited": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
    "miniprogram": ("url", "appid", "pagepath"),
}
# After a tap on these the phone waits for our answer; the others bring a message of their own or open something.
ANSWERED = frozenset({"click", "scancode_waitmsg"})
FIELDS = ("key", "url", "page", "media_id", "article_id", "appid", "pagepath")
LENGTHS = {"key": KEY, "url": ADDRESS, "pagepath": ADDRESS, "media_id": KEY, "article_id": KEY}
APPID = re.compile(r"wx[0-9a-f]{16}")
# The platform refuses a request with such letters in it: text must be there as it is.
ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")
SITE = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?=[/?#]|$)")


def size(text: object) -> int:
    """Bytes of UTF-8."""
    return len(str(text).encode())


def type_of(button: dict[str, object]) -> str:
    """The type of a button that does something: written, or told by its one field; empty when neither says."""
    if "type" in button:
        return str(button["type"])
    if "key" in button:
        return "click"
    return "view" if "page" in button or "url" in button else ""
