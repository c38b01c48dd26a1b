"""Puts a column right whose values look like something else than its heading says, or whose heading nobody knows."""

import re
from collections.abc import Sequence
from typing import Any

from handover import cells
from handover.guarding import is_guarded
from handover.kinds import Kind
from handover.workbook import Line

LOOKED = 200  # rows whose values are looked at
MOST, HARDLY = 0.6, 0.2  # share of a column's values that look alike
LONGEST = 40  # characters of such a value


def reshaped(kind: Kind, columns: dict[int, str], head: Line, lines: Sequence[Line]) -> dict[int, str]:
    """The columns that get another field by what most of their values look like; `columns` has them from now on."""
    moved: dict[int, str] = {}
    width = max((len(line.values) for line in lines), default=0)
    firm = {kind.key, kind.naming, *kind.private}
    for at in range(width) if kind.shapes else ():
        now = columns.get(at, "")
        if now in firm or _is_of_another(kind, head, at):
            continue
        values = _values(lines, at)
        shares = {name: _share(pattern, values) for name, pattern in kind.shapes.items()}
        best = max(shares, key=lambda name: shares[name])
        if best == now or best in columns.values() or shares[best] < MOST or shares.get(now, 0.0) > HARDLY:
            continue
        moved[at] = columns[at] = best
    return moved


def _is_of_another(kind: Kind, head: Line, at: int) -> bool:
    """Whether the heading says that the column is of somebody else, or there is no heading at all."""
    written = head.values[at] if at < len(head.values) else None
    return not cells.heading(written) or is_guarded(kind, written)


def _values(lines: Sequence[Line], at: int) -> list[str]:
    rows = (line.values[at] for line in lines[:LOOKED] if at < len(line.values))
    return [written for value in rows if (written := _short(value))]


def _short(value: Any) -> str:
    written = cells.text(value)
    return written if len(written) <= LONGEST else written[:1]


def _share(pattern: str, values: Sequence[str]) -> float:
    return sum(1 for value in values if re.fullmatch(pattern, value)) / len(values) if values else 0.0
