"""The next meal of the day, and the break at noon, by the schedule."""

import functools
import re
from dataclasses import replace
from datetime import datetime, timedelta

from understanding import days, ranking
from understanding.dates import PARTS
from understanding.index import Index
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases, topics

LONGEST = timedelta(minutes=90)  # of a meal
MANY = 3  # places to eat that are told one by one: of more than two the next one is meant
ASKED = {"meal_time": "when", "meal_place": "where"}


def meals(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """When or where the next meal is, where no meal is named; what stands at noon for whoever asks for a rest then."""
    if asked.day not in (None, at.date()) or asked.until or index.exact(asked.words):
        return None
    if phrases("noon_break").inside(reading.fenced) and asked.aspects <= {"when", "long", "may"}:
        elsewhere = phrases("own_place").inside(reading.fenced) or index.knows(topics()["noon_break"][0])
        if not elsewhere and _meals(at, index):
            starts, ends = PARTS["noon"]
            return replace(asked, topic="agenda", aim="day", day=at.date(), part="noon", starts=starts, ends=ends)
        return None
    asks = next((name for name, aspect in ASKED.items() if asked.aspects == {aspect}), "")
    if not asks or not names_any(reading) or reading.odd > 1:
        return None
    if {"next", "rest"} & set(reading.pointers) and (
        phrases("after").inside(reading.fenced) or is_done(reading.fenced)
    ):
        return None  # when what comes after it begins
    if not phrases(asks).inside(reading.fenced) or (asks == "meal_place" and not _has_many(reading, index)):
        return None
    in_part = (fact for fact in _meals(at, index) if ranking.in_part(fact, asked))
    found = list(in_part) if asked.starts else _to_come(at, index)[:1]
    return replace(asked, topic="agenda", aim="find", hits=tuple(Hit(fact, 1.0) for fact in found)) if found else None


def at_hand(at: datetime, index: Index) -> Fact | None:
    """The meal of the schedule that people have today at this moment, or have next; the last one when there is none."""
    scheduled = _meals(at, index)
    ahead = [fact for fact in scheduled if ranking.is_ahead(fact, at)]
    begun = [fact for fact in scheduled if not ranking.is_ahead(fact, at)]
    if begun and at - (begun[-1].starts or at) < LONGEST:
        return begun[-1]
    return ahead[0] if ahead else begun[-1] if begun else None


def is_done(fenced: str) -> bool:
    """Whether a text says of something that it is over."""
    return _done().search(fenced) is not None


def over(fenced: str) -> int:
    """Behind which character a text says of something that it is over; 0 for nowhere."""
    found = _done().search(fenced) or _over().search(fenced)
    return found.end() if found else 0


@functools.cache
def _over() -> re.Pattern[str]:
    return re.compile(topics()["over"])


@functools.cache
def _done() -> re.Pattern[str]:
    return re.compile(topics()["done"])


def _has_many(reading: Reading, index: Index) -> bool:
    """Whether the guide tells of each meal by itself, not of all meals."""
    hits = index.search(reading.spans)
    return sum(hit.fact.kind == "guide" and hit.score >= ranking.NEAR * hits[0].score for hit in hits) >= MANY


def _to_come(at: datetime, index: Index) -> list[Fact]:
    """The meal that is on, and those to come today."""
    scheduled = _meals(at, index)
    return [*_under_way(scheduled, at, index), *(fact for fact in scheduled if ranking.is_ahead(fact, at))]


def names_any(reading: Reading) -> bool:
    """Whether a text tells of nothing but a meal, whichever that is."""
    told = [span.word.tags[:1] if span.word else () for span in reading.content]
    return bool(told) and all(tags == (topics()["meals"][0],) for tags in told)


def _under_way(scheduled: list[Fact], at: datetime, index: Index) -> list[Fact]:
    """The meal that is on now, as far as the schedule tells: nothing has begun since."""
    begun = [fact for fact in scheduled if not ranking.is_ahead(fact, at)][-1:]
    others = (fact for fact in days.items(index, at.date()) if not ranking.is_ahead(fact, at))
    last = max((fact.starts for fact in others if fact.starts), default=None)
    return [fact for fact in begun if fact.starts == last]


def _meals(at: datetime, index: Index) -> list[Fact]:
    found = days.named(index, at.date(), frozenset(topics()["meals"]))
    return sorted(found, key=lambda fact: fact.starts or at)
