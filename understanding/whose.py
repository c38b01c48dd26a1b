"""Somebody else's data asked for in shapes: a person in other words than a name, and what is to be known of them."""

import functools
import re
from collections.abc import Iterator
from typing import Any

from understanding import sounds
from understanding.index import Index
from understanding.vocabulary import read

LATIN = re.compile(r"[a-z]+")
MOST = 5000  # people whose names are read in Latin letters, too
LONGEST = 200  # characters of a text that are compared with the shapes
WORDS = 24  # Latin words of a text that are looked at


def asked(folded: str, index: Index) -> bool:
    """Whether a folded text asks for the data, or after the whereabouts, of somebody who isn't asking."""
    if _shapes().search(folded[:LONGEST]) or _owner().search(folded[:LONGEST]):
        return True
    if LATIN.search(folded) and (_is_typed_name(folded) or (_latin_name(folded, index) and _beside().search(folded))):
        return True
    others = _oneself().sub(" ", folded)
    return index.names_a_person(others) and _beside().search(others) is not None


def points_back(folded: str) -> bool:
    """Whether a part of a text is about somebody whom another part names."""
    return _pointing().search(folded) is not None


@functools.cache
def _pointing() -> re.Pattern[str]:
    return re.compile(str(_words()["pointing"]))


def _latin_name(folded: str, index: Index) -> bool:
    """Whether somebody of the roster is named in Latin letters, the family's name first or last."""
    if not index.people or len(index.people) > MOST:
        return False
    short, long = _typed_names(index.people)
    names = short | long if _english().search(folded) else long
    tokens = LATIN.findall(folded)[:WORDS]
    return any("".join(tokens[at : at + size]) in names for at in range(len(tokens)) for size in range(1, 5))


@functools.lru_cache(2)
def _typed_names(people: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Names of two syllables, which may be any word of the language, and those of more, in either order."""
    short: set[str] = set()
    long: set[str] = set()
    for name in people:
        syllables = sounds.alone(name)
        if len(syllables) > 1 and all(syllables):
            names = short if len(syllables) == 2 else long
            names.update(("".join(syllables), "".join(syllables[1:] + syllables[:1])))
    return frozenset(short), frozenset(long)


@functools.cache
def _english() -> re.Pattern[str]:
    return re.compile(str(_words()["english"]))


def _is_typed_name(folded: str) -> bool:
    """Whether a name is typed in pinyin before a word for where its owner stays."""
    return any(_is_name(found["name"].split()) for found in _typed().finditer(folded[:LONGEST]))


def _is_name(syllables: list[str]) -> bool:
    return " ".join(syllables[:2]) not in _words()["not_typed"] and bool(syllables)


@functools.cache
def _typed() -> re.Pattern[str]:
    families = "|".join(sorted({sounds.usual(each) for each in _words()["parts"]["surname"]}))
    return re.compile(rf"\b(?P<name>(?:{families}) [a-z]{{1,12}}(?: [a-z]{{1,6}})?) (?:{_words()['typed']})")


@functools.cache
def _shapes() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in _filled()))


def _filled() -> Iterator[str]:
    parts: dict[str, str] = {}
    for name, pattern in _words()["parts"].items():
        parts[name] = _put(pattern, parts)
    for shape in _words()["shapes"]:
        yield _put(shape, parts)


def _put(pattern: str, parts: dict[str, str]) -> str:
    return re.sub("<([a-z]+)>", lambda found: parts[found[1]], pattern)


@functools.cache
def _oneself() -> re.Pattern[str]:
    return re.compile(str(_words()["oneself"]))


@functools.cache
def _beside() -> re.Pattern[str]:
    return re.compile(str(_words()["beside"]))


@functools.cache
def _words() -> Any:
    return read("whose.yaml")


@functools.cache
def _owner() -> re.Pattern[str]:
    """Somebody's own in English: a name with an s, or behind `of`, and what only its owner is told; where they stay."""
    words = _words()
    nobody, owned = ("|".join(map(re.escape, words[name])) for name in ("not_names", "owned"))
    name = rf"(?!(?:{nobody})\b)[a-z]{{2,}}"
    said = (rf"{name}(?:'s| s) (?:{owned})", rf"(?:{owned}) (?:of|for) {name}",
            rf"where (?:does|do|is|will) {name}(?: {name})? (?:sit|sitting|live|living|stay|staying|sleep|sleeping)",
            rf"which (?:room|seat) (?:is|does|has) {name}")  # fmt: skip
    return re.compile(rf"\b(?:{'|'.join(said)})\b")
