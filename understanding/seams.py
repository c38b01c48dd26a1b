"""Where a text may fall apart into pieces: marks, line breaks, joining words."""

import functools
import re
from collections.abc import Iterator

from understanding.normalise import fence, fold
from understanding.vocabulary import Phrases, letters, vocabulary
from understanding.wordfiles import read

LONGEST = 120  # characters of a text that is looked at
MARKS = re.compile(r"[?？!！;；。…，,、\n\r|｜]+|\.(?=\s)|(?<=[\u3400-\u9fff])[ \t\u3000]+(?=[\u3400-\u9fff])")


STOPS = re.compile(rf"{MARKS.pattern}|[:\uff1a](?![\d\s])")  # ... of which a colon never stands between two questions


def may_fall_apart(text: str) -> bool:
    """Whether anything in a text may stand between two questions; cheap, since every message is asked."""
    return len(text) <= LONGEST and (_between().search(text) or _repeated().search(text)) is not None


def segments(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each with the soft word that joins it to the one before, if that is what does."""
    for chunk in (piece for marked in MARKS.split(text) for piece in _by_question(marked)):
        fenced = fence(fold(chunk))
        start, joint = 0, ""
        for found in _joining().finditer(fenced):
            soft = found.group() in _soft()
            if _is_seam(fenced, found.start(), found.end(), soft):
                piece = _plain(fenced[start : found.start()])
                if piece:
                    yield piece, joint
                joint, start = found.group() if soft and piece else "", found.end()
        if piece := _plain(fenced[start:]) if start else chunk.strip():
            yield piece, joint


def clauses(text: str) -> Iterator[str]:
    """What stands between the marks and blanks of a text."""
    return filter(None, (chunk.strip() for chunk in STOPS.split(text)))


def _by_question(chunk: str) -> Iterator[str]:
    """A piece in which the same is asked again and again, cut before or behind each time, as it begins or ends so."""
    repeated = _repeated().search(chunk)
    if not repeated:
        yield chunk
        return
    word = repeated["word"]
    leads = not _tells(chunk[: repeated.start()])
    pieces = chunk.split(word)
    if leads:
        pieces = [f"{pieces[0]}{word}{pieces[1]}", *(word + piece for piece in pieces[2:])]
    else:
        pieces = [*(piece + word for piece in pieces[:-2]), f"{pieces[-2]}{word}{pieces[-1]}"]
    yield from pieces


def _tells(text: str) -> bool:
    """Whether a text holds more than small words."""
    spans = vocabulary().cut(fence(fold(text)))
    return any(span.text.strip() and not (span.word and span.word.role in ("filler", "aspect")) for span in spans)


def _is_seam(fenced: str, start: int, end: int, soft: bool) -> bool:
    """Whether what stands there joins two things: a word of its own, and if soft, between words that tell something."""
    at, left, right = 0, "", ""
    for span in vocabulary().cut(fenced):
        role = span.word.role if span.word else "unknown"
        if at <= start and end <= at + len(span.text) and span.word and len(span.text) > end - start:
            return False
        if span.text.strip():
            # A small word of one character behind what nobody knows may be the end of it.
            ends = left == "unknown" and role == "filler" and len(span.text) == 1
            left = left if at + len(span.text) > start or ends else role
            right = right or (role if at >= end else "")
        at += len(span.text)
    return not soft or "filler" not in (left, right)


def _plain(fenced: str) -> str:
    return " ".join(letters(fenced).split())


def says(name: str, folded: str) -> bool:
    """Whether a word of a list of parts.yaml stands in a folded text."""
    return _words(name).inside(fence(folded))


@functools.cache
def words(name: str) -> tuple[str, ...]:
    """A list of parts.yaml."""
    return tuple(map(str, _read()[name]))


@functools.cache
def _read() -> dict[str, list[str]]:
    found: dict[str, list[str]] = read("parts.yaml")
    return found


@functools.cache
def _words(name: str) -> Phrases:
    return Phrases(_read()[name])


@functools.cache
def _soft() -> frozenset[str]:
    return frozenset(fence(fold(word)) for word in _read()["soft"])


@functools.cache
def _joining() -> re.Pattern[str]:
    words = [fence(fold(word)) for name in ("strong", "soft") for word in _read()[name]]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@functools.cache
def _repeated() -> re.Pattern[str]:
    """A question word that stands again behind something else, but a stretch from one to the other."""
    words = sorted(_read()["repeated"], key=len, reverse=True)
    asking = "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words)
    return re.compile(
        rf"(?P<word>{asking})(?![\s]*(?:{'|'.join(_read()['up_to'])}))[^?？!！;；。…，,、]{{2,}}?(?P=word)",
        re.IGNORECASE,
    )


@functools.cache
def _between() -> re.Pattern[str]:
    words = [*_read()["strong"], *_read()["soft"]]
    joining = [rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words]
    return re.compile("|".join((STOPS.pattern, *joining)), re.IGNORECASE)
