"""Which day a group of rows is of, as it is named in a line of its own, in a title or in a sheet's name."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from handover import cells
from handover.dates import Calendar, Day, Near
from handover.words import words

LONGEST_RANGE = 15  # days of a row that says from when to when it is every day


@dataclass(frozen=True, slots=True)
class Named:
    """A day as named, with the part of the day that stood beside it (empty: the whole day)."""

    day: Day | None
    part: str = ""
    written: str = ""
    among: bool = False  # it stood among other words


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What may stand before the date, after it, and the parts of a day."""
    word = words()
    parts = sorted((each for names in word["periods"].values() for each in names), key=len, reverse=True)
    before, after = "|".join(word["day_before"]), "|".join(map(re.escape, word["day_after"]))
    marks = r"[\s:,、.()\-–—·|/]*"
    return (
        re.compile(rf"{marks}(?:(?:{before}){marks})*", re.IGNORECASE),
        re.compile(rf"{marks}(?P<part>{'|'.join(parts)})?{marks}(?:(?:{after}){marks}|(?:{before}){marks})*", re.I),
        re.compile("|".join(parts), re.IGNORECASE),
    )


def named(values: Sequence[Any], calendar: Calendar) -> Named | None:
    """The day (or only the part of a day) that these cells name; None when they say anything else.

    `9月18日 星期一`, `第一天（9月18日）上午`, `Day 1 - Mon, 18 Sep`, `下午`, a date cell alone.
    """
    if len(values) == 1 and not isinstance(values[0], str):
        read = calendar.read(values[0])
        return Named(read, written=cells.text(values[0])) if read else None
    # The same in two cells is a merged one that somebody took apart.
    texts = list(dict.fromkeys(cells.text(value) for value in values))
    written = " ".join(texts)
    if not written or len(written) > 60:
        return None
    text = unicodedata.normalize("NFKC", written).strip()
    before, after, part = _patterns()
    if part.fullmatch(text.strip("() ")):
        return Named(None, text.strip("() "), written)
    day, rest = _split(calendar, text)
    if day is None:
        opening = before.match(text)
        day, rest = _split(calendar, text[opening.end() :]) if opening and opening.end() else (None, "")
    if day is None:
        return None
    closing = after.fullmatch(rest)
    return Named(day, closing["part"] or "", written) if closing else None


def is_part(value: Any) -> bool:
    """Whether a cell says which part of a day, and nothing else."""
    text = unicodedata.normalize("NFKC", value).strip("() \n") if isinstance(value, str) else ""
    return bool(_patterns()[2].fullmatch(text)) or text in words()["whole_day"]


def _split(calendar: Calendar, text: str) -> tuple[Day | None, str]:
    day, rest = calendar.split(text)
    return day, "".join(rest.split())


def among(written: str, calendar: Calendar) -> list[date]:
    """Every day of a range (`9月18日至20日`); empty for anything else."""
    first, rest = calendar.split(written) if written else (None, "")
    joined = re.match(rf"[-‐-―−~〜～]+|{'|'.join(words()['to'])}", rest)
    last = calendar.read(rest[joined.end() :]) if first and joined else None
    if first is None or last is None or not 0 < (last.day - first.day).days < LONGEST_RANGE:
        return []
    return [first.day + timedelta(days=number) for number in range((last.day - first.day).days + 1)]


def of_titles(titles: Sequence[str], near: Near) -> Named | None:
    """The one day that the lines above a table, its sheet's or file's name give it: the nearest to the table first.

    Two days in a line are the days of the whole congress, and a date of printing is no day of it.
    """
    calendar = Calendar(titles, near)
    lines = [*titles[-2:-1], *reversed(titles[:-2]), *titles[-1:]]  # the sheet's name, the lines above, the file's name
    for title in lines:
        if found := named([title], calendar):
            return found
    for title in lines:
        if not any(word in title for word in words()["day_not_of"]) and (day := calendar.only(title)):
            return Named(day, written=title, among=True)
    return None
