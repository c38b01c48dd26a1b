"""Times as staff write them: `晚7:30—9:00`, `9：00`, `13点30分至15点`, a time cell, a start without an end."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from handover.words import number, words

MIDNIGHT = 24 * 60
LONGEST_GUESS = 6 * 60  # minutes: an end moved by half a day to follow its start must not make an item longer
EVENING, DAWN = 18 * 60, 6 * 60


class Unreadable(ValueError):
    """This is no time; the text is the code of the reason (see templates/handover/phrases.yaml)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes after midnight; both may pass 1440: the next day. `how`: codes of what was repaired."""

    starts: int
    ends: int | None = None
    how: tuple[str, ...] = ()

    def __str__(self) -> str:
        return clock(self.starts) + ("" if self.ends is None else f"—{clock(self.ends)}")


def clock(minutes: int) -> str:
    """`7:05` for 425; a time of the next day the same."""
    return f"{minutes // 60 % 24}:{minutes % 60:02}"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One moment, and the marks that may stand around a whole span."""
    word = words()
    periods = sorted((each for names in word["periods"].values() for each in names), key=len, reverse=True)
    numeral = rf"\d{{1,2}}|[{''.join(word['digits'])}{word['ten']}]{{1,3}}"
    hours, minutes = "|".join(word["hour"]), "|".join(word["minute"])
    quarters = "|".join(word["quarters"])
    moment = (
        rf"(?P<next>{'|'.join(word['next_day'])})?(?P<period>{'|'.join(map(re.escape, periods))})?"
        rf"(?:(?P<packed>\d{{4}})|(?P<h>{numeral})"
        rf"(?:[:.](?P<m>\d{{2}})(?::\d{{2}})?|(?P<unit>{hours})(?:(?P<half>{word['half']})|(?P<quarter>{quarters})"
        rf"|(?P<sharp>{word['sharp']})|(?P<um>{numeral})(?:{minutes})?)?)?)(?P<after>[ap]\.?m\.?)?"
    )
    around = rf"^(?:{'|'.join(word['about'])}|{word['lesson']})|(?:{'|'.join(word['open_end'])})+$"
    return re.compile(moment, re.IGNORECASE), re.compile(around)


def span(value: Any) -> Span:
    """Read a cell. Raises Unreadable with a code: time_missing, time_unreadable, several_spans, no_such_time."""
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return Span(value.hour * 60 + value.minute)
    if isinstance(value, timedelta):
        return Span(_within(round(value.total_seconds() / 60)))
    if isinstance(value, float) and 0 <= value < 1:
        return Span(round(value * MIDNIGHT) % MIDNIGHT)
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return _read("".join(text.split()).casefold())


def _read(text: str) -> Span:
    if not text:
        raise Unreadable("time_missing")
    to = "|".join(words()["to"])
    # What stands in brackets is a remark, unless everything does.
    core = _patterns()[1].sub("", re.sub(r"\(.*?\)|\[.*?\]", "", text) or text.strip("()[]"))
    halves = [part for part in re.split(rf"[-‐-―−~〜～]+|(?:{to})", core) if part]
    if len(halves) > 2 or re.search(r"\d[、,;/及和]\D*\d", core):
        raise Unreadable("several_spans")
    matches = [_patterns()[0].fullmatch(part) for part in halves]
    if not matches or any(match is None for match in matches):
        raise Unreadable("time_unreadable")
    found = [match.groupdict() for match in matches if match]
    # A bare number is an hour only beside one that says so: `9—11点`.
    if not any(each["packed"] or each["m"] or each["unit"] or each["period"] for each in found):
        raise Unreadable("time_unreadable")
    starts, said = _moment(found[0]), _half(found[0])
    how = ("time_twelve_hour",) if said and starts != _moment(found[0] | {"period": None, "after": None}) else ()
    starts = _within(starts) + (MIDNIGHT if found[0]["next"] else 0)
    if len(found) == 1:
        return Span(starts, None, how)
    return _ending(starts, said, found[1], how)


def _within(minutes: int) -> int:
    if not 0 <= minutes < MIDNIGHT:
        raise Unreadable("no_such_time")
    return minutes


def _half(found: dict[str, str | None]) -> str | None:
    """The part of the day that was written, by its name in words.yaml."""
    written = (found["period"] or found["after"] or "").replace(".", "")
    return next((name for name, names in words()["periods"].items() if written in names), None)


def _moment(found: dict[str, str | None]) -> int:
    """Minutes after midnight of one written time; 1440 for midnight at a day's end."""
    if found["packed"]:
        hour, minute = int(found["packed"][:2]), int(found["packed"][2:])
    else:
        hour = number(found["h"] or "") or 0
        if found["half"]:
            minute = 30
        elif found["quarter"]:
            minute = words()["quarters"][found["quarter"]]
        else:
            minute = number(found["m"] or found["um"] or "0") or 0
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise Unreadable("no_such_time")
    half = _half(found)
    if hour == 12 and half in ("evening", "night"):
        return minute + (MIDNIGHT if half == "evening" else 0)
    if hour < 12 and (half in ("afternoon", "evening") or (half == "noon" and hour < 10)):
        hour += 12
    return hour * 60 + minute


def _ending(starts: int, said: str | None, found: dict[str, str | None], how: tuple[str, ...]) -> Span:
    ends = _moment(found)
    if starts >= MIDNIGHT:
        later = _ending(starts - MIDNIGHT, said, found | {"next": None}, how)
        return replace(later, starts=starts, ends=None if later.ends is None else later.ends + MIDNIGHT)
    if found["next"]:
        return Span(starts, ends % MIDNIGHT + MIDNIGHT, how)
    if ends > starts:
        return Span(starts, ends, how)
    if ends == starts:
        return Span(starts, None, (*how, "end_is_start"))
    half_later = ends + 12 * 60
    if _half(found) is None and starts < half_later <= starts + LONGEST_GUESS:
        # Without a word for the part of the day it is a repair; with one (下午2:00—5:30) it is how people write.
        return Span(starts, half_later, ("time_twelve_hour",) if said else ("end_half_day",))
    if starts >= EVENING and ends <= DAWN:
        return Span(starts, ends + MIDNIGHT, (*how, "end_next_day"))
    return Span(starts, None, (*how, "end_before_start"))
