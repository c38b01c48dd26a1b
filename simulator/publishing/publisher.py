"""Does what publishing promises: after a while the articles are there, and the account hears how it went."""

import threading
from typing import Any, Protocol

from simulator.publishing.articles import BANNED, DONE, Articles, Job, Published
from simulator.publishing.drafts import Drafts
from simulator.switches import Switches
from simulator.webhook.pushes import Elements

NAME = "publish"


class Later(Protocol):
    """What publishing needs of the platform: to do something later, and to tell the account."""

    def later(self, name: str, values: dict[str, Any], after: float) -> threading.Event:
        """Do it after so many shown seconds."""

    def tell_account(self, event: str, elements: Elements) -> threading.Event:
        """Push an event that belongs to nobody."""


class Publisher:
    """Turns drafts into pages, as the switches say."""

    def __init__(self, drafts: Drafts, articles: Articles, switches: Switches, later: Later) -> None:
        self._drafts = drafts
        self._articles = articles
        self._switches = switches
        self._later = later

    def submit(self, media_id: str) -> int:
        """Begin to publish a draft; its publish_id."""
        publish_id = self._articles.begin(media_id)
        self._later.later(NAME, {"publish_id": publish_id}, self._switches.number("publish_seconds"))
        return publish_id

    def work(self, values: dict[str, Any]) -> None:
        """Publish what was submitted, and tell."""
        job = self._articles.job(values["publish_id"])
        draft = self._drafts.get(job.media_id) if job else None
        if job is None:
            return
        status = int(self._switches.text("publish_status")) if draft else 3
        published = None
        if draft is not None and status in (DONE, BANNED):
            published = self._articles.publish(draft.articles, listed=True)
            self._drafts.delete(draft.media_id)
            if status == BANNED:
                self._articles.delete(published.article_id)
        failed = [] if published else list(range(1, len(draft.articles) + 1 if draft else 2))
        self._articles.end(job.publish_id, status, published.article_id if published else "", failed)
        self._later.tell_account("PUBLISHJOBFINISH", {"PublishEventInfo": _told(job, status, published, failed)})


def _told(job: Job, status: int, published: Published | None, failed: list[int]) -> dict[str, Any]:
    told: dict[str, Any] = {"publish_id": job.publish_id, "publish_status": status}
    if published is None:
        return told | {"fail_idx": failed}
    items = [{"idx": place, "article_url": item["url"]} for place, item in enumerate(published.items, 1)]
    return told | {"article_id": published.article_id, "article_detail": {"count": len(items), "item": items}}
