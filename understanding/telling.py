"""Pieces of a message that tell something and ask nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from understanding.normalise import fold
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.seams import says

COURTESY = frozenset({"greet", "thanks", "help"})


@dataclass(frozen=True, slots=True)
class Alone:
    """A piece of a text as it is understood by itself; `sure` unless nothing, or something weak, was found."""

    reading: Reading
    question: Question
    sure: bool


class Asking(Protocol):
    """Understands a piece in the light of what came before it, on `day` where it names none; None for no words."""

    def __call__(self, piece: str, before: Context, day: date | None = None) -> Alone | None: ...


class Piece(Protocol):
    """Understands a piece in the light of what came before the whole message."""

    def __call__(self, piece: str) -> Alone | None: ...


def told(pieces: list[tuple[str, str]], asking: Asking) -> int:
    """How many pieces greet, thank, or tell who asks."""
    found = [asking(piece, Context()) for piece, _ in pieces]
    return sum(each is None or each.question.topic in COURTESY or only_tells(each) for each in found)


def only_tells(alone: Alone) -> bool:
    """Whether a piece tells of oneself and asks nothing."""
    return is_telling(alone) or not (alone.sure or alone.reading.aspects or alone.reading.schedule)


def is_beside(alone: Alone) -> bool:
    """Whether a piece is no part of the question: what happened before it, or what is said not to be asked."""
    as_typed = fold(alone.question.text)
    return says("not_asked", as_typed) or (not alone.reading.aspects and says("remark", as_typed))


def is_telling(alone: Alone) -> bool:
    """Whether a piece begins or is worded as what people tell about themselves before they ask."""
    return is_beside(alone) or (not alone.reading.aspects and says("telling", fold(alone.question.text)))


def is_statement(piece: str, asking: Asking) -> bool:
    """Whether it tells something and asks nothing."""
    alone = asking(piece, Context())
    return alone is None or not alone.reading.aspects


def asks_leave(alone: Alone, last: Alone) -> bool:
    """Whether a piece asks if something is allowed, of which the schedule tells no such thing, after one that tells why
    it is asked."""
    if alone.question.topic != "agenda" or not alone.question.hits or not says("leave", alone.reading.folded):
        return False
    return not (last.reading.aspects or last.reading.schedule)
