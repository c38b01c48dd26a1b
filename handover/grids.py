"""Puts a schedule with a column for each day (time, 18 June, 19 June) into rows of one day each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from handover import cells, days
from handover.dates import Calendar
from handover.kinds import Fits, Kind
from handover.spans import Unreadable, span
from handover.words import words
from handover.workbook import Line, Sheet

FIRST = 15  # the headings stand within so many lines
SEVERAL = 2  # headings that name a day make a row one of days
MOST = 0.6  # share of a column's cells that are times, or parts of a day


@dataclass(frozen=True)
class _Anywhere:
    """For dates of which only matters that they are some."""

    base: date = date(2000, 1, 1)
    is_known: bool = False


def by_day(sheet: Sheet, kinds: Sequence[Kind], file: str) -> Sheet | None:
    """The sheet with a row for each thing of each day; None where no row of headings names days beside times, and for
    one that isn't called a schedule: who is on duty when is nobody else's.
    """
    if not _is_called_a_schedule(sheet, kinds, file):
        return None
    for place, head in enumerate(sheet.lines[:FIRST]):
        dated = [at for at, value in enumerate(head.values) if at not in head.filled and _is_day(value)]
        others = [at for at in range(len(head.values)) if at not in dated]
        below = sheet.lines[place + 1 :]
        if len(dated) < SEVERAL or not any(_are(_is_time, below, at) for at in others):
            continue
        if not all(_are(_tells, below, at) for at in dated):
            continue
        named = words()["unfolded"]
        heads = (*(head.values[at] for at in others), named["day"], named["title"])
        lines = [line for at in dated for line in _of(at, head.values[at], below, others)]
        return replace(sheet, lines=(*sheet.lines[:place], replace(head, values=heads, filled=frozenset()), *lines))
    return None


def _of(day: int, named: Any, lines: Sequence[Line], others: Sequence[int]) -> Iterator[Line]:
    """One line for each cell of a day; a cell merged downwards is one thing, which has begun above."""
    for line in lines:
        value = line.values[day] if day < len(line.values) and day not in line.filled else None
        if value in (None, ""):
            continue
        kept = tuple(line.values[at] if at < len(line.values) else None for at in others)
        marked = [
            frozenset(place for place, at in enumerate((*others, None, day)) if at in columns)
            for columns in (line.filled, line.struck)
        ]
        yield Line(line.number, (*kept, named, value), *marked)


def _is_day(value: Any) -> bool:
    """Whether a heading names a day, and nothing else."""
    if isinstance(value, (date, datetime)):
        return True
    found = days.named([value], Calendar((), _Anywhere())) if isinstance(value, str) else None
    return found is not None and found.day is not None


def _are(fits: Fits, lines: Sequence[Line], at: int) -> bool:
    """Whether most cells of a column are so."""
    held = [line.values[at] for line in lines if at < len(line.values) and line.values[at] not in (None, "")]
    return bool(held) and sum(map(fits, held)) >= MOST * len(held)


def _tells(value: Any) -> bool:
    """Whether a cell says what there is, and not that somebody is there."""
    return isinstance(value, str) and len(cells.text(value)) > 1


def _is_time(value: Any) -> bool:
    """Whether a cell says when something is; the number of a room does not."""
    if isinstance(value, time) or days.is_part(value):
        return True
    try:
        return isinstance(value, str) and not value.strip().isdecimal() and span(cells.text(value)).starts >= 0
    except Unreadable:
        return False


def _is_called_a_schedule(sheet: Sheet, kinds: Sequence[Kind], file: str) -> bool:
    titles = (cells.text(line.own[0]) for line in sheet.lines[:FIRST] if len(line.own) == 1)
    name = " ".join((file, sheet.name, *titles))
    hinted = any(hint in name for kind in kinds if kind.dated for hint in kind.hints)
    return hinted and not any(word in name for word in words()["internal"])
