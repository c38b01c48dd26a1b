"""Articles that have been published or sent to everyone, and the jobs that did it (docs/wechat.md, section 18)."""

import json
import secrets
from dataclasses import dataclass

from simulator.clock import Clock
from simulator.publishing.drafts import Article
from simulator.store import Store

FIRST_JOB = 2_247_483_651
DONE, RUNNING, DELETED, BANNED = 0, 1, 5, 6
_TABLES = """
CREATE TABLE IF NOT EXISTS articles (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, items TEXT NOT NULL, created REAL NOT NULL,
    updated REAL NOT NULL, listed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS article_pages (name TEXT PRIMARY KEY, article_id TEXT NOT NULL, place INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS publish_jobs (
    number INTEGER PRIMARY KEY, media_id TEXT NOT NULL, status INTEGER NOT NULL, article_id TEXT NOT NULL,
    failed TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Published:
    """One to eight articles that belong together; each item has `url` and `is_deleted`. Times are shown seconds."""

    article_id: str
    items: list[Article]
    created: float
    updated: float


@dataclass(frozen=True)
class Job:
    """One publication; `failed` are the numbers, from 1, of the articles that didn't pass."""

    publish_id: int
    media_id: str
    status: int
    article_id: str
    failed: list[int]


class Articles:
    """What people can open under /s/<name>."""

    def __init__(self, store: Store, clock: Clock, own_url: str) -> None:
        self._store = store
        self._clock = clock
        self._own_url = own_url
        store.define(_TABLES)

    def publish(self, articles: list[Article], *, listed: bool) -> Published:
        """Give each article a page; mass messages aren't `listed` among the publications."""
        article_id, now = secrets.token_urlsafe(32), self._clock.shown()
        names = [secrets.token_urlsafe(16) for _ in articles]
        items = [
            article | {"url": f"{self._own_url}/s/{name}", "is_deleted": False}
            for article, name in zip(articles, names, strict=True)
        ]
        with self._store.together():
            self._store.run(
                "INSERT INTO articles (article_id, items, created, updated, listed) VALUES (?, ?, ?, ?, ?)",
                [article_id, json.dumps(items, ensure_ascii=False), now, now, listed],
            )
            self._store.run_many(
                "INSERT INTO article_pages VALUES (?, ?, ?)",
                [(name, article_id, place) for place, name in enumerate(names)],
            )
        return Published(article_id, items, now, now)

    def get(self, article_id: str, *, listed: bool | None = None) -> Published | None:
        """The articles with that id."""
        found = self._store.run("SELECT * FROM articles WHERE article_id = ?", [article_id])
        if not found or listed not in (None, bool(found[0]["listed"])):
            return None
        (row,) = found
        return Published(row["article_id"], json.loads(row["items"]), row["created"], row["updated"])

    def exists(self, article_id: str) -> bool:
        """Whether a button may lead to it."""
        found = self.get(article_id)
        return found is not None and not all(item["is_deleted"] for item in found.items)

    def cards(self, published: Published) -> list[dict[str, str]]:
        """The articles that are left, as bubbles show them."""
        return [
            {
                "title": item["title"],
                "description": item["digest"],
                "picture": f"{self._own_url}/mmbiz_jpg/{item['thumb_media_id']}/0" if item["thumb_media_id"] else "",
                "url": item["url"],
            }
            for item in published.items
            if not item["is_deleted"]
        ]

    def of_article(self, article_id: str) -> list[dict[str, str]]:
        """The cards of a publication; empty if there is none."""
        published = self.get(article_id)
        return self.cards(published) if published else []

    def of_media(self, media_id: str) -> list[dict[str, str]]:
        """The cards of what was published from the draft with that media_id."""
        rows = self._store.run(
            "SELECT article_id FROM publish_jobs WHERE media_id = ? AND article_id != ''", [media_id]
        )
        return [card for row in rows for card in self.of_article(row["article_id"])]

    def page(self, name: str) -> tuple[Published, Article] | None:
        """What stands under /s/<name>."""
        found = self._store.run("SELECT article_id, place FROM article_pages WHERE name = ?", [name])
        published = self.get(found[0]["article_id"]) if found else None
        return (published, published.items[found[0]["place"]]) if published else None

    def delete(self, article_id: str, place: int | None = None) -> bool:
        """Delete one of them, counted from 0, or all; whether none is left."""
        published = self.get(article_id)
        if published is None:
            return False
        items = [
            item | {"is_deleted": item["is_deleted"] or place in (None, number)}
            for number, item in enumerate(published.items)
        ]
        self._store.run(
            "UPDATE articles SET items = ?, updated = ? WHERE article_id = ?",
            [json.dumps(items, ensure_ascii=False), self._clock.shown(), article_id],
        )
        gone = all(item["is_deleted"] for item in items)
        if gone:
            self._store.run(
                "UPDATE publish_jobs SET status = ? WHERE article_id = ? AND status = ?", [DELETED, article_id, DONE]
            )
        return gone

    def count(self) -> int:
        """How many publications are left."""
        return len(self._left())

    def listed(self, offset: int, count: int) -> list[Published]:
        """Publications of which something is left, newest first."""
        return self._left()[offset : offset + count]

    def begin(self, media_id: str) -> int:
        """A new publication's id."""
        with self._store.together():
            number = int(self._store.get("next_publication", FIRST_JOB))
            self._store.put("next_publication", number + 1)
            self._store.run("INSERT INTO publish_jobs VALUES (?, ?, ?, '', '[]')", [number, media_id, RUNNING])
        return number

    def end(self, publish_id: int, status: int, article_id: str, failed: list[int]) -> None:
        """How a publication went."""
        self._store.run(
            "UPDATE publish_jobs SET status = ?, article_id = ?, failed = ? WHERE number = ?",
            [status, article_id, json.dumps(failed), publish_id],
        )

    def job(self, publish_id: int) -> Job | None:
        """The publication with that id."""
        found = self._store.run("SELECT * FROM publish_jobs WHERE number = ?", [publish_id])
        if not found:
            return None
        (row,) = found
        return Job(row["number"], row["media_id"], row["status"], row["article_id"], json.loads(row["failed"]))

    def _left(self) -> list[Published]:
        rows = self._store.run("SELECT article_id FROM articles WHERE listed = 1 ORDER BY number DESC")
        found = [published for row in rows if (published := self.get(row["article_id"]))]
        return [published for published in found if not all(item["is_deleted"] for item in published.items)]
