"""An xlsx file as sheets of numbered lines, merged cells filled in downwards."""

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]
from openpyxl.utils.cell import range_boundaries

from handover import archive

ENDINGS = (".xlsx", ".xlsm")
# A sheet may declare a million rows: reading ends when this many in succession are empty.
GAP = 2000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `number` counts from 1; `filled`: columns whose value a merged cell above gave; `struck`: those whose
    words are struck through.
    """

    number: int
    values: tuple[Any, ...]
    filled: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()

    @property
    def own(self) -> tuple[Any, ...]:
        """The values that stand in this row itself."""
        return tuple(value for at, value in enumerate(self.values) if at not in self.filled and value not in (None, ""))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet without its empty rows. `formulas`: cells with a formula whose result was never saved."""

    name: str
    lines: tuple[Line, ...]
    hidden: bool = False
    stopped: int = 0  # the row after which reading ended because of the gap
    formulas: int = 0


def sheets(path: Path) -> list[Sheet]:
    """All worksheets. Raises archive.Unusable with the code of the reason."""
    archive.check(path)
    try:
        # openpyxl warns of styles and extensions that it will not keep: nothing is written here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(_read(path))
    except Exception as error:
        # A damaged workbook shows itself as any of a dozen classes, from KeyError to zlib.error.
        raise archive.Unusable("file_broken") from error


def _read(path: Path) -> Iterator[Sheet]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            # The read-only sheet tells neither merged cells nor formulas: its part is looked through for them.
            merged, formulas = _marks(path, sheet._worksheet_path)  # type: ignore[attr-defined]
            sheet.reset_dimensions()  # a declared size of a million rows must not be believed
            lines: list[Line] = []
            gap = number = 0
            for number, values, struck in _rows(sheet, _strikes(path)):
                line = _line(number, values, merged, struck)
                gap = 0 if line.own else gap + 1
                if line.own or line.filled:
                    lines.append(line)
                if gap > GAP:
                    break
            yield Sheet(sheet.title, tuple(lines), sheet.sheet_state != "visible", number if gap > GAP else 0, formulas)
    finally:
        book.close()


def _strikes(path: Path) -> bool:
    """Whether anything in the book may be struck through."""
    with zipfile.ZipFile(path) as packed:
        return any(b"<strike" in packed.read(name) for name in packed.namelist() if name.endswith("/styles.xml"))


def _rows(sheet: Any, strikes: bool) -> Iterator[tuple[int, tuple[Any, ...], frozenset[int]]]:
    """Number, values and struck columns of each row; styles are only looked at where any is such a one."""
    if not strikes:
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, values, frozenset()
        return
    for number, row in enumerate(sheet.iter_rows(), 1):
        struck = (at for at, cell in enumerate(row) if cell.value not in (None, "") and cell.font.strike)
        yield number, tuple(cell.value for cell in row), frozenset(struck)


def _line(
    number: int, values: tuple[Any, ...], merged: dict[int, dict[int, Any]], struck: frozenset[int]
) -> Line:  # fmt: skip
    """The row as read, with the values of merged cells that began above, struck as these are; remembers those that
    begin here."""
    given = merged.get(number)
    if not given:
        return Line(number, values, struck=struck)
    wide = list(values) + [None] * (max(given) + 1 - len(values))
    filled = set()
    for column, origin in given.items():
        if origin[0] == number:
            origin[1], origin[2] = wide[column], column in struck
        elif origin[1] is not None:
            wide[column] = origin[1]
            filled.add(column)
            struck |= {column} if origin[2] else set()
    return Line(number, tuple(wide), frozenset(filled), struck)


def _marks(path: Path, part: str) -> tuple[dict[int, dict[int, Any]], int]:
    """Row -> column (from 0) -> [first row, value, is it struck] of cells merged over several rows; the count of
    unsaved formulas."""
    merged: dict[int, dict[int, Any]] = {}
    formulas = 0
    with zipfile.ZipFile(path) as packed:
        data = packed.read(part)
        if b"mergeCell" not in data and b"<f" not in data:
            return merged, 0
        with packed.open(part) as stream:
            for _, element in iterparse(stream, forbid_dtd=True):
                tag = element.tag.removeprefix(_MAIN).removeprefix(_STRICT)
                if tag == "c":
                    held = {child.tag.removeprefix(_MAIN).removeprefix(_STRICT): child.text for child in element}
                    formulas += "f" in held and not held.get("v")
                elif tag == "row":
                    element.clear()
                elif tag == "mergeCell":
                    left, top, _, bottom = (int(edge or 0) for edge in range_boundaries(element.get("ref", "")))
                    origin: list[Any] = [top, None, False]
                    for row in range(top, min(bottom, top + GAP) + 1) if bottom > top else ():
                        merged.setdefault(row, {})[left - 1] = origin
    return merged, formulas
