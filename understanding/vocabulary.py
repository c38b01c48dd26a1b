"""The vocabulary files, read once, as one automaton that cuts a text into the words it knows."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ahocorasick

from understanding import gaps
from understanding.covering import Covered, covering
from understanding.normalise import CLOSE, OPEN, SHORT, fence, fold
from understanding.numerals import floors, is_cut
from understanding.wordfiles import read

SEPARATE = "\u4e4b\u7c7b"  # ends the name of a group of different things
KEPT = 4096  # texts whose words are kept


@dataclass(frozen=True, slots=True)
class Word:
    """A known word: its role (filler, aspect, weak, concept) and what it stands for: `tags` from the nearest meaning
    to the farthest (concepts). `agenda`, `pointer` and `aspect` are roles that it may have besides."""

    role: str
    tags: tuple[str, ...] = ()
    agenda: bool = False
    pointer: str = ""
    aspect: str = ""
    tokens: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tokens", tuple(f"={tag}" for tag in self.tags))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: a known word, or (word None) characters that the vocabulary does not know."""

    text: str
    word: Word | None


class Vocabulary:
    """Everything that the YAML files hold, ready to use."""

    def __init__(self, words: Mapping[str, Any], synonyms: Mapping[str, list[str]], longer: Sequence[str] = ()) -> None:
        self._kept: dict[str, tuple[Span, ...]] = {}
        known: dict[str, Word] = {}
        patterns: list[tuple[str, tuple[str, ...]]] = []
        for group in words["fillers"]:
            known.update({each: Word("filler") for each in group})
        known.update({each: Word("weak") for each in words["weak"]})
        for aspect, group in words["aspects"].items():
            known.update({str(each): Word("aspect", aspect=aspect) for each in group})
        for label, group in synonyms.items():
            shared = (label, *(each[1:-1] for each in group if each.startswith("<")))
            for each in group:
                tags = (each,) if label.endswith(SEPARATE) else shared
                if "*" in each:
                    patterns.append((each, tags))
                elif not each.startswith("<"):
                    before = known.get(each)
                    both = before.tags + tags if before and before.role == "concept" else tags
                    aspect = before.aspect if before else ""
                    known[each] = Word("concept", tuple(dict.fromkeys(both)), aspect=aspect)
        for each in words["agenda"]:
            before = known.get(each, Word("weak"))
            known[each] = Word(before.role, before.tags, agenda=True, aspect=before.aspect)
        for pointer, group in words["pointers"].items():
            for each in group:
                before = known.get(each, Word("filler"))
                known[each] = Word(before.role, before.tags, before.agenda, pointer, before.aspect)
        self.words = known
        self._automaton = ahocorasick.Automaton()
        hiding = dict.fromkeys(longer)
        beyond = {
            each: Word("concept", (label,)) for each, label in floors()
        }  # too many to be what others are misspelt
        for each, word in (hiding | beyond | known).items():
            marked = fence(fold(each))
            if marked:
                self._automaton.add_word(marked, (len(marked), word))
        self._automaton.make_automaton()
        self._patterns = [
            (re.compile(gaps.GAP.join(re.escape(fence(fold(part))) for part in text.split("*"))), Word("concept", tags))
            for text, tags in patterns
        ]
        self._gate = ahocorasick.Automaton()
        for number, (text, _) in enumerate(patterns):
            part = fence(fold(max(text.split("*"), key=len)))
            self._gate.add_word(part, (*self._gate.get(part, ()), number))
        self._gate.make_automaton()

    @functools.cached_property
    def latin(self) -> tuple[str, ...]:
        """Its words in Latin letters that are long enough to be mistyped."""
        return tuple(each for each in self.words if len(each) > 4 and each.isascii() and each.isalpha())

    def names(self, token: str) -> bool:
        """Whether a Latin word names something, in English as in Chinese texts."""
        word = self.words.get(token)
        return word is not None and word.role == "concept"

    def cut(self, fenced: str) -> tuple[Span, ...]:
        """The text from left to right as known words and unknown stretches."""
        spans = self._kept.get(fenced)
        if spans is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            spans = tuple(self._cut(fenced))
            if len(fenced) <= SHORT:  # the same few words come again and again; long texts don't
                self._kept[fenced] = spans
        return spans

    def hiding(self, text: str) -> set[int]:
        """The places of a text that belong to everyday words which only hide shorter ones."""
        return {at for start, end, word in self._covering(text) if word is None for at in range(start, end)}

    def forget(self) -> None:
        """Drop what is kept of earlier texts."""
        self._kept.clear()

    def labels(self, fenced: str) -> set[str]:
        """The concepts that a text names, near or far, as tokens."""
        return {token for _, _, word in self._spans(fenced) for token in word.tokens}

    def _cut(self, fenced: str) -> Iterator[Span]:
        at = 0
        for start, end, word in self._spans(fenced):
            if start > at:
                yield Span(fenced[at:start], None)
            yield Span(fenced[start:end], word)
            at = end
        if at < len(fenced):
            yield Span(fenced[at:], None)

    def _covering(self, fenced: str) -> list[Covered[Word]]:
        found = ((end - size + 1, end + 1, word) for end, (size, word) in self._automaton.iter(fenced))
        return covering(fenced, (each for each in found if not is_cut(fenced, each[0])))

    def _spans(self, fenced: str) -> list[tuple[int, int, Word]]:
        covered = self._covering(fenced)
        plain = [(start, end, word) for start, end, word in covered if word is not None]
        wide = []
        for number in {number for _, numbers in self._gate.iter(fenced) for number in numbers}:
            pattern, word = self._patterns[number]
            found = pattern.search(fenced)
            # Inside a longer word it is a part of that.
            if (
                found
                and not any(a <= found.start() and found.end() <= z and z - a > len(found[0]) for a, z, _ in plain)
                and not gaps.cuts(found, pattern, word, covered, self.words)
            ):
                wide.append((*gaps.without_aspect(found.start(), found.end(), plain), word))
        if not wide:
            return plain
        # A word with a gap takes its stretch from the plain words in it, but not a part of one; of two such words the
        # first and longer stays.
        whole = [gap for gap in wide if not any(start <= gap[0] and gap[1] <= end for start, end, _ in plain)]
        taken: list[tuple[int, int, Word]] = []
        for gap in sorted(whole, key=lambda each: (each[0] - each[1], each[0])):
            if all(gap[1] <= start or gap[0] >= end for start, end, _ in taken):
                taken.append(gap)
        free = [span for span in plain if all(span[1] <= start or span[0] >= end for start, end, _ in taken)]
        return sorted(taken + free, key=lambda span: span[0])


