"""The Question: what one text asks, in the terms of the congress."""

from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be asked for, as the index knows it: handlers look the real row up by (kind, key).

    `names` are ways to name it (title, aliases); `texts` are further words that may be asked for (place, remark, answer).
    """

    kind: str  # agenda, guide, faq, news, delegation, programme, ...
    key: str
    names: tuple[str, ...]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that fits the text, with its score between 0 and 1."""

    fact: Fact
    score: float


@dataclass(frozen=True, slots=True)
class Question:
    """What a text asks.

    `topic`: greet, help, agenda, guide, faq, news, place, person (a human wanted), station, ... or "" for unknown.
    `aim` narrows the agenda: day, now, next, find. `day` and `part` (morning, noon, afternoon, evening, "") say when;
    `starts`/`ends` bound a part of the day. `hits` are the facts that fit, best first.
    """

    text: str
    words: str = ""
    topic: str = ""
    aim: str = ""
    day: date | None = None
    part: str = ""
    starts: time | None = None
    ends: time | None = None
    hits: tuple[Hit, ...] = field(default=())
