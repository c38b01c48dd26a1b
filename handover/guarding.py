"""Keeps back what a table says of persons or for staff's own eyes; columns that nobody knows are kept back by default.

A column is judged by its heading, here and nowhere else, and a column that may be told by what its cells hold.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from typing import Any

from handover import cells
from handover.kinds import Kind
from handover.telephones import holds_mobile
from handover.words import words
from handover.workbook import Line

MOST = 0.4  # share of a column's cells that are, or look like, persons: none of them is told then
LEAST = 2  # cells that must look like names, for the look of them to say anything
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<![A-Za-z\d])[A-Za-z]{1,2}\d{7,8}(?!\d)")  # card, passport
_HAN = re.compile("[\u4e00-\u9fff\u00b7]+")
LONG = 3  # characters of a name that is found inside other words; a shorter one stands alone

Names = Callable[[], Container[str]]  # the persons of the roster, looked up only where they are wanted


def is_guarded(kind: Kind, heading: Any) -> bool:
    """Whether a heading is of somebody or something else than the table is about: no guess gives it a field."""
    mark = cells.heading(heading) + cells.aside(heading)
    if any(word in mark for word in kind.others):
        return True
    return not kind.private and _persons().search(mark) is not None


def is_free(kind: Kind, heading: Any) -> bool:
    """Whether what a column holds may give it a field: not where its heading says who is in charge."""
    mark = cells.heading(heading)
    return not is_guarded(kind, heading) and not any(
        word in mark for word in (*words()["internal"], *words()["bodies"])
    )


def is_told(kind: Kind, heading: Any) -> bool:
    """Whether a column of an unknown heading is for those whom the kind's `rest` is for: if its heading says so."""
    mark, aside = cells.heading(heading), cells.aside(heading)
    kept = {kind.key, *kind.private}
    if not mark or mark in words()["running"] or kept.intersection(kind.fields.get(mark, ())):
        return False
    if is_guarded(kind, heading):
        return False
    if any(word in mark for word in kind.told):
        return True
    if any(word in mark + aside for word in words()["internal"]):
        return False
    known = words()["told"]["oneself" if kind.rest in kind.private else "everybody"]
    return mark in kind.fields or any(word in mark for word in known)


def persons(
    kind: Kind, columns: Mapping[int, str], at: int, head: Any, lines: Sequence[Line], names: Names
) -> list[int]:
    """The numbers of the lines whose cell in this column is not told, for it holds a mobile number, the number of a
    paper or another person of the roster; those of the whole column when many cells are so.

    Who speaks at an item is for everybody: a heading of `Kind.told` may stand above names.
    """
    own = next((place for place, field in columns.items() if field == kind.people), None)
    held = [(line, written) for line in lines if at < len(line.values) and (written := _plain(line.values[at]))]
    public = any(word in cells.heading(head) for word in kind.told)
    named = () if public or not held else names()
    found = [line.number for line, written in held if _holds(written, named, _own(line, own))]
    alike = 0 if public or own is not None else sum(1 for _, written in held if _looks().fullmatch(written))
    if len(found) >= MOST * max(1, len(held)) or (alike >= LEAST and alike >= MOST * len(held)):
        return [line.number for line, _ in held] if found or alike else []
    return found


def _holds(written: str, names: Container[str], own: str) -> bool:
    if holds_mobile(written) or IDENTITY.search(written):
        return True
    for run in _HAN.findall(written):
        windows = {run, *(run[at : at + size] for size in (LONG, LONG + 1) for at in range(len(run) - size + 1))}
        if any(each != own and each in names for each in windows):
            return True
    return False


def _own(line: Line, at: int | None) -> str:
    return "" if at is None or at >= len(line.values) else "".join(_plain(line.values[at]).split())


def _plain(value: Any) -> str:
    return cells.plain(cells.text(value))


@cache
def _persons() -> re.Pattern[str]:
    return re.compile(words()["persons"])


@cache
def _looks() -> re.Pattern[str]:
    return re.compile(rf"[{words()['surnames']}][\u4e00-\u9fff]{{1,2}}")
