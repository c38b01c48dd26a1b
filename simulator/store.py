"""What the stand-in remembers over a restart, in one SQLite file."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS users (
    number INTEGER PRIMARY KEY, openid TEXT NOT NULL UNIQUE, mini_openid TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    following INTEGER NOT NULL DEFAULT 0, followed_at REAL NOT NULL DEFAULT 0, scene TEXT NOT NULL DEFAULT '',
    in_mini INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS grants (
    openid TEXT PRIMARY KEY, remaining INTEGER NOT NULL, until REAL NOT NULL, exchanged_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS codes (
    number INTEGER PRIMARY KEY, ticket TEXT NOT NULL UNIQUE, scene TEXT NOT NULL, numeric INTEGER NOT NULL,
    url TEXT NOT NULL UNIQUE, expires REAL);
CREATE INDEX IF NOT EXISTS codes_scene ON codes (scene);
CREATE TABLE IF NOT EXISTS bubbles (number INTEGER PRIMARY KEY, openid TEXT NOT NULL, said TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS bubbles_openid ON bubbles (openid, number);
CREATE TABLE IF NOT EXISTS media (media_id TEXT PRIMARY KEY, type TEXT NOT NULL, content BLOB NOT NULL);
"""

_NEWEST_CODES = """
SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY substr(scene, 1, instr(scene || '_', '_')) ORDER BY number DESC) AS place
    FROM codes WHERE instr(lower(scene), ?))
WHERE place <= ? ORDER BY number DESC
"""


@dataclass(frozen=True)
class User:
    """One person with a phone. `scene` is the one that they followed through, or empty."""

    openid: str
    mini_openid: str
    name: str
    following: bool
    followed_at: float
    scene: str
    in_mini: bool

    def shown(self) -> dict[str, Any]:
        """As phones list them."""
        return {"openid": self.openid, "name": self.name, "following": self.following}


@dataclass(frozen=True)
class Code:
    """One parametric code; `expires` is shown time in seconds, None for a permanent one."""

    ticket: str
    scene: str
    numeric: bool
    url: str
    expires: float | None

    def shown(self) -> dict[str, Any]:
        """As phones list them."""
        return {"ticket": self.ticket, "scene": self.scene, "url": self.url, "expires": self.expires}


