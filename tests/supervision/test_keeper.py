"""Programs are started in order, restarted when they die, given up when they die at once, stopped in reverse."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supervision import keeper as module
from supervision.keeper import Hopeless, Keeper
from supervision.logs import Log
from supervision.process import Process, Program

ROOT = Path(__file__).parent.parent.parent
SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


class Enough(Exception):
    """Ends a watch."""


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    keeper = Keeper(tmp_path, ROOT)
    yield keeper
    keeper.kill()
    keeper.stop()


def program(name: str, code: str, **more: object) -> Program:
    return Program(name, [sys.executable, "-c", code], **more)  # type: ignore[arg-type]


def watch_until(keeper: Keeper, holds: Callable[[], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the keeper look until `holds`; a test's own time-out ends a watch that never gets there."""
    real = time.sleep

    def pause(seconds: float) -> None:
        if holds():
            raise Enough
        real(0.01)

    with monkeypatch.context() as patch:
        patch.setattr(module.time, "sleep", pause)
        with pytest.raises(Enough):
            keeper.watch()


def test_what_dies_is_started_again(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper.start(program("nap", SLEEP))
    first = keeper.processes[0].pid
    os.kill(first, signal.SIGKILL)
    watch_until(keeper, lambda: keeper.processes[0].pid != first, monkeypatch)
    assert keeper.processes[0].ended() is None
    log = keeper.processes[0].log.file
    assert capsys.readouterr().out == f"  ! nap ended (signal 9); starting it again in 0.5 s ({log})\n"


def test_what_dies_at_once_again_and_again_is_given_up(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.01)
    keeper.start(program("broken", "print('what', 'went', 'wrong'); raise SystemExit(3)"))
    with pytest.raises(Hopeless) as caught:
        keeper.watch()
    log = keeper.processes[0].log.file
    lines = str(caught.value).splitlines()
    assert lines[0] == f"broken dies at once, 5 times in a row (exit code 3). Its last lines ({log}):"
    assert set(lines[1:]) == {"    what went wrong"}


def test_a_start_that_fails_is_told_with_its_last_lines(keeper: Keeper) -> None:
    with pytest.raises(Hopeless) as caught:
        keeper.start(program("broken", "print('no such table'); raise SystemExit(3)", ready=lambda: False))
    log = keeper.processes[0].log.file
    said = f"broken ended at once (exit code 3). Its last lines ({log}):\n    no such table"
    assert str(caught.value) == said


def test_stopping_goes_backwards_and_kills_what_stays(keeper: Keeper, capsys: pytest.CaptureFixture[str]) -> None:
    keeper.start(program("store", SLEEP), program("web", STUBBORN, grace=0.2))
    store, web = keeper.processes
    while not web.log.last():
        time.sleep(0.01)  # the signal must not come before it is ignored
    keeper.stop()
    assert (store.ended(), web.ended()) == (-signal.SIGTERM, -signal.SIGKILL)
    assert capsys.readouterr().out == "  ! web did not stop within 0.2 s and was killed\n"
    assert keeper.processes == ()


def test_a_child_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from supervision.logs import Log; from supervision.process import Process, Program\n"
        f"nap = Program('nap', [sys.executable, '-c', {SLEEP!r}])\n"
        "child = Process(nap, Log(Path(sys.argv[1]), 'nap'), Path('.'))\n"
        "child.start(); print(child.pid, flush=True); time.sleep(60)"
    )
    parent = Process(Program("parent", [sys.executable, "-c", code, str(tmp_path)]), Log(tmp_path, "parent"), ROOT)
    parent.start()
    while not parent.log.last():
        time.sleep(0.01)
    child = int(parent.log.last()[0])
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait_or_kill(5)
    while Path(f"/proc/{child}").exists():  # the test's time-out is the limit
        time.sleep(0.01)


def test_children_are_safe_beside_threads(keeper: Keeper) -> None:
    stop = threading.Event()
    threading.Thread(target=stop.wait, daemon=True).start()
    keeper.start(program("nap", SLEEP))
    stop.set()
    assert keeper.processes[0].ended() is None
