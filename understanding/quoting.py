"""What an article tells in its text: the sentence that answers, when no fact does."""

import functools
import re
from dataclasses import replace
from datetime import datetime

from understanding import counting, lacking, ranking
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.tokens import tokens
from understanding.vocabulary import phrases, topics, vocabulary

SURE = 0.58  # a sentence has no name: it can't reach as much as a fact
UNNUMBERED = 0.85  # of its score, for a sentence without a number or a name when one is asked for
TELLING = 0.62  # ... for one that tells what the best fact does not
COUNTED = frozenset({"when", "long", "cost", "quota"})
BESIDE = 0.9  # score of a sentence that has a number beside what is counted
LEAST = 2  # different things that it must hold to be sure
SEVERAL = 2  # sentences of one article that are quoted together


def numbered(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The sentences of one published article that tell how many there are of what is asked for."""
    if index.passages is None or index.exact(asked.words):
        return None
    is_past = reading.time.day is not None and reading.time.day < at.date()
    counted = counting.counted(asked, reading, index.passages, context.item, is_past=is_past)
    told = [fact for fact in counted if ranking.is_out(fact, at)]
    hits = tuple(Hit(fact, BESIDE) for fact in told if slug(fact) == slug(told[0]))[:SEVERAL]
    return replace(asked, topic="news", aim="passage", hits=hits) if hits else None


def quoted(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The sentences of one published article that answer most of the question, best first."""
    hits = passages(asked, reading, at, index)
    # Who says that an article told it is content with a sentence that is less like the question.
    sure = ranking.MAYBE if ranking.asks_for_articles(reading.fenced) else SURE
    if not hits or hits[0].score < sure or _held(hits[0].fact, reading, index.passages or index) < LEAST:
        return None
    wanted = lacking.unmet(reading.folded, hits[0].fact)
    is_other = wanted is not None and not any(wanted.search(fold(hit.fact.places[0])) for hit in hits)
    if is_other or lacking.lacks(reading.folded, hits[0].fact, index):  # another number than what is asked for, say
        return replace(asked, topic="unsure", hits=hits)
    return replace(asked, topic="news", aim="passage", hits=hits)


def within(article: Fact, asked: Question, reading: Reading, at: datetime, index: Index) -> Question | None:
    """The sentence of an article that was found, when the question asks for something in it."""
    if not (asked.aspects or _counts(asked)) or ranking.asks_for_articles(reading.fenced):
        return None
    found = quoted(asked, reading, at, index, Context())
    return found if found and found.topic == "news" and slug(found.hits[0].fact) == article.key else None


def holding(
    wanted: re.Pattern[str], near: Fact, asked: Question, reading: Reading, at: datetime, index: Index
) -> Question | None:
    """The sentence that tells what is wanted, of the question's words or of the thing that these are nearest to."""
    if index.passages is None:
        return None
    of_name = vocabulary().cut(fence(fold(near.names[0])))
    for spans in (reading.spans, of_name):
        for hit in index.passages.search(spans):
            if hit.score >= TELLING and ranking.is_out(hit.fact, at) and wanted.search(fold(hit.fact.places[0])):
                return replace(asked, topic="news", aim="passage", hits=(hit,))
    return None


def passages(asked: Question, reading: Reading, at: datetime, index: Index) -> tuple[Hit, ...]:
    """The best sentences of the article that answers most of the question."""
    if index.passages is None or not reading.content:
        return ()
    number = _told("numbers") if asked.aspects & COUNTED or _counts(asked) else None
    if number is None and phrases("naming").inside(reading.fenced):
        number = _told("names")
    hits = [
        replace(hit, score=hit.score * (UNNUMBERED if number and not number.search(hit.fact.places[0]) else 1.0))
        for hit in index.passages.search(reading.spans)
        if ranking.is_out(hit.fact, at)
    ]
    hits.sort(key=lambda hit: -hit.score)
    of_it = [hit for hit in hits if slug(hit.fact) == slug(hits[0].fact)]
    return tuple(hit for hit in of_it if hit.score >= ranking.NEAR * hits[0].score)[:SEVERAL]


def _held(passage: Fact, reading: Reading, index: Index) -> int:
    """How many different things that the question names stand in the sentence or the title above it."""
    there = _tokens(" ".join(passage.places)) | _tokens(" ".join(passage.texts))
    found = set()
    for span, units in index.weigh(reading.spans):
        said = [unit for unit in units if any(token in there for token, _ in unit.tokens)]
        if said and 2 * len(said) > len(units):
            found.add(span.word.tags[0] if span.word and span.word.tags else span.text)
    return len(found)


_tokens = functools.lru_cache(1024)(tokens)


def slug(passage: Fact) -> str:
    """The article that a sentence stands in."""
    return passage.key.partition("#")[0]


def _counts(asked: Question) -> bool:
    return phrases("counting").inside(fence(asked.words))


@functools.cache
def _told(what: str) -> re.Pattern[str]:
    """By what a sentence shows that it tells a number, or a name."""
    return re.compile(topics()[what])
