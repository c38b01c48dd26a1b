"""Finds the tables in a sheet by their headings, wherever these stand and in whatever order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from handover import cells, unplaced
from handover.contents import echoed, settled
from handover.guarding import Names, is_told
from handover.headed import Headed, again, best
from handover.kinds import Kind
from handover.notes import Note, Verdict, shown
from handover.shapes import reshaped
from handover.supposed import supposed
from handover.twofold import together
from handover.words import words
from handover.workbook import Line, Sheet

FIRST = 15  # the first heading row stands within so many lines
SENTENCE = 12  # characters of a text that is no date


@dataclass(frozen=True)
class Table:
    """One table: its kind, which column holds which field, the lines of text above it, and its rows."""

    kind: Kind
    columns: dict[int, str]
    head: Line
    titles: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    kept_back: set[tuple[int, int]] = field(default_factory=set)  # line and column of cells that nobody is told

    @property
    def headings(self) -> dict[str, str]:
        """Field -> the heading of its column, as written."""
        written = self.head.values
        return {name: cells.text(written[at]) if at < len(written) else "" for at, name in self.columns.items()}

    def cells(self, line: Line) -> dict[str, Any]:
        """One row's cells by field."""
        return {name: value for at, name in self.columns.items() if (value := self.value(line, at)) is not None}

    def struck(self, line: Line) -> frozenset[str]:
        """The fields of one row whose words are struck through."""
        return frozenset(name for at, name in self.columns.items() if at in line.struck)

    def rest(self, line: Line) -> dict[str, Any]:
        """One row's cells in columns that no field has, by the heading; without those for staff's own eyes."""
        if not self.kind.rest:
            return {}
        return {
            cells.text(heading).replace("\n", ""): self.value(line, at)
            for at, heading in enumerate(self.head.values)
            if at not in self.columns and is_told(self.kind, heading)
        }

    def value(self, line: Line, at: int) -> Any:
        """A cell that may be told; None for one that may not, or is not there."""
        return line.values[at] if at < len(line.values) and (line.number, at) not in self.kept_back else None


def tables(
    sheet: Sheet, kinds: Sequence[Kind], file: str = "", names: Names = frozenset
) -> tuple[list[Table], list[Note]]:
    """The sheet's tables, and notes on every line that is in none of them. No table: nobody knows this sheet.

    `names`: of the persons whom no column of a table tells that nobody knows.
    """
    found: list[Table] = []
    notes: list[Note] = []
    name = f"{sheet.name} {file}"
    first = _first_heading(sheet.lines, kinds, name)
    if first is None:
        return [], []
    above = [line for line in sheet.lines[: first.at] if line.own]
    for line in above:
        notes.append(_skipped("line_title", sheet, line))
    titles = tuple(cells.text(value) for line in above for value in line.own)
    name = f"{' '.join(titles)} {name}"
    begun: Headed | None = first.headed
    for line in (first.line, *sheet.lines[first.at + first.rows :]):
        headed = begun or best(line, kinds, name)
        begun = None
        if found and (line.own == found[-1].head.own or (headed and _again(found[-1], headed))):
            notes.append(_skipped("line_heading_again", sheet, line))
        elif headed is None:
            found[-1].lines.append(line)
        else:
            found.append(Table(headed.kind, headed.all, line, titles))
            notes += unplaced.taken("column_near", sheet, found[-1], headed.near)
    for table in found:
        moved = reshaped(table.kind, table.columns, table.head, table.lines)
        notes += unplaced.taken(
            "column_by_content", sheet, table, moved | settled(table.kind, table.columns, table.head, table.lines)
        )
        if moved:
            notes += unplaced.taken("column_near", sheet, table, again(table.kind, table.columns, table.head))
        notes += unplaced.taken(
            "column_by_content", sheet, table, echoed(table.kind, table.columns, table.head, table.lines)
        )
        notes += unplaced.kept_back(sheet, table, names)
        notes += unplaced.taken("column_near", sheet, table, unplaced.alone(table))
        notes += unplaced.unread(sheet, table)
    return found, notes


