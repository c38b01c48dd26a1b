"""What belongs to notifications: templates of each kind, grants, and what was sent under which client_msg_id."""

import secrets
import threading

from simulator.clock import Clock
from simulator.notices.shelf import LIBRARY, Shelf
from simulator.notices.subscriptions import Subscriptions
from simulator.store import Store

ONCE_WITHIN = 600  # seconds of shown time in which a client_msg_id counts as the same message (section 12)

_TABLES = """
CREATE TABLE IF NOT EXISTS template_sends (
    openid TEXT NOT NULL, client_msg_id TEXT NOT NULL, msgid INTEGER NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (openid, client_msg_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS template_sends_at ON template_sends (at);
"""


class Notifications:
    """Template messages and subscription notifications of the account and its mini program."""

    def __init__(self, store: Store, clock: Clock, account: str, miniprogram: str) -> None:
        """`account` and `miniprogram` are appids; the second is empty when there is none."""
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        store.define(_TABLES)
        self.templates = Shelf(store, f"template.{account}", LIBRARY["account_templates"])
        self.subscribable = {account: Shelf(store, f"subscription.{account}", LIBRARY["account_subscriptions"])}
        if miniprogram:
            shelf = Shelf(store, f"subscription.{miniprogram}", LIBRARY["mini_subscriptions"])
            self.subscribable[miniprogram] = shelf
        self.subscriptions = Subscriptions(store)

    def next_id(self) -> int:
        """A 64-bit number of nineteen digits, as MsgID in the events about it."""
        return (int(self._clock.wall() * 1000) << 20) | secrets.randbelow(1 << 20)

    def once(self, openid: str, client_msg_id: str) -> tuple[int, bool]:
        """The msgid under that client_msg_id, and whether it is a new message; an empty one never repeats."""
        now, msgid = self._clock.shown(), self.next_id()
        if not client_msg_id:
            return msgid, True
        with self._lock, self._store.together():
            self._store.run("DELETE FROM template_sends WHERE at <= ?", [now - ONCE_WITHIN])
            found = self._store.run(
                "SELECT msgid FROM template_sends WHERE openid = ? AND client_msg_id = ?", [openid, client_msg_id]
            )
            if found:
                return int(found[0][0]), False
            self._store.run("INSERT INTO template_sends VALUES (?, ?, ?, ?)", [openid, client_msg_id, msgid, now])
            return msgid, True
