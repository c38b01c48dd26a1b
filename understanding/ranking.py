"""The order of facts that fit: what is wanted of them, when, and what was said of articles."""

import functools
import re
from dataclasses import replace
from datetime import datetime

from understanding.question import Fact, Hit, Question
from understanding.vocabulary import concepts, phrases, topics

SURE = 0.62  # from here on a fact is the answer
MAYBE = 0.42  # from here on it is the nearest thing we have, and said to be no more
FAINT = 0.36  # a row of the congress's own may be told as the nearest from here on, when nearly all words are known
NEAR = 0.9  # of the best score: as good as the best

BY_NAME = frozenset({"delegation", "column", "station"})  # found by their names only, never by words about them
LACKING = {"where": 0.86, "when": 0.86, "long": 0.86, "who": 0.9, "phone": 0.82, "contact": 0.95, "need": 0.95}
UNNUMBERED, UNNAMED = 0.82, 0.68  # a row without any number, or name, when one is asked for
FIRM = frozenset({"faq", "guide", "agenda"})  # kinds whose rows tell all that there is to know of them
FEW_ODD = 6
UNTIMED = 0.95  # staff's words, where it is asked how things stand now and a row with hours fits as well
UNDATED = 0.8  # staff's words without a time, where it is asked when on a day something is
GONE_PART = 0.6  # what began this morning is not what somebody asks for this evening
STILL_ON = 1.1
THE_DAY, OTHER_DAY, OTHER_PART, OVER, BEHIND = 1.06, 0.78, 0.85, 0.985, 0.88


def ordered(hits: tuple[Hit, ...], asked: Question, fenced: str, at: datetime) -> tuple[Hit, ...]:
    """The hits with their scores weighed by the question's aspects and time, best first."""
    articles, hands_out = asks_for_articles(fenced), phrases("receiving").inside(fenced)
    out = [hit for hit in hits if hit.fact.kind not in BY_NAME and (hit.fact.day or is_out(hit.fact, at))]
    told = next((each for each in ("counting", "naming") if phrases(each).inside(fenced)), "") * (not asked.aspects)
    weighed = [
        replace(hit, score=min(1.0, hit.score * _weight(hit.fact, asked, articles, hands_out, told, at))) for hit in out
    ]
    if phrases("still").inside(fenced):
        weighed = _with_hours_first(weighed)
    if phrases("called_off").inside(fenced):  # whether an item is still on its own row tells
        weighed = [
            replace(hit, score=min(1.0, hit.score * STILL_ON)) if hit.fact.kind == "agenda" else hit for hit in weighed
        ]
    weighed = _to_come_first(weighed, asked, at)
    return tuple(sorted(weighed, key=lambda hit: (-hit.score, _order(hit.fact))))


def is_near(hit: Hit, odd: int) -> bool:
    """Whether a fact may be told as the nearest thing; `odd` characters of the text are in no word that is known."""
    return hit.score >= MAYBE or (hit.score >= FAINT and odd <= FEW_ODD and hit.fact.kind in FIRM)


def asks_for_articles(fenced: str) -> bool:
    """Whether a text says that it is about articles."""
    return phrases("articles").inside(fenced) or _of_articles().search(fenced) is not None


@functools.cache
def _of_articles() -> re.Pattern[str]:
    return re.compile(topics()["article_shape"])


def _with_hours_first(hits: list[Hit]) -> list[Hit]:
    """Of staff's words and an entry with hours that fit alike, the entry: it knows whether it is over."""
    timed = max((hit.score for hit in hits if hit.fact.kind == "guide" and "when" in hit.fact.offers), default=0.0)
    return [
        replace(hit, score=hit.score * UNTIMED) if hit.fact.kind == "faq" and timed >= NEAR * hit.score else hit
        for hit in hits
    ]


