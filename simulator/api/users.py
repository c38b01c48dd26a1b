"""What the account may know of a person (docs/wechat.md, section 14)."""

from typing import Any

from simulator.api.call import Call, Given
from simulator.errors import ApiError


def info(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/user/info: no name and no picture any more; almost nothing of someone who doesn't follow."""
    openid = given.query.get("openid", "")
    if not openid:
        raise ApiError(41009)
    user = given.platform.store.user(openid)
    if user is None or user.openid != openid:
        raise ApiError(40003)
    if not user.following:
        return {"subscribe": 0, "openid": openid}
    return {
        "subscribe": 1,
        "openid": openid,
        "subscribe_time": int(user.followed_at),
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE" if user.scene else "ADD_SCENE_SEARCH",
        "qr_scene": int(user.scene) if user.scene.isdecimal() else 0,
        "qr_scene_str": "" if user.scene.isdecimal() else user.scene,
    }


CALLS = {"/cgi-bin/user/info": Call("GET", info)}
