"""Days and times that a text names and that do not exist, or that the congress does not have."""

import functools
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from understanding import ranking
from understanding.dates import MONTHS, when
from understanding.index import Index
from understanding.normalise import fence
from understanding.numerals import number
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.vocabulary import Span, phrases, vocabulary
from understanding.wordfiles import read

AHEAD = {1: 1, 2: 2}  # months, by the characters of the word
LONGEST = 200  # characters of a text that are looked at
NO_DAY, NO_TIME, ELSEWHERE = "no_day", "no_time", "elsewhere"


@dataclass(frozen=True, slots=True)
class Missing:
    """What a text calls a day or a time that is none: `aim` tells in which way; `plain` what can be nothing else."""

    said: str
    aim: str
    plain: bool
    rest: str


def missing(text: str, at: datetime, days: tuple[date, ...]) -> Missing | None:
    """The first such day or time in a folded text. `days` are the congress's days; without any there is none."""
    if not days:
        return None
    text, months = text[:LONGEST], {each.month for each in days}
    for plain, pattern in _patterns():
        for found in pattern.finditer(text):
            said = found.groupdict()
            if not plain and said.get("month") and said.get("day") and number(said["month"]) not in months:
                continue  # a price, a blood pressure
            if aim := _wrong(said, at, days):
                rest = f"{text[: found.start()]} {text[found.end() :]}"
                return Missing(found.group().strip(), aim, plain, rest)
    return None


def no_such_day(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A day or time that does not exist; the item of the schedule that was asked for on it, if one was."""
    found = reading.missing
    if found is None:
        return None
    spans = vocabulary().cut(fence(when(found.rest, at).rest))
    hits = ranking.ordered(index.search(spans), replace(asked, day=None, starts=None, ends=None), reading.fenced, at)
    hits = hits[:1] if hits and hits[0].fact.kind == "agenda" and hits[0].score >= ranking.SURE else ()
    told_of = phrases("latest").inside(reading.fenced) or phrases("articles").inside(reading.fenced)
    if told_of or not (found.plain or hits or _asks_for_the_schedule(spans)):
        return None
    told = replace(asked, topic="agenda", aim=found.aim, day=None, part="", starts=None, ends=None, until=None)
    return replace(told, hits=hits, missing=found.said)


def _asks_for_the_schedule(spans: tuple[Span, ...]) -> bool:
    """Whether nothing stands there that isn't said of the schedule as such."""
    words = [span.word for span in spans if span.word is not None]
    unknown = sum(len(span.text.strip(" :./-")) for span in spans if span.word is None)
    return unknown < 2 and all(word.role != "concept" or word.agenda or word.aspect for word in words)


def _wrong(said: dict[str, str | None], at: datetime, days: tuple[date, ...]) -> str:
    """In which way a day or time is none; "" for one that there is."""
    year = int(said.get("year") or days[0].year)
    if said.get("weekday"):
        return NO_DAY
    if said.get("other_year") or (said.get("year") and not said.get("month")):
        return ELSEWHERE if said.get("other_year") or year not in {each.year for each in days} else ""
    if nth := said.get("nth"):
        return NO_DAY if number(nth) == 0 or number(nth) > len(days) else ""
    if hour := said.get("hour"):
        minute = number(said.get("minute") or "0")
        return NO_TIME if number(hour) > 24 or minute > 59 or (number(hour) == 24 and minute > 0) else ""
    if ahead := said.get("ahead"):
        ahead_by = AHEAD[len(ahead)] * (1 if ord(ahead[0]) == 0x4E0B else -1)
        month = (at.month - 1 + ahead_by) % 12 + 1
        return "" if any(each.month == month for each in days) else ELSEWHERE
    return _wrong_date(said, year, days)


def _wrong_date(said: dict[str, str | None], year: int, days: tuple[date, ...]) -> str:
    name, day = said.get("name"), said.get("day")
    month = MONTHS.index(name) + 1 if name else number(said.get("month") or "0")
    if day is None:
        there = any(each.month == month for each in days)
        return "" if there or month < 0 else ELSEWHERE if 1 <= month <= 12 else NO_DAY
    if number(day) < 0:
        return ""
    if not month and not said.get("month"):
        return NO_DAY if number(day) == 0 or number(day) > 31 else ""
    if not 1 <= month <= 12:
        return NO_DAY
    return NO_DAY if not 1 <= number(day) <= monthrange(year, month)[1] else ""


@functools.cache
def _patterns() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[bool, re.Pattern[str]]]:
    words = read("nowhere.yaml")
    for name in ("plain", "loose"):
        for pattern in words[name]:
            yield name == "plain", re.compile(pattern.replace("<n>", words["number"]))
