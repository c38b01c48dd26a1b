"""The product's clock: the wall's, or a demo clock that all processes share, moved and run faster by one of them."""

import json
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clock import BEIJING, Clock

START = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)


def _near(clock: Clock, at: datetime, within: timedelta = timedelta(minutes=1)) -> bool:
    """Whether the clock shows that time, or a little later."""
    return at <= clock.now() < at + within


def test_without_a_start_it_is_the_walls() -> None:
    clock = Clock()
    before = datetime.now(BEIJING)
    assert before <= clock.now() <= datetime.now(BEIJING)
    assert clock.now().utcoffset() == timedelta(hours=8)
    with pytest.raises(ValueError, match="follows the wall"):
        clock.set(START)


def test_it_starts_where_it_is_told(tmp_path: Path) -> None:
    assert _near(Clock(START, tmp_path / "clock.json"), START)


def test_processes_share_it(tmp_path: Path) -> None:
    file = tmp_path / "data" / "clock.json"
    first = Clock(START, file)
    first.set(START + timedelta(days=1))
    assert _near(Clock(START, file), START + timedelta(days=1))


def test_it_runs_as_fast_as_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    wall = time.time() - 10
    file.write_text(json.dumps({"wall": wall, "shown": START.timestamp(), "speed": 3600}))
    assert _near(Clock(START, file), START + timedelta(hours=10), timedelta(days=2))
    first = Clock(START, file)
    first.set(START, speed=0.001)
    assert json.loads(file.read_text())["speed"] == 0.001
    assert _near(Clock(START, file), START)


def test_a_file_without_a_speed_runs_at_one(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    file.write_text(json.dumps({"wall": time.time() - 3600, "shown": START.timestamp()}))
    assert _near(Clock(START, file), START + timedelta(hours=1))


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", '{"wall": "x", "shown": 1}'])
def test_a_broken_file_leaves_the_time_as_it_is(tmp_path: Path, content: str) -> None:
    file = tmp_path / "clock.json"
    file.write_text(content)
    assert _near(Clock(START, file), START)
