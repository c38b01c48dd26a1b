"""Dates and times as people say them, bounded by the congress's days."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from understanding.numerals import NUMBER, number
from understanding.stretches import ENGLISH_DAYS, ENGLISH_NTH, ENGLISH_ORDINAL, PART_WORDS, english_nth, several, waking

# Behind one of these a number counts houses, coaches, rooms; it is no day of a month.
NOT_A_DAY = "(?!楼|馆|厅|会议室|会议厅|车|大巴|班车|线|门|桌|房|院|口|座|台|驿站|店|机|路|厂|室|排|电梯|站)"
NOT_A_MEAL = "(?!饭|餐|点名)"
DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "听": 1, "后": 2, "大后": 3}
WEEKDAYS = {**dict(zip("一二三四五六日", range(7), strict=True)), "天": 6, "末": 5, **{str(n + 1): n for n in range(7)}}
ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = {
    "morning": (time(0), time(12)),
    "noon": (time(11, 30), time(14)),
    "afternoon": (time(12, 30), time(18)),
    "evening": (time(17, 30), time(23, 59)),
}
RELATIVE = re.compile(
    r"(?:(大前|大后|前|后)(?:天|日(?![程期])|儿个?)|(昨|今|当|明|听)(?:天|[仔阿]?日(?![程语])|仔载|朝(?![代的古时城皇建末初])|儿个?|个儿?))"
    r"((?:早|晚|夜)(?![上间里饭餐])|)"
    r"|(昨|今|明)(早|晚|夜)(?:上|里|间|黑)?(?!饭|餐|点名)"
    r"|(昨|今|明)(?=早|晚|上午|中午|下午|午|下晡|暗[暝晡]|晏昼)"
)
MONTH_DAY = re.compile(
    rf"({NUMBER})\s*月\s*({NUMBER})\s*(?:日|号)?|(?<![\d.:])(\d{{1,2}})[./-](\d{{1,2}})(?:日|号)?(?![\d.]|小时|个|万|元|倍)"
)
DAY_ONLY = re.compile(rf"({NUMBER})\s*(?:号|日(?!三餐|程)){NOT_A_DAY}")
WEEKDAY = re.compile(r"(上|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六天末1-7]|日(?!程))")
ENGLISH_DATE = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?\b")
ENGLISH_DAY = re.compile(rf"\b({'|'.join([*ENGLISH_DAYS, *ENGLISH_WEEKDAYS])})\b")
NTH_DAY = re.compile(rf"(?:大会|会议|会期)?(?:的)?(?:第({NUMBER})天|(头一天|首日|第一日)|(最后一天|末日))")
CLOCK = re.compile(rf"({NUMBER})(?:[点时](?!间|候)(?:(半)|([一三]刻)|({NUMBER})分?|[整钟])?|:(\d{{2}}))")
# What stands behind a time: from then on, up to then, about then; or in front of it.
BEHIND = re.compile(
    r"\s*(?:(?P<after>以后|之后|过后|往后)|(?P<before>以前|之前|前(?!台|厅))|(?P<about>左右|前后|上下))"
)
IN_FRONT = re.compile(r"\b(?:(?P<after>after|from|since)|(?P<before>before|until|till|by)|(?P<about>around|about))\s+$")
UP_TO = re.compile(r"\s*(?:到|至|-|to|until)\s*")
JOINED = re.compile(r"\s*(?:到|至|-|和|跟|与|及|以及|to|and)\s*|\s+")
ENGLISH_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm)\b")
FIRST, NOON, LAST = time(0), time(12), time(23, 59)
SLACK = 30  # minutes that are about a time
MOST_DAYS = 10
WHOLE = re.compile(r"从早到晚|从头到尾|全天|一整天|整天|一天|整日|\ball day\b|\bwhole day\b")
PART = re.compile("|".join(f"(?P<{name}>(?:{words}){NOT_A_MEAL})" for name, words in PART_WORDS.items()))


@dataclass(frozen=True, slots=True)
class When:
    """The time that a text names. `starts`/`ends` bound the part of the day; a clock time is both. `rest` is the text
    with the time words blanked; `said` whether any was there; `whole` whether the whole day was meant. `until` is the
    last of several days."""

    rest: str
    day: date | None = None
    part: str = ""
    starts: time | None = None
    ends: time | None = None
    said: bool = False
    whole: bool = False
    until: date | None = None


def when(text: str, at: datetime, days: tuple[date, ...] = ()) -> When:
    """Read the time out of a folded text. `at` is the message's time, `days` the congress's days in order."""
    day, until, part, starts, ends, whole = None, None, "", None, None, False
    more: list[str] = []
    text = text if len(text) < 200 else text[:200]
    rest = text
    if stretch := several(rest, at, days):
        day, until, rest = stretch
    for pattern, read in _DAY_READERS:
        found = pattern.search(rest)
        if found and (value := read(found, at, days)):
            day, word = value
            part = part or word
            last, end = _second_day(rest, found, pattern, at, days)
            until = last or until
            rest = f"{rest[: found.start()]} {rest[end:]}"
            if pattern is RELATIVE:
                rest, more = _once_more(rest, day, at, days)
    if day is None and (woken := waking(rest, at)) and not PART.search(woken[1]):
        (day, rest), part = woken, "morning"
    until = until if until and day and day < until <= day + timedelta(days=MOST_DAYS) else None
    if WHOLE.search(rest):
        whole, rest = True, WHOLE.sub(" ", rest)
    beyond = None
    parts = [part, *more] if part else more
    while (found := PART.search(rest)) and len(parts) < 4:
        parts.append(str(found.lastgroup))
        beyond = BEHIND.match(rest, found.end())
        rest = f"{rest[: found.start()]} {rest[beyond.end() if beyond else found.end() :]}"
    if parts and not whole:
        starts, ends = min(PARTS[each][0] for each in parts), max(PARTS[each][1] for each in parts)
        part = parts[0] if len(set(parts)) == 1 else ""
        if beyond and beyond["after"]:
            ends, part = LAST, ""
        elif beyond and beyond["before"]:
            starts, ends, part = FIRST, min(starts, NOON), ""
    if (found := ENGLISH_CLOCK.search(rest)) and (moment := _english_clock(found)):
        starts, ends, rest = _span(rest, found, moment, "")
    elif (found := CLOCK.search(rest)) and (moment := _clock(found, parts[0] if parts else "")):
        starts, ends, rest = _span(rest, found, moment, parts[0] if parts else "")
    said = rest != text
    if "tonight" in text and day is None:
        day = at.date()
    return When(rest, day, part, starts, ends, said, whole, until)


def _once_more(text: str, day: date, at: datetime, days: tuple[date, ...]) -> tuple[str, list[str]]:
    """The text without further words for the same day, and the parts of it that these name."""
    parts = []
    for found in list(RELATIVE.finditer(text))[::-1]:
        value = _relative(found, at, days)
        if value and value[0] == day:
            text = f"{text[: found.start()]} {text[found.end() :]}"
            parts += [value[1]] if value[1] else []
    return text, parts


def _second_day(
    rest: str, first: re.Match[str], pattern: re.Pattern[str], at: datetime, days: tuple[date, ...]
) -> tuple[date | None, int]:
    """The day to which the days go on that begin with `first`, if they do; where what was read ends."""
    if joined := JOINED.match(rest, first.end()):
        for other, read in _DAY_READERS:
            if other in (pattern, DAY_ONLY) and (found := other.match(rest, joined.end())):
                value = read(found, at, days)
                return (value[0], found.end()) if value else (None, first.end())
    return None, first.end()


def _span(rest: str, found: re.Match[str], moment: time, part: str) -> tuple[time, time, str]:
    """From when to when a clock time is meant, with what stands around it; the text without all that."""
    before, behind = IN_FRONT.search(rest, 0, found.start()), BEHIND.match(rest, found.end())
    word = behind or before
    begin = before.start() if before and not behind else found.start()
    left = f"{rest[:begin]} {rest[behind.end() if behind else found.end() :]}"
    if word and word["about"]:
        minutes = moment.hour * 60 + moment.minute
        low, high = max(0, minutes - SLACK), min(24 * 60 - 1, minutes + SLACK)
        return time(*divmod(low, 60)), time(*divmod(high, 60)), left
    joined = None if behind else UP_TO.match(rest, found.end())
    if joined:
        for pattern, read in ((ENGLISH_CLOCK, _english_clock), (CLOCK, lambda each: _clock(each, part))):
            if (second := pattern.match(rest, joined.end())) and (last := read(second)):
                if last < moment and last.hour < 12:
                    last = last.replace(hour=last.hour + 12)
                return moment, last, f"{rest[:begin]} {rest[second.end() :]}"
    if word:
        return (moment, LAST, left) if word["after"] else (FIRST, moment, left)
    return moment, moment, left


def _english_clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]) % 12 + (12 if found[3] == "pm" else 0), int(found[2] or 0)
    return time(hour, minute) if minute < 60 else None


def _relative(found: re.Match[str], at: datetime, days: tuple[date, ...]) -> tuple[date, str] | None:
    word = found[1] or found[2] or found[4] or found[6]
    suffix = found[3] or found[5] or ""
    return at.date() + timedelta(days=DAYS[word]), {"早": "morning", "晚": "evening", "夜": "evening"}.get(suffix, "")


def _month_day(found: re.Match[str], at: datetime, days: tuple[date, ...]) -> tuple[date, str] | None:
    return _date(at, days, number(found[1] or found[3]), number(found[2] or found[4]))


def _date(at: datetime, days: tuple[date, ...], month: int, day: int) -> tuple[date, str] | None:
    year = days[0].year if days else at.year
    try:
        return date(year, month, day), ""
    except ValueError:
        return None


def _day_only(found: re.Match[str], at: datetime, days: tuple[date, ...]) -> tuple[date, str] | None:
    day = number(found[1])
    for each in days:
        if each.day == day:
            return each, ""
    try:
        return at.date().replace(day=day), ""
    except ValueError:
        return None


def _on_weekday(weekday: int, at: datetime, days: tuple[date, ...], next_week: bool = False) -> tuple[date, str]:
    if not next_week:
        for each in days:
            if each.weekday() == weekday:
                return each, ""
    ahead = (weekday - at.weekday()) % 7
    return at.date() + timedelta(days=ahead + (7 if next_week and weekday >= at.weekday() else 0)), ""


def _weekday(found: re.Match[str], at: datetime, days: tuple[date, ...]) -> tuple[date, str] | None:
    monday = at.date() - timedelta(days=at.weekday())
    if found[1] == "上":
        return monday + timedelta(days=WEEKDAYS[found[2]] - 7), ""
    in_days = any(monday + timedelta(days=7) <= each < monday + timedelta(days=14) for each in days)
    return _on_weekday(WEEKDAYS[found[2]], at, days, next_week=found[1] == "下" and not in_days)


def _english_date(found: re.Match[str], at: datetime, days: tuple[date, ...]) -> tuple[date, str] | None:
    return _date(at, days, MONTHS.index(found[1]) + 1, int(found[2]))


def _english_day(found: re.Match[str], at: datetime, days: tuple[date, ...]) -> tuple[date, str] | None:
    if found[1] in ENGLISH_DAYS:
        part = "evening" if found[1] == "tonight" else ""
        return at.date() + timedelta(days=ENGLISH_DAYS[found[1]]), part
    return _on_weekday(ENGLISH_WEEKDAYS.index(found[1]), at, days)


def _nth_day(found: re.Match[str], at: datetime, days: tuple[date, ...]) -> tuple[date, str] | None:
    if not days:
        return None
    nth = 1 if found[2] else len(days) if found[3] else number(found[1])
    return (days[nth - 1], "") if 1 <= nth <= len(days) else None


def _clock(found: re.Match[str], part: str) -> time | None:
    if found[1] == "一" and not part and found.group().endswith("点"):
        return None  # a little, not one o'clock
    hour = number(found[1])
    quarter = 15 * number(found[3][0]) if found[3] else 0
    minute = 30 if found[2] else quarter or number(found[4] or found[5] or "0")
    if (hour < 12 and part in ("afternoon", "evening")) or (not part and found[5] is None and 1 <= hour <= 6):
        hour += 12  # nobody meets at three in the night
    if hour == 12 and part == "evening":
        return LAST
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


_DAY_READERS = (
    (MONTH_DAY, _month_day), (ENGLISH_DATE, _english_date), (NTH_DAY, _nth_day), (WEEKDAY, _weekday),
    (ENGLISH_NTH, english_nth), (ENGLISH_DAY, _english_day), (RELATIVE, _relative), (DAY_ONLY, _day_only),
    (ENGLISH_ORDINAL, _day_only),
)  # fmt: skip
