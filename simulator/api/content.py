"""Whether what people write and send may be shown (docs/wechat.md, section 17)."""

import secrets
import threading
from typing import Any

from simulator.account import content
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.platform import Platform

ACTIVE_SECONDS = 2 * 3600
MOST_CHARACTERS = 2500
SCENES = (1, 2, 3, 4)
MEDIA_TYPES = (1, 2)
FROM = "wx-media-check"  # who tells of a file's check: not a person
_WORDS = content.Words.load()


def text(given: Given) -> dict[str, Any]:
    """POST /wxa/msg_sec_check: what is risky is errcode 0 all the same; `result` tells."""
    _mini_only(given)
    written = given.json.get("content")
    if not isinstance(written, str):
        raise ApiError(47001)
    if not written:
        raise ApiError(44002)
    if "version" not in given.json and given.platform.switches.on("content_v1"):
        if _WORDS.is_risky_v1(written):
            raise ApiError(87014)
        return OK
    _asked(given)
    if len(written) > MOST_CHARACTERS:
        raise ApiError(45002)
    more = [str(given.json.get(name) or "") for name in ("title", "nickname", "signature")]
    return OK | content.result(_WORDS.find(written, *more)) | {"trace_id": _trace(given)}


def media(given: Given) -> dict[str, Any]:
    """POST /wxa/media_check_async: the result comes later, as an event."""
    _mini_only(given)
    address = given.json.get("media_url")
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        raise ApiError(47001)
    if given.json.get("media_type") not in MEDIA_TYPES:
        raise ApiError(40004)
    _asked(given)
    trace = _trace(given)
    platform, mini = given.platform, given.app
    after = platform.switches.number("media_check_seconds")

    def look() -> None:
        checked = _checked(platform, address)
        told = {"appid": mini.appid, "trace_id": trace, "version": 2} | checked
        platform.push_event(FROM, "wxa_media_check", told, after=after, app=mini)

    threading.Thread(target=look, daemon=True).start()
    return OK | {"trace_id": trace}


def _checked(platform: Platform, address: str) -> dict[str, Any]:
    suggest = platform.switches.text("media_suggest")
    if suggest == "failed" or (not suggest and not content.can_be_fetched(address)):
        return content.media_result("", content.DOWNLOAD_FAILED)
    return content.media_result(suggest or "pass")


def _mini_only(given: Given) -> None:
    if given.app is not given.platform.settings.miniprogram:
        raise ApiError(48001)


def _asked(given: Given) -> None:
    """Version, scene and person of a check."""
    openid = given.json.get("openid")
    if given.json.get("version") != 2 or not isinstance(openid, str):
        raise ApiError(47001)
    if given.json.get("scene") not in SCENES:
        raise ApiError(40129)
    user = given.platform.store.user(openid)
    if user is None:
        raise ApiError(40003)
    if openid != user.mini_openid:
        raise ApiError(43104)
    idle = min(given.platform.mini_sessions.idle(openid), given.platform.windows.idle(openid))
    if idle > ACTIVE_SECONDS:
        raise ApiError(61010)


def _trace(given: Given) -> str:
    return f"{int(given.platform.clock.shown()):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"


CALLS = {
    "/wxa/msg_sec_check": Call("POST", text),
    "/wxa/media_check_async": Call("POST", media),
}
