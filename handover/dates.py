"""Dates as staff write them, most often without a year and with a weekday."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Protocol

from handover import english
from handover.words import number, words

EPOCH = date(1899, 12, 30)  # of a spreadsheet's day numbers
SERIALS = range(32874, 73051)  # 1990 to 2099: other numbers in a date's place are not dates


@dataclass(frozen=True, slots=True)
class Day:
    """A date as read. `assumed`: nobody wrote the year; `weekday`: 0 Monday, as written beside it."""

    day: date
    weekday: int | None = None
    assumed: bool = False

    @property
    def contradicts(self) -> bool:
        """Whether the weekday written beside it is another day's."""
        return self.weekday is not None and self.weekday != self.day.weekday()


@cache
def _written() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One pattern for a date at the start of a text, and one for the weekday."""
    word = words()
    numeral = rf"\d{{1,2}}|[{''.join(word['digits'])}{word['ten']}]{{1,3}}"
    year = rf"(?P<y>\d{{4}}|[{''.join(word['digits'])}]{{4}})"
    days = f"(?:{'|'.join(word['day'])})"
    month = word["month"]
    patterns = (
        rf"(?:{year}{word['year']})?(?P<m>{numeral}){month}(?P<d>{numeral}){days}?"
        r"|(?P<y2>\d{4})[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})(?!\d)"
        r"|(?P<y3>\d{4})(?P<m3>\d{2})(?P<d3>\d{2})(?!\d)"
        r"|(?P<m4>\d{1,2})[-/.](?P<d4>\d{1,2})(?![\d:])"
        rf"|(?P<d5>{numeral}){days}"
    )
    weekdays = "".join(word["weekdays"]) + "".join(word["weekday_also"])
    return re.compile(patterns), re.compile(rf"(?:{'|'.join(word['weekday_before'])})(?P<w>[{weekdays}1-7])")


@cache
def _bare_weekday() -> re.Pattern[str]:
    """A weekday that is only its sign, in brackets: `7/12(5)`."""
    word = words()
    return re.compile(rf"\((?P<w>[{''.join(word['weekdays'])}{''.join(word['weekday_also'])}])\)")


class Near(Protocol):
    """The day near which undated things are, and whether more than the clock tells it."""

    @property
    def base(self) -> date: ...
    @property
    def is_known(self) -> bool: ...


class Calendar:
    """Gives dates their year: from the title (2019年5月5日—5月7日), else from what is `near` and the weekday."""

    def __init__(self, titles: Iterable[str], near: "Near") -> None:
        self._near = near
        self._range: list[date] = []
        self._years: list[int] = []
        self._month: int | None = None
        for title in titles:
            self._learn(title)

    def _learn(self, title: str) -> None:
        packed = _pack(title)
        year = words()["year"]
        for match in re.finditer(rf"(?:19|20)\d{{2}}(?={year}|[-/.]\d)|(?<![-\d])20[0-6]\d(?!\s?\d|{year})", packed):
            self._years.append(int(match[0]))
        first = re.search(rf"\d{{4}}(?:{year}|[-/.])\d", packed)
        if first is None or self._range:
            return
        day, rest = self.split(packed[first.start() :])
        to = "|".join(words()["to"])
        if day and (joined := re.match(rf"(?:[-‐-―−~〜]+|{to})", rest)):
            last, _ = self.split(rest[joined.end() :])
            if last and last.day < day.day:  # over the turn of the year
                last = Day(last.day.replace(year=day.day.year + 1))
            if last:
                self._range = [day.day, last.day]
                self._years += [day.day.year, last.day.year]

    @property
    def assumption(self) -> str:
        """The code of the note on a year that nobody wrote: the congress's own, or a guess."""
        return "date_year_days" if self._near.is_known else "date_year"

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day that the title names."""
        return (min(self._range), max(self._range)) if len(self._range) > 1 else None

    def outside(self, day: date) -> bool:
        """Whether the title's days do not hold this one."""
        return self.span is not None and not self.span[0] <= day <= self.span[1]

    def read(self, value: Any) -> Day | None:
        """The date in a cell (text, date cell or day number); None when there is none in it."""
        if isinstance(value, datetime):
            return Day(value.date())
        if isinstance(value, date):
            return Day(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return Day(EPOCH + timedelta(days=int(value))) if int(value) in SERIALS else None
        day, rest = self.split(str(value or ""))
        return day if not rest else None

    def split(self, written: str, *, loose: bool = True) -> tuple[Day | None, str]:
        """The date at the start of a text with its weekday, and what follows it.

        Not `loose`: forms that may be something else (`5.6`, `6日`) are left in the text.
        """
        packed = _pack(written)
        dates, weekdays = _written()
        before = re.match(rf"\(?{weekdays.pattern}\)?[,、]?", packed)
        match = dates.match(packed, before.end() if before else 0)
        if match is None or (parts := self._parts(match)) is None:
            return None, packed
        if not loose and (match["m4"] or match["d5"]):
            return None, packed
        after = re.match(rf"[(,、]*{weekdays.pattern}[)]*", packed[match.end() :])
        after = after or _bare_weekday().match(packed, match.end())
        rest = packed[match.end() + (after.end() - after.start() if after else 0) :].strip("(),、 ")
        sign = (after or before or {"w": None})["w"]
        weekday = _weekday(sign) if sign else None
        day = self._with_year(*parts, weekday)
        return day, rest if day else packed

    def only(self, written: str) -> Day | None:
        """The one date somewhere in a text; None when there is none, or several, or a range."""
        packed, to = _pack(written), "|".join(words()["to"])
        found = [match for match in _written()[0].finditer(packed) if not match["m4"]]
        if len(found) != 1 or found[0]["d5"] or re.match(rf"(?:[-‐-―−~〜]+|{to})\d", packed[found[0].end() :]):
            return None
        parts = self._parts(found[0])
        return self._with_year(*parts, None) if parts else None

    def _parts(self, match: re.Match[str]) -> tuple[int | None, int | None, int] | None:
        found = match.groupdict()
        year = next((number(found[n]) for n in ("y", "y2", "y3") if found[n]), None)
        month = next((number(found[n]) for n in ("m", "m2", "m3", "m4") if found[n]), None)
        day = next((number(found[n]) for n in ("d", "d2", "d3", "d4", "d5") if found[n]), None)
        return None if day is None else (year, month, day)

    def _with_year(self, year: int | None, month: int | None, day: int, weekday: int | None) -> Day | None:
        month = month or self._month
        if month is None:
            return None
        self._month = month
        if year is not None:
            self._years.append(year)
            return Day(found, weekday) if (found := _date(year, month, day)) else None
        known = sorted(set(self._years), key=self._years.index)
        candidates = [found for each in known if (found := _date(each, month, day))]
        inside = [found for found in candidates if self.span and not self.outside(found)]
        if candidates:
            return Day((inside or candidates)[0], weekday)
        year = self._near.base.year
        near = [found for each in (0, 1, -1) if (found := _date(year + each, month, day))]
        near.sort(key=lambda found: (weekday is not None and found.weekday() != weekday, self._away(found)))
        return Day(near[0], weekday, assumed=True) if near else None

    def _away(self, day: date) -> timedelta:
        """How far a day is from that; what is to come is likelier than what is as far in the past."""
        base = self._near.base
        return day - base if day >= base else 2 * (base - day)


def _pack(written: str) -> str:
    """Without spaces, but for those that keep a date and a time apart."""
    plain = english.put_plainly(unicodedata.normalize("NFKC", written))
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", " ".join(plain.split()))


def _weekday(sign: str) -> int:
    word = words()
    sign = word["weekday_also"].get(sign, sign)
    return int(sign) - 1 if sign.isdigit() else word["weekdays"].index(sign)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
