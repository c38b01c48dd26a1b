"""Opening hours of every week as staff write them, read into days and minutes."""

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from handover.spans import MIDNIGHT, Unreadable, span

Spans = tuple[tuple[int, int], ...]  # from and to in minutes after midnight; `to` may pass 1440
WEEK = 7
LONGEST = 120  # characters
KINDS = {"weekend": "weekend", "daily": "daily", "working": "working_days", "label": "labels"}


@dataclass(frozen=True, slots=True)
class State:
    """Whether it is open, and when that changes next; `turns` is None for what never closes or never opens again."""

    is_open: bool
    turns: datetime | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """For each day of the week, Monday first, when it is open."""

    days: tuple[Spans, ...]

    def state(self, at: datetime) -> State:
        """Open or closed at that time (aware)."""
        midnight = datetime.combine(at.date(), time(0), at.tzinfo)
        minute = at.hour * 60 + at.minute
        spans = _around(self.days, at.weekday())
        ends = max((to for since, to in spans if since <= minute < to), default=None)
        if ends is not None:
            while (later := max((to for since, to in spans if since <= ends < to), default=ends)) > ends:
                ends = later
            # What goes on for as long as we look never closes.
            return State(True, midnight + timedelta(minutes=ends) if ends < WEEK * MIDNIGHT else None)
        comes = min((since for since, _ in spans if since > minute), default=None)
        return State(False, None if comes is None else midnight + timedelta(minutes=comes))

    @property
    def never_ends(self) -> bool:
        """Whether it is open day and night."""
        return all(day and day[0][0] == 0 and day[0][1] >= MIDNIGHT for day in self.days)


@functools.lru_cache(4096)  # every question about the guide asks for the same few weeks
def _around(days: tuple[Spans, ...], weekday: int) -> tuple[tuple[int, int], ...]:
    """What is open from the day before a weekday to a week later, in minutes after that day's midnight."""
    return tuple(
        (since + ahead * MIDNIGHT, to + ahead * MIDNIGHT)
        for ahead in range(-1, WEEK + 1)
        for since, to in days[(weekday + ahead) % WEEK]
    )


@functools.cache
def words() -> Mapping[str, Any]:
    """The file openings.yaml."""
    file: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("openings.yaml").read_text(encoding="utf-8"))
    return file


@functools.lru_cache(4096)  # thousands of places keep the same few hours
def week(written: str) -> Week | None:
    """The hours that a cell tells; None when not all of it can be read, so that nothing false is said of it."""
    text = re.sub(r"(?<=\d)\s+(?=\d)|\s*\n\s*", ",", unicodedata.normalize("NFKC", written).strip()).casefold()
    text = re.sub(r"\s+", "", text)
    if not text or len(text) > LONGEST:
        return None
    found: list[list[tuple[int, int]]] = [[] for _ in range(WEEK)]
    on = frozenset(range(WEEK))
    pending: frozenset[int] = frozenset()
    for part in filter(None, _between().split(text)):
        days, rest = _days(part)
        pending |= days
        if not rest:
            continue
        on, pending, named = pending or on, frozenset(), bool(pending)
        closed = rest in words()["closed"]
        read = None if closed else _span(rest)
        if read is None and not (closed and named):
            return None
        for day in on:
            found[day] = found[day] + [read] if read else []
    if pending or not any(found):
        return None
    return Week(tuple(tuple(sorted(day)) for day in found))


def names_days(written: str) -> bool:
    """Whether a text says on which days of the week, or that something is closed then."""
    text = "".join(unicodedata.normalize("NFKC", written).split()).casefold()
    named = any(found.lastgroup not in (None, "daily", "label") for found in _pattern().finditer(text))
    return named or any(word in text for word in words()["closed"])


def _span(text: str) -> tuple[int, int] | None:
    if text in words()["whole_day"]:
        return 0, MIDNIGHT
    for word, whole in words()["short"].items():
        if text.startswith(word):
            text = whole + text.removeprefix(word)
    try:
        found = span(text)
    except Unreadable:
        return None
    return (found.starts, found.ends) if found.ends is not None else None


def _days(text: str) -> tuple[frozenset[int], str]:
    """The days of the week with which a text begins, Monday 0, none for none; what is left of it."""
    days: set[int] = set()
    while text not in words()["whole_day"] and (found := _pattern().match(text)):
        if found["daily"]:
            days |= set(range(WEEK))
        elif found["working"]:
            days |= set(range(5))
        elif found["weekend"]:
            days |= {5, 6}
        elif found["last"]:
            first, last = _day(found["first"]), _day(found["last"])
            days |= {each % WEEK for each in range(first, last + 1 + WEEK * (last < first))}
        elif found["each"]:
            days |= set(map(_day, found["each"]))
        text = text[found.end() :]
    return frozenset(days), text


def _day(sign: str) -> int:
    file = words()
    if sign in file["sunday"]:
        return WEEK - 1
    return int(file["days"].index(sign)) if sign in file["days"] else int(sign) - 1


@functools.cache
def _pattern() -> re.Pattern[str]:
    file = words()
    kinds = "|".join(f"(?P<{kind}>{_any(file[name])})" for kind, name in KINDS.items())
    week, sign = _any(file["week"]), rf"(?:[{''.join(file['days'])}{''.join(file['sunday'])}]|[1-7](?![\d:]))"
    span = rf"(?:{week})(?P<first>{sign})(?:{_any(file['to'])})(?:{week})?(?P<last>{sign})"
    return re.compile(rf"{kinds}|{span}|(?:{week})(?P<each>{sign}+)|:")


@functools.cache
def _between() -> re.Pattern[str]:
    file = words()
    return re.compile(rf"[;,\u3001\u3002()]|(?:{_any(file['also'])})(?=(?:{_any(file['week'])})|\D{{0,2}}\d)")


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
