"""Somebody else's data asked for in shapes: a person in other words than a name, and what is to be known of them."""

import functools
import re
from typing import Any

from understanding import sounds
from understanding.index import Index
from understanding.vocabulary import vocabulary
from understanding.wordfiles import read

LATIN = re.compile(r"[a-z]+")
MOST = 5000  # people whose names are read in Latin letters, too
LONGEST = 200  # characters of a text that are compared with the shapes
WORDS = 24  # Latin words of a text that are looked at


def asked(folded: str, index: Index) -> bool:
    """Whether a folded text asks for the data, or after the whereabouts, of somebody who isn't asking."""
    if _shapes().search(folded[:LONGEST]) or _owner().search(folded[:LONGEST]):
        return True
    if LATIN.search(folded) and _is_typed_name(folded):
        return True
    return asks(folded) and names(folded, index)


def asks(folded: str) -> bool:
    """Whether a text asks for anything that people have."""
    return _beside().search(folded) is not None


def names(folded: str, index: Index) -> bool:
    """Whether somebody of the roster is named, in characters or in Latin letters."""
    if index.names_a_person(folded) or _sounds_like_one(folded[:LONGEST], index):
        return True
    return LATIN.search(folded) is not None and _latin_name(folded, index)


def _sounds_like_one(folded: str, index: Index) -> bool:
    """Whether three or four characters in a row are read as somebody's name, as the recogniser writes it."""
    if not index.people or len(index.people) > MOST:
        return False
    heard = _heard_names(index.people)
    read = sounds.alone(folded)
    windows = (read[at : at + size] for at in range(len(read)) for size in (3, 4) if at + size <= len(read))
    return any(all(window) and "".join(window) in heard for window in windows)


def points_back(folded: str) -> bool:
    """Whether a part of a text is about somebody whom another part names."""
    return _pointing().search(folded) is not None


@functools.cache
def _pointing() -> re.Pattern[str]:
    return re.compile(str(words()["pointing"]))


def _latin_name(folded: str, index: Index) -> bool:
    """Whether somebody of the roster is named in Latin letters, the family's name first or last."""
    if not index.people or len(index.people) > MOST:
        return False
    short, long = typed_names(index.people)
    names = short | long if _english().search(folded) or _staying().search(folded) else long
    tokens = LATIN.findall(folded)[:WORDS]
    return any("".join(tokens[at : at + size]) in names for at in range(len(tokens)) for size in range(1, 5))


@functools.lru_cache(2)
def _heard_names(people: frozenset[str]) -> frozenset[str]:
    """How names of three or four characters are read."""
    return frozenset("".join(read) for name in people if len(read := sounds.alone(name)) > 2 and all(read))


@functools.lru_cache(2)
def typed_names(people: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Names of two syllables, which may be any word of the language, and those of more, in either order."""
    said = _sounding()
    short: set[str] = set()
    long: set[str] = set()
    for name in people:
        syllables = sounds.alone(name)
        if len(syllables) > 1 and all(syllables):
            names = short if len(syllables) == 2 else long
            names.update({"".join(syllables), "".join(syllables[1:] + syllables[:1])} - said)
    return frozenset(short), frozenset(long)


@functools.cache
def _sounding() -> frozenset[str]:
    """How the words of the language are typed: who is called like one is not meant by it."""
    return frozenset("".join(sounds.alone(word)) for word in vocabulary().words if 1 < len(word) < 4)


@functools.cache
def _staying() -> re.Pattern[str]:
    return re.compile(str(words()["staying"]))


@functools.cache
def _english() -> re.Pattern[str]:
    return re.compile(str(words()["english"]))


def _is_typed_name(folded: str) -> bool:
    """Whether a name is typed in pinyin before a word for where its owner stays."""
    return any(_is_name(found["name"].split()) for found in _typed().finditer(folded[:LONGEST]))


def _is_name(syllables: list[str]) -> bool:
    return " ".join(syllables[:2]) not in words()["not_typed"] and bool(syllables)


@functools.cache
def _typed() -> re.Pattern[str]:
    families = "|".join(sorted({sounds.usual(each) for each in words()["parts"]["surname"]}))
    return re.compile(rf"\b(?P<name>(?:{families}) [a-z]{{1,12}}(?: [a-z]{{1,6}})?) (?:{words()['typed']})")


@functools.cache
def _shapes() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{filled(each)})" for each in words()["shapes"]))


def filled(pattern: str) -> str:
    """A pattern of the word file with the parts that it names put in."""
    return _put(pattern, _parts())


@functools.cache
def _parts() -> dict[str, str]:
    parts: dict[str, str] = {}
    for name, pattern in words()["parts"].items():
        parts[name] = _put(pattern, parts)
    return parts


def _put(pattern: str, parts: dict[str, str]) -> str:
    return re.sub("<([a-z]+)>", lambda found: parts[found[1]], pattern)


@functools.cache
def _beside() -> re.Pattern[str]:
    return re.compile(str(words()["beside"]))


@functools.cache
def words() -> Any:
    """The word file."""
    return read("whose.yaml")


@functools.cache
def _owner() -> re.Pattern[str]:
    """Somebody's own in English: a name with an s, or behind `of`, and what only its owner is told; where they stay."""
    nobody, owned = ("|".join(map(re.escape, words()[name])) for name in ("not_names", "owned"))
    name = rf"(?!(?:{nobody})\b)[a-z]{{2,}}"
    said = (rf"{name}(?:'s| s) (?:{owned})", rf"(?:{owned}) (?:of|for) {name}",
            rf"where (?:does|do|is|will) {name}(?: {name})? (?:sit|sitting|live|living|stay|staying|sleep|sleeping)",
            rf"which (?:room|seat) (?:is|does|has) {name}")  # fmt: skip
    return re.compile(rf"\b(?:{'|'.join(said)})\b")
