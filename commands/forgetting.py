"""Erases a person wherever something is held: in the tables, and what Redis remembers of their openids."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import redis

from congress import privacy
from congress.privacy import Erased
from wechat.contacts import Contacts
from wechat.memory import Unreachable


class Memory(Protocol):
    """What is needed of wechat.memory.Memory."""

    def forget(self, openid: str) -> None:
        """Drop the session."""
        ...


Erase = Callable[..., Erased]


def eraser(memory: Memory, connect: Callable[[], redis.Redis], *, embedded: bool) -> Erase:
    """Like congress.privacy.erase, with the same errors. Without Redis the sessions end by themselves, within days.

    The `embedded` store also writes its file anew; another server's file is its operator's.
    """

    def erase(badge: str, by: str, at: datetime, reason: str = "") -> Erased:
        erased = privacy.erase(badge, by, at, reason)
        with contextlib.suppress(Unreachable, redis.RedisError):
            for openid in erased.openids:
                memory.forget(openid)
            client = connect()
            try:
                contacts = Contacts(client)
                contacts.forget(erased.openids)
                if embedded:
                    contacts.compact()
            finally:
                client.connection_pool.disconnect()  # it is not needed again for a long time
        return erased

    return erase
