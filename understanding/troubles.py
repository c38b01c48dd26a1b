"""Somebody in trouble who tells more of it than any fact knows."""

from dataclasses import replace
from datetime import datetime

from understanding import lacking, ranking
from understanding.index import Index
from understanding.question import Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import topics

SURE = 0.52  # of the score by the trouble alone: help is offered sooner than anything else
STORY = 13  # characters from which a text rather tells what happened; a shorter one asks just what it says
MOST = 3  # troubles of one text that are looked at


def troubled(asked: Question, reading: Reading, at: datetime, index: Index) -> Question | None:
    """What the data have for a trouble that is named beside other things, none of which is known."""
    named = topics()["troubles"]
    is_story = len(asked.words) >= STORY
    found: dict[str, Hit] = {}
    for span in reading.content:
        word = span.word
        listed = named["urgent"] + (named["other"] if is_story else [])
        trouble = next((each for each in listed if word and each in word.tags and each not in found), "")
        if word is None or not trouble:
            continue
        span = replace(span, word=replace(word, tags=(trouble, *(tag for tag in word.tags if tag not in listed))))
        hits = ranking.ordered(index.search([span]), asked, reading.fenced, at)
        if hits and hits[0].fact.kind in ("guide", "faq", "programme"):
            found[trouble] = hits[0]
        if len(found) == MOST:
            break
    best = max(found.values(), key=lambda hit: hit.score, default=None)
    if best is None or best.score < SURE:
        return None
    if asked.hits and lacking.lacks(reading.folded, best.fact, index):
        return None
    if asked.hits and asked.hits[0].fact != best.fact:  # something else is as near: both are told, as no more than that
        return replace(asked, topic="unsure", hits=(asked.hits[0], replace(best, score=asked.hits[0].score)))
    return replace(asked.about((best,)), day=None, until=None)
