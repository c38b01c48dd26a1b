"""The words that a congress is talked about in, by how they sound."""

import functools
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from understanding import sounds
from understanding.normalise import fence, fold, squeeze
from understanding.question import Fact
from understanding.vocabulary import concepts, phrases, vocabulary
from understanding.wordfiles import read

LONGEST = 8  # characters of a word that is looked for by its sound
LONG = 3  # ... of one that another character in it does not make another word
TYPED = 40  # letters of one
CURLED = "\u513f"  # is often no syllable but an r behind the one before
MOST_WITH_GAPS = 20_000  # facts; of more, words with another character in them would fill the memory
Key = TypeVar("Key")
NAME, WORD, SMALL = 0, 1, 2  # how much a word tells


@dataclass(frozen=True, slots=True)
class Sounding:
    """A word with its syllables; `rank` is NAME, WORD or SMALL."""

    text: str
    syllables: tuple[str, ...]
    rank: int

    @property
    def asks(self) -> bool:
        """Whether it asks for something whatever the congress: when, where, what comes next."""
        word = vocabulary().words.get(self.text)
        return word is not None and bool(word.aspect or word.pointer)

    @property
    def joints(self) -> frozenset[int]:
        """Where one syllable ends and the next begins, counted in letters."""
        ends, at = set(), 0
        for each in self.syllables[:-1]:
            ends.add(at := at + len(each))
        return frozenset(ends)


class Lexicon:
    """Words by their letters (for what is typed) and by their sounds (for what is misheard)."""

    def __init__(self, below: "Lexicon | None" = None, gaps: bool = True) -> None:
        self._below, self._gaps = below, gaps
        self._typed: dict[str, list[Sounding]] = {}
        self._heard: dict[tuple[str, ...], list[str]] = {}
        self._nearly: dict[tuple[str, ...], list[str]] = {}
        self._with_a_gap: dict[str, list[str]] = {}
        self._words: set[str] = set()

    def __len__(self) -> int:
        return len(self._words)

    def add(self, text: str, rank: int, heard: bool = True) -> None:
        """Take in a word of Chinese characters; `heard` when the data hold it, so that others may be taken for it."""
        if not text or text in self._words or len(text) > 2 * LONGEST or not all(map(sounds.HAN.match, text)):
            return
        self._words.add(text)
        ways = {sounds.spoken(text), sounds.alone(text)}
        if text[-1] == CURLED and len(text) > 1:
            ways |= {(*way[:-2], f"{way[-2]}r") for way in ways}
        for syllables in ways:
            letters = "".join(syllables)
            same = [*self._typed.get(letters, ()), Sounding(text, syllables, rank)]
            self._typed[letters] = sorted(same, key=lambda each: each.rank)
            if heard and len(syllables) == len(text) and 2 <= len(text) <= LONGEST:
                _put(self._heard, syllables, text)
                _put(self._nearly, tuple(map(sounds.loose, syllables)), text)
        if heard and self._gaps and LONG <= len(text) <= LONGEST:
            for place in range(len(text)):
                _put(self._with_a_gap, f"{text[:place]}*{text[place + 1 :]}", text)

    def extended(self, facts: Iterable[Fact]) -> "Lexicon":
        """The lexicon with the words of more facts."""
        other = Lexicon(self._below, self._gaps)
        other._typed, other._heard, other._nearly = self._typed.copy(), self._heard.copy(), self._nearly.copy()
        other._with_a_gap, other._words = self._with_a_gap.copy(), self._words.copy()
        labels: set[str] = set()
        for fact in facts:
            other.take(fact)
            labels.update(*(concepts(text) for text in (*fact.names, *fact.places, *fact.texts)))
        other.name(labels)
        return other

    def take(self, fact: Fact) -> None:
        """Take in the words of a fact's names and places."""
        for name in fact.names:
            self.add(squeeze(name), NAME)
        for text in (*fact.names, *fact.places):
            for part, rank in _parts(text):
                self.add(part, rank)

    def name(self, labels: Container[str]) -> None:
        """Take in all words for some concepts."""
        for text, word in vocabulary().words.items():
            if word.role == "concept" and word.tags and word.tags[0] in labels:
                self.add(text, WORD)

    def typed(self, letters: str) -> list[Sounding]:
        """The words that are typed so, those that tell most first."""
        below = self._below.typed(letters) if self._below else []
        own = self._typed.get(letters, [])
        return sorted(own + below, key=lambda each: (each.rank, not each.asks)) if own and below else own or below

    def heard(self, syllables: tuple[str, ...]) -> list[str]:
        """The words that sound exactly so."""
        return self._heard.get(syllables, []) + (self._below.heard(syllables) if self._below else [])

    def nearly(self, syllables: tuple[str, ...]) -> list[str]:
        """The words that sound so to those who confuse some sounds."""
        return self._nearly.get(syllables, []) + (self._below.nearly(syllables) if self._below else [])

    def with_a_gap(self, text: str) -> list[str]:
        """The words that differ from a text in one character, where it has a star."""
        return self._with_a_gap.get(text, []) + (self._below.with_a_gap(text) if self._below else [])


def lexicon(facts: Collection[Fact], labels: frozenset[str]) -> Lexicon:
    """The words of these facts, over those of every congress. `labels` are the concepts that the facts name."""
    found = Lexicon(_common(), gaps=len(facts) <= MOST_WITH_GAPS)
    for fact in facts:
        found.take(fact)
    found.name(labels)
    return found


def _put(words: dict[Key, list[str]], key: Key, text: str) -> None:
    """Lists are not changed: another revision's lexicon may hold them, too."""
    words[key] = [*words.get(key, ()), text]


def _parts(text: str) -> Iterator[tuple[str, int]]:
    for span in vocabulary().cut(fence(fold(text))):
        if span.word is None or span.word.role == "concept":
            for part in span.text.split():
                if len(part) > 1:
                    yield part, WORD


@functools.cache
def _common() -> Lexicon:
    found = Lexicon()
    beside = read("spelling.yaml")
    for name in beside["topics"]:
        for text in sorted(phrases(name).whole, key=len):
            found.add(text, NAME if len(text) > 1 else SMALL)
    for text, word in vocabulary().words.items():
        if word.aspect or word.pointer or word.agenda:
            found.add(text, WORD)
    for text in beside["times"]:
        found.add(text, WORD, heard=False)
    for text in beside["others"]:
        found.add(text, SMALL, heard=False)
    for text, word in vocabulary().words.items():
        found.add(text, WORD if word.role == "concept" else SMALL, heard=False)
    return found
