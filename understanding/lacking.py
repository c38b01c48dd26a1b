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
KINDS = frozenset({"faq", "guide", "agenda", "programme", "news", "passage"})
OF_ARTICLE = frozenset({"news", "passage"})
SENTENCES = 60  # of an article that are looked at


def lacks(folded: str, fact: Fact, index: Index) -> bool:
    """Whether a fact, found by a folded text, does not hold what that asks for."""
    text = folded[:LONGEST]
    if fact.kind not in KINDS:
        return False
    kind = "news" if fact.kind in OF_ARTICLE else fact.kind
    for kinds, asks, holds in _told():
        if kind in kinds and (found := asks.search(text)) and not _holds(holds, found).search(_words(fact, index)):
            return True
    if fact.kind in OF_ARTICLE:
        return False
    if _arrives_elsewhere(text, fact):
        return True
    return any(
        found is not None and _is_elsewhere(found["what"], fact, index)
        for found in (pattern.search(text) for pattern in _named())
    )


def asks_more(folded: str) -> bool:
    """Whether a folded text asks for what times and places don't tell: what is cooked, who was chosen, how many."""
    text = folded[:LONGEST]
    return any("agenda" in kinds and asks.search(text) for kinds, asks, _ in _told())


def _holds(pattern: str, asked: re.Match[str]) -> re.Pattern[str]:
    """The pattern of what a row must hold, with the word put in that is counted, if one is."""
    unit = asked.groupdict().get("unit")
    return _compiled(pattern.replace("<unit>", unit) if unit else pattern)


_compiled = functools.lru_cache(256)(re.compile)


def _words(fact: Fact, index: Index) -> str:
    """All that a fact tells; an article in all of its sentences."""
    return _article(fact, index) if fact.kind in OF_ARTICLE else _row(fact)


def _article(fact: Fact, index: Index) -> str:
    """The words of an article, of which the fact is the head or a sentence."""
    sentences = index.passages.by_id if index.passages else {}
    slug, told = fact.key.partition("#")[0], [*fact.names, *fact.texts]
    for place in range(SENTENCES):
        if sentence := sentences.get(f"passage:{slug}#{place}"):
            told.extend(sentence.places)
    return "\n".join(map(fold, told))  # one by one: a folded text is cut where questions end


def _arrives_elsewhere(text: str, fact: Fact) -> bool:
    """Whether it is asked when something gets to a place, and the row only tells when it starts from another."""
    asks, holds = _arrival()
    found = next((found for each in asks if (found := each.search(text))), None)
    if found is None or holds.search(_row(fact)):
        return False
    return not any(found["what"] in fold(place) for place in fact.places)


def unmet(folded: str, fact: Fact) -> re.Pattern[str] | None:
    """How an article may tell what a folded text asks for and a fact of whatever kind does not hold; else None."""
    text = folded[:LONGEST]
    for asks, holds, row in _in_articles():
        if asks.search(text) and not row.search(_row(fact)):
            return holds
    return None


def tells(folded: str, fact: Fact, index: Index) -> bool:
    """Whether a fact holds what a folded text asks for, where that can be seen of its row."""
    return fact.kind in KINDS - OF_ARTICLE and not lacks(folded, fact, index)


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
def _told() -> tuple[tuple[frozenset[str], re.Pattern[str], str], ...]:
    found = read("lacking.yaml")["told"]
    return tuple((frozenset(each["kinds"]), re.compile(each["asks"]), each["holds"]) for each in found)


@functools.cache
def _arrival() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    found = read("lacking.yaml")["arrives"]
    return tuple(re.compile(each) for each in found["asks"]), re.compile(found["holds"])


@functools.cache
def _in_articles() -> tuple[tuple[re.Pattern[str], ...], ...]:
    found = read("lacking.yaml")["in_articles"]
    return tuple(
        (re.compile(each["asks"]), re.compile(each["holds"]), re.compile(each.get("row", each["holds"])))
        for each in found
    )


@functools.cache
def _named() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in read("lacking.yaml")["named"])


@functools.cache
def _times() -> re.Pattern[str]:
    return re.compile(read("lacking.yaml")["times"])
