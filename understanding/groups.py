"""What the schedule and the guide hold for one delegation, among the like for others: its boat, its hotel."""

import functools
import re
from dataclasses import replace
from datetime import datetime

from understanding import people, ranking
from understanding.index import Index
from understanding.normalise import fence, fold, squeeze
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases, topics, vocabulary

SHORT = 16  # characters of a text that only names another delegation
LONGEST = 60  # characters of a text in which the long form of a short name is looked for
GAP = 2  # characters that a long form has between two of its short one's
STEMS = range(2, 5)  # characters of a name that may be the short form of something longer
MEANWHILE = 0.2  # ... of what is at the same hour, for another delegation
FAINT = 0.36  # score of what is asked for, of an item that is for some delegations only
ALIKE = 0.5  # score of what is of the same name but for its number, and of what is asked for


def named(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The entry of the guide or the item of the schedule for the delegation that is named, beside what is asked for."""
    delegation = _only(reading.time.rest, index)
    if delegation is None:
        return None
    fenced = fence(_without(reading.time.rest, delegation))
    if any(phrases(name).inside(fenced) for name in ("discussing", "group_room", "lists", "each_one")):
        return None
    if index.names_a_person(asked.words) or people.BADGE.search(asked.words):
        return None
    hits = [hit for hit in index.search(vocabulary().cut(fenced)) if hit.fact.kind in ("agenda", "guide")]
    hits = [hit for hit in hits if hit.fact.day in (None, asked.day or hit.fact.day) and _is_like(hit, index)]
    best = next((hit.fact for hit in hits if is_for(hit.fact, delegation)), None)
    if best is None and hits:
        best = _meanwhile(hits[0].fact, delegation, index)
    return asked.about((Hit(best, 1.0),)) if best is not None and best.kind == hits[0].fact.kind else None


def another(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The like of the fact that was told last, for another delegation, which is all that a short text names."""
    before = index.by_id.get(context.item)
    if before is None or before.kind not in ("agenda", "guide") or len(asked.words) > SHORT or reading.time.said:
        return None
    delegation = _only(asked.words, index)
    if delegation is None or not _is_small(_without(asked.words, delegation)):
        return None
    if not any(is_for(before, each) for each in index.named(_told(before), "delegation")):
        return None
    hits = index.search(vocabulary().cut(fence(fold(" ".join(before.names)))))
    alike = [hit.fact for hit in hits if hit.fact.kind == before.kind and hit.score >= ALIKE]
    best = next((fact for fact in (before, *alike) if is_for(fact, delegation)), None)
    if best is None:
        return None
    aspects = asked.aspects or frozenset(context.wanted)
    return replace(asked.about((Hit(best, 1.0),)), aspects=aspects, follows=True)


def _meanwhile(other: Fact, delegation: Fact, index: Index) -> Fact | None:
    """What is called like an item of the schedule for other delegations, at its hour, for this one."""
    if other.starts is None or not index.named(_told(other), "delegation"):
        return None
    hits = index.search(vocabulary().cut(fence(fold(" ".join(other.names)))))
    alike = (hit.fact for hit in hits if hit.score >= MEANWHILE and hit.fact.starts == other.starts)
    return next((fact for fact in alike if is_for(fact, delegation)), None)


def _is_like(hit: Hit, index: Index) -> bool:
    """Whether a fact is like what is asked for; of an item that is for some delegations less will do."""
    if hit.score >= ALIKE:
        return True
    return hit.score >= FAINT and hit.fact.kind == "agenda" and bool(index.named(_told(hit.fact), "delegation"))


def at_large(near: tuple[Hit, ...], delegation: Fact, asked: Question) -> Question:
    """How all of a delegation live, by the facts that are like that: sure where staff's own row names it, if short."""
    if not near or near[0].score < ranking.MAYBE:
        return replace(asked, topic="", hits=near)
    row = squeeze(" ".join((*near[0].fact.names, *near[0].fact.texts)))
    is_named = near[0].fact.kind in ("faq", "guide") and any(squeeze(name) in row for name in delegation.names)
    return asked.about(near[:1]) if is_named else replace(asked, topic="unsure", hits=near)


def in_full(words: str, index: Index) -> Fact | None:
    """The one delegation whose name is put together from characters of what the text says in full, in their order."""
    bare = squeeze(words[:LONGEST])
    found = {fact.id: fact for name, fact in index.names("delegation") if len(name) in STEMS and _spread(name, bare)}
    return next(iter(found.values())) if len(found) == 1 else None


def of_trade(reading: Reading, index: Index) -> Fact | None:
    """The one delegation that what its people do names, in words for a group of such people."""
    if not _of_trade().search(reading.folded):
        return None
    hits = [hit for span in reading.content for hit in index.search([span]) if hit.fact.kind == "delegation"]
    found = {hit.fact.id: hit.fact for hit in hits if hit.score >= ranking.MAYBE}
    return next(iter(found.values())) if len(found) == 1 else None


@functools.cache
def _of_trade() -> re.Pattern[str]:
    return re.compile(topics()["of_trade"])


def _spread(name: str, text: str) -> bool:
    """Whether the characters of a name stand in a text in their order, near each other though not side by side."""
    start = text.find(name[0])
    while start >= 0:
        at = start
        for sign in name[1:]:
            at = text.find(sign, at + 1, at + 2 + GAP)
            if at < 0:
                break
        else:
            return at - start >= len(name)
        start = text.find(name[0], start + 1)
    return False


def is_for(fact: Fact, delegation: Fact) -> bool:
    """Whether a fact names a delegation, as its table writes it, among those whom it is for."""
    return squeeze(delegation.names[0]) in squeeze(_told(fact)) or not set(fact.audience).isdisjoint(delegation.names)


def _told(fact: Fact) -> str:
    return " ".join((*fact.audience, *fact.texts))


def _only(words: str, index: Index) -> Fact | None:
    """The delegation that a text names when it names one."""
    found = index.named(words, "delegation")
    return found[0] if len(found) == 1 else None


def _without(words: str, delegation: Fact) -> str:
    """The words without the delegation's name and the word for a delegation behind it."""
    bare = squeeze(words)
    name = next(name for name in sorted(map(squeeze, delegation.names), key=len, reverse=True) if name in bare)
    before, _, behind = bare.partition(name)
    word = next((word for word in _group_words() if behind.startswith(word)), "")
    return f"{before} {behind.removeprefix(word)}"


@functools.cache
def _group_words() -> tuple[str, ...]:
    return tuple(sorted(phrases("group_words").whole, key=len, reverse=True))


def _is_small(rest: str) -> bool:
    """Whether a text asks for nothing by itself."""
    if phrases("discussing").inside(fence(rest)) or phrases("group_room").inside(fence(rest)):
        return False
    return all(
        span.word.role in ("filler", "aspect", "weak") if span.word else not any(map(str.isalnum, span.text))
        for span in vocabulary().cut(fence(rest))
    )