def skipped(sheet: Sheet, table: Table) -> Iterator[tuple[Line, Note | None]]:
    """The table's lines, each with the note that leaves it out or None when it is a row of the table."""
    for line in table.lines:
        if not line.own:
            continue
        first = cells.bare(cells.text(line.own[0]))
        if any(first.startswith(word) for word in words()["totals"]) and not _has_sentence(first):
            yield line, _skipped("line_total", sheet, line)
        elif len(line.own) == 1 and (_is_remark(first) or _is_sentence(table, line)):
            yield line, _skipped("line_note", sheet, line)
        else:
            yield line, None


def _has_sentence(first: str) -> bool:
    """Whether more than a number follows the word for a total."""
    rest = next(first.removeprefix(word) for word in words()["totals"] if first.startswith(word))
    return len(rest.strip(":")) > 12


def _is_sentence(table: Table, line: Line) -> bool:
    """Whether the one cell of a row says something about the table, as it stands where no such text belongs."""
    at = next(at for at, value in enumerate(line.values) if at not in line.filled and value not in (None, ""))
    told = cells.text(line.values[at])
    named = table.columns.get(at) == table.kind.naming or not table.kind.dated
    return not named and len(told) > SENTENCE and "\u3002" in told


def _is_remark(first: str) -> bool:
    for word in words()["notes"]:
        if first.startswith(word):
            rest = first.removeprefix(word)
            return not rest or not word.isalpha() or not rest[0].isalpha()
    return False


@dataclass(frozen=True, slots=True)
class _First:
    """Where the first headings stand: the line, how many rows they take, and what they say."""

    at: int
    rows: int
    line: Line
    headed: Headed


def _first_heading(lines: Sequence[Line], kinds: Sequence[Kind], name: str) -> _First | None:
    """The first headings: the row, or two rows together, that names most columns; by the names around it if need be."""
    pairs = list(pairwise(lines[: FIRST + 1]))
    two = [(at, 2, line) for at, pair in enumerate(pairs) if (line := together(*pair, kinds)) is not None]
    rows = [*((at, 1, line) for at, line in enumerate(lines[:FIRST])), *two]
    for likely in (False, True):
        found = [(at, count, line, best(line, kinds, name, likely=likely)) for at, count, line in rows]
        matched = [_First(at, count, line, headed) for at, count, line, headed in found if headed]
        if matched:
            first = max(matched, key=lambda each: (len(each.headed.all), -each.rows, -each.at))
            return _schedule(lines, first, kinds, name) or first
    titles = " ".join(cells.text(line.own[0]) for line in lines[:FIRST] if len(line.own) == 1)
    if (guess := supposed(lines, FIRST, kinds, f"{titles} {name}")) is not None:
        at, headed = guess
        return _First(at, 1, lines[at], headed)
    return None


def _again(table: Table, headed: Headed) -> bool:
    return table.kind is headed.kind and table.columns == headed.all


def _schedule(lines: Sequence[Line], first: _First, kinds: Sequence[Kind], name: str) -> _First | None:
    """The same headings as those of a kind with days, where days and times under them say so: a schedule whose
    headings are those of a list of services.
    """
    if first.headed.kind.dated or first.rows > 1:
        return None
    dated = [kind for kind in kinds if kind.dated]
    _, headed = supposed(lines[first.at :], 1, dated, name) or (0, first.headed)
    full = headed.kind.dated in headed.all.values() and not headed.lacks({*headed.all.values()})
    return replace(first, headed=headed) if full and len(headed.all) >= len(first.headed.all) else None


def _skipped(code: str, sheet: Sheet, line: Line) -> Note:
    written = " ".join(cells.text(value) for value in line.own)
    return Note(Verdict.SKIPPED, code, sheet.name, line.number, "", {"old": shown(written)})
