"""Finds what is done with a table's columns that no heading gave a field, and notes it for the report."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from handover import cells
from handover.guarding import Names, is_free, is_guarded, is_told, persons
from handover.notes import Note, Verdict, shown
from handover.words import words
from handover.workbook import Sheet

if TYPE_CHECKING:
    from handover.tables import Table

TELLING = 6  # characters that a cell has on the average, if it says more than its heading asks for
LIKENESS = 0.3  # share of the signs of two headings that they have both, for one to be told as perhaps the other


def alone(table: "Table") -> dict[int, str]:
    """The one column of an unknown heading that is told as the table's `rest`, which has no column of its own: that is
    what it is, if its cells have something to say.
    """
    if not table.kind.rest or table.kind.rest in table.columns.values():
        return {}
    told = [at for at, heading in enumerate(table.head.values) if at not in table.columns and _may_tell(table, heading)]
    values = [cells.text(table.value(line, at)) for at in told for line in table.lines]
    if len(told) != 1 or sum(map(len, values)) < TELLING * max(1, sum(map(bool, values))):
        return {}
    table.columns[told[0]] = table.kind.rest
    return {told[0]: table.kind.rest}


def _may_tell(table: "Table", heading: Any) -> bool:
    """Whether a column may be told: what a table is good for at all is also told by a heading that says nothing."""
    kind = table.kind
    main = any(kind.rest in group for group in kind.needs) and kind.rest not in table.columns.values()
    return is_told(kind, heading) or (main and bool(cells.heading(heading)) and is_free(kind, heading))


def kept_back(sheet: Sheet, table: "Table", names: Names) -> Iterator[Note]:
    """Keep back the cells of columns to be told that hold persons, with a note for each column."""
    for at, heading in enumerate(table.head.values if table.kind.rest else ()):
        if at in table.columns or not _may_tell(table, heading):
            continue
        if found := persons(table.kind, table.columns, at, heading, table.lines, names):
            table.kept_back.update((number, at) for number in found)
            told = {"heading": shown(cells.text(heading)), "count": str(len(found)), "field": table.kind.rest}
            code = "values_of_others" if table.kind.rest in table.kind.private else "values_of_persons"
            yield Note(Verdict.DROPPED, code, sheet.name, found[0], "", told)


def taken(code: str, sheet: Sheet, table: "Table", columns: Mapping[int, str]) -> Iterator[Note]:
    for at, name in columns.items():
        heading = cells.text(table.head.values[at]) if at < len(table.head.values) else ""
        told = {"heading": shown(heading), "number": str(at + 1), "field": name}
        yield Note(Verdict.CORRECTED, "column_near" if heading else code, sheet.name, table.head.number, "", told)


def unread(sheet: Sheet, table: "Table") -> Iterator[Note]:
    """A note for each column that has values and no known heading."""
    width = max((len(line.values) for line in table.lines), default=0)
    for at in range(width):
        mark = cells.heading(table.head.values[at]) if at < len(table.head.values) else ""
        if at in table.columns or mark in words()["running"]:
            continue
        written = [table.value(line, at) for line in table.lines if len(line.own) > 1]
        count = sum(1 for value in written if value not in (None, ""))
        if count and (mark or (count > 1 and not _runs(written))):
            heading = cells.text(table.head.values[at]) if mark else ""
            code = "column_unknown" if mark else "column_unnamed"
            told = {"heading": shown(heading), "number": str(at + 1), "count": str(count)}
            if table.kind.rest and mark and is_told(table.kind, table.head.values[at]):
                told |= {"field": table.kind.rest}
                yield Note(Verdict.CORRECTED, "column_into", sheet.name, table.head.number, "", told)
                continue
            if mark in table.kind.fields:
                code = "column_twice"
            elif mark and not (guarded := is_guarded(table.kind, heading)) and (missing := _maybe(table, mark)):
                code, told["fields"] = "column_unplaced", ",".join(missing)
            elif mark and table.kind.rest:
                code = "column_guarded" if guarded else "column_held_back"
            yield Note(Verdict.DROPPED, code, sheet.name, table.head.number, "", told)


def _runs(values: Sequence[Any]) -> bool:
    """Whether a column without a heading holds running numbers."""
    return [cells.text(value) for value in values] == [str(number) for number in range(1, len(values) + 1)]


def _maybe(table: "Table", mark: str) -> list[str]:
    """The missing columns that a heading may mean: those with a name that shares half of its signs."""
    missing = [name for name in table.kind.headings if name not in table.columns.values()]
    likeness = {
        name: max(len({*mark} & {*known}) / len({*mark} | {*known}) for known in table.kind.headings[name] if known)
        for name in missing
    }
    return sorted((name for name in missing if likeness[name] >= LIKENESS), key=lambda name: -likeness[name])
