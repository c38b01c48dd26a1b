"""Opening hours as staff write them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clock import BEIJING
from handover.openings import State, names_days, week

MONDAY = datetime(2019, 5, 6, tzinfo=BEIJING)
EIGHT, TWENTY = (480, 1200), (480, 1200)
NINE = (540, 1080)


def on(day: int, clock: str) -> datetime:
    """A time in the week that begins on that Monday, counted from 0."""
    hour, minute = map(int, clock.split(":"))
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        *((each, [[(480, 1200)]] * 7) for each in (
            "8:00-20:00", "8：00—20：00", "每天8:00-20:00", "开放时间：8:00-20:00", "早8点到晚8点",
            "周一至周日 8:00~20:00",            "08:00至20:00",
        )),
        *((each, [[(0, 1440)]] * 7) for each in ("24小时", "全天", "全天24小时", "0:00-24:00", "周一至周日 24小时")),
        ("8:00-11:30,13:00-17:30", [[(480, 690), (780, 1050)]] * 7),
        ("8:00-11:30 13:00-17:30", [[(480, 690), (780, 1050)]] * 7),
        ("22:00-6:00", [[(1320, 1800)]] * 7),
        ("18:00-次日6:00", [[(1080, 1800)]] * 7),
        ("周一至周五 9:00-18:00", [[(540, 1080)]] * 5 + [[]] * 2),
        ("星期一到星期五9:00至18:00；周六、周日10:00-16:00", [[(540, 1080)]] * 5 + [[(600, 960)]] * 2),
        ("周六日 9-12点", [[]] * 5 + [[(540, 720)]] * 2),
        ("工作日9:00-18:00，周末休息", [[(540, 1080)]] * 5 + [[]] * 2),
        ("9:00-18:00(周一闭馆)", [[], *[[(540, 1080)]] * 6]),
        ("9:00-18:00（周末除外）", [[(540, 1080)]] * 5 + [[]] * 2),
        ("周六和周日9:00-18:00", [[]] * 5 + [[(540, 1080)]] * 2),
        ("周五至周一9:00-18:00", [[(540, 1080)], [], [], [], *[[(540, 1080)]] * 3]),
    ],
)  # fmt: skip
def test_read(written: str, days: list[list[tuple[int, int]]]) -> None:
    found = week(written)
    assert found is not None
    assert [list(day) for day in found.days] == days


@pytest.mark.parametrize(
    "written",
    ["", "详询电话", "9:00起", "节假日除外9:00-18:00", "夏季8:00-20:00，冬季9:00-18:00", "周一闭馆",
     "25:00-26:00", "周一", "8" * 500],
)  # fmt: skip
def test_of_what_can_not_be_read_nothing_is_said(written: str) -> None:
    assert week(written) is None


@pytest.mark.parametrize(
    ("note", "days"),
    [("(周一闭馆)", True), ("周末", True), ("除外", True), ("(凭代表证)", False), ("每天开放", False), ("", False)],
)
def test_notes_that_name_days(note: str, days: bool) -> None:
    assert names_days(note) is days


@pytest.mark.parametrize(
    ("written", "at", "state"),
    [
        ("8:00-20:00", on(0, "7:59"), State(False, on(0, "8:00"))),
        ("8:00-20:00", on(0, "8:00"), State(True, on(0, "20:00"))),
        ("8:00-20:00", on(0, "20:00"), State(False, on(1, "8:00"))),
        ("24小时", on(3, "3:00"), State(True)),
        ("22:00-6:00", on(0, "5:59"), State(True, on(0, "6:00"))),
        ("22:00-6:00", on(0, "6:00"), State(False, on(0, "22:00"))),
        ("22:00-6:00", on(0, "23:00"), State(True, on(1, "6:00"))),
        ("工作日9:00-18:00", on(4, "18:30"), State(False, on(7, "9:00"))),
        ("8:00-12:00,12:00-20:00", on(0, "9:00"), State(True, on(0, "20:00"))),
        ("周日8:00-24:00，周一0:00-2:00", on(6, "9:00"), State(True, on(7, "2:00"))),
    ],
)
def test_open_or_closed(written: str, at: datetime, state: State) -> None:
    found = week(written)
    assert found is not None
    assert found.state(at) == state


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1438), st.integers(1, 1440)), min_size=1, max_size=3), st.integers(0, 10_079))
def test_it_turns_when_it_is_said_to_turn(spans: list[tuple[int, int]], minute: int) -> None:
    said = [(since, to) for since, to in spans if to - since > 0 and to != since]
    if not said:
        return
    found = week(",".join(f"{a // 60}:{a % 60:02}-{b // 60}:{b % 60:02}" for a, b in said))
    assert found is not None
    at = MONDAY + timedelta(minutes=minute)
    state = found.state(at)
    assert state.is_open == any(since <= minute % 1440 < to for since, to in said)
    if state.turns is not None:
        assert state.turns > at
        assert found.state(state.turns).is_open != state.is_open
        assert found.state(state.turns - timedelta(minutes=1)).is_open == state.is_open


@given(st.text(alphabet="0123456789:-至周一二五日、,;休息全天 小时()每", max_size=40))
def test_any_text_is_read_or_not(written: str) -> None:
    found = week(written)
    assert found is None or len(found.days) == 7
