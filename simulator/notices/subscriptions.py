"""Who may be sent which notification, and how often (docs/wechat.md, section 13)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from simulator.store import Store

EVERYTHING = "*"  # stands for all of the account's messages
_TABLES = """
CREATE TABLE IF NOT EXISTS subscriptions (
    openid TEXT NOT NULL, template_id TEXT NOT NULL, grants INTEGER NOT NULL DEFAULT 0, kept TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (openid, template_id)) WITHOUT ROWID;
"""


class Busy(Exception):
    """A notification to that person is on its way already."""


class Subscriptions:
    """Grants and lasting choices of each person. An openid is the application's own, so applications don't mix."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sending: set[str] = set()
        self._lock = threading.Lock()
        store.define(_TABLES)

    def of(self, openid: str) -> dict[str, tuple[int, str]]:
        """By template: how many grants are left, and the lasting choice: accept, reject or empty."""
        statement = "SELECT template_id, grants, kept FROM subscriptions WHERE openid = ?"
        return {row[0]: (row[1], row[2]) for row in self._store.run(statement, [openid])}

    def accept(self, openid: str, template_id: str, adds_up: bool) -> None:
        """One grant more, or just one if they don't add up."""
        statement = (
            "INSERT INTO subscriptions (openid, template_id, grants) VALUES (?, ?, 1)"
            " ON CONFLICT DO UPDATE SET grants = CASE WHEN ? THEN grants + 1 ELSE max(grants, 1) END"
        )
        self._store.run(statement, [openid, template_id, adds_up])

    def keep(self, openid: str, template_id: str, choice: str) -> None:
        """A lasting choice: accept, reject, or empty for none."""
        statement = (
            "INSERT INTO subscriptions (openid, template_id, kept) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET kept = excluded.kept"
        )
        self._store.run(statement, [openid, template_id, choice])

    def take(self, openid: str, template_id: str, *, long_term: bool = False) -> bool:
        """Use one grant; that of a long-term template stays. False if there is none, or the person refuses these."""
        statement = (
            "UPDATE subscriptions SET grants = grants - ?"
            " WHERE openid = ? AND template_id = ? AND grants > 0 AND kept <> 'reject' RETURNING grants"
        )
        return bool(self._store.run(statement, [not long_term, openid, template_id]))

    def refuses(self, openid: str, template_id: str) -> bool:
        """Whether the person has turned off these, or (EVERYTHING) all messages."""
        return self.of(openid).get(template_id, (0, ""))[1] == "reject"

    @contextmanager
    def sending(self, openid: str) -> Iterator[None]:
        """While one notification is sent to that person, no other may be. Raises Busy."""
        with self._lock:
            if openid in self._sending:
                raise Busy(openid)
            self._sending.add(openid)
        try:
            yield
        finally:
            with self._lock:
                self._sending.discard(openid)
