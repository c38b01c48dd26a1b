"""The mini program's own codes (docs/wechat.md, section 17)."""

import io
import re
from typing import Any

import qrcode
from PIL import Image

from simulator.api.call import Call, Given, Raw
from simulator.errors import ApiError
from simulator.logins import wxacodes

FIRST_PAGE = "pages/index/index"
VERSIONS = ("release", "trial", "develop")
WIDTH, NARROWEST, WIDEST = 430, 280, 1280
_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~`]+")


def unlimited(given: Given) -> Raw:
    """POST /wxa/getwxacodeunlimit: a picture; unlike the real one its code is square, and every reader reads it."""
    if given.app is not given.platform.settings.miniprogram:
        raise ApiError(48001)
    scene, page = _scene(given), _page(given)
    width = given.json.get("width", WIDTH)
    if not isinstance(width, int) or isinstance(width, bool):
        raise ApiError(40097)
    version = given.json.get("env_version", "release")
    if version not in VERSIONS:
        raise ApiError(40097)
    hyaline = _flag(given, "is_hyaline", False)
    colour = (0, 0, 0) if _flag(given, "auto_color", False) else _colour(given.json.get("line_color"))
    text = wxacodes.text(given.app.appid, page, scene, version)
    # Out of its bounds a width isn't refused: the nearest one is taken.
    return _picture(text, min(max(width, NARROWEST), WIDEST), colour, hyaline)


def _scene(given: Given) -> str:
    scene = given.json.get("scene")
    if not isinstance(scene, str) or not 1 <= len(scene.encode()) <= 32:
        raise ApiError(40169)
    if not _SCENE.fullmatch(scene):
        raise ApiError(40129)
    if "scancode_time" in scene:
        raise ApiError(85096)
    return scene


def _page(given: Given) -> str:
    page = given.json.get("page", "")
    if not isinstance(page, str) or page.startswith("/") or "?" in page:
        raise ApiError(41030)
    page = page or FIRST_PAGE
    published = [one.strip() for one in given.platform.switches.text("mini_pages").split(",") if one.strip()]
    if _flag(given, "check_path", True) and published and page not in published:
        raise ApiError(41030)
    return page


def _flag(given: Given, name: str, otherwise: bool) -> bool:
    value = given.json.get(name, otherwise)
    if not isinstance(value, bool):
        raise ApiError(40097)
    return value


def _colour(value: Any) -> tuple[int, int, int]:
    if value is None:
        return 0, 0, 0
    try:
        parts = [int(str(value[name])) for name in ("r", "g", "b")]
    except (KeyError, TypeError, ValueError):
        raise ApiError(40097) from None
    if not all(0 <= part <= 255 for part in parts):
        raise ApiError(40097)
    return parts[0], parts[1], parts[2]


def _picture(text: str, width: int, colour: tuple[int, int, int], hyaline: bool) -> Raw:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    code.make(fit=True)
    dark = code.make_image().get_image().convert("L").resize((width, width), Image.Resampling.NEAREST)
    mask = dark.point(lambda level: 255 - level)
    file = io.BytesIO()
    if hyaline:
        drawn = Image.new("RGBA", dark.size, (*colour, 0))
        drawn.putalpha(mask)
        drawn.save(file, "PNG")
        return Raw(file.getvalue(), "image/png")
    page = Image.new("RGB", dark.size, "white")
    page.paste(colour, mask=mask)
    page.save(file, "JPEG", quality=90)
    return Raw(file.getvalue(), "image/jpeg")


CALLS = {"/wxa/getwxacodeunlimit": Call("POST", unlimited)}
