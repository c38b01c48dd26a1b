"""What the pictures of the mini program's codes hold (docs/wechat.md, section 17)."""

from urllib.parse import parse_qs, quote, urlsplit

ADDRESS = "https://mp.weixin.qq.com/wxacode"
_NAMES = ("appid", "page", "scene", "env_version")


def text(appid: str, page: str, scene: str, version: str) -> str:
    """Which page of which mini program, with which scene."""
    values = zip(_NAMES, (appid, page, scene, version), strict=True)
    return ADDRESS + "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in values)


def read(said: str) -> dict[str, str] | None:
    """The same, out of a picture that was scanned; None if it is no such code."""
    if not said.startswith(f"{ADDRESS}?"):
        return None
    found = parse_qs(urlsplit(said).query)
    return {name: found[name][0] for name in _NAMES} if set(found) == set(_NAMES) else None
