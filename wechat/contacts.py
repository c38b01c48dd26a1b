"""When and how people were last in touch: what the platform lets us send depends on it (docs/wechat.md, section 9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis

from wechat.inbound import Ask

CONTACT, HINT, TURNS = "contact:", "banner:", "follows"  # keys in Redis
HINTED = 40 * 86_400  # seconds that a hint is kept; whoever wrote it repeats it while its words wait
MESSAGE, TAP, ENTERED = "m", "t", "e"
# How much may be sent, and within what time, after each kind of contact.
WINDOWS = {MESSAGE: (5, timedelta(hours=48)), TAP: (3, timedelta(minutes=1)), ENTERED: (2, timedelta(minutes=1))}
TAPS = frozenset(["CLICK", "scancode_push", "scancode_waitmsg", "subscribe", "SCAN"])
# What a window spends: as long as its contact is the one that was looked at.
_SPEND = """
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('HINCRBY', KEYS[1], ARGV[1] .. 'n', 1)
"""
# A turn that came after the one that was dealt with stays.
_SETTLE = """
for i = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
end
"""


@dataclass(frozen=True, slots=True)
class Contact:
    """What one push means for later messages. `window` names the kind of window that it opens (empty: none), `at` is
    CreateTime in Unix seconds, `turns` says whether the person began ("1") or ceased ("0") to follow."""

    window: str
    at: int
    turns: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """What may be sent to a person now: so many messages, until then (Unix seconds). Nothing: `left` is 0."""

    left: int
    until: float
    kind: str = ""
    at: int = 0  # of the contact that opened it


CLOSED = Window(0, 0.0)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody began or ceased to follow. `stamp` is for `settle`."""

    openid: str
    follows: bool
    at: int  # Unix seconds
    stamp: int


def contact_of(ask: Ask) -> Contact | None:
    """What a push leaves on record; None for one that changes nothing (a page opened, a job's result)."""
    at = int(ask.at.timestamp())
    if ask.kind != "event":
        # A tap on an item of a menu message comes as a text, and counts as a tap.
        return Contact(TAP if "bizmsgmenuid" in ask.fields else MESSAGE, at)
    if ask.miniprogram:
        return Contact(ENTERED, at) if ask.event == "user_enter_tempsession" else None
    if ask.event == "unsubscribe":
        return Contact("", at, "0")
    if ask.event in TAPS:
        return Contact(TAP, at, "1" if ask.event == "subscribe" else "")
    return None


class Contacts:
    """The record in Redis, for those who send. Raises redis.RedisError."""

    def __init__(self, client: "redis.Redis") -> None:
        self._redis: Any = client
        self._spend, self._settle = client.register_script(_SPEND), client.register_script(_SETTLE)

    def windows(self, openids: Sequence[str], at: datetime) -> list[Window]:
        """For each openid the window that is open at `at` with the most left in it; one round trip."""
        pipeline = self._redis.pipeline(transaction=False)
        for openid in openids:
            pipeline.hgetall(CONTACT + openid)
        return [_best({_text(name): int(value) for name, value in found.items()}, at) for found in pipeline.execute()]

    def spend(self, openid: str, window: Window) -> None:
        """A message was sent in this window."""
        self._spend(keys=[CONTACT + openid], args=[window.kind, window.at])

    def hint(self, hints: Mapping[str, int]) -> None:
        """Something waits to be told: openid -> any number that rises with each thing. One round trip."""
        pipeline = self._redis.pipeline(transaction=False)
        for openid, number in hints.items():
            pipeline.set(HINT + openid, number, ex=HINTED)
        pipeline.execute()

    def forget(self, openids: Iterable[str]) -> None:
        """Keep nothing of when these people were in touch."""
        keys = [prefix + openid for openid in openids for prefix in (CONTACT, HINT)]
        if keys:
            self._redis.delete(*keys)

    def compact(self) -> None:
        """Have the server write its file anew, without what was deleted or has ended; it does so in the background."""
        self._redis.bgrewriteaof()

    def store(self) -> str:
        """Which start of the server this is: after another one what was hinted in its last second may be lost.

        Empty where the server does not tell, as some that are rented: then hints are given anew in their time alone.
        """
        try:
            return str(self._redis.info("server").get("run_id", ""))
        except redis.ResponseError:
            return ""

    def turns(self, most: int = 200) -> list[Turn]:
        """Some of those who began or ceased to follow and were not settled."""
        found = self._redis.hrandfield(TURNS, most, withvalues=True) or []
        pairs = found if found and isinstance(found[0], list | tuple) else zip(found[::2], found[1::2], strict=True)
        return [Turn(_text(openid), bool(int(stamp) % 2), int(stamp) // 2, int(stamp)) for openid, stamp in pairs]

    def settle(self, turns: Iterable[Turn]) -> None:
        """These are dealt with; a newer turn of the same person stays."""
        args = [each for turn in turns for each in (turn.openid, turn.stamp)]
        if args:
            self._settle(keys=[TURNS], args=args)


def _best(record: Mapping[str, int], at: datetime) -> Window:
    now, found = at.timestamp(), CLOSED
    for kind, (most, span) in WINDOWS.items():
        opened = record.get(kind)
        if opened is None:
            continue
        left, until = most - record.get(f"{kind}n", 0), opened + span.total_seconds()
        if left > found.left and until > now:
            found = Window(left, until, kind, opened)
    return found


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
