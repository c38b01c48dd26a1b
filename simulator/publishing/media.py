"""Pictures, recordings and films that accounts and people sent (docs/wechat.md, section 18)."""

import secrets
from dataclasses import dataclass

from simulator.clock import Clock
from simulator.store import Store

TEMPORARY_SECONDS = 3 * 86_400
_TABLE = """
CREATE TABLE IF NOT EXISTS media_facts (
    number INTEGER PRIMARY KEY, media_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
    at REAL NOT NULL, permanent INTEGER NOT NULL, title TEXT NOT NULL, introduction TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS media_facts_kind ON media_facts (permanent, kind, number);
"""


@dataclass(frozen=True)
class Item:
    """One file. `kind` is image, voice, video, thumb or inline; `at` is shown time; titles are for films."""

    media_id: str
    kind: str
    name: str
    at: float
    permanent: bool
    title: str
    introduction: str


class Media:
    """Everything that has a media_id. Temporary files end after three days of shown time."""

    def __init__(self, store: Store, clock: Clock, own_url: str) -> None:
        self._store = store
        self._clock = clock
        self._own_url = own_url
        store.define(_TABLE)

    def add(
        self, kind: str, name: str, mime: str, content: bytes, *, permanent: bool, title: str = "", about: str = ""
    ) -> Item:
        """Keep a file; names of temporary and permanent ones look alike."""
        item = Item(secrets.token_urlsafe(48), kind, name, self._clock.shown(), permanent, title, about)
        with self._store.together():
            self._store.add_media(item.media_id, mime, content)
            self._store.run(
                "INSERT INTO media_facts (media_id, kind, name, at, permanent, title, introduction)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [item.media_id, kind, name, item.at, permanent, title, about],
            )
        return item

    def item(self, media_id: str, *, permanent: bool | None = None) -> Item | None:
        """The file, unless it is none any more; `permanent` wants the one sort or the other."""
        found = self._store.run("SELECT * FROM media_facts WHERE media_id = ?", [media_id])
        if not found:
            return None
        (row,) = found
        item = Item(
            row["media_id"], row["kind"], row["name"], row["at"], bool(row["permanent"]), row["title"],
            row["introduction"],
        )  # fmt: skip
        if not item.permanent and item.at + TEMPORARY_SECONDS <= self._clock.shown():
            return None
        return item if permanent in (None, item.permanent) else None

    def content(self, media_id: str) -> tuple[str, bytes]:
        """MIME type and bytes of a file that there is. Raises KeyError."""
        found = self._store.media(media_id)
        if found is None:
            raise KeyError(media_id)
        return found

    def usable(self, media_id: str, kind: str = "") -> bool:
        """Whether a reply or a message may name it, as that kind; pictures inside articles have no media_id to name."""
        if not self._store.run("SELECT 1 FROM media_facts WHERE media_id = ?", [media_id]):
            return self._store.media(media_id) is not None
        item = self.item(media_id)
        return item is not None and item.kind != "inline" and kind in ("", item.kind)

    def url(self, media_id: str) -> str:
        """Where the file is to be seen."""
        return f"{self._own_url}/mmbiz_jpg/{media_id}/0"

    def is_own_url(self, url: str) -> bool:
        """Whether a picture's address is the platform's: all others are stripped from articles."""
        return url.startswith((f"{self._own_url}/mmbiz_", "http://mmbiz.qpic.cn/", "https://mmbiz.qpic.cn/"))

    def listed(self, kind: str, offset: int, count: int) -> list[Item]:
        """Permanent files, newest first."""
        rows = self._store.run(
            "SELECT media_id FROM media_facts WHERE permanent = 1 AND kind = ? ORDER BY number DESC LIMIT ? OFFSET ?",
            [kind, count, offset],
        )
        return [item for row in rows if (item := self.item(row["media_id"]))]

    def count(self, kind: str) -> int:
        """How many permanent files of that kind there are."""
        found = self._store.run("SELECT count(*) FROM media_facts WHERE permanent = 1 AND kind = ?", [kind])
        return int(found[0][0])

    def delete(self, media_id: str) -> None:
        """Take a file away; what shows it already keeps its picture."""
        self._store.run("UPDATE media_facts SET permanent = 0, at = 0 WHERE media_id = ?", [media_id])