def _to_come_first(hits: list[Hit], asked: Question, at: datetime) -> list[Hit]:
    """Of items of the schedule that fit alike, those that are over step back behind those to come."""
    ahead = max((hit.score for hit in hits if is_ahead(hit.fact, at)), default=0.0)
    if asked.day is not None or not ahead:
        return hits
    return [
        replace(hit, score=hit.score * BEHIND)
        if hit.fact.day is not None and hit.fact.day < at.date() and ahead >= NEAR * hit.score
        else hit
        for hit in hits
    ]


def is_out(fact: Fact, at: datetime) -> bool:
    """Whether a fact has come out by now."""
    return fact.starts is None or fact.starts <= at


def in_part(fact: Fact, asked: Question) -> bool:
    """Whether an agenda fact starts in the part of the day that was asked for, if one was."""
    if fact.starts is None or asked.starts is None or asked.ends is None or asked.starts == asked.ends:
        return True
    return asked.starts <= fact.starts.timetz().replace(tzinfo=None) <= asked.ends


def is_ahead(fact: Fact, at: datetime) -> bool:
    """Whether an agenda fact is still to come."""
    return fact.day is not None and fact.starts is not None and fact.starts > at


def _is_gone(fact: Fact, asked: Question, at: datetime) -> bool:
    """Whether an agenda fact has begun today, and a part of today is asked for that is still to come."""
    is_today = fact.day == at.date() and asked.day in (None, at.date())
    to_come = asked.starts is not None and asked.starts > at.timetz().replace(tzinfo=None)
    return is_today and to_come and not is_ahead(fact, at)


@functools.cache
def _told(wanted: str) -> re.Pattern[str]:
    """By what a row shows that it tells a number, or a name."""
    return re.compile(topics()[{"counting": "numbers", "naming": "names"}[wanted]])


def _weight(
    fact: Fact, asked: Question, articles: bool, hands_out: bool, told: str, at: datetime
) -> float:  # fmt: skip
    weight = 1.0
    for aspect in asked.aspects:
        lacking = aspect not in fact.offers and ("any" not in fact.offers or aspect == "phone")
        if lacking and aspect in LACKING:
            weight *= LACKING[aspect]
    if asked.day is not None and "when" in asked.aspects and fact.kind == "faq" and "when" not in fact.offers:
        weight *= UNDATED
    if asked.aspects & {"may", "how"} and fact.kind in ("agenda", "news"):
        weight *= 0.88
    if "need" in asked.aspects and fact.kind in ("agenda", "news") and "need" not in fact.offers:
        weight *= 0.88
    if hands_out and fact.kind == "agenda":
        weight *= 0.88  # when something is on is seldom when what comes of it is handed out
    if told == "counting" and fact.kind in ("faq", "guide") and not any(map(_told(told).search, fact.texts)):
        weight *= UNNUMBERED
    if told == "naming" and fact.kind in FIRM and not any(map(_told(told).search, (*fact.names, *fact.texts))):
        weight *= UNNAMED
    if fact.kind == "news":
        weight *= 1.2 if articles else 0.86
    elif articles:
        weight *= 0.8
    if fact.day is not None:
        if asked.day is not None:
            weight *= THE_DAY if fact.day == asked.day else OTHER_DAY
        if not in_part(fact, asked):
            weight *= GONE_PART if _is_gone(fact, asked, at) else OTHER_PART
        if asked.day is None and fact.starts is not None and fact.starts.date() < at.date():
            weight *= OVER
    return weight


def _order(fact: Fact) -> tuple[int, str]:
    kinds = ("faq", "guide", "agenda", "programme", "news")
    place = kinds.index(fact.kind) if fact.kind in kinds else len(kinds)
    return place, fact.starts.isoformat() if fact.starts else ""


def is_break(title: str) -> bool:
    """Whether an item of this title is a break between sessions, such as a meal."""
    return not concepts(title).isdisjoint(topics()["breaks"])


def is_discussion(title: str) -> bool:
    """Whether the delegations meet by themselves at an item of this title."""
    return not concepts(title).isdisjoint(topics()["discussions"])
