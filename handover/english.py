"""English dates (`Mon, 18 Sep 2023`, `September 18th`) put into the one form that the reader of dates knows."""

import re
from functools import cache

from handover.words import words


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Weekday; month and day; day and month."""
    english = words()["english"]
    months, weekdays = "|".join(english["months"]), "|".join(english["weekdays"])
    nth = "(?:st|nd|rd|th)?"
    day = rf"(?P<d>\d{{1,2}}){nth}(?:\s*(?:[-–—]|to)\s*(?P<last>\d{{1,2}})(?![\d:.]){nth})?"
    year = r"(?:\s*,?\s*(?P<y>(?:19|20)\d{2}))?(?!\d)"
    return (
        re.compile(rf"\b(?P<w>{weekdays})[a-z]*\b\.?,?\s*", re.IGNORECASE),
        re.compile(rf"\b(?P<m>{months})[a-z]*\.?\s*{day}(?![\d:]){year}", re.IGNORECASE),
        re.compile(rf"\b{day}\s*(?:of\s+)?(?P<m>{months})[a-z]*\b\.?{year}", re.IGNORECASE),
    )


def put_plainly(written: str) -> str:
    """The text with its English dates and weekdays as numbers with the signs for year, month and day."""
    if not re.search(r"[a-zA-Z]{3}", written):
        return written
    weekday, month_first, day_first = _patterns()
    word, english = words(), words()["english"]

    def of_week(match: re.Match[str]) -> str:
        return f"{word['weekday_before'][0]}{word['weekdays'][english['weekdays'][match['w'].lower()] - 1]} "

    def date(match: re.Match[str]) -> str:
        year = f"{match['y']}{word['year']}" if match["y"] else ""
        last = f"{word['to'][0]}{match['last']}{word['day'][0]}" if match["last"] else ""
        return f"{year}{english['months'][match['m'].lower()]}{word['month']}{match['d']}{word['day'][0]}{last} "

    found = day_first.sub(date, month_first.sub(date, written))
    if found == written and not weekday.fullmatch(written.strip()) and not re.search(r"\d", written):
        return written
    return weekday.sub(of_week, found)
