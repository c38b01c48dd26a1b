"""What a text tells of who speaks, and what only sounds like others' data: left out before others are looked for."""

import functools
import re

from understanding import whose
from understanding.index import Index

TAIL = 16  # characters behind an introduction in which the name stands
SIZES = (4, 3, 2)  # characters of a name
LATIN = re.compile(r" ?([a-z]+)(?: ([a-z]+))?(?: ([a-z]+))?")


def unnamed(folded: str, index: Index) -> str:
    """A folded text without the name that its writer gives as their own."""
    text = folded[: whose.LONGEST]
    for found in _pattern("introducing").finditer(text):
        if span := _latin(text, found.end(), index) or _name(text, found.end(), index):
            return f"{text[: span[0]]} {text[span[1] :]}{folded[whose.LONGEST :]}"
    return _pattern("oneself").sub(" ", folded)


def public(folded: str) -> str:
    """A folded text without what mentions seats, rooms, people and asks for none of theirs."""
    text = folded[: whose.LONGEST]
    for pattern in _harmless():
        text = pattern.sub(" ", text)
    return text + folded[whose.LONGEST :]


def turned(folded: str) -> bool:
    """Whether a text that comes after one's own data asks for the same of another."""
    return _pattern("turning").match(folded) is not None


def goes_on(folded: str) -> bool:
    """Whether a text goes on with what was asked before it."""
    return _pattern("going_on").search(folded) is not None


def is_own_badge(folded: str) -> bool:
    """Whether a badge number in a text is said to be its writer's."""
    return _pattern("own_badge").search(folded) is not None


def _name(text: str, start: int, index: Index) -> tuple[int, int] | None:
    """Where the name of somebody on the roster stands behind an introduction, if it is the writer's."""
    for at in range(start, min(start + TAIL, len(text))):
        if text[at] in str(whose.words()["between"]):
            return None
        for size in SIZES:
            if text[at : at + size] in index.people:
                end = at + size
                return None if _pattern("related").match(text, end) else (at, end)
    return None


def _latin(text: str, start: int, index: Index) -> tuple[int, int] | None:
    found = LATIN.match(text, start) if index.people else None
    if found is None or len(index.people) > whose.MOST:
        return None
    short, long = whose.typed_names(index.people)
    for last in (3, 2, 1):
        if found[last] and "".join(found.group(*range(1, last + 1))) in short | long:
            end = found.end(last)
            return None if _pattern("related").match(text, end) else (found.start(1), end)
    return None


@functools.cache
def _harmless() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in whose.words()["harmless"])


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(whose.filled(str(whose.words()[name])))
