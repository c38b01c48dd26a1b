"""Parametric codes: making them, drawing them, reading them from a picture (docs/wechat.md, section 11)."""

import io
import secrets
from collections.abc import Mapping
from typing import Any

import qrcode
import zxingcpp
from PIL import Image, UnidentifiedImageError

from simulator.clock import Clock
from simulator.errors import ApiError
from simulator.store import Code, Store

DEFAULT_SECONDS = 60
MOST_SECONDS = 2_592_000
MOST_PERMANENT = 100_000
ID_LIMIT = 2**32 - 1
# A picture in bytes, and in pixels: a small file can unfold into a huge one.
PICTURE_LIMIT = 10 << 20
PIXEL_LIMIT = 40_000_000
# Each action's scene: its field, and whether the code is permanent.
ACTIONS = {
    "QR_SCENE": ("scene_id", False),
    "QR_STR_SCENE": ("scene_str", False),
    "QR_LIMIT_SCENE": ("scene_id", True),
    "QR_LIMIT_STR_SCENE": ("scene_str", True),
}


class BadPicture(Exception):
    """The bytes are no picture that phones send."""


def create(store: Store, clock: Clock, wanted: Mapping[str, Any]) -> Code:
    """Make a code; a permanent scene that has one already gets the same. Raises ApiError 40052, 40053 or 45009."""
    if wanted.get("action_name") not in ACTIONS:
        raise ApiError(40052)
    field, permanent = ACTIONS[wanted["action_name"]]
    info = wanted.get("action_info")
    scene = info.get("scene") if isinstance(info, dict) else None
    value = scene.get(field) if isinstance(scene, dict) else None
    if field == "scene_str":
        right = isinstance(value, str) and 1 <= len(value) <= 64
    else:
        most = MOST_PERMANENT if permanent else ID_LIMIT
        right = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most
    if not right:
        raise ApiError(40053)
    numeric = field == "scene_id"
    expires = None
    if permanent:
        if same := store.permanent_code(str(value), numeric):
            return same
        if store.permanent_count() >= MOST_PERMANENT:
            raise ApiError(45009)
    else:
        seconds = wanted.get("expire_seconds", DEFAULT_SECONDS)
        if not isinstance(seconds, int) or isinstance(seconds, bool) or not 1 <= seconds <= MOST_SECONDS:
            raise ApiError(40053)
        expires = clock.shown() + seconds
    # Real tickets end in ==, so that one that isn't encoded in an address shows.
    ticket = "gQ" + secrets.token_urlsafe(69) + "=="
    code = Code(ticket, str(value), numeric, f"http://weixin.qq.com/q/02{secrets.token_urlsafe(18)}", expires)
    store.add_code(code)
    return code


def picture(url: str) -> bytes:
    """The code as a JPEG of 430 x 430 pixels."""
    drawn = qrcode.make(url, error_correction=qrcode.ERROR_CORRECT_M, border=2).get_image()
    file = io.BytesIO()
    drawn.convert("RGB").resize((430, 430), Image.Resampling.NEAREST).save(file, "JPEG", quality=90)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    """A picture that a phone may send: JPG, PNG or GIF within 10 MB. Raises BadPicture."""
    if not 0 < len(content) <= PICTURE_LIMIT:
        raise BadPicture
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "GIF"))
        if image.width * image.height > PIXEL_LIMIT:
            raise BadPicture
        image.load()
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        raise BadPicture from None
    return image


def read(content: bytes) -> str | None:
    """What the first QR code in a picture says. Raises BadPicture."""
    found = zxingcpp.read_barcodes(opened(content).convert("RGB"))
    return str(found[0].text) if found else None
