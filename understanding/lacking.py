"""What a question wants to know and the row that fits it does not hold: then that row is no answer, only near."""

import functools
import re

from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Fact
from understanding.tokens import tokens
from understanding.vocabulary import Span, vocabulary
from understanding.wordfiles import read

LONGEST = 100  # characters of a question that are compared with the shapes
KINDS = frozenset({"faq", "guide", "agenda", "programme"})


def lacks(folded: str, fact: Fact, index: Index) -> bool:
    """Whether a fact, found by a folded text, does not hold what that asks for."""
    text = folded[:LONGEST]
    if fact.kind not in KINDS:
        return False
    for kinds, asks, holds in _told():
        if fact.kind in kinds and asks.search(text) and not holds.search(_row(fact)):
            return True
    return any(
        found is not None and _is_elsewhere(found["what"], fact, index)
        for found in (pattern.search(text) for pattern in _named())
    )


def _is_elsewhere(what: str, fact: Fact, index: Index) -> bool:
    """Whether words name something, and nothing of it stands in the fact."""
    units = [unit for span, found in index.weigh(vocabulary().cut(fence(what))) if _names(span) for unit in found]
    there = _tokens(fact)
    # A single character is a verb rather than a thing.
    return len(what) > 1 and bool(units) and not any(token in there for unit in units for token, _ in unit.tokens)


def _names(span: Span) -> bool:
    if span.word is None:
        return len(span.text.strip(" :./-\x02\x03")) > 0
    return span.word.role == "concept" and not span.word.aspect


@functools.lru_cache(1024)
def _tokens(fact: Fact) -> frozenset[str]:
    return frozenset(tokens(" ".join((*fact.names, *fact.places, *fact.texts))))


@functools.lru_cache(1024)
def _row(fact: Fact) -> str:
    """The words of a fact, without times, days, rooms and telephones."""
    return _times().sub(" ", fold(" ".join((*fact.names, *fact.texts))))


@functools.cache
def _told() -> tuple[tuple[frozenset[str], re.Pattern[str], re.Pattern[str]], ...]:
    found = read("lacking.yaml")["told"]
    return tuple((frozenset(each["kinds"]), re.compile(each["asks"]), re.compile(each["holds"])) for each in found)


@functools.cache
def _named() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in read("lacking.yaml")["named"])


@functools.cache
def _times() -> re.Pattern[str]:
    return re.compile(read("lacking.yaml")["times"])