class Phrases:
    """A list of phrases, to find which of them stand in a text."""

    def __init__(self, phrases: list[str]) -> None:
        self.whole = frozenset(re.sub(r"\s+", "", fold(str(each))) for each in phrases)
        self._automaton = ahocorasick.Automaton()
        for each in phrases:
            marked = fence(fold(str(each)))
            if marked:
                self._automaton.add_word(marked, marked)
        self._automaton.make_automaton()

    def found(self, fenced: str) -> list[str]:
        """The phrases in a fenced text."""
        return [phrase for _, phrase in self._automaton.iter(fenced)]

    def inside(self, fenced: str) -> bool:
        """Whether any of them stands in a fenced text."""
        return next(self._automaton.iter(fenced), None) is not None


@functools.cache
def vocabulary() -> Vocabulary:
    """The vocabulary of all congresses."""
    return Vocabulary(read("vocabulary.yaml"), read("synonyms.yaml"), read("compounds.yaml")["longer"])


@functools.cache
def phrases(name: str) -> Phrases:
    """A list of topics.yaml."""
    value = topics()[name]
    return Phrases([each for group in value.values() for each in group] if isinstance(value, dict) else list(value))


@functools.cache
def group(name: str) -> Mapping[str, Phrases]:
    """A list of topics.yaml that has parts, by their names."""
    return {part: Phrases(list(words)) for part, words in topics()[name].items()}


@functools.cache
def topics() -> Mapping[str, Any]:
    """The file topics.yaml."""
    return read("topics.yaml")


def concepts(text: str) -> frozenset[str]:
    """The concepts that a text names, by their labels."""
    spans = vocabulary().cut(fence(fold(text)))
    return frozenset(tag for span in spans if span.word for tag in span.word.tags[:1])


def aspects(text: str) -> frozenset[str]:
    """The aspects that a text asks for."""
    return frozenset(span.word.aspect for span in vocabulary().cut(fence(fold(text))) if span.word and span.word.aspect)


def letters(text: str) -> str:
    """The text without the fences."""
    return text.replace(OPEN, " ").replace(CLOSE, " ")
