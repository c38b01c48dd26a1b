"""Customer-service messages (docs/wechat.md, section 9)."""

from collections.abc import Mapping
from typing import Any

from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.store import User
from simulator.verdict import TEXT_LIMIT, Shown

TYPING_SECONDS = 15
EXCHANGE_SECONDS = 30
_ACCOUNT_TYPES = {"text", "image", "voice", "news", "msgmenu", "link"}
_MINI_TYPES = {"text", "image", "link"}


def send(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/custom/send: within the window that the person opened."""
    user, openid = _recipient(given)
    shown = _message(given)
    if refusal := given.platform.windows.take(openid):
        raise ApiError(refusal)
    given.platform.chat.show(user.openid, shown, "service", mini=given.app is given.platform.settings.miniprogram)
    return OK


def typing(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/custom/typing: the three dots, for fifteen seconds."""
    user, openid = _recipient(given)
    command, name, now = given.json.get("command"), f"typing.{openid}", given.platform.clock.shown()
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(45072)
    if given.platform.windows.idle(openid) > EXCHANGE_SECONDS:
        raise ApiError(45080)
    if command == "Typing" and now < given.platform.store.get(name, 0):
        raise ApiError(45081)
    given.platform.store.put(name, now + TYPING_SECONDS if command == "Typing" else 0)
    given.platform.events.tell("typing", openid=user.openid, on=command == "Typing")
    return OK


def _recipient(given: Given) -> tuple[User, str]:
    """The person, and the openid by which this application knows them."""
    openid = str(given.json.get("touser") or "")
    user = given.platform.store.user(openid)
    mini = given.app is given.platform.settings.miniprogram
    if user is None or openid != (user.mini_openid if mini else user.openid):
        raise ApiError(40003)
    return user, openid


def _message(given: Given) -> Shown:
    kind = str(given.json.get("msgtype") or "")
    allowed = _MINI_TYPES if given.app is given.platform.settings.miniprogram else _ACCOUNT_TYPES
    if kind not in allowed:
        raise ApiError(40008)
    inside = given.json.get(kind)
    if not isinstance(inside, dict):
        raise ApiError(47001)
    if kind == "text":
        return Shown("text", _within(inside.get("content")))
    if kind in ("image", "voice"):
        media_id = str(inside.get("media_id") or "")
        if given.platform.store.media(media_id) is None:
            raise ApiError(40007)
        return Shown(kind, media_id=media_id)
    if kind == "news":
        return Shown("news", articles=_articles(inside))
    if kind == "link":
        article = {"title": "title", "description": "description", "picture": "thumb_url", "url": "url"}
        return Shown("link", articles=[_renamed(inside, article)])
    return _menu(inside)


def _within(content: Any) -> str:
    if not isinstance(content, str) or not content:
        raise ApiError(44004)
    if len(content.encode()) > TEXT_LIMIT:
        raise ApiError(45002)
    return content


def _articles(inside: Mapping[str, Any]) -> list[dict[str, str]]:
    articles = inside.get("articles")
    if not isinstance(articles, list) or not articles or not all(isinstance(one, dict) for one in articles):
        raise ApiError(44004)
    if len(articles) > 1:
        raise ApiError(45008)
    return [_renamed(articles[0], {"title": "title", "description": "description", "picture": "picurl", "url": "url"})]


def _renamed(item: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    return {ours: str(item.get(theirs) or "") for ours, theirs in names.items()}


def _menu(inside: Mapping[str, Any]) -> Shown:
    items = inside.get("list")
    if not isinstance(items, list) or not items or not all(isinstance(one, dict) for one in items):
        raise ApiError(47001)
    menu = [_renamed(item, {"id": "id", "content": "content"}) for item in items]
    head, tail = (str(inside.get(name) or "") for name in ("head_content", "tail_content"))
    _within("\n".join([head, *(item["content"] for item in menu), tail]))
    return Shown("text", head, menu=menu, tail=tail)


CALLS = {
    "/cgi-bin/message/custom/send": Call("POST", send),
    "/cgi-bin/message/custom/typing": Call("POST", typing),
    "/cgi-bin/message/custom/business/typing": Call("POST", typing),
}
