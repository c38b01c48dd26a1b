"""Parts of a day as dialects call them."""

from datetime import date, datetime, timedelta, timezone

import pytest

from understanding.dates import when

AT = datetime(2026, 3, 17, 12, 25, tzinfo=timezone(timedelta(hours=8)))
TODAY, TOMORROW = date(2026, 3, 17), date(2026, 3, 18)


@pytest.mark.parametrize(
    ("text", "day", "part", "rest"),
    [
        ("今天下晡有啥会", TODAY, "afternoon", "有啥会"),
        ("听日上昼有啥会", TOMORROW, "morning", "有啥会"),
        ("今日晏昼有咩会", TODAY, "afternoon", "有咩会"),
        ("明仔载透早几点集合", TOMORROW, "morning", "几点集合"),
        ("今晚黑有啥会", TODAY, "evening", "有啥会"),
        ("后半晌开啥会", None, "afternoon", "开啥会"),
        ("头晌的会在哪", None, "morning", "的会在哪"),
        ("后半日程还有啥", None, "", "后半日程还有啥"),
        ("日程里有啥", None, "", "日程里有啥"),
    ],
)
def test_parts_of_a_day_in_dialects(text: str, day: date | None, part: str, rest: str) -> None:
    found = when(text, AT)
    assert (found.day, found.part, found.rest.strip()) == (day, part, rest)
