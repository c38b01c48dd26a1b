"""`python -m bench.checkin [URL]`: scans a second of three desks at once, and what a board costs."""

import multiprocessing
import sys
import tempfile
import time
from datetime import datetime, timedelta
from typing import Any

import models
from clock import BEIJING
from congress.checkin import arrivals, board, stages
from congress.checkin.plan import StagePlan

PEOPLE, DESKS, STAGES, ASKED = 620, 3, 20, 2000
AT = datetime(2019, 5, 5, 13, 0, tzinfo=BEIJING)
KEY = "a data key for a benchmark, worth nothing"


def main(url: str = "") -> int:
    """Print the figures; the database must be a scratch one, it is filled and left."""
    url = url or f"sqlite:///{tempfile.mkdtemp()}/bench.db"
    _open(url)
    models.migrate()
    with models.database.atomic():
        for number in range(PEOPLE):
            group = f"Delegation {number % 24}"
            models.Delegate.create(badge=f"N-{number:04}", name=f"Name {number}", delegation=group)
        models.Revision.raise_()
    models.close()
    rate, waited = _rush(url)
    print(f"{PEOPLE} people, each at {DESKS} desks at once: {rate:.0f} scans a second, slowest {waited * 1000:.0f} ms")
    _open(url)
    for place in range(1, STAGES):
        for number in range(0, PEOPLE, 2):
            key = f"stage-{place}"
            arrivals.arrive(key, f"N-{number:04}", AT + timedelta(seconds=number), mark=f"{key}:{number}", desk="d")
    began = time.perf_counter()
    for place in range(STAGES):
        board.board(f"stage-{place}", AT)
    first = (time.perf_counter() - began) / STAGES
    began = time.perf_counter()
    for number in range(ASKED):
        board.board(f"stage-{number % STAGES}", AT)
    again = (time.perf_counter() - began) / ASKED
    print(f"a board of {PEOPLE} people after a change: {first * 1000:.1f} ms; unchanged: {again * 1e6:.0f} us")
    models.close()
    return 0


def _rush(url: str) -> tuple[float, float]:
    """Scans a second over all desks, and the longest that one took."""
    spawn = multiprocessing.get_context("spawn")
    gate, results = spawn.Barrier(DESKS), spawn.Queue()
    crowd = [spawn.Process(target=_desk, args=(url, gate, desk, results)) for desk in range(DESKS)]
    for each in crowd:
        each.start()
    found = [results.get(timeout=600) for _ in crowd]
    for each in crowd:
        each.join()
    return DESKS * PEOPLE / max(took for took, _ in found), max(longest for _, longest in found)


def _desk(url: str, gate: Any, desk: int, results: Any) -> None:
    _open(url)
    stages.open_now(AT)
    gate.wait()
    began, longest = time.perf_counter(), 0.0
    for step in range(PEOPLE):
        number = (step * 7 + desk) % PEOPLE
        one = time.perf_counter()
        arrivals.arrive("stage-0", f"N-{number:04}", AT, mark=f"{desk}:{number}", desk=f"desk-{desk}", by="bench")
        longest = max(longest, time.perf_counter() - one)
    results.put((time.perf_counter() - began, longest))
    models.close()


def _open(url: str) -> None:
    models.unlock(KEY)
    models.bind(url)
    opens, closes = AT - timedelta(hours=1), AT + timedelta(hours=9)
    keys = [f"stage-{place}" for place in range(STAGES)]
    stages.use([StagePlan(key=key, name=key, opens=opens, closes=closes) for key in keys])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
