"""Everything the account answers from, read from the tables once and kept until the content's revision changes.

A message must not pay for queries: one process holds one immutable Catalogue. The revision in the database is looked at
once a second at most; a face that learns of a change sooner (it rides along with the Redis trip of every message) calls
`expire`.
"""

import functools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

import models

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
LOOK_AGAIN = 1.0  # seconds
T = TypeVar("T")


@dataclass(frozen=True)
class Catalogue:
    """One revision of the content: what each shelf read. `kept` holds what is worked out from it, such as an index."""

    revision: int = -1
    shelves: dict[Callable[[], Any], Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)


_readers: list[Callable[[], Any]] = []
_current = Catalogue()
_looked = -LOOK_AGAIN  # monotonic seconds of the last look, successful or not
_source: object = None  # the database that it was read from: another one's revisions may have the same numbers
_failure: Exception | None = None
_lock = threading.Lock()


def expire() -> None:
    """Make the next `current` ask the database whether the content changed."""
    global _looked
    _looked = -LOOK_AGAIN


def revision() -> int:
    """The revision that this process answers from; -1 before the first look."""
    return _current.revision


def current() -> Catalogue:
    """The catalogue as of now. With the database gone the last one is kept; without any, its error is raised.

    One thread looks; the others go on with what is there. While the database is gone it is asked once a second, so that
    a slow refusal costs one message its time and not every one.
    """
    if _source is not models.database.obj:
        _begin_anew()
    if time.monotonic() - _looked < LOOK_AGAIN:
        return _known()
    if not _lock.acquire(blocking=_current.revision < 0):
        return _current
    try:
        if time.monotonic() - _looked >= LOOK_AGAIN:
            _look()
    finally:
        _lock.release()
    return _known()


def _begin_anew() -> None:
    global _current, _looked, _source
    _current, _looked, _source = Catalogue(), -LOOK_AGAIN, models.database.obj


def _known() -> Catalogue:
    if _current.revision < 0 and _failure is not None:
        raise _failure
    return _current


def _look() -> None:
    global _current, _looked, _failure
    try:
        number = models.Revision.current()
        if number != _current.revision:
            _current = _read(number)
        _failure = None
    except Exception as error:  # noqa: BLE001  three drivers, each with errors of its own; kept, and raised by `_known`
        models.close()  # a broken connection must not be used again
        _failure = error
    _looked = time.monotonic()


def shelf(read: Callable[[], tuple[T, ...]]) -> Callable[[], tuple[T, ...]]:
    """Make a function that reads tables one that gives what it read for the current revision.

    All shelves of a revision are read in one snapshot of the database, so that they fit together. It happens under the
    catalogue's lock: a reader reads tables, and never asks another shelf, which would wait for itself.
    """
    _readers.append(read)

    @functools.wraps(read)
    def now() -> tuple[T, ...]:
        catalogue = current()
        if read not in catalogue.shelves:  # its module came after the catalogue was read
            catalogue.shelves[read] = read()
        found: tuple[T, ...] = catalogue.shelves[read]
        return found

    return now


def _read(number: int) -> Catalogue:
    with models.snapshot():
        return Catalogue(number, {read: read() for read in _readers})


def beijing(naive: datetime) -> datetime:
    """A time as the tables hold it, as an aware one."""
    return naive.replace(tzinfo=BEIJING)


def naive(at: datetime) -> datetime:
    """An aware time as the tables hold it: Beijing's, without an offset."""
    return at.astimezone(BEIJING).replace(tzinfo=None)
