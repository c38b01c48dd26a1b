"""The unionid, by which all applications of one owner know the same person (docs/wechat.md, sections 14, 15 and 17)."""

import hashlib

from simulator.platform import Platform


def unionid(platform: Platform, openid: str) -> dict[str, str]:
    """What an answer holds of it: nothing at all unless the account is bound to an Open Platform account (a switch)."""
    if not platform.switches.on("unionid"):
        return {}
    user = platform.store.user(openid)
    person = user.openid if user else openid
    return {"unionid": "o" + hashlib.sha256(f"unionid:{person}".encode()).hexdigest()[:27]}
