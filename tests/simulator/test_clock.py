"""The shown clock: moved, run faster, and shared through a file."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from simulator.clock import Clock
from tests.simulator.conftest import SHOWN, START, WALL, ManualClock, Phone


class Shared(Clock):
    """A clock whose wall stands still, with a file."""

    at = WALL

    def wall(self) -> float:
        return self.at


def test_it_runs_faster(clock: ManualClock) -> None:
    clock.set(speed=3600)
    clock.pass_by(48)
    assert clock.shown() == SHOWN + 48 * 3600
    clock.set(speed=1)
    clock.pass_by(1)
    assert clock.shown() == SHOWN + 48 * 3600 + 1
    clock.set(SHOWN)
    assert (clock.shown(), clock.speed) == (SHOWN, 1)


def test_processes_share_time_and_speed(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    first = Shared(START, file)
    first.set(SHOWN + 10, 60)
    assert json.loads(file.read_text()) == {"wall": WALL, "shown": SHOWN + 10, "speed": 60}
    second = Shared(START, file)
    second.at += 2
    assert (second.shown(), second.speed) == (SHOWN + 130, 60)


class ReadLong(type(Path())):  # type: ignore[misc]
    """A file during whose reading somebody else moves the clock, once it is told whom."""

    move: threading.Thread | None = None

    def read_text(self, *given: Any, **named: Any) -> str:
        text: str = super().read_text(*given, **named)
        if ReadLong.move is not None:
            ReadLong.move.start()
            ReadLong.move.join(0.3)
            ReadLong.move = None
        return text


def test_what_was_read_before_a_move_is_not_put_back_after_it(tmp_path: Path) -> None:
    clock = Shared(START, ReadLong(tmp_path / "clock.json"))
    moving = ReadLong.move = threading.Thread(target=clock.set, args=(SHOWN + 599,))
    clock.shown()
    moving.join()
    assert clock.shown() == SHOWN + 599


def test_a_file_without_a_speed_runs_at_one(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    file.write_text(json.dumps({"wall": WALL - 5, "shown": SHOWN}))
    assert Shared(START, file).shown() == SHOWN + 5


@pytest.mark.parametrize("speed", [0, -1, 1e6])
def test_speeds_that_are_refused(clock: ManualClock, speed: float) -> None:
    with pytest.raises(ValueError, match="no such speed"):
        clock.set(speed=speed)


def test_the_wall_clock_stands_by_itself() -> None:
    with pytest.raises(ValueError, match="follows the wall"):
        Clock().set(speed=2)


def test_over_http(phone: Phone, clock: ManualClock) -> None:
    assert phone.post("/phone/clock", speed=60)["clock"]["speed"] == 60
    clock.pass_by(1)
    moved = phone.post("/phone/clock", shown="2019-05-06T09:00")["clock"]
    assert (moved["shown"], moved["speed"]) == (SHOWN + 73_800, 60)
    refused = {"ok": False, "error": "时间请写成 2019-05-06T09:00，速度要大于 0"}
    wrong: tuple[dict[str, Any], ...] = ({}, {"speed": 0}, {"speed": "x"}, {"shown": "x"})
    for values in wrong:
        assert phone.post("/phone/clock", **values) == refused
