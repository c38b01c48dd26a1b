"""Finds the tables in a sheet by their headings, wherever these stand and in whatever order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from handover import cells
from handover.kinds import Kind
from handover.notes import Note, Verdict, shown
from handover.words import words
from handover.workbook import Line, Sheet

FIRST = 15  # the first heading row stands within so many lines


@dataclass(frozen=True)
class Table:
    """One table: its kind, which column holds which field, the lines of text above it, and its rows."""

    kind: Kind
    columns: dict[int, str]
    head: Line
    titles: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)

    def cells(self, line: Line) -> dict[str, Any]:
        """One row's cells by field."""
        return {name: line.values[at] for at, name in self.columns.items() if at < len(line.values)}


def tables(sheet: Sheet, kinds: Sequence[Kind]) -> tuple[list[Table], list[Note]]:
    """The sheet's tables, and notes on every line that is in none of them. No table: nobody knows this sheet."""
    found: list[Table] = []
    notes: list[Note] = []
    start = _first_heading(sheet.lines, kinds)
    above = [line for line in sheet.lines[:start] if line.own] if start is not None else []
    for line in above:
        notes.append(_skipped("line_title", sheet, line))
    titles = tuple(cells.text(value) for line in above for value in line.own)
    for line in sheet.lines[start:] if start is not None else ():
        kind, columns = _best(line, kinds)
        if kind is None:
            found[-1].lines.append(line)
        elif found and found[-1].kind is kind and found[-1].columns == columns:
            notes.append(_skipped("line_heading_again", sheet, line))
        else:
            found.append(Table(kind, columns, line, titles))
    for table in found:
        notes += _unread(sheet, table)
    return found, notes


def skipped(sheet: Sheet, table: Table) -> Iterator[tuple[Line, Note | None]]:
    """The table's lines, each with the note that leaves it out or None when it is a row of the table."""
    for line in table.lines:
        if not line.own:
            continue
        first = cells.bare(cells.text(line.own[0]))
        if any(first.startswith(word) for word in words()["totals"]) and not _has_sentence(first):
            yield line, _skipped("line_total", sheet, line)
        elif len(line.own) == 1 and _is_remark(first):
            yield line, _skipped("line_note", sheet, line)
        else:
            yield line, None


def _has_sentence(first: str) -> bool:
    """Whether more than a number follows the word for a total."""
    rest = next(first.removeprefix(word) for word in words()["totals"] if first.startswith(word))
    return len(rest.strip(":")) > 12


def _is_remark(first: str) -> bool:
    for word in words()["notes"]:
        if first.startswith(word):
            rest = first.removeprefix(word)
            return not rest or not word.isalpha() or not rest[0].isalpha()
    return False


def _first_heading(lines: Sequence[Line], kinds: Sequence[Kind]) -> int | None:
    """Where the headings stand: with two heading rows (a merged one above), the one that names more columns."""
    matched = [(len(_best(line, kinds)[1]), -at) for at, line in enumerate(lines[:FIRST])]
    best = max(matched, default=(0, 0))
    return -best[1] if best[0] else None


def _best(line: Line, kinds: Sequence[Kind]) -> tuple[Kind | None, dict[int, str]]:
    marks = [(at, mark) for at, value in enumerate(line.values) if (mark := cells.heading(value))]
    best: tuple[Kind | None, dict[int, str]] = (None, {})
    for kind in kinds if len(marks) > 1 else ():
        columns: dict[int, str] = {}
        for at, mark in marks:
            name = kind.fields.get(mark)
            if name and name not in columns.values():
                columns[at] = name
        if len(columns) <= len(best[1]):
            continue
        given = set(columns.values())
        if all(given.intersection(group) for group in kind.needs):
            best = kind, columns
    return best


def _unread(sheet: Sheet, table: Table) -> Iterator[Note]:
    """A note for each column that has values and no known heading."""
    width = max((len(line.values) for line in table.lines), default=0)
    missing = [name for name in dict.fromkeys(table.kind.fields.values()) if name not in table.columns.values()]
    for at in range(width):
        mark = cells.heading(table.head.values[at]) if at < len(table.head.values) else ""
        if at in table.columns or mark in words()["running"]:
            continue
        count = sum(1 for line in table.lines if at < len(line.values) and line.values[at] not in (None, ""))
        if count and (mark or count > 1):
            heading = cells.text(table.head.values[at]) if mark else ""
            code = "column_unknown" if mark else "column_unnamed"
            told = {"heading": shown(heading), "number": str(at + 1), "count": str(count)}
            if mark and missing:
                code, told["fields"] = "column_unplaced", ",".join(missing)
            yield Note(Verdict.DROPPED, code, sheet.name, table.head.number, "", told)


def _skipped(code: str, sheet: Sheet, line: Line) -> Note:
    written = " ".join(cells.text(value) for value in line.own)
    return Note(Verdict.SKIPPED, code, sheet.name, line.number, "", {"old": shown(written)})
