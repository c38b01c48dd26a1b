"""Those who began or ceased to follow, taken from Redis into the tables in the background."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

import models
from clock import BEIJING
from wechat.contacts import Turn

EVERY = 1.0  # seconds between two looks
AT_ONCE = 200  # people


class Record(Protocol):
    """What is needed of wechat.contacts.Contacts."""

    def turns(self, most: int = 200) -> list[Turn]:
        """Some who were not settled."""
        ...

    def settle(self, turns: Sequence[Turn]) -> None:
        """These are dealt with."""
        ...

    def forget(self, openids: Sequence[str]) -> None:
        """When they were in touch is nobody's business any more."""
        ...


def follow(
    record: Record,
    turn: Callable[[str, bool, datetime], None],
    stop: threading.Event,
    log: Any,
    every: float = EVERY,
) -> None:
    """Tell `turn` (openid, follows, when) of everybody, until `stop` is set.

    Whatever is cut short is told again: the same turn twice changes nothing.
    """
    while not stop.is_set():
        going = False
        try:
            try:
                going = _some(record, turn)
            finally:
                models.close()  # which may fail too, on a connection that is gone
        except Exception:
            # A database or Redis that is away comes back, and nothing was settled.
            log.exception("who follows could not be noted")
        if not going:
            stop.wait(every)


def _some(record: Record, turn: Callable[[str, bool, datetime], None]) -> bool:
    found = record.turns(AT_ONCE)
    if found:
        with models.database.atomic():
            for each in found:
                turn(each.openid, each.follows, datetime.fromtimestamp(each.at, BEIJING))
        # Before they are settled, so that it is done again if it is cut short: nobody writes to who has left.
        record.forget([each.openid for each in found if not each.follows])
        record.settle(found)
    return len(found) == AT_ONCE
