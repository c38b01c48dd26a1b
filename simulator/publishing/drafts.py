"""Drafts of articles (docs/wechat.md, section 18)."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from simulator.clock import Clock
from simulator.store import Store

_TABLE = """
CREATE TABLE IF NOT EXISTS drafts (
    number INTEGER PRIMARY KEY, media_id TEXT NOT NULL UNIQUE, articles TEXT NOT NULL, created REAL NOT NULL,
    updated REAL NOT NULL);
"""

Article = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """One draft; times are shown seconds."""

    media_id: str
    articles: list[Article]
    created: float
    updated: float


class Drafts:
    """The box of drafts; one that was published or sent to everyone leaves it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        store.define(_TABLE)

    def add(self, articles: list[Article]) -> str:
        """Keep a draft; its media_id."""
        media_id, now = secrets.token_urlsafe(48), self._clock.shown()
        self._store.run(
            "INSERT INTO drafts (media_id, articles, created, updated) VALUES (?, ?, ?, ?)",
            [media_id, json.dumps(articles, ensure_ascii=False), now, now],
        )
        return media_id

    def get(self, media_id: str) -> Draft | None:
        """The draft with that media_id."""
        found = self._store.run("SELECT * FROM drafts WHERE media_id = ?", [media_id])
        if not found:
            return None
        (row,) = found
        return Draft(row["media_id"], json.loads(row["articles"]), row["created"], row["updated"])

    def replace(self, media_id: str, articles: list[Article]) -> None:
        """Other articles in the same draft."""
        self._store.run(
            "UPDATE drafts SET articles = ?, updated = ? WHERE media_id = ?",
            [json.dumps(articles, ensure_ascii=False), self._clock.shown(), media_id],
        )

    def delete(self, media_id: str) -> None:
        """Take it out of the box."""
        self._store.run("DELETE FROM drafts WHERE media_id = ?", [media_id])

    def count(self) -> int:
        """How many there are."""
        return int(self._store.run("SELECT count(*) FROM drafts")[0][0])

    def listed(self, offset: int, count: int) -> list[Draft]:
        """Drafts, newest first."""
        rows = self._store.run("SELECT media_id FROM drafts ORDER BY number DESC LIMIT ? OFFSET ?", [count, offset])
        return [draft for row in rows if (draft := self.get(row["media_id"]))]
