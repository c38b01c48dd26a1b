"""Publishing drafts, and the pages that come of it (docs/wechat.md, section 18)."""

from datetime import datetime
from typing import Any

from flask import render_template

from simulator.api.call import OK, Call, Given, Raw
from simulator.api.drafts import item
from simulator.api.material import page
from simulator.errors import ApiError
from simulator.publishing.articles import Published
from simulator.publishing.drafts import Article
from simulator.settings import BEIJING
from simulator.switches import WORDS

# No script runs on a page whatever an article holds.
POLICY = "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; media-src http: https:"


def submit(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/submit: the result comes later, as PUBLISHJOBFINISH."""
    platform = given.platform
    draft = platform.drafts.get(str(given.json.get("media_id") or ""))
    if draft is None:
        raise ApiError(40007)
    if refusal := platform.switches.text("publish_refused"):
        raise ApiError(int(refusal))
    publish_id = platform.publisher.submit(draft.media_id)
    return OK | {"publish_id": str(publish_id), "msg_data_id": publish_id}


def get(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/get: how far a publication has come."""
    number = str(given.json.get("publish_id") or "")
    job = given.platform.articles.job(int(number)) if number.isdecimal() else None
    if job is None:
        raise ApiError(40097)
    answer: dict[str, Any] = {"publish_id": number, "publish_status": job.status}
    published = given.platform.articles.get(job.article_id) if job.status == 0 else None
    if published is not None:
        items = [{"idx": place, "article_url": item["url"]} for place, item in enumerate(published.items, 1)]
        answer |= {"article_id": job.article_id, "article_detail": {"count": len(items), "item": items}}
    return answer | {"fail_idx": job.failed}


def delete(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/delete: one article by its number from 1, or without one all of them."""
    published, index = _named(given), given.json.get("index") or 0
    if not isinstance(index, int) or not 0 <= index <= len(published.items):
        raise ApiError(40114)
    given.platform.articles.delete(published.article_id, index - 1 if index else None)
    return OK


def get_article(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/getarticle."""
    return {"news_item": [item(given, article, True) for article in _named(given).items]}


def listed(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/batchget: newest first."""
    offset, most = page(given)
    full = given.json.get("no_content") not in (1, "1", True)
    items = [
        {
            "article_id": published.article_id,
            "content": {
                "news_item": [item(given, article, full) for article in published.items],
                "create_time": int(published.created),
                "update_time": int(published.updated),
            },
            "update_time": int(published.updated),
        }
        for published in given.platform.articles.listed(offset, most)
    ]
    return {"item": items, "total_count": given.platform.articles.count(), "item_count": len(items)}


def show(given: Given) -> Raw:
    """GET /s/<name>: the article as people read it; a draft under /s/draft."""
    name, at = given.path.removeprefix("/s/"), given.platform.clock.shown()
    article: Article | None = None
    if name == "draft":
        draft = given.platform.drafts.get(given.query.get("tempkey", ""))
        place = given.query.get("idx", "1")
        if draft is not None and place.isdecimal() and 1 <= int(place) <= len(draft.articles):
            article, at = draft.articles[int(place) - 1] | {"is_deleted": False}, draft.updated
    elif found := given.platform.articles.page(name):
        article, at = found[1], found[0].created
    media = given.platform.media
    pictures = [one["image_media_id"] for one in (article or {}).get("image_info", {}).get("image_list", [])]
    written = render_template(
        "simulator/article.html",
        article=article if article and not article["is_deleted"] else None,
        account=WORDS["account"],
        at=datetime.fromtimestamp(at, BEIJING),
        pictures=[media.url(picture) for picture in pictures],
    )
    return Raw(written.encode(), "text/html", headers={"Content-Security-Policy": POLICY})


def _named(given: Given) -> Published:
    published = given.platform.articles.get(str(given.json.get("article_id") or ""), listed=True)
    if published is None:
        raise ApiError(53600)
    return published


CALLS = {
    "/cgi-bin/freepublish/submit": Call("POST", submit),
    "/cgi-bin/freepublish/get": Call("POST", get),
    "/cgi-bin/freepublish/delete": Call("POST", delete),
    "/cgi-bin/freepublish/getarticle": Call("POST", get_article),
    "/cgi-bin/freepublish/batchget": Call("POST", listed),
    "/s/": Call("GET", show, token=False),
}