class Store:
    """One connection, used by one thread at a time; each method is a transaction."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._closed = False
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._closed = True
            self._database.close()

    @property
    def closed(self) -> bool:
        """Whether the file has been closed."""
        return self._closed

    def define(self, statements: str) -> None:
        """Make a domain's tables: `CREATE TABLE IF NOT EXISTS ...`, several with semicolons between them."""
        with self._lock:
            self._database.executescript(statements)

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """One statement and its rows, read by name or by number; a transaction unless `together` holds one."""
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    def run_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row, in one transaction."""
        with self.together():
            self._database.executemany(statement, rows)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several statements as one transaction: all of them hold, or none when something is raised."""
        with self._lock:
            if self._database.in_transaction:
                yield
                return
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def get(self, name: str, default: Any = None) -> Any:
        """A small value by its name."""
        found = self.run("SELECT value FROM kept WHERE name = ?", [name])
        return json.loads(found[0][0]) if found else default

    def put(self, name: str, value: Any) -> None:
        """Keep a small value, anything that JSON holds."""
        self.run("INSERT OR REPLACE INTO kept VALUES (?, ?)", [name, json.dumps(value, ensure_ascii=False)])

    def add_user(self, openid: str, mini_openid: str, name: str) -> User:
        """A new person, who doesn't follow yet."""
        self.run("INSERT INTO users (openid, mini_openid, name) VALUES (?, ?, ?)", [openid, mini_openid, name])
        return User(openid, mini_openid, name, False, 0, "", False)

    def add_users(self, people: Sequence[tuple[str, str, str]], following_since: float | None = None) -> None:
        """Many new people: openid, mini program's openid, name; followers since that time if it is given."""
        follows, since = following_since is not None, following_since or 0.0
        self.run_many(
            "INSERT INTO users (openid, mini_openid, name, following, followed_at) VALUES (?, ?, ?, ?, ?)",
            [(*person, follows, since) for person in people],
        )

    def user(self, openid: str) -> User | None:
        """The person with that openid, the account's or the mini program's."""
        found = self.run("SELECT * FROM users WHERE openid = ? OR mini_openid = ?", [openid, openid])
        return _user(found[0]) if found else None

    def users(self, limit: int, search: str = "") -> list[User]:
        """The newest people, newest first; those whose name holds the text, or whose openid begins with it."""
        rows = self.run(
            "SELECT * FROM users WHERE ?1 = '' OR instr(name, ?1) > 0 OR substr(openid, 1, length(?1)) = ?1"
            " ORDER BY number DESC LIMIT ?2",
            [search, limit],
        )
        return [_user(row) for row in rows]

    def user_count(self) -> int:
        """How many people there are."""
        return int(self.run("SELECT count(*) FROM users")[0][0])

    def set_following(self, openid: str, following: bool, at: float, scene: str) -> bool:
        """Follow or unfollow; False if that is how it was already."""
        with self._lock:
            values = [following, at, scene, openid, not following]
            return bool(
                self._database.execute(
                    "UPDATE users SET following = ?, followed_at = ?, scene = ? WHERE openid = ? AND following = ?",
                    values,
                ).rowcount
            )

    def enter_mini(self, openid: str) -> None:
        """The person has opened the mini program's customer-service session."""
        self.run("UPDATE users SET in_mini = 1 WHERE openid = ?", [openid])

    def grant(self, openid: str) -> tuple[int, float, float]:
        """Messages left, until when, and when they last did something; times in shown seconds."""
        found = self.run("SELECT remaining, until, exchanged_at FROM grants WHERE openid = ?", [openid])
        if not found:
            return 0, 0.0, 0.0
        return found[0]["remaining"], found[0]["until"], found[0]["exchanged_at"]

    def set_grant(self, openid: str, remaining: int, until: float, exchanged_at: float) -> None:
        """Keep a grant."""
        self.run("INSERT OR REPLACE INTO grants VALUES (?, ?, ?, ?)", [openid, remaining, until, exchanged_at])

    def add_code(self, code: Code) -> None:
        """Keep a code."""
        values = [code.ticket, code.scene, code.numeric, code.url, code.expires]
        self.run("INSERT INTO codes (ticket, scene, numeric, url, expires) VALUES (?, ?, ?, ?, ?)", values)

    def code(self, *, ticket: str = "", url: str = "") -> Code | None:
        """The code with that ticket or that address."""
        found = self.run("SELECT * FROM codes WHERE ticket = ? OR url = ?", [ticket, url])
        return _code(found[0]) if found else None

    def permanent_code(self, scene: str, numeric: bool) -> Code | None:
        """The permanent code of that scene."""
        found = self.run("SELECT * FROM codes WHERE scene = ? AND numeric = ? AND expires IS NULL", [scene, numeric])
        return _code(found[0]) if found else None

    def permanent_count(self) -> int:
        """How many permanent codes there are."""
        return int(self.run("SELECT count(*) FROM codes WHERE expires IS NULL")[0][0])

    def codes(self, each: int, search: str = "") -> list[Code]:
        """The newest codes of each kind (what stands before the first underscore), newest first; with `search` only
        those whose scene holds it."""
        return [_code(row) for row in self.run(_NEWEST_CODES, [search.lower(), each])]

    def add_bubble(self, openid: str, said: dict[str, Any]) -> int:
        """Keep what was said, and number it."""
        with self._lock:
            statement = "INSERT INTO bubbles (openid, said) VALUES (?, ?)"
            return self._database.execute(statement, [openid, json.dumps(said, ensure_ascii=False)]).lastrowid or 0

    def bubbles(self, openid: str, limit: int) -> list[dict[str, Any]]:
        """The newest things said in that chat, oldest first."""
        rows = self.run(
            "SELECT number, said FROM bubbles WHERE openid = ? ORDER BY number DESC LIMIT ?", [openid, limit]
        )
        return [{"id": number, **json.loads(said)} for number, said in reversed(rows)]

    def add_media(self, media_id: str, kind: str, content: bytes) -> None:
        """Keep a picture or a recording; `kind` is its MIME type."""
        self.run("INSERT INTO media VALUES (?, ?, ?)", [media_id, kind, content])

    def media(self, media_id: str) -> tuple[str, bytes] | None:
        """MIME type and content."""
        found = self.run("SELECT type, content FROM media WHERE media_id = ?", [media_id])
        return (found[0][0], found[0][1]) if found else None


def _user(row: sqlite3.Row) -> User:
    return User(
        openid=row["openid"],
        mini_openid=row["mini_openid"],
        name=row["name"],
        following=bool(row["following"]),
        followed_at=row["followed_at"],
        scene=row["scene"],
        in_mini=bool(row["in_mini"]),
    )


def _code(row: sqlite3.Row) -> Code:
    return Code(row["ticket"], row["scene"], bool(row["numeric"]), row["url"], row["expires"])
