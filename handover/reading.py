"""Reads a workbook: from its sheets to the settled entries of each kind."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from handover import cells, documents, separated, workbook
from handover.grids import by_day
from handover.guarding import Names
from handover.headed import nearest
from handover.kinds import About, Entry, Kind
from handover.notes import Note, Verdict
from handover.report import SheetReport
from handover.rows import Refused, Row
from handover.settling import settle
from handover.store import Hold
from handover.tables import FIRST, Table, skipped, tables
from handover.unfolded import unfolded
from handover.words import words

if TYPE_CHECKING:
    from handover.around import Around

STEP = 500  # rows between two reports of progress


@dataclass
class Reading:
    """What a workbook says. `totals`: (kind name, sheet, line, number) that the file itself declares."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)  # by the kind's name
    holds: dict[str, Hold] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    sheets: list[SheetReport] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)  # sheets that nobody recognised


def read(path: Path, kinds: Sequence[Kind], around: "Around", progress: Callable[[float], None]) -> Reading:
    """Read all sheets. Raises archive.Unusable; with file_no_table when no sheet is of a known kind."""
    reading = Reading()
    found = _found(path, kinds, reading, lambda: around.names)
    progress(0.3)
    rows, done = sum(len(table.lines) for _, table in found) or 1, 0

    def step() -> None:
        nonlocal done
        done += 1
        if done % STEP == 0:
            progress(0.3 + 0.5 * done / rows)

    elsewhere = _elsewhere(found)
    raw: dict[str, list[Entry]] = {}
    totals: list[tuple[Kind, Note]] = []
    for sheet, table in found:
        about = About((*table.titles, sheet.name, path.stem), around, table.headings, elsewhere)
        accepted, declared = _rows(sheet, table, about, reading, step)
        raw.setdefault(table.kind.name, []).extend(accepted)
        totals += [(table.kind, note) for note in declared]
    for kind in {table.kind.name: table.kind for _, table in found}.values():
        settled, notes = settle(kind, raw[kind.name])
        reading.entries[kind.name] = settled
        reading.notes += notes
    reading.notes += [_total(note, reading.entries[kind.name]) for kind, note in totals]
    for hold in reading.holds.values():
        hold.sheets = {*hold.sheets, *reading.unknown}
    return reading


def dated(path: Path, kinds: Sequence[Kind], around: "Around") -> list[tuple[Kind, list[Entry]]]:
    """The rows of the tables that hold the congress's own days. Raises archive.Unusable."""
    reading = Reading()
    found = _found(path, kinds, reading)
    elsewhere, read = _elsewhere(found), []
    for sheet, table in found:
        if table.kind.dated:
            about = About((*table.titles, sheet.name, path.stem), around, table.headings, elsewhere)
            read.append((table.kind, _rows(sheet, table, about, reading, lambda: None)[0]))
    return read


def people(path: Path, kinds: Sequence[Kind]) -> set[str]:
    """The names of the persons in the tables of persons. Raises archive.Unusable."""
    return {
        "".join(cells.plain(cells.text(table.cells(line).get(table.kind.people))).split())
        for sheet, table in _found(path, kinds, Reading())
        for line, note in skipped(sheet, table)
        if note is None and table.kind.people
    }


def _found(
    path: Path, kinds: Sequence[Kind], reading: Reading, names: Names = frozenset
) -> list[tuple[workbook.Sheet, Table]]:
    ending = path.suffix.lower()
    if ending in workbook.ENDINGS:
        sheets = workbook.sheets(path)
    else:
        sheets = [separated.sheet(path)] if ending in separated.ENDINGS else documents.sheets(path)
    return [(sheet, table) for sheet in sheets for table in _tables(sheet, kinds, reading, path.stem, names)]


def _elsewhere(found: Sequence[tuple[workbook.Sheet, Table]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for sheet, table in found for line in (*table.titles, *_dates(sheet))))


