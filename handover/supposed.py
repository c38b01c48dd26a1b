"""Supposes what a table is whose headings alone don't say it: names around it and its columns' values do."""

from collections.abc import Sequence
from typing import Any

from handover import cells
from handover.headed import Headed, marked, matched
from handover.kinds import Kind
from handover.workbook import Line

ENOUGH = 3  # known columns that make up for a naming one which nobody knows
FEW = 2  # where a name says what the table is
LOOKED = 200  # rows whose values are looked at
LONGEST = 40  # characters of what names a row


def supposed(lines: Sequence[Line], first: int, kinds: Sequence[Kind], name: str) -> tuple[int, Headed] | None:
    """The heading row among the first lines, and what its columns are; None when nothing says what the table is.

    `name`: of sheet and file, and the lines above.
    """
    found: list[tuple[tuple[bool, int, int], Headed]] = []
    for at, line in enumerate(lines[:first]):
        for kind in kinds:
            hinted = any(hint in name for hint in kind.hints)
            headed = _as(kind, line, lines[at + 1 : at + 1 + LOOKED], name, hinted=hinted)
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
    for field, fits in kind.contents.items():
        for at, _ in marks if field not in headed.all.values() else ():
            values = _values(rows, at)
            if at not in headed.all and values and all(map(fits, values)):
                headed.near[at] = field
                break
    known = len(headed.all)
    if kind.naming and kind.naming not in headed.all.values() and known >= (FEW if hinted else ENOUGH):
        left = [(at, mark) for at, mark in marks if at not in headed.all and _names(_values(rows, at))]
        # A column that is headed like the table: what the table lists.
        naming = next((at for at, mark in left if mark in name), left[0][0] if left else None)
        if naming is not None:
            headed.near[naming] = kind.naming
    groups = kind.hinted if hinted and kind.hinted else kind.needs
    fields = set(headed.all.values())
    lacking = any(not fields.intersection(group) for group in groups)
    return None if lacking or len(headed.all) < FEW or 2 * len(headed.all) < len(marks) else headed


def _values(rows: Sequence[Line], at: int) -> list[Any]:
    return [line.values[at] for line in rows if at < len(line.values) and line.values[at] not in (None, "")]


def _names(values: Sequence[Any]) -> bool:
    """Whether these can be what rows are called: short words, hardly one of them twice."""
    written = [cells.text(value) for value in values]
    words = [each for each in written if each and len(each) <= LONGEST and not each.replace(".", "").isdigit()]
    return bool(words) and len(words) == len(written) and 10 * len(set(words)) >= 9 * len(words)
