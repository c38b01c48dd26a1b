"""The bubble of each type of customer-service message (docs/wechat.md, section 9)."""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.api import filling
from simulator.api.call import Given
from simulator.errors import ApiError
from simulator.notices.shelf import LIBRARY

Inside = Mapping[str, Any]
Bubble = dict[str, Any]


def bubble(given: Given) -> tuple[str, Bubble]:
    """The kind of bubble and what stands in it. Raises ApiError for what the platform wouldn't send."""
    kind = given.json.get("msgtype")
    makers = MINI if given.app is given.platform.settings.miniprogram else ACCOUNT
    if not isinstance(kind, str) or kind not in makers:
        raise ApiError(40008)
    inside = given.json.get(kind)
    if not isinstance(inside, Mapping):
        raise ApiError(47001)
    return _SHOWN_AS.get(kind, kind), makers[kind](given, inside)


def _text(given: Given, inside: Inside) -> Bubble:
    return {"text": _within(given, inside.get("content"))}


def _image(given: Given, inside: Inside) -> Bubble:
    return {"url": _media(given, inside, "media_id", "image")}


def _voice(given: Given, inside: Inside) -> Bubble:
    return {"url": _media(given, inside, "media_id", "voice")}


def _video(given: Given, inside: Inside) -> Bubble:
    url = _media(given, inside, "media_id", "video")
    picture = _media(given, inside, "thumb_media_id", "thumb", "image") if inside.get("thumb_media_id") else ""
    return {"url": url, "card": _texts(inside, "title", "description") | {"picture": picture}}


def _music(given: Given, inside: Inside) -> Bubble:
    picture = _media(given, inside, "thumb_media_id", "thumb", "image")
    named = _texts(inside, "title", "description", "musicurl", "hqmusicurl")
    if not named["musicurl"] and not named["hqmusicurl"]:
        raise ApiError(44004)
    card = {"title": named["title"], "description": named["description"], "picture": picture}
    return {"url": named["musicurl"] or named["hqmusicurl"], "card": card}


def _news(given: Given, inside: Inside) -> Bubble:
    articles = inside.get("articles")
    if not isinstance(articles, list) or not articles or not all(isinstance(one, Mapping) for one in articles):
        raise ApiError(44003)
    if len(articles) > 1:
        raise ApiError(45008)
    return {"articles": [_article(articles[0], "picurl")]}


def _mpnews(given: Given, inside: Inside) -> Bubble:
    platform = given.platform
    draft = platform.drafts.get(str(inside.get("media_id") or ""))
    if draft is None:
        raise ApiError(40007)
    # Sent to one person, the articles get pages of their own and stay drafts.
    published = platform.articles.publish(draft.articles, listed=False)
    return {"articles": given.platform.articles.cards(published)}


def _mpnewsarticle(given: Given, inside: Inside) -> Bubble:
    published = given.platform.articles.get(str(inside.get("article_id") or ""))
    if published is None or all(item["is_deleted"] for item in published.items):
        raise ApiError(53600)
    return {"articles": given.platform.articles.cards(published)}


def _msgmenu(given: Given, inside: Inside) -> Bubble:
    items = inside.get("list")
    if not isinstance(items, list) or not items or not all(isinstance(one, Mapping) for one in items):
        raise ApiError(47001)
    menu = [_texts(item, "id", "content") for item in items]
    words = _texts(inside, "head_content", "tail_content")
    _within(given, "\n".join([words["head_content"], *(item["content"] for item in menu), words["tail_content"]]))
    if not all(item["id"] and item["content"] for item in menu):
        raise ApiError(44004)
    return {"text": words["head_content"], "menu": menu, "tail": words["tail_content"]}


def _wxcard(given: Given, inside: Inside) -> Bubble:
    card = LIBRARY["cards"].get(str(inside.get("card_id") or ""))
    if card is None:
        raise ApiError(40073)
    return {"card": dict(card)}


def _miniprogrampage(given: Given, inside: Inside) -> Bubble:
    mini = given.platform.settings.miniprogram
    # The mini program's own messages can only open itself.
    appid = given.app.appid if given.app is mini else str(inside.get("appid") or "")
    if not filling.is_linked(given, appid):
        raise ApiError(40013)
    page = inside.get("pagepath") or ""
    if not filling.is_page(page):
        raise ApiError(40165)
    picture = _media(given, inside, "thumb_media_id", "thumb", "image")
    opens = {"appid": appid, "pagepath": page}
    return {"card": {"title": _within(given, inside.get("title")), "picture": picture, "miniprogram": opens}}


def _link(given: Given, inside: Inside) -> Bubble:
    article = _article(inside, "thumb_url")
    if not article["title"] or not article["url"]:
        raise ApiError(44004)
    return {"articles": [article]}


def _within(given: Given, content: Any) -> str:
    if not isinstance(content, str) or not content:
        raise ApiError(44004)
    if len(content.encode()) > given.platform.switches.number("text_limit"):
        raise ApiError(45002)
    return content


def _media(given: Given, inside: Inside, name: str, *kinds: str) -> str:
    """Where the file is to be seen; another kind of file is as unknown as none."""
    media_id = inside.get(name)
    media = given.platform.media
    if not isinstance(media_id, str) or not any(media.usable(media_id, kind) for kind in kinds):
        raise ApiError(40007)
    return media.url(media_id)


def _article(item: Inside, picture: str) -> dict[str, str]:
    named = _texts(item, "title", "description", "url", picture)
    return {name: named[name] for name in ("title", "description")} | {"picture": named[picture], "url": named["url"]}


def _texts(item: Inside, *names: str) -> dict[str, str]:
    return {name: str(item.get(name) or "") for name in names}


_SHOWN_AS = {"msgmenu": "text", "mpnews": "news", "mpnewsarticle": "news"}
ACCOUNT: dict[str, Callable[[Given, Inside], Bubble]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "music": _music,
    "news": _news,
    "mpnews": _mpnews,
    "mpnewsarticle": _mpnewsarticle,
    "msgmenu": _msgmenu,
    "wxcard": _wxcard,
    "miniprogrampage": _miniprogrampage,
}
MINI: dict[str, Callable[[Given, Inside], Bubble]] = {
    "text": _text,
    "image": _image,
    "link": _link,
    "miniprogrampage": _miniprogrampage,
}
