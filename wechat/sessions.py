"""What we remember of a person between two messages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Session:
    """Last topic and day for follow-ups, the conversation that is open, and a reply's rest that was offered.

    `topic` and `item` name what the last answer was about (the handlers' own words); `day` and `part` the day and the
    part of the day that were asked for; `state` is the open conversation ("" if none), `data` its small values;
    `rest` is text that did not fit into the last reply.
    """

    topic: str = ""
    item: str = ""
    day: date | None = None
    part: str = ""
    state: str = ""
    data: tuple[tuple[str, str], ...] = ()
    rest: str = ""

    def encode(self) -> bytes:
        """As bytes for the store; empty for a session that holds nothing."""
        if self == EMPTY:
            return b""
        values: dict[str, Any] = {
            name: getattr(self, name) for name in ("topic", "item", "part", "state", "rest") if getattr(self, name)
        }
        if self.day is not None:
            values["day"] = self.day
        if self.data:
            values["data"] = dict(self.data)
        return orjson.dumps(values)

    @classmethod
    def decode(cls, stored: bytes | None) -> "Session":
        """From the store's bytes. Bytes that an older or newer version wrote and we can't read count as no session."""
        if not stored:
            return EMPTY
        try:
            values = orjson.loads(stored)
            day = values.pop("day", None)
            data = values.pop("data", None) or {}
            return cls(day=date.fromisoformat(day) if day else None, data=tuple(data.items()), **values)
        except (ValueError, TypeError, AttributeError):
            return EMPTY


EMPTY = Session()
