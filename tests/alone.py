"""Tests that watch the platform's five seconds run alone, while the suite's other processes pause between two tests."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(folder: Path, *, alone: bool) -> Iterator[None]:
    """Hold the right to run one test: beside others, or alone; `folder` is the same for all processes.

    Who wants to be alone keeps the door while the others come out; without it they would never all be out.
    """
    with (folder / "door").open("w") as door, (folder / "room").open("w") as room:
        fcntl.flock(door, fcntl.LOCK_EX)
        if alone:
            fcntl.flock(room, fcntl.LOCK_EX)
            yield
        else:
            fcntl.flock(room, fcntl.LOCK_SH)
            fcntl.flock(door, fcntl.LOCK_UN)
            yield
