"""Which delegation meets in a room that is named."""

import functools
import re
from dataclasses import replace
from datetime import datetime

from understanding.index import Index
from understanding.normalise import CLOSE, OPEN, squeeze
from understanding.numerals import CN, number
from understanding.question import Context, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import Span, letters, phrases, topics, vocabulary

MOST = 6  # delegations: whoever names a room means one, or those on a floor
LEAST = 2  # characters of a room's name
PIECES = 3  # of it: building, floor, door
NUMERAL = re.compile(f"[{CN}]{{1,3}}")


def whose(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The delegations whose room is named, where it is asked which these are."""
    if not phrases("which_delegation").inside(reading.fenced):
        return None
    pieces = _pieces(reading.fenced)
    if not pieces or index.named(asked.words, "delegation"):
        return None
    found = [fact for fact in index.roomed if _is_in(pieces, _plain(fact.room))]
    if not 1 <= len(found) <= MOST:
        return None
    hits = tuple(Hit(fact, 1.0) for fact in found)
    return replace(asked, topic="place", hits=hits, aspects=asked.aspects - {"who", "where"})


def _pieces(fenced: str) -> list[str]:
    """What a text says of a room, from the building to the door; empty when it names none."""
    for phrase in sorted(phrases("which_delegation").found(fenced), key=len, reverse=True):
        fenced = fenced.replace(phrase, " ")
    spans = [span for span in vocabulary().cut(fenced) if not _is_small(span)]
    text = _plain(letters("".join(span.text for span in spans)))
    if all(span.word or not span.text.strip() for span in spans) and not any(map(str.isdecimal, text)):
        return []  # a meeting room, a hall: any of them
    for word in sorted(phrases("beside_room").whole, key=len, reverse=True):
        text = text.replace(word, "")
    pieces = [piece for piece in _ends().split(text) if piece]
    return pieces if sum(map(len, pieces)) >= LEAST and len(pieces) <= PIECES else []


def _is_small(span: Span) -> bool:
    """Whether a word is no part of a room's name; a letter may be one."""
    letters = span.text.strip(OPEN + CLOSE)
    return span.word is not None and span.word.role != "concept" and not (len(letters) == 1 and letters.isascii())


def _is_in(pieces: list[str], room: str) -> bool:
    """Whether all pieces stand in a room's name, in their order, and no number in them is a part of another."""
    return re.search(".*?".join(map(_bounded, pieces)), room) is not None


@functools.lru_cache(1024)
def _bounded(piece: str) -> str:
    """A pattern for a part of a room's name; a number alone is that of the door."""
    before = r"(?<!\d)" if piece[0].isdecimal() else ""
    levels = topics()["levels"] if piece.isdecimal() else ""
    return f"{before}{re.escape(piece)}" + (rf"(?![\d{levels}])" if piece[-1].isdecimal() else "")


@functools.lru_cache(1024)
def _plain(text: str) -> str:
    """A room's name without what people leave out of it, its numbers in digits."""
    digits = NUMERAL.sub(lambda found: str(max(0, number(found.group()))), squeeze(text))
    for sign in topics()["ordinals"]:
        digits = digits.replace(sign, "")
    return digits


@functools.cache
def _ends() -> re.Pattern[str]:
    """Behind a building, a floor or a wing."""
    return re.compile(rf"(?<=[{topics()['levels']}])")
