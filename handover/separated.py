"""A csv file as a sheet of numbered lines."""

import csv
from pathlib import Path

from handover.decoding import decoded
from handover.workbook import Line, Sheet

ENDINGS = (".csv", ".tsv")
DELIMITERS = ",\t;，"


def sheet(path: Path) -> Sheet:
    """The file's one sheet, under the file's name. Raises archive.Unusable with the code of the reason."""
    text, _ = decoded(path)
    text = text.replace("\0", "")
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        lines = tuple(Line(at, tuple(row)) for at, row in enumerate(rows, 1) if any(cell.strip() for cell in row))
    except csv.Error:  # a field of more than 128 kB: not typed by anybody
        lines = ()
    return Sheet(path.stem, lines)
