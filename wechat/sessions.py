"""What we remember of a person between two messages."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson

LASTS = 600  # seconds after a message in which the next one may go on with its subject


@dataclass(frozen=True, slots=True)
class Session:
    """Last topic and day for follow-ups, the conversation that is open, and a reply's rest that was offered.

    `topic` and `item` name what the last answer was about (the handlers' own words); `day` and `part` the day and the
    part of the day that were asked for; `listed` what the last answer listed, in its order, and `choosing` whether it
    asked which of them is meant, `wanted` what is to be told of that; `query` is by what a long list was found, `told`
    how much of it was told; `state` is the open conversation ("" if none), `data` its small values; `rest` is text
    that did not fit into the last reply.
    """

    topic: str = ""
    item: str = ""
    day: date | None = None
    part: str = ""
    state: str = ""
    data: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    listed: tuple[str, ...] = ()
    choosing: bool = False
    wanted: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    told: int = 0

    def encode(self) -> bytes:
        """As bytes for the store; empty for a session that holds nothing."""
        if self == EMPTY:
            return b""
        values: dict[str, Any] = {
            name: value
            for name in ("topic", "item", "part", "state", "rest", "listed", "choosing", "wanted", "query", "told")
            if (value := getattr(self, name))
        }
        if self.day is not None:
            values["day"] = self.day
        if self.data:
            values["data"] = dict(self.data)
        return orjson.dumps(values)

    def without_subject(self) -> "Session":
        """What outlasts the talk: an open conversation, and the rest of a reply."""
        return replace(EMPTY, state=self.state, data=self.data, rest=self.rest)

    @classmethod
    def decode(cls, stored: bytes | None) -> "Session":
        """From the store's bytes. Bytes that an older or newer version wrote and we can't read count as no session."""
        if not stored:
            return EMPTY
        try:
            values = orjson.loads(stored)
            day = values.pop("day", None)
            data = values.pop("data", None) or {}
            values |= {name: tuple(values[name]) for name in ("listed", "wanted", "query") if name in values}
            return cls(day=date.fromisoformat(day) if day else None, data=tuple(data.items()), **values)
        except (ValueError, TypeError, AttributeError):
            return EMPTY


EMPTY = Session()


def in_conversation(session: bytes) -> bool:
    """Whether a conversation is open in an encoded session."""
    return b'"state":' in session and bool(Session.decode(session).state)


def stamped(session: bytes, at: datetime) -> bytes:
    """A session's bytes as the store keeps them, with the time of the message after which they hold.

    The time stands apart from the session, so that those who talk of the same thing have the same one."""
    return b"%d%b" % (at.timestamp(), session) if session else b""


def awake(stored: bytes, at: datetime) -> bytes:
    """A session's bytes as a message of this time finds them: of a subject that was left too long ago nothing."""
    start = stored.find(b"{")
    if start <= 0 or not stored[:start].isdigit():
        return stored  # nothing; or another version's, without a time
    session = stored[start:]
    if at.timestamp() - int(stored[:start]) <= LASTS:
        return session
    return Session.decode(session).without_subject().encode()
