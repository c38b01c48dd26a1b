"""Times as staff write them."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.spans import Span, Unreadable, clock, span

FULL_WIDTH = str.maketrans("0123456789:", "０１２３４５６７８９：")
NUMERALS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below 60 as it is spoken."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def spoken(minutes: int) -> str:
    """七点, 七点零五分, 七点半."""
    hour, minute = divmod(minutes, 60)
    rest = {0: "", 30: "半"}.get(minute, ("零" if minute < 10 else "") + chinese(minute) + "分")
    return chinese(hour) + "点" + rest


def half_day(minutes: int) -> str:
    """晚7:30 and the like: always with the part of the day."""
    hour, minute = divmod(minutes, 60)
    part = "凌晨" if hour < 6 else "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚"
    return f"{part}{hour if hour <= 12 and part != '凌晨' else hour % 12}:{minute:02}"


WAYS = {
    "7:05": clock,
    "07:05": lambda minutes: f"{minutes // 60:02}:{minutes % 60:02}",
    "7：05": lambda minutes: clock(minutes).replace(":", "："),
    "full width": lambda minutes: clock(minutes).translate(FULL_WIDTH),
    "7点05分": lambda minutes: f"{minutes // 60}点{minutes % 60:02}分",
    "7时05": lambda minutes: f"{minutes // 60}时{minutes % 60:02}",
    "7.05": lambda minutes: f"{minutes // 60}.{minutes % 60:02}",
    "0705": lambda minutes: f"{minutes // 60:02}{minutes % 60:02}",
    "spoken": spoken,
    "half day": half_day,
    "seconds": lambda minutes: clock(minutes) + ":00",
}
DASHES = ["-", "—", "–", "~", "～", "至", "到", " — ", "——", "－"]
MINUTES = st.integers(0, 24 * 60 - 1)


@given(st.lists(MINUTES, min_size=2, max_size=2, unique=True), st.sampled_from(list(WAYS)), st.sampled_from(DASHES))
def test_every_written_form_of_a_span_is_read_back(pair: list[int], way: str, dash: str) -> None:
    starts, ends = sorted(pair)
    read = span(WAYS[way](starts) + dash + WAYS[way](ends))
    assert (read.starts, read.ends) == (starts, ends)


@given(MINUTES, st.sampled_from(list(WAYS)), st.sampled_from(["", "起", "开始", "左右"]), st.sampled_from(["", "约"]))
def test_every_written_form_of_a_start_is_read_back(minutes: int, way: str, after: str, before: str) -> None:
    read = span(before + WAYS[way](minutes) + after)
    assert (read.starts, read.ends) == (minutes, None)


@given(
    st.integers(13 * 60, 23 * 60 + 58).flatmap(
        lambda starts: st.tuples(st.just(starts), st.integers(starts + 1, min(starts + 360, 24 * 60 - 1)))
    )
)
def test_the_part_of_the_day_is_written_once(pair: tuple[int, int]) -> None:
    starts, ends = pair
    word = "下午" if starts < 18 * 60 else "晚"
    written = f"{word}{starts // 60 % 12}:{starts % 60:02}—{ends // 60 % 12}:{ends % 60:02}"
    assert span(written) == Span(starts, ends, ("time_twelve_hour",))


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    try:
        read = span(text)
    except Unreadable:
        return
    assert 0 <= read.starts < 24 * 60
    assert read.ends is None or read.starts < read.ends <= 48 * 60


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("晚7:30—9:00", Span(1170, 1260, ("time_twelve_hour",))),
        ("下午2:00—5:30", Span(840, 1050, ("time_twelve_hour",))),
        ("下午2点半到5点", Span(870, 1020, ("time_twelve_hour",))),
        ("上午9:00—11:30", Span(540, 690)),
        ("上午11:00—1:00", Span(660, 780, ("time_twelve_hour",))),
        ("中午12:00-1:30", Span(720, 810, ("time_twelve_hour",))),
        ("晚10:00—12:00", Span(1320, 1440, ("time_twelve_hour",))),
        ("晚7:30—次日1:00", Span(1170, 1500, ("time_twelve_hour",))),
        ("7:30pm—9pm", Span(1170, 1260, ("time_twelve_hour",))),
        ("12:30 a.m.", Span(30, None, ("time_twelve_hour",))),
        ("9：00", Span(540)),
        ("13:00—18:00", Span(780, 1080)),
        ("17:30~19:00", Span(1050, 1140)),
        ("19点30分", Span(1170)),
        ("9—11点", Span(540, 660)),
        ("九点一刻", Span(555)),
        ("24:00", "no_such_time"),
        ("22:00—24:00", Span(1320, 1440)),
        ("22:00—1:00", Span(1320, 1500, ("end_next_day",))),
        ("11:30—1:00", Span(690, 780, ("end_half_day",))),
        ("14:00—10:00", Span(840, None, ("end_before_start",))),
        ("9:00—9:00", Span(540, None, ("end_is_start",))),
        (time(19, 30), Span(1170)),
        (datetime(2019, 5, 6, 9, 0), Span(540)),
        (timedelta(hours=9), Span(540)),
        (0.8125, Span(1170)),
        ("", "time_missing"),
        (None, "time_missing"),
        ("待定", "time_unreadable"),
        ("上午", "time_unreadable"),
        ("9", "time_unreadable"),
        ("9:61", "no_such_time"),
        ("25:00", "no_such_time"),
        ("9:00—10:00、14:00—15:00", "several_spans"),
        ("9:00—10:00—11:00", "several_spans"),
    ],
)
def test_one_by_one(written: Any, expected: Span | str) -> None:
    if isinstance(expected, Span):
        assert span(written) == expected
    else:
        with pytest.raises(Unreadable, match=f"^{expected}$"):
            span(written)
