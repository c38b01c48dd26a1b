"""Answers that are the same for everyone, kept while they hold."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from wechat.inbound import Ask
from wechat.replies import Reply

MOST = 4096  # answers kept at a time
LONGEST = 64  # characters of a text, and
HEAVIEST = 512  # bytes of a session with which an answer is kept: what many share is short
Key = tuple[Hashable, ...]
Shelf = dict[Key, "Answer"]
# For a time: where answers are kept while the content stays as it is, and all that an answer takes from the time.
Keep = Callable[[datetime], tuple[Shelf, Hashable]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was worked out for a push. `stored` is the reply as it is kept for repeated deliveries, `session` the bytes
    of the session after it."""

    handler: str
    outcome: str
    reply: Reply
    stored: bytes
    session: bytes


def nothing(at: datetime) -> tuple[Shelf, Hashable]:
    """Keeps nothing."""
    return {}, None


def keys_of(ask: Ask, session: bytes, where: Hashable, *, turned: bool = True) -> tuple[Key, ...]:
    """Under what a shared answer may be kept, the more general first; nothing for a push that few others repeat.

    A tap whose handler turned to a subject owes nothing to the session before it. `where` stands for everything else
    that the answer depends on.
    """
    if len(ask.text) > LONGEST or len(session) > HEAVIEST or ask.scene:
        return ()
    what = ask.kind, ask.event, ask.key, ask.text, ask.miniprogram
    special = (*what, session, where)
    return ((*what, None, where), special) if ask.event == "CLICK" and turned else (special,)


def put(shelf: Shelf, keys: tuple[Key, ...], answer: Answer) -> None:
    """Keep an answer; everything goes when it becomes too much, which is seldom and mends itself."""
    if len(shelf) >= MOST:
        shelf.clear()
    for key in keys[:1]:
        shelf[key] = answer
