"""The days around which dates without a year lie: the congress's own, as the hand-over or an earlier one tells them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from peewee import fn

from handover import archive, reading, separated, workbook
from handover.decoding import decoded
from handover.kinds import Kind
from handover.words import words

LARGEST = 5 * 1024 * 1024  # bytes of a file that may hold a schedule
HEAD = 400  # characters of a text in which its date stands
BEFORE, AFTER = timedelta(days=60), timedelta(days=30)  # of the congress: when something of it may be published
DOCUMENTS = (".docx", ".md", ".markdown", ".txt")


class Around:
    """Looks into the files when it is first asked. `at` is now, aware; `dated` kinds hold the congress's own days."""

    def __init__(self, at: datetime, paths: Iterable[Path] = (), kinds: Sequence[Kind] = ()) -> None:
        self.at = at
        self._paths, self._kinds = tuple(paths), tuple(kinds)
        self._dated = [kind for kind in self._kinds if kind.dated]

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """First and last day of the congress; None when nothing tells them."""
        return _ends(day for path in self._paths for day in self._told(path)) or self._known

    @property
    def is_known(self) -> bool:
        """Whether anything but the clock tells the year."""
        return self.days is not None or bool(self._years)

    @property
    def base(self) -> date:
        """The day to which undated things are near."""
        return self.days[0] if self.days else self.schedule.base

    @cached_property
    def schedule(self) -> "Clock":
        """The same for the schedule itself, which can't be asked for its own days."""
        years = self._years
        if self._known and (not years or self._known[0].year in years):
            return Clock(self.at, self._known[0], is_known=True)
        year = max(years, key=lambda each: years[each], default=0)
        return Clock(self.at, date(year, 7, 1), is_known=True) if year else Clock(self.at, self.at.date())

    @property
    def published(self) -> tuple[datetime, bool]:
        """When something without a date was published, without an offset, and whether that is now: else the congress's
        first day, when it is far from now.
        """
        now = self.at.replace(tzinfo=None, second=0, microsecond=0)
        if self.days is None or self.days[0] - BEFORE <= self.at.date() <= self.days[1] + AFTER:
            return now, True
        return datetime.combine(self.days[0], time()), False

    @cached_property
    def names(self) -> frozenset[str]:
        """The persons of the rosters in these files and of what was loaded before."""
        found: set[str] = set()
        for kind in self._kinds:
            if kind.people:
                model: Any = kind.model
                found.update(name for (name,) in model.select(getattr(model, kind.people)).tuples())
        for path in self._paths:
            found.update(self._read(path, lambda each: reading.people(each, self._kinds)))
        return frozenset(found - {""})

    @cached_property
    def _known(self) -> tuple[date, date] | None:
        """The days of what was loaded before."""
        found: list[date] = []
        for kind in self._dated:
            model: Any = kind.model
            day = getattr(model, kind.dated)
            found += next(iter(model.select(fn.MIN(day), fn.MAX(day)).where(~model.withdrawn).tuples()))
        return _ends(filter(None, found))

    @cached_property
    def _years(self) -> Counter[int]:
        """The years that names of files and the first words of texts tell."""
        year = re.compile(rf"(?<!\d)(20\d{{2}})(?=\s*{words()['year']}|[-/.]\d|$)")
        found: Counter[int] = Counter()
        for path in self._paths:
            told = path.stem
            if path.suffix.lower() in DOCUMENTS[1:]:
                with suppress(archive.Unusable):
                    told += decoded(path, LARGEST)[0][:HEAD]
            found.update({int(each) for each in year.findall(told)})
        return found

    def _told(self, path: Path) -> list[date]:
        """The days of the schedules in a file."""
        dated = self._read(path, lambda each: reading.dated(each, self._kinds, self))
        return [entry.values[kind.dated] for kind, entries in dated for entry in entries]

    def _read(self, path: Path, read: Callable[[Path], Iterable[Any]]) -> Iterable[Any]:
        """What a file's tables say; nothing for one that has none or can't be read."""
        if path.suffix.lower() not in (*workbook.ENDINGS, *separated.ENDINGS, *DOCUMENTS):
            return ()
        with suppress(archive.Unusable, OSError):
            if path.stat().st_size <= LARGEST:
                return read(path)
        return ()


class Clock:
    """A day near which undated things are, once that is known; `at` is now."""

    def __init__(self, at: datetime, base: date, *, is_known: bool = False) -> None:
        self.at, self.base, self.is_known = at, base, is_known


def _ends(days: Iterable[date]) -> tuple[date, date] | None:
    found = sorted(days)
    return (found[0], found[-1]) if found else None
