"""A text as staff may read it: without digits, names of persons, accounts, and what can't be seen."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from understanding.index import Index
from understanding.normalise import BETWEEN_HAN, plain
from understanding.people import before_titles
from understanding.vocabulary import topics
from understanding.wordfiles import read

LONGEST = 200  # characters
DIGIT = "#"
ADDRESS = re.compile(r"[a-z0-9_.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
NUMERALS = re.compile(r"[零〇一二三四五六七八九十百幺两]{5,}")  # a telephone that is spelt out
MARKS = re.compile(r"(?<=[\u3400-\u9fff])[,?!;:] ?")
WIDE = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in ",?!;:"})
BLANKS = re.compile(r"\s+")
HIDDEN = ("C", "M")  # categories: control, direction, joiners; marks on other signs


def masked(text: str, index: Index) -> str:
    """The text in simplified, lower case, at most LONGEST characters.

    Digits become signs; names of the roster, and what stands before a title like a name, become one word.
    """
    seen = "".join(sign if sign.isprintable() else " " for sign in plain(text) if _is_seen(sign))
    seen = BETWEEN_HAN.sub("", BLANKS.sub(" ", seen)).strip()
    seen = MARKS.sub(lambda found: found.group().strip().translate(WIDE), seen)
    words = _words()
    seen = ADDRESS.sub(words["account"], seen)
    seen = _account().sub(lambda found: found["before"] + words["account"], seen)
    persons = [span for span in before_titles(seen, index) if seen[slice(*span)] not in words["nobody"]]
    persons += _on_the_roster(seen, index)
    persons += [
        found.span("name") for pattern in (_called(), _introduced(), _titled()) for found in pattern.finditer(seen)
    ]
    seen = _without(seen, persons, words["somebody"])
    seen = NUMERALS.sub(lambda found: DIGIT * len(found.group()), seen)
    return "".join(DIGIT if sign.isnumeric() and not _is_han(sign) else sign for sign in seen)[:LONGEST].strip()


def is_masked(text: str) -> bool:
    """Whether something was taken out of a masked text."""
    return DIGIT in text or any(_words()[each] in text for each in ("somebody", "account"))


def _is_seen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] not in HIDDEN


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"


def _on_the_roster(text: str, index: Index) -> Iterator[tuple[int, int]]:
    """Names may be written with blanks and marks between their parts."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    bare = "".join(text[place] for place in places)
    for size in {len(name) for name in index.people}:
        for at in range(len(bare) - size + 1):
            if bare[at : at + size] in index.people:
                yield places[at], places[at + size - 1] + 1


def _without(text: str, spans: list[tuple[int, int]], put: str) -> str:
    """The text with something put for each stretch; those that overlap are one."""
    parts, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            parts += [text[end:start], put]
        end = max(end, stop)
    return "".join([*parts, text[end:]])


@functools.cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = read("masking.yaml")
    return found


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(map(str, words), key=len, reverse=True)))


@functools.cache
def _called() -> re.Pattern[str]:
    surnames = topics()["surnames"]
    name = rf"[{surnames}][\u4e00-\u9fff]{{0,2}}|[a-z]+( [a-z]+)?"
    return re.compile(rf"({_any(_words()['called'])})[:\uff1a\s]*(?P<name>{name})")


@functools.cache
def _introduced() -> re.Pattern[str]:
    """Somebody who says who it is: `I am` is followed by much else."""
    words, han = _words(), r"\u4e00-\u9fff"
    name = rf"(?!{_any(words['callings'])})[{topics()['surnames']}][{han}]{{1,2}}?"
    return re.compile(rf"({_any(words['introduced'])})(?P<name>{name})(?=$|[^{han}]|{_any(words['then'])})")


@functools.cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"\b({_any(_words()['titles'])})\b\.? *(?P<name>[a-z]+( (?!is|in|at|and)[a-z]+)?)")


@functools.cache
def _account() -> re.Pattern[str]:
    return re.compile(rf"(?P<before>({_any(_words()['accounts'])})[是:\uff1a\s]*)[a-z0-9][a-z0-9_@.-]{{4,}}")
