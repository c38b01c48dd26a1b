"""Opening hours as staff write them, against a moment."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.catalogue import BEIJING
from congress.hours import NO_YEAR, Hours, Standing, hours
from handover.openings import Week


def on(text: str) -> datetime:
    return datetime.strptime(f"2021-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("written", "at", "expected"),
    [
        ("7:00-8:20", "05-06 06:59", Standing("before", on("05-06 07:00"))),
        ("7:00-8:20", "05-06 07:00", Standing("open", on("05-06 08:20"))),
        ("7：00 — 8：20", "05-06 08:20", Standing("over")),
        ("每天 9:00-11:30，14:00-17:00", "05-06 12:00", Standing("before", on("05-06 14:00"))),
        ("早7:00—晚10:00", "05-06 21:59", Standing("open", on("05-06 22:00"))),
        ("22:00-次日2:00", "05-06 01:00", Standing("open", on("05-06 02:00"))),
        ("22:00-次日2:00", "05-06 23:00", Standing("open", on("05-07 02:00"))),
        ("早7:00-8:30和晚5:30-7:00", "05-06 09:00", Standing("before", on("05-06 17:30"))),
        ("午11:30-13:30（凭餐券）", "05-06 13:00", Standing("open", on("05-06 13:30"))),
        ("9:00-17:00（周末休息）", "05-07 17:30", Standing("over")),
        ("9:00-17:00（周末休息）", "05-08 12:00", Standing("before", on("05-10 09:00"))),
        ("周一至周五 9:00-17:00", "05-06 12:00", Standing("open", on("05-06 17:00"))),
        ("24小时", "05-06 03:00", Standing("open")),
        ("全天", "05-06 03:00", Standing("open")),
        ("5月5日12:00-17:40", "05-05 11:00", Standing("before", on("05-05 12:00"), dated=True)),
        ("5月5日12:00-17:40", "05-05 17:40", Standing("over", dated=True)),
        ("5月5日13:00—5月6日17:30", "05-06 10:00", Standing("open", on("05-06 17:30"), dated=True)),
        ("5月5日至5月7日", "05-07 23:00", Standing("open", on("05-08 00:00"), dated=True)),
        ("5月5日13:00起", "05-09 10:00", Standing("open", dated=True)),
        ("5月7日17:30前", "05-05 10:00", Standing("open", on("05-07 17:30"), dated=True)),
        ("5月7日17:30前", "05-07 17:30", Standing("over", dated=True)),
        ("5月6日18:50发车", "05-06 19:00", Standing("unsaid", on("05-07 00:00"), dated=True)),
        ("5月6日18:50发车", "05-07 00:00", Standing("over", dated=True)),
        ("5月6日", "05-06 12:00", Standing("unsaid", on("05-07 00:00"), dated=True)),
    ],
)
def test_how_a_thing_stands(written: str, at: str, expected: Standing) -> None:
    read = hours(written, 2021)
    assert read is not None
    assert read.standing(on(at)) == expected


@pytest.mark.parametrize(
    "written",
    ["", "随餐时", "6:30", "9:00-17:00（周一至周五除节日）", "2月30日9:00-10:00", "详见通知"],
)
def test_what_is_not_certain_is_not_read(written: str) -> None:
    assert hours(written, 2021) is None


def test_days_need_a_year() -> None:
    assert hours("5月7日17:30前", NO_YEAR) is None
    assert hours("7:00-8:20", NO_YEAR) == Hours(Week((((420, 500),),) * 7))


@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_left(written: str) -> None:
    read = hours(written, 2021)
    assert read is None or read.standing(on("05-06 10:00")).state in ("open", "before", "over", "unsaid")


@given(st.integers(0, 1439), st.integers(1, 1439), st.integers(0, 3 * 1440))
def test_a_turn_is_when_the_standing_changes(starts: int, length: int, passed: int) -> None:
    read = Hours(Week((((starts, starts + length),),) * 7))
    at = on("05-06 00:00") + timedelta(minutes=passed)
    standing = read.standing(at)
    if standing.turn is not None:
        moment = timedelta(seconds=1)
        assert read.standing(standing.turn - moment).state == standing.state
        assert read.standing(standing.turn).state != standing.state
