"""What each stage made of a text, written down for those who ask why."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from understanding import ranking
from understanding.dates import When
from understanding.index import Index
from understanding.normalise import fence
from understanding.question import Context, Hit, Question
from understanding.reading import Reading
from understanding.spelling import Spelt

FOUND = 24  # facts that are kept, of which few are shown


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text: a known word by its role and meanings, or (role empty) what the vocabulary does not know;
    `mass` is what it weighs in the search."""

    text: str
    role: str
    tags: tuple[str, ...]
    mass: float


@dataclass(frozen=True, slots=True)
class Step:
    """One spelling of the text through all stages. `found` are facts with their score by words alone and their score
    weighed by time, aspects and kind, best first; `stage` is the name of the one that decided, empty for none."""

    folded: str
    spelt: Spelt | None
    time: When
    pieces: tuple[Piece, ...]
    aspects: tuple[str, ...]
    pointers: tuple[str, ...]
    found: tuple[tuple[Hit, float], ...]
    stage: str
    question: Question


Trace = list[Step]


@dataclass(frozen=True, slots=True)
class Explained:
    """How the last of several messages of one person was understood and answered. `chosen` are the steps that became
    the answer, counted from one; `route` is empty when nobody takes it, `reply` where no handler was called;
    `during` is the conversation that was open."""

    context: Context
    trace: tuple[Step, ...]
    chosen: tuple[int, ...]
    question: Question
    route: str
    during: str
    reply: str


def step(
    reading: Reading,
    asked: Question,
    stage: Callable[..., Any] | None,
    index: Index,
    at: datetime,
    spelt: Spelt | None,
) -> Step:
    """What became of one spelling."""
    by_words = index.search(reading.spans)
    plain = replace(asked, hits=())
    weighed = {hit.fact.id: hit.score for hit in ranking.ordered(by_words, plain, fence(reading.time.rest), at)}
    found = sorted(((hit, weighed.get(hit.fact.id, 0.0)) for hit in by_words), key=lambda each: -each[1])
    pieces = tuple(
        Piece(
            span.text.strip("\x02\x03 ").replace("\x03\x02", " "),
            span.word.role if span.word else "",
            span.word.tags if span.word else (),
            sum(unit.mass for unit in units),
        )
        for span, units in index.weigh(reading.spans)
    )
    name = getattr(stage, "__name__", "").strip("_")
    aspects, pointers = tuple(sorted(reading.aspects)), tuple(dict.fromkeys(reading.pointers))
    told = tuple(found[:FOUND])
    return Step(reading.folded, spelt, reading.time, pieces, aspects, pointers, told, name, asked)
