"""Headings that stand in two rows, one above the other: put together as one."""

from collections.abc import Sequence
from dataclasses import replace

from handover import cells
from handover.kinds import Kind
from handover.workbook import Line

LONGEST = 12  # characters of a heading
SEVERAL = 2  # known headings that make a row one of headings


def together(upper: Line, lower: Line, kinds: Sequence[Kind]) -> Line | None:
    """One row of headings of two; None when the lower one is no row of headings.

    Where the lower row says something it holds, with the upper one's words before it where only both are known.
    """
    known = {mark for kind in kinds for mark in kind.fields}
    if sum(cells.heading(value) in known for value in upper.own) < SEVERAL:
        return None
    values = list(upper.values) + [None] * (len(lower.values) - len(upper.values))
    above, found = "", 0
    for at in range(len(values)):
        own = lower.values[at] if at < len(lower.values) and at not in lower.filled else None
        said = cells.text(values[at])
        above = said or above
        if own in (None, ""):
            if not said:
                above = ""
            continue
        if not isinstance(own, str) or len(own) > LONGEST:
            return None
        both = f"{above}{cells.text(own)}"
        values[at] = both if cells.heading(both) in known and above else own
        found += cells.heading(values[at]) in known
    return replace(lower, values=tuple(values), filled=frozenset()) if found else None
