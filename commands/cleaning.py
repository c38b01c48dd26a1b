"""Personal data whose life span is over, taken out at night in the background."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import models
from congress import retention

EVERY = 60.0  # seconds between two looks at the clock


def clean(
    now: Callable[[], datetime], reports: Path, compact: Callable[[], None], stop: threading.Event, log: Any,
    every: float = EVERY,
) -> None:  # fmt: skip
    """Once a night, until `stop` is set, by one process of all; what is cut off goes on the night after.

    A start after a night in which nothing ran makes up for it at once. `reports` is the folder of hand-overs' reports,
    `compact` has the embedded store write its file anew.
    """
    while not stop.is_set():
        try:
            try:
                if retention.turn(now()):
                    tonight(now(), reports, stop, log)
                    compact()
            finally:
                models.close()  # which may fail too, on a connection that is gone
        except Exception:
            # A database or store that is away comes back; the night's work must not end the program's.
            log.exception("the night's erasing failed")
        stop.wait(every)


def tonight(at: datetime, reports: Path, stop: threading.Event, log: Any) -> None:
    """One night's work."""

    def progress(kind: str, rows: int) -> None:
        log.info("life span over", kind=kind, rows=rows)

    taken = dict(retention.sweep(at, progress, stop.is_set))
    if files := old_reports(reports, at):
        taken[retention.FILES] = len(files)
        for file in files:
            file.unlink(missing_ok=True)
    log.info("the night's erasing is done", **taken)


def old_reports(folder: Path, at: datetime) -> tuple[Path, ...]:
    """The reports whose time is over at `at`, as their names tell when they were written."""
    before = retention.limit(retention.FILES, at)
    if before is None or not folder.is_dir():
        return ()
    last = f"{before:%Y%m%d-%H%M%S}"
    return tuple(sorted(file for file in folder.glob("*.txt") if file.name[:1].isdigit() and file.name[:15] < last))
