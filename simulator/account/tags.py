"""Tags of followers, and the blacklist (docs/wechat.md, section 14)."""

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from simulator.store import Store
from simulator.switches import WORDS

STARRED = 2  # the tag that every account has; 0 and 1 are groups of old
FIRST_OWN = 100
_TABLES = """
CREATE TABLE IF NOT EXISTS tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS taggings (openid TEXT NOT NULL, tag INTEGER NOT NULL, number INTEGER PRIMARY KEY);
CREATE UNIQUE INDEX IF NOT EXISTS taggings_openid ON taggings (openid, tag);
CREATE INDEX IF NOT EXISTS taggings_tag ON taggings (tag, number);
CREATE TABLE IF NOT EXISTS blacklist (number INTEGER PRIMARY KEY, openid TEXT NOT NULL UNIQUE);
"""


class Busy(Exception):
    """Someone else is tagging one of these people at this moment."""


class Tags:
    """The account's tags. Ids grow and are never given twice."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._being_tagged: set[str] = set()
        store.define(_TABLES)
        store.run("INSERT OR IGNORE INTO tags VALUES (?, ?)", [STARRED, WORDS["starred"]])

    def all(self) -> list[tuple[int, str, int]]:
        """Id, name and number of followers of each tag."""
        rows = self._store.run(
            "SELECT tags.id, tags.name, count(taggings.openid) FROM tags"
            " LEFT JOIN taggings ON taggings.tag = tags.id GROUP BY tags.id ORDER BY tags.id"
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def id_of(self, name: str) -> int | None:
        """The tag with that name."""
        found = self._store.run("SELECT id FROM tags WHERE name = ?", [name])
        return found[0][0] if found else None

    def exists(self, tag: int) -> bool:
        """Whether there is such a tag."""
        return bool(self._store.run("SELECT 1 FROM tags WHERE id = ?", [tag]))

    def create(self, name: str) -> int:
        """A new tag's id."""
        with self._store.together():
            tag = int(self._store.get("next_tag", FIRST_OWN))
            self._store.put("next_tag", tag + 1)
            self._store.run("INSERT INTO tags VALUES (?, ?)", [tag, name])
        return tag

    def rename(self, tag: int, name: str) -> None:
        """Another name."""
        self._store.run("UPDATE tags SET name = ? WHERE id = ?", [name, tag])

    def delete(self, tag: int) -> None:
        """Take it away, from everyone."""
        with self._store.together():
            self._store.run("DELETE FROM taggings WHERE tag = ?", [tag])
            self._store.run("DELETE FROM tags WHERE id = ?", [tag])

    def count(self, tag: int) -> int:
        """How many people carry it."""
        return int(self._store.run("SELECT count(*) FROM taggings WHERE tag = ?", [tag])[0][0])

    def of(self, openid: str) -> list[int]:
        """A person's tags, in the order in which they got them."""
        rows = self._store.run("SELECT tag FROM taggings WHERE openid = ? ORDER BY number", [openid])
        return [row[0] for row in rows]

    def names_of(self, openids: Sequence[str]) -> dict[str, list[str]]:
        """The names of those people's tags; who has none is left out."""
        rows = self._store.run(
            "SELECT taggings.openid, tags.name FROM taggings JOIN tags ON tags.id = taggings.tag"
            " WHERE taggings.openid IN (SELECT value FROM json_each(?)) ORDER BY taggings.number",
            [json.dumps(openids)],
        )
        found: dict[str, list[str]] = {}
        for openid, name in rows:
            found.setdefault(openid, []).append(name)
        return found

    def put(self, openids: Iterable[str], tag: int) -> None:
        """Give those people a tag; who has it keeps it."""
        self._store.run_many(
            "INSERT OR IGNORE INTO taggings (openid, tag) VALUES (?, ?)", [(openid, tag) for openid in openids]
        )

    def take(self, openids: Iterable[str], tag: int) -> None:
        """Take a tag from those people."""
        self._store.run_many("DELETE FROM taggings WHERE openid = ? AND tag = ?", [(openid, tag) for openid in openids])

    def clear(self, openid: str) -> None:
        """Take every tag from someone who has left."""
        self._store.run("DELETE FROM taggings WHERE openid = ?", [openid])

    def members(self, tag: int) -> list[str]:
        """The people who carry it, in the order in which they got it."""
        return [row[0] for row in self._store.run("SELECT openid FROM taggings WHERE tag = ? ORDER BY number", [tag])]

    @contextmanager
    def tagging(self, openids: Iterable[str]) -> Iterator[None]:
        """Only one call at a time may tag a person. Raises Busy."""
        wanted = set(openids)
        with self._lock:
            if wanted & self._being_tagged:
                raise Busy
            self._being_tagged |= wanted
        try:
            yield
        finally:
            with self._lock:
                self._being_tagged -= wanted

    def blacklisted(self) -> list[str]:
        """Who is on the blacklist, oldest first."""
        return [row[0] for row in self._store.run("SELECT openid FROM blacklist ORDER BY number")]

    def is_blacklisted(self, openid: str) -> bool:
        """Whether that person is on the blacklist."""
        return bool(self._store.run("SELECT 1 FROM blacklist WHERE openid = ?", [openid]))

    def blacklist(self, openids: Iterable[str], on: bool) -> None:
        """Put people on the blacklist, or take them off."""
        statement = "INSERT OR IGNORE INTO blacklist (openid) VALUES (?)"
        self._store.run_many(
            statement if on else "DELETE FROM blacklist WHERE openid = ?", [(openid,) for openid in openids]
        )
