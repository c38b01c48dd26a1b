"""Opening hours as staff write them, held against a moment."""

import functools
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from congress.catalogue import BEIJING
from handover import openings, spans

WORDS = Path(__file__).with_name("hours.yaml")
DASH = r"[-‐-―−~〜～]+"
MIDNIGHT = 24 * 60
NO_YEAR = 0  # then hours that name days can't be read


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands: `open`, `before` (it opens at `turn`), `over`, or `unsaid` (not over yet).

    `turn` is when that changes, None when it doesn't or nobody wrote it; `dated`: the hours name days, so that what is
    over doesn't come again.
    """

    state: str
    turn: datetime | None = None
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours that could be read: those of every `week`, or once from `starts` to `ends`; `unsaid`: at some time
    of a day, of which `ends` is the end."""

    week: openings.Week | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    unsaid: bool = False

    def standing(self, at: datetime) -> Standing:
        """How it stands at `at`."""
        if self.week:
            return _today(self.week, at)
        if self.starts and at < self.starts:
            return Standing("before", self.starts, dated=True)
        if self.ends and at >= self.ends:
            return Standing("over", None, dated=True)
        return Standing("unsaid" if self.unsaid else "open", self.ends, dated=True)

    def turns(self) -> tuple[datetime, ...]:
        """When it changes once and for all, if it does."""
        return tuple(filter(None, (self.starts, self.ends)))

    def daily_turns(self) -> frozenset[int]:
        """When it changes on some day of the week, in minutes after midnight."""
        days = self.week.days if self.week else ()
        return frozenset(minutes % MIDNIGHT for spans in days for span in spans for minutes in span)


@functools.lru_cache(maxsize=4096)
def hours(text: str, year: int) -> Hours | None:
    """What the hours in a row say, days in them being of `year` (NO_YEAR: unknown); None when that isn't certain."""
    whole = unicodedata.normalize("NFKC", text).strip()
    bare = re.sub(r"\([^()]*\)$", "", whole)  # without a note behind them
    try:
        if _date().search("".join(whole.split())):
            return _once("".join(bare.split()), year)
        note = whole.removeprefix(bare)
        every = openings.week(whole) or (None if openings.names_days(note) else openings.week(bare))
    except ValueError:
        return None
    return Hours(every) if every else None


def _today(week: openings.Week, at: datetime) -> Standing:
    """How a thing stands that comes again: over when it was open on that day and won't be any more."""
    state = week.state(at)
    if state.is_open:
        return Standing("open", state.turns)
    was = any(starts <= at.hour * 60 + at.minute for starts, _ in week.days[at.weekday()])
    later = state.turns is not None and state.turns.date() > at.date()
    return Standing("over") if was and later else Standing("before", state.turns)


def _once(plain: str, year: int) -> Hours | None:
    words = _words()
    until = next((word for word in words["until"] if plain.endswith(word)), "")
    begin = next((word for word in words["from"] if plain.endswith(word)), "")
    core = plain.removesuffix(until or begin)
    days = list(_date().finditer(core))
    halves = re.split(f"{DASH}|(?:{'|'.join(words['to'])})", core)
    if len(days) == 2 and len(halves) == 2 and not until and not begin:
        (first, starts), (last, ends) = (_moment(half, year) for half in halves)
        return Hours(None, _at(first, starts or 0), _at(last, MIDNIGHT if ends is None else ends))
    if len(days) != 1 or days[0].start() != 0:
        return None
    day = _day(days[0], year)
    rest = core[days[0].end() :]
    if until or begin:
        minutes = spans.span(rest).starts if rest else 0 if begin else MIDNIGHT
        return Hours(None, *((None, _at(day, minutes)) if until else (_at(day, minutes), None)))
    span = spans.span(rest) if rest else None
    if span is None or span.ends is None:
        return Hours(None, None, _at(day, MIDNIGHT), unsaid=True)
    return Hours(None, _at(day, span.starts), _at(day, span.ends))


def _moment(text: str, year: int) -> tuple[date, int | None]:
    found = _date().match(text)
    if found is None:
        raise spans.Unreadable("time_unreadable")
    rest = text[found.end() :]
    return _day(found, year), spans.span(rest).starts if rest else None


def _day(found: re.Match[str], year: int) -> date:
    return date(year, int(found["month"]), int(found["day"]))


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(), BEIJING) + timedelta(minutes=minutes)


@functools.cache
def _date() -> re.Pattern[str]:
    return re.compile(_words()["date"])


@functools.cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found
