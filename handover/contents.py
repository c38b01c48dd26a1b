"""Tells a table's columns by what they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from handover import cells
from handover.guarding import is_free, is_told
from handover.kinds import Fits, Kind
from handover.words import words
from handover.workbook import Line

MOST = 0.7  # share of a column's values that must be of a kind for the column to be so: a note may stand among them
LOOKED = 60  # rows whose values are looked at
LEAST = 4  # rows that say whether a column says another one's thing in other words
LONG = 80  # characters of such a cell
ALIKE, APART = 0.5, 0.3  # share of rows in which it does, and by how much that is more than by chance


def by_content(kind: Kind, columns: Mapping[int, str], free: Sequence[int], rows: Sequence[Line]) -> dict[int, str]:
    """Columns whose values say what they are: those in `free`, which no heading names, and those of another heading
    than their values (`时间` above dates). Of `columns`, field by column, those that are not returned stay so.
    """
    now, changed = dict(columns), dict[int, str]()
    held = {at: held_in(rows, at) for at in {*columns, *free}}
    for name, fits in kind.contents.items():
        holder = next((at for at, field in now.items() if field == name), None)
        if kind.instead.get(name) in now.values():
            continue
        if holder is not None and (mostly(fits, held[holder]) or not _is_other(kind, name, held[holder])):
            continue
        for at in sorted(held):
            own = now.get(at)
            if at == holder or (own is not None and not _is_loose(kind, own, held[at])):
                continue
            if mostly(fits, held[at]) and (name != kind.key or len({*held[at]}) == len(held[at])):
                if holder is not None:
                    del now[holder]
                now[at] = changed[at] = name
                break
    return changed


def settled(kind: Kind, columns: dict[int, str], head: Line, rows: Sequence[Line]) -> dict[int, str]:
    """The same of a whole table; they are its columns from now on."""
    width = max((len(line.values) for line in rows), default=0)
    headings = [*head.values, *[None] * (width - len(head.values))]
    free = [at for at in range(width) if at not in columns and is_free(kind, headings[at])]
    found = by_content(kind, columns, free, rows)
    for at in [at for at, name in columns.items() if name in found.values() and at not in found]:
        del columns[at]
    columns.update(found)
    return found


def echoed(kind: Kind, columns: dict[int, str], head: Line, rows: Sequence[Line]) -> dict[int, str]:
    """The columns that say the same as another one in other words, told by the signs that both have row by row, and
    have less with the row below; `columns` has them from now on.
    """
    found: dict[int, str] = {}
    for name, other in kind.echoes.items():
        beside = next((at for at, field in columns.items() if field == other), None)
        if beside is None or name in columns.values():
            continue
        for at, heading in enumerate(head.values):
            if at in columns or not cells.heading(heading) or not is_free(kind, heading) or is_told(kind, heading):
                continue
            if _is_echo(rows, at, beside):
                found[at] = columns[at] = name
                break
    return found


def _is_echo(rows: Sequence[Line], at: int, beside: int) -> bool:
    held = [line.values for line in rows[:LOOKED] if max(at, beside) < len(line.values)]
    both = [(cells.text(values[at]), cells.text(values[beside])) for values in held]
    both = [(each, other) for each, other in both if each and other]
    if len(both) < LEAST or sum("\u3002" in each for each, _ in both) or any(len(each) > LONG for each, _ in both):
        return False
    others = [other for _, other in both]
    own = sum(_alike(each, other) for each, other in both) / len(both)
    below = sum(_alike(each, other) for (each, _), other in zip(both, others[1:] + others[:1], strict=True)) / len(both)
    return own >= ALIKE and own - below >= APART


def _alike(one: str, other: str) -> bool:
    """Whether two texts have a sign in both that says something."""
    return bool({sign for sign in one if "\u4e00" <= sign <= "\u9fff"} & {*other} - {*words()["asking"]})


def held_in(rows: Sequence[Line], at: int) -> list[Any]:
    """The values of a column in the first rows, without those of headings and notes that stand alone in a row."""
    some = (line.values[at] for line in rows[:LOOKED] if len(line.own) > 1 and at < len(line.values))
    return [value for value in some if value not in (None, "")]


def mostly(fits: Fits, values: Sequence[Any]) -> bool:
    """Whether nearly all values are so."""
    return bool(values) and sum(map(fits, values)) >= MOST * len(values)


def _is_loose(kind: Kind, field: str, values: Sequence[Any]) -> bool:
    """Whether a column does not hold what its heading says, as far as values can tell."""
    return field in kind.contents and bool(values) and not mostly(kind.contents[field], values)


def _is_other(kind: Kind, field: str, values: Sequence[Any]) -> bool:
    """Whether values are surely those of another field."""
    return any(mostly(fits, values) for name, fits in kind.contents.items() if name != field)
