"""Questions for rest stations: what a text says of them, and which stretch of it may be a place."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ahocorasick

from understanding.index import Index
from understanding.normalise import CLOSE, OPEN, SHORT, fence, fold
from understanding.vocabulary import phrases, topics, vocabulary
from understanding.wordfiles import read

MARK = "\x01"  # stands for a word that means a station
ROLES = (
    "near",
    "finds",
    "about",
    "counts",
    "open",
    "always",
    "hours",
    "phone",
    "where",
    "has",
    "more",
    "untold",
    "small",
)
ASPECTS = {
    "phone": "phone", "when": "hours", "where": "where", "open": "open", "apply": "untold", "need": "untold",
    "cost": "untold", "who": "untold", "speaker": "untold", "contact": "untold",
}  # fmt: skip
STRETCH = re.compile(rf"[^\s{OPEN}{CLOSE}{MARK}]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says.

    `station`: it holds a word for a station; `roles`: which kinds of other words (near, finds, counts, hours, ...);
    `facilities`: what a station should have, by the labels of stations.yaml; `nth`: which of a list, 0 for none;
    `rest`: stretches that no such word explains: places, or what it is really about.
    """

    station: bool = False
    roles: frozenset[str] = field(default_factory=frozenset)
    facilities: tuple[str, ...] = ()
    nth: int = 0
    rest: tuple[str, ...] = ()
    leads: bool = False  # a stretch of `rest` stands before the word for a station

    @property
    def looks(self) -> bool:
        """Whether it looks for a station, or asks for something that stations have."""
        wanted = {"near", "finds", "counts", "open", "always", "hours", "phone", "where", "has"}
        return bool(self.roles & wanted or self.facilities or self.nth)

    @property
    def is_elsewhere(self) -> bool:
        """Whether what is left of it is about something that the rows of stations do not tell."""
        others = read_words()["other"]
        told = ((stretch, sum(len(word) for word in others if word in stretch)) for stretch in self.rest)
        return "untold" in self.roles or any(2 * size > len(stretch) for stretch, size in told)

    @property
    def names_a_place(self) -> bool:
        """Whether what is left of it looks like a place, though nobody may know it."""
        return self.leads or any(stretch[-1] in read_words()["place_ends"] for stretch in self.rest)


NOTHING = Said()


@functools.lru_cache(4096)  # many ask alike
def heard(words: str, names: tuple[str, ...] = ()) -> Said:
    """What a text says of stations; `names` are this congress's words for one, beside those of the language."""
    folded = fold(words)
    if len(folded) > SHORT:
        return NOTHING
    marked = fence(folded)
    for name in _called(frozenset(names)):
        marked = marked.replace(name, MARK)
    last = marked.rfind(MARK)
    roles: set[str] = set()
    facilities: list[str] = []
    rest: list[str] = []
    nth, at, leads = 0, 0, False
    for end, (size, found) in (*_automaton().iter_long(marked), (len(marked), (0, ()))):
        for place in STRETCH.finditer(marked, at, end + 1 - size):
            if stretch := _stripped(place.group()):
                rest.append(stretch)
                leads = leads or place.start() < last
        at = end + 1
        for role in found:
            kind, _, label = role.partition(":")
            if kind == "facility":
                facilities.append(label)
            elif kind == "nth":
                nth = int(label)
            else:
                roles.add(kind)
    return Said(last >= 0, frozenset(roles), tuple(dict.fromkeys(facilities)), nth, tuple(rest), leads)


@functools.lru_cache(64)
def _called(names: frozenset[str]) -> tuple[str, ...]:
    """The words for a station as a fenced text holds them, the longest first."""
    found = sorted({*names, *map(str, topics()["station"])}, key=len, reverse=True)
    return tuple(fence(fold(name)) for name in found)


def asked(words: str, fenced: str, index: Index) -> str:
    """`find` for a text that looks for stations, `about` for one that only speaks of them, else empty."""
    named = index.named(words, "station")
    if not named and not phrases("station").inside(fenced):
        return ""
    found = heard(words, named[0].names if named else ())
    if not found.station or found.is_elsewhere:
        return ""
    if "near" in found.roles:
        return "find"
    if "about" in found.roles:
        return "about"
    if any(_is_known(stretch, index) and not index.named(stretch, "delegation") for stretch in found.rest):
        return "about" if found.looks or found.names_a_place else ""
    return "find" if not found.rest or found.looks or found.names_a_place else ""


def _is_known(stretch: str, index: Index) -> bool:
    """Whether facts, or sentences of articles, hold a part of it."""
    return index.knows(stretch) or (index.passages is not None and index.passages.knows(stretch))


def facility_words(label: str) -> tuple[str, ...]:
    """The words by which a facility of stations.yaml is known in the rows."""
    return tuple(read_words()["facilities"][label])


@functools.cache
def read_words() -> Mapping[str, Any]:
    """The file stations.yaml."""
    file: Mapping[str, Any] = read("stations.yaml")
    return file


def _stripped(stretch: str) -> str:
    """A stretch without the small characters at its ends; empty when little is left, or whom a station is for."""
    single = str(read_words()["single"])
    right = stretch.rstrip(single)
    bare = right.lstrip(single)
    if len(bare) == 1 and right[-2:-1] in tuple(read_words()["sides"]):
        bare = right[-2:]
    return "" if len(bare) < 2 or bare in read_words()["whom"] else bare


@functools.cache
def _automaton() -> ahocorasick.Automaton:
    file = read_words()
    roles: dict[str, list[str]] = {}
    for role in ROLES:
        for word in file[role]:
            roles.setdefault(fence(fold(word)), []).append(role)
    for label, group in file["facilities"].items():
        for word in group:
            roles.setdefault(fence(fold(word)), []).append(f"facility:{label}")
    for number, group in file["nth"].items():
        for word in group:
            roles.setdefault(fence(fold(word)), []).append(f"nth:{number}")
    for word, known in vocabulary().words.items():
        if known.role in ("filler", "aspect") and len(word) > 1:
            roles.setdefault(fence(fold(word)), []).append(ASPECTS.get(known.aspect, "small"))
    found = ahocorasick.Automaton()
    for word, kinds in roles.items():
        if word:
            found.add_word(word, (len(word), tuple(kinds)))
    found.make_automaton()
    return found
