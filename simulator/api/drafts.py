"""Drafts (docs/wechat.md, section 18)."""

from typing import Any

from simulator.api.call import OK, Call, Given
from simulator.api.material import page
from simulator.errors import ApiError
from simulator.publishing import draft_rules
from simulator.publishing.drafts import Article, Draft


def add(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/draft/add."""
    platform = given.platform
    articles = draft_rules.articles(given.json.get("articles"), platform.media, platform.switches)
    return {"media_id": platform.drafts.add(articles)}


def get(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/draft/get."""
    draft = _named(given)
    return _content(given, draft, True)


def update(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/draft/update: one article of a draft; `articles` is that one, not a list."""
    platform, draft, index = given.platform, _named(given), given.json.get("index")
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(draft.articles):
        raise ApiError(40114)
    article = draft_rules.article(given.json.get("articles"), platform.media, platform.switches)
    platform.drafts.replace(draft.media_id, [*draft.articles[:index], article, *draft.articles[index + 1 :]])
    return OK


def delete(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/draft/delete."""
    given.platform.drafts.delete(_named(given).media_id)
    return OK


def count(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/draft/count."""
    return {"total_count": given.platform.drafts.count()}


def listed(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/draft/batchget: newest first, on request without the articles' texts."""
    offset, most = page(given)
    full = given.json.get("no_content") not in (1, "1", True)
    items = [
        {"media_id": draft.media_id, "content": _content(given, draft, full), "update_time": int(draft.updated)}
        for draft in given.platform.drafts.listed(offset, most)
    ]
    return {"item": items, "total_count": given.platform.drafts.count(), "item_count": len(items)}


def switch(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/draft/switch: the box of drafts has been there for everyone for long."""
    return OK | {"is_open": 1}


def item(given: Given, article: Article, full: bool) -> Article:
    """An article as calls list it: the picture of its cover, and its text if it is wanted."""
    cover = given.platform.media.url(article["thumb_media_id"]) if article["thumb_media_id"] else ""
    kept = {name: value for name, value in article.items() if full or name != "content"}
    return kept | {"thumb_url": cover}


def _content(given: Given, draft: Draft, full: bool) -> dict[str, Any]:
    # What a draft looks like can be opened, by whoever has the address.
    address = f"{given.platform.settings.own_url}/s/draft?tempkey={draft.media_id}&idx="
    items = [
        item(given, article, full) | {"url": f"{address}{place}"} for place, article in enumerate(draft.articles, 1)
    ]
    return {"news_item": items, "create_time": int(draft.created), "update_time": int(draft.updated)}


def _named(given: Given) -> Draft:
    draft = given.platform.drafts.get(str(given.json.get("media_id") or ""))
    if draft is None:
        raise ApiError(40007)
    return draft


CALLS = {
    "/cgi-bin/draft/add": Call("POST", add),
    "/cgi-bin/draft/get": Call("POST", get),
    "/cgi-bin/draft/update": Call("POST", update),
    "/cgi-bin/draft/delete": Call("POST", delete),
    "/cgi-bin/draft/count": Call("GET", count),
    "/cgi-bin/draft/batchget": Call("POST", listed),
    "/cgi-bin/draft/switch": Call("POST", switch, takes_json=False),
}
