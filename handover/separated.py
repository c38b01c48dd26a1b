"""A csv file as a sheet of numbered lines."""

import csv
from collections.abc import Sequence
from pathlib import Path

from handover.decoding import decoded
from handover.workbook import Line, Sheet

ENDINGS = (".csv", ".tsv")
OPENS, CLOSES = "(\uff08", ")\uff09"
FIRST = 15  # the headings stand within so many rows
DELIMITERS = ",\t;，"


def sheet(path: Path) -> Sheet:
    """The file's one sheet, under the file's name. Raises archive.Unusable with the code of the reason."""
    text, _ = decoded(path)
    text = text.replace("\0", "")
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        written = [(at, row) for at, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
        lines = tuple(Line(at, tuple(row)) for at, row in _mended(written))
    except csv.Error:  # a field of more than 128 kB: not typed by anybody
        lines = ()
    return Sheet(path.stem, lines)


def _mended(rows: Sequence[tuple[int, list[str]]]) -> Sequence[tuple[int, list[str]]]:
    """The rows, with cells put together again where the delimiter stands inside a heading's brackets, unquoted.

    The same cells of rows as long as that heading are one too; in shorter ones they were quoted.
    """
    for first, head in rows[:FIRST]:
        place = next((at for at in range(len(head) - 1) if _opens(head[at]) and _closes(head[at + 1])), None)
        if place is not None:
            long = len(head)
            return [(line, _joined(row, place) if line >= first and len(row) == long else row) for line, row in rows]
    return rows


def _joined(row: Sequence[str], place: int) -> list[str]:
    return [*row[:place], ",".join(row[place : place + 2]), *row[place + 2 :]]


def _opens(cell: str) -> bool:
    return any(sign in cell for sign in OPENS) and not any(sign in cell for sign in CLOSES)


def _closes(cell: str) -> bool:
    return any(sign in cell for sign in CLOSES) and not any(sign in cell for sign in OPENS)
