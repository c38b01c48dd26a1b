"""Supposes what a table is whose headings alone don't say it: names around it and its columns' values do."""

import re
from collections.abc import Sequence
from typing import Any

from handover import cells
from handover.contents import by_content, held_in
from handover.guarding import is_free
from handover.headed import Headed, marked, matched
from handover.kinds import Kind
from handover.words import words
from handover.workbook import Line

ENOUGH = 3  # known columns that make up for a naming one which nobody knows
FEW = 2  # where a name says what the table is
SELDOM, OFTEN = 0.9, 0.5  # share of different values in a column of names
LONGEST = 40  # characters of what names a row
SHORT = 7  # and on the average, if its heading says something else


def supposed(lines: Sequence[Line], first: int, kinds: Sequence[Kind], name: str) -> tuple[int, Headed] | None:
    """The heading row among the first lines, and what its columns are; None when nothing says what the table is.

    `name`: of sheet and file, and the lines above.
    """
    found: list[tuple[tuple[bool, int, int], Headed]] = []
    for at, line in enumerate(lines[:first]):
        for kind in kinds:
            hinted = any(hint in name for hint in kind.hints)
            headed = _as(kind, line, lines[at + 1 :], name, hinted=hinted)
            if headed is not None:
                found.append(((hinted, len(headed.all), -at), headed))
    if not found:
        return None
    (_, _, at), headed = max(found, key=lambda each: each[0])
    return -at, headed


def _as(kind: Kind, line: Line, rows: Sequence[Line], name: str, *, hinted: bool) -> Headed | None:
    headed = matched(kind, line)
    marks = marked(line)
    if len(marks) < FEW or not rows:
        return None
    unknown = [at for at, _ in marks if at not in headed.all and is_free(kind, line.values[at])]
    found = by_content(kind, headed.all, unknown, rows)
    for at in [at for at, field in headed.all.items() if field in found.values() or at in found]:
        headed.columns.pop(at, None)
        headed.near.pop(at, None)
    headed.near.update(found)
    if kind.dated and not hinted and kind.dated not in headed.all.values() and not _names_day(name):
        return None  # a list of services has times as well
    known = len(headed.all)
    when = kind.dated in headed.all.values() and not headed.lacks({*headed.all.values(), kind.naming})
    if kind.naming and kind.naming not in headed.all.values() and known >= (FEW if hinted or when else ENOUGH):
        free = [(at, mark) for at, mark in marks if at not in headed.all]
        naming = _naming(kind, _at_the_left(headed, marks, rows) + free, rows, name)
        if naming is not None:
            headed.near[naming] = kind.naming
    groups = kind.hinted if hinted and kind.hinted else kind.needs
    fields = set(headed.all.values())
    lacking = any(not fields.intersection(group) for group in groups)
    return None if lacking or len(headed.all) < FEW or (2 + hinted) * len(headed.all) < len(marks) else headed


def _at_the_left(headed: Headed, marks: Sequence[tuple[int, str]], rows: Sequence[Line]) -> list[tuple[int, str]]:
    """The first column, if it was taken for remarks and its few words are a name; it is no column of remarks then."""
    at, mark = marks[0]
    values = held_in(rows, at)
    if not headed.kind.rest or headed.near.get(at) != headed.kind.rest or not _names(values, SELDOM):
        return []
    if sum(len(cells.text(each)) for each in values) > SHORT * len(values):
        return []
    del headed.near[at]
    return [(at, mark)]


def _naming(kind: Kind, free: Sequence[tuple[int, str]], rows: Sequence[Line], name: str) -> int | None:
    """The column that says what the rows are called: the one headed like the table, else the first that can be; of what
    comes several times (lunch), the one with most different values.
    """
    held = {at: held_in(rows, at) for at, _ in free}
    left = [(at, mark) for at, mark in free if _names(held[at], SELDOM)]
    if kind.several and not left:
        left = [(at, mark) for at, mark in free if _names(held[at], OFTEN)]
        left.sort(key=lambda each: -len(set(map(cells.text, held[each[0]]))))
    return next((at for at, mark in left if mark in name), left[0][0] if left else None)


def _names_day(name: str) -> bool:
    """Whether a name of a sheet or file holds a date."""
    return bool(re.search(rf"\d{words()['month']}\d|\d[.]\d", name))


def _names(values: Sequence[Any], share: float) -> bool:
    """Whether these can be what rows are called: short words, of which this share is different ones."""
    written = [cells.text(value) for value in values]
    words = [each for each in written if each and len(each) <= LONGEST and not each.replace(".", "").isdigit()]
    return bool(words) and len(words) == len(written) and len(set(words)) >= share * len(words)
