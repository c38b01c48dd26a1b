"""Opening hours as staff write them, held against a moment."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from congress.catalogue import BEIJING
from handover import spans

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
    """Hours that could be read: every day between `daily` minutes after midnight, or once from `starts` to `ends`;
    `unsaid`: at some time of a day, of which `ends` is the end."""

    daily: tuple[tuple[int, int], ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    unsaid: bool = False

    def standing(self, at: datetime) -> Standing:
        """How it stands at `at`."""
        if self.daily:
            return self._today(at)
        if self.starts and at < self.starts:
            return Standing("before", self.starts, dated=True)
        if self.ends and at >= self.ends:
            return Standing("over", None, dated=True)
        return Standing("unsaid" if self.unsaid else "open", self.ends, dated=True)

    def turns(self) -> tuple[datetime, ...]:
        """When it changes once and for all, if it does."""
        return tuple(filter(None, (self.starts, self.ends)))

    def daily_turns(self) -> tuple[int, ...]:
        """When it changes on every day, in minutes after midnight."""
        return tuple(minutes % MIDNIGHT for span in self.daily for minutes in span)

    def _today(self, at: datetime) -> Standing:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (at - midnight) / timedelta(minutes=1)
        for starts, ends in self.daily:
            for moment in (passed, passed + MIDNIGHT):  # hours may go on behind midnight
                if starts <= moment < ends:
                    whole = (starts, ends) == (0, MIDNIGHT)
                    return Standing("open", None if whole else midnight + timedelta(minutes=ends - moment + passed))
        coming = [starts for starts, _ in self.daily if starts > passed]
        return Standing("before", midnight + timedelta(minutes=min(coming))) if coming else Standing("over")


@functools.lru_cache(maxsize=4096)
def hours(text: str, year: int) -> Hours | None:
    """What the hours in a row say, days in them being of `year` (NO_YEAR: unknown); None when that isn't certain."""
    plain = re.sub(r"\([^()]*\)$", "", "".join(unicodedata.normalize("NFKC", text).split()))  # a note behind them
    if not plain:
        return None
    if plain in _words()["all_day"]:
        return Hours(((0, MIDNIGHT),))
    try:
        if _date().search(plain):
            return _once(plain, year)
        return Hours(tuple(_daily(plain)))
    except (spans.Unreadable, ValueError):
        return None


def _daily(plain: str) -> Iterator[tuple[int, int]]:
    for part in re.split("|".join(map(re.escape, _words()["between"])), plain):
        for word in _words()["daily"]:
            part = part.removeprefix(word)
        for word, whole in _words()["short"].items():
            part = whole + part.removeprefix(word) if part.startswith(word) else part
        span = spans.span(part)
        if span.ends is None:
            raise spans.Unreadable("time_unreadable")  # a moment has no hours
        yield span.starts, span.ends


def _once(plain: str, year: int) -> Hours | None:
    words = _words()
    until = next((word for word in words["until"] if plain.endswith(word)), "")
    begin = next((word for word in words["from"] if plain.endswith(word)), "")
    core = plain.removesuffix(until or begin)
    days = list(_date().finditer(core))
    halves = re.split(f"{DASH}|(?:{'|'.join(words['to'])})", core)
    if len(days) == 2 and len(halves) == 2 and not until and not begin:
        (first, starts), (last, ends) = (_moment(half, year) for half in halves)
        return Hours((), _at(first, starts or 0), _at(last, MIDNIGHT if ends is None else ends))
    if len(days) != 1 or days[0].start() != 0:
        return None
    day = _day(days[0], year)
    rest = core[days[0].end() :]
    if until or begin:
        minutes = spans.span(rest).starts if rest else 0 if begin else MIDNIGHT
        return Hours((), *((None, _at(day, minutes)) if until else (_at(day, minutes), None)))
    span = spans.span(rest) if rest else None
    if span is None or span.ends is None:
        return Hours((), None, _at(day, MIDNIGHT), unsaid=True)
    return Hours((), _at(day, span.starts), _at(day, span.ends))


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
