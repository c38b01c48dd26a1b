"""Finds the tables in a sheet by their headings, wherever these stand and in whatever order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from handover import cells
from handover.contents import settled
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
TELLING = 6  # characters that a cell has on the average, if it says more than its heading asks for
LIKENESS = 0.3  # share of the signs of two headings that they have both, for one to be told as perhaps the other


@dataclass(frozen=True)
class Table:
    """One table: its kind, which column holds which field, the lines of text above it, and its rows."""

    kind: Kind
    columns: dict[int, str]
    head: Line
    titles: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)

    @property
    def headings(self) -> dict[str, str]:
        """Field -> the heading of its column, as written."""
        written = self.head.values
        return {name: cells.text(written[at]) if at < len(written) else "" for at, name in self.columns.items()}

    def cells(self, line: Line) -> dict[str, Any]:
        """One row's cells by field."""
        return {name: line.values[at] for at, name in self.columns.items() if at < len(line.values)}

    def struck(self, line: Line) -> frozenset[str]:
        """The fields of one row whose words are struck through."""
        return frozenset(name for at, name in self.columns.items() if at in line.struck)

    def rest(self, line: Line) -> dict[str, Any]:
        """One row's cells in columns that no field has, by the heading; without those for staff's own eyes."""
        if not self.kind.rest:
            return {}
        return {
            cells.text(heading).replace("\n", ""): line.values[at]
            for at, heading in enumerate(self.head.values[: len(line.values)])
            if at not in self.columns and _is_told(self.kind, heading)
        }


def _is_told(kind: Kind, heading: Any) -> bool:
    """Whether a column of an unknown heading is for those whom the rest of the table is for."""
    mark, aside = cells.heading(heading), cells.aside(heading)
    guarded = {kind.key, *kind.private}
    if not mark or mark in words()["running"] or guarded.intersection(kind.fields.get(mark, ())):
        return False
    if any(word in mark + aside for word in kind.others):
        return False
    return any(word in mark for word in kind.told) or not any(word in mark + aside for word in words()["internal"])


def tables(sheet: Sheet, kinds: Sequence[Kind], file: str = "") -> tuple[list[Table], list[Note]]:
    """The sheet's tables, and notes on every line that is in none of them. No table: nobody knows this sheet."""
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
            notes += _taken("column_near", sheet, found[-1], headed.near)
    for table in found:
        moved = reshaped(table.kind, table.columns, table.head, table.lines)
        notes += _taken("column_by_content", sheet, table, moved | settled(table.kind, table.columns, table.lines))
        if moved:
            notes += _taken("column_near", sheet, table, again(table.kind, table.columns, table.head))
        notes += _taken("column_near", sheet, table, _alone(table))
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


def _alone(table: Table) -> dict[int, str]:
    """The one column of an unknown heading that is told as the table's `rest`, which has no column of its own: that is
    what it is, if its cells have something to say.
    """
    if not table.kind.rest or table.kind.rest in table.columns.values():
        return {}
    told = [at for at, heading in enumerate(table.head.values) if at not in table.columns]
    told = [at for at in told if _is_told(table.kind, table.head.values[at])]
    values = [cells.text(line.values[at]) for at in told for line in table.lines if at < len(line.values)]
    if len(told) != 1 or sum(map(len, values)) < TELLING * max(1, sum(map(bool, values))):
        return {}
    table.columns[told[0]] = table.kind.rest
    return {told[0]: table.kind.rest}


def _taken(code: str, sheet: Sheet, table: Table, columns: Mapping[int, str]) -> Iterator[Note]:
    for at, name in columns.items():
        heading = cells.text(table.head.values[at]) if at < len(table.head.values) else ""
        told = {"heading": shown(heading), "number": str(at + 1), "field": name}
        yield Note(Verdict.CORRECTED, "column_near" if heading else code, sheet.name, table.head.number, "", told)


def _unread(sheet: Sheet, table: Table) -> Iterator[Note]:
    """A note for each column that has values and no known heading."""
    width = max((len(line.values) for line in table.lines), default=0)
    for at in range(width):
        mark = cells.heading(table.head.values[at]) if at < len(table.head.values) else ""
        if at in table.columns or mark in words()["running"]:
            continue
        written = [line.values[at] for line in table.lines if at < len(line.values) and len(line.own) > 1]
        count = sum(1 for value in written if value not in (None, ""))
        if count and (mark or (count > 1 and not _runs(written))):
            heading = cells.text(table.head.values[at]) if mark else ""
            code = "column_unknown" if mark else "column_unnamed"
            told = {"heading": shown(heading), "number": str(at + 1), "count": str(count)}
            if table.kind.rest and mark and _is_told(table.kind, table.head.values[at]):
                told |= {"field": table.kind.rest}
                yield Note(Verdict.CORRECTED, "column_into", sheet.name, table.head.number, "", told)
                continue
            if mark in table.kind.fields:
                code = "column_twice"
            elif mark and (missing := _maybe(table, mark)) and not any(word in mark for word in table.kind.others):
                code, told["fields"] = "column_unplaced", ",".join(missing)
            yield Note(Verdict.DROPPED, code, sheet.name, table.head.number, "", told)


def _runs(values: Sequence[Any]) -> bool:
    """Whether a column without a heading holds running numbers."""
    return [cells.text(value) for value in values] == [str(number) for number in range(1, len(values) + 1)]


def _maybe(table: Table, mark: str) -> list[str]:
    """The missing columns that a heading may mean: those with a name that shares half of its signs."""
    missing = [name for name in table.kind.headings if name not in table.columns.values()]
    likeness = {
        name: max(len({*mark} & {*known}) / len({*mark} | {*known}) for known in table.kind.headings[name] if known)
        for name in missing
    }
    return sorted((name for name in missing if likeness[name] >= LIKENESS), key=lambda name: -likeness[name])


def _skipped(code: str, sheet: Sheet, line: Line) -> Note:
    written = " ".join(cells.text(value) for value in line.own)
    return Note(Verdict.SKIPPED, code, sheet.name, line.number, "", {"old": shown(written)})
