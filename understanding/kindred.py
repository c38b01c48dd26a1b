"""What the data tell of the thing that was told last beside its own answer: its row, or what else is about it."""

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from understanding import ranking
from understanding.following import is_short, meant
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Context, Fact, Hit, Question
from understanding.quoting import slug
from understanding.reading import Reading
from understanding.tokens import tokens
from understanding.vocabulary import Span, phrases, vocabulary
from understanding.wordfiles import read

KINDS = frozenset({"agenda", "guide", "faq", "programme"})
AKIN, OF_ARTICLE = 0.6, 0.4  # score of a row, of a sentence, that is about what has this name
MOST = 6  # rows that are looked at
AS_GOOD, BY_NAME = 0.97, 0.9  # of the best score: fits as well; from here on something else was named


def told_of_it(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The row that holds what a few words ask of what was told last."""
    fact = index.by_id.get(context.item)
    if fact is None or fact.kind not in KINDS or not is_short(asked.words) or reading.time.said:
        return None
    if any(span.word and span.word.pointer and span.text not in phrases("after").whole for span in reading.spans):
        return None
    for kinds, asks, holds in _told():
        if (found := asks.search(asked.words)) is None:
            continue
        rest = _content(f"{asked.words[: found.start()]} {asked.words[found.end() :]}")
        for near in _near(fact, at, index, context):
            row = _row(near)
            if (near.kind in kinds or not kinds) and holds.search(row) and _is_there(rest, near, index):
                if near.kind == "passage":
                    return replace(asked, topic="news", aim="passage", hits=(Hit(near, 1.0),), follows=True)
                return meant(asked, near, context)
    return None


def as_good(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What was told last, where a few words fit it no worse than others and name none of these."""
    fact = index.by_id.get(context.item)
    if fact is None or fact.kind not in ("guide", "agenda") or not is_short(asked.words) or reading.is_open:
        return None
    if asked.aspects or reading.time.said or reading.pointers or index.exact(asked.words):
        return None
    hits = ranking.ordered(index.search(reading.spans), asked, reading.fenced, at)
    if len(hits) < 2 or not ranking.MAYBE <= hits[0].score < BY_NAME:
        return None
    own = next((hit.score for hit in hits if hit.fact.id == fact.id), 0.0)
    others = [hit for hit in hits if hit.fact.id != fact.id and hit.score >= AS_GOOD * hits[0].score]
    return meant(asked, fact, context) if own >= AS_GOOD * hits[0].score and len(others) > 1 else None


def _near(fact: Fact, at: datetime, index: Index, context: Context) -> Iterator[Fact]:
    """The fact itself, then what answers of staff, the guide and published articles tell of it."""
    yield fact
    spans = vocabulary().cut(fence(fold(fact.names[0])))
    kinds = {"faq", "guide"} if fact.kind == "agenda" else {"faq", "guide", "agenda"}
    for hit in index.search(spans)[:MOST]:
        if hit.fact.id != fact.id and hit.fact.kind in kinds and hit.score >= AKIN:
            yield hit.fact
    if index.passages is not None:
        hits = [hit for hit in index.passages.search(spans) if ranking.is_out(hit.fact, at)]
        about = {slug(hit.fact) for hit in hits if hit.score >= OF_ARTICLE}
        yield from [hit.fact for hit in hits if slug(hit.fact) in about]


def _content(rest: str) -> list[Span]:
    spans = vocabulary().cut(fence(rest))
    return [span for span in spans if span.word is None or (span.word.role == "concept" and not span.word.aspect)]


def _is_there(rest: list[Span], fact: Fact, index: Index) -> bool:
    """Whether the fact holds something of each thing that is named beside; a character alone is a verb, or nothing."""
    there = _tokens(fact)
    for span, units in index.weigh(rest):
        is_small = not units or sum(sign.isalnum() for sign in span.text) < 2
        if not is_small and not any(token in there for unit in units for token, _ in unit.tokens):
            return False
    return True


def _row(fact: Fact) -> str:
    words = (*fact.places, *fact.texts) if fact.kind == "passage" else (*fact.names, *fact.texts, *fact.places)
    return fold(" ".join(words))


@functools.lru_cache(1024)
def _tokens(fact: Fact) -> frozenset[str]:
    return frozenset(tokens(_row(fact)))


@functools.cache
def _told() -> tuple[tuple[frozenset[str], re.Pattern[str], re.Pattern[str]], ...]:
    found = read("kindred.yaml")
    return tuple(
        (frozenset(each.get("kinds", ())), re.compile(each["asks"]), re.compile(each["holds"])) for each in found
    )