def _tables(sheet: workbook.Sheet, kinds: Sequence[Kind], reading: Reading, file: str, names: Names) -> list[Table]:
    if sheet.hidden or not sheet.lines:
        code = "sheet_hidden" if sheet.hidden else "sheet_empty"
        reading.notes.append(Note(Verdict.SKIPPED, code, sheet.name))
        return []
    if (rows := by_day(sheet, kinds, file)) is not None:
        sheet = rows
        reading.notes.append(Note(Verdict.CORRECTED, "sheet_by_day", sheet.name))
    found, notes = tables(sheet, kinds, file, names)
    if not found and (spread := unfolded(sheet)) is not None:
        found, notes = tables(spread, kinds, file, names)
        if found:
            reading.notes.append(Note(Verdict.CORRECTED, "sheet_unfolded", sheet.name))
    reading.notes += notes
    for kind in dict.fromkeys(table.kind.name for table in found) or ("",):
        reading.sheets.append(SheetReport(sheet.name, kind))
    if not found:
        reading.unknown.add(sheet.name)
        reading.notes.append(_unknown(sheet, kinds))
    if sheet.formulas:
        told = {"count": str(sheet.formulas)}
        reading.notes.append(Note(Verdict.DOUBTFUL, "sheet_formulas", sheet.name, 0, "", told))
    if sheet.stopped:
        told = {"line": str(sheet.stopped)}
        reading.notes.append(Note(Verdict.DOUBTFUL, "sheet_stopped", sheet.name, 0, "", told))
    return found


def _dates(sheet: workbook.Sheet) -> list[str]:
    """The first date cell of a sheet, which tells the year of others."""
    values = (value for line in sheet.lines for value in line.own if isinstance(value, datetime))
    return [value.date().isoformat() for value in islice(values, 1)]


def _unknown(sheet: workbook.Sheet, kinds: Sequence[Kind]) -> Note:
    """Why a sheet is not read: which columns it would have to have besides, if it looks like something."""
    first = " ".join(cells.text(value) for value in sheet.lines[0].own)[:60]
    like = nearest(sheet.lines[:FIRST], kinds)
    lacking = like.lacks(set(like.all.values())) if like else []
    if like is None or not lacking:
        return Note(Verdict.REFUSED, "sheet_unknown", sheet.name, 0, "", {"old": first})
    told = {"kind": like.kind.name, "fields": ",".join(group[0] for group in lacking)}
    return Note(Verdict.REFUSED, "sheet_lacks", sheet.name, 0, "", told)


def _rows(
    sheet: workbook.Sheet, table: Table, about: About, reading: Reading, step: Callable[[], None]
) -> tuple[list[Entry], list[Note]]:
    """The accepted rows of one table, and the notes of its total lines."""
    accepted: list[Entry] = []
    totals: list[Note] = []
    hold = reading.holds.setdefault(table.kind.name, Hold(set(), set()))
    take = table.kind.begin(about)
    for line, note in skipped(sheet, table):
        step()
        if note is not None:
            (totals if note.code == "line_total" else reading.notes).append(note)
            continue
        row = Row(
            table.kind, sheet.name, line.number, table.cells(line), line.own, table.rest(line), table.struck(line)
        )
        try:
            read = take(row)
            accepted += [read] if isinstance(read, Entry) else read
        except Refused as refused:
            row.notes.append(Note(refused.verdict, refused.code, sheet.name, line.number, row.subject, refused.values))
            if row.key:
                hold.keys = {*hold.keys, row.key}
        reading.notes += row.notes
    if not accepted and table.lines:
        hold.sheets = {*hold.sheets, sheet.name}
    return accepted, totals


def _total(note: Note, entries: Sequence[Entry]) -> Note:
    """The note of a total line, with what it declares compared with what was read above it."""
    written = cells.bare(note.values["old"])
    units = "".join(words()["counted"])
    match = re.search(rf"(\d[\d,]*)[{units}]", written)
    if match is None or written.startswith(words()["subtotal"]):
        return Note(Verdict.SKIPPED, "line_total", note.sheet, note.line, "", note.values)
    declared, counted = int(match[1].replace(",", "")), sum(entry.sheet == note.sheet for entry in entries)
    told = {**note.values, "declared": str(declared), "counted": str(counted)}
    if declared == counted:
        return Note(Verdict.SKIPPED, "line_total_right", note.sheet, note.line, "", told)
    return Note(Verdict.DOUBTFUL, "line_total_wrong", note.sheet, note.line, "", told)
