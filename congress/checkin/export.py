"""The workbook of check-in that staff take away: who came, who is missing, what was scanned twice, the figures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from congress.catalogue import naive
from congress.checkin import expected, stages
from congress.checkin.board import Board, board
from congress.checkin.entries import Seen

FILE = Path(__file__).with_name("export.yaml")
FORMATS = {"at": "yyyy-mm-dd hh:mm:ss", "first_at": "yyyy-mm-dd hh:mm:ss", "share": "0.0%"}
UNPRINTABLE = {code: None for code in range(32) if code not in (9, 10)}  # XML can't hold them
Line = Mapping[str, object]


def xlsx(stage_keys: Sequence[str], at: datetime) -> bytes:
    """The workbook of these stages as of `at` (aware). It holds names: for signed-in staff. Raises NotFound."""
    boards = [board(key, at) for key in stage_keys]
    people = {each.badge: each for each in expected.named(_mentioned(boards))}
    lines: dict[str, Iterable[Line]] = {
        "arrived": (line for each in boards for line in _arrived(each, people)),
        "missing": (line for each in boards for line in _missing(each, people)),
        "duplicates": (line for each in boards for line in _duplicates(each, people)),
        "figures": (line for each in boards for line in _figures(each)),
    }
    book = Workbook(write_only=True)
    for name, title in _words()["sheets"].items():
        _sheet(book, title, _words()["columns"][name], lines[name])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, title: str, columns: Mapping[str, str], lines: Iterable[Line]) -> None:
    sheet = book.create_sheet(title)
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _words()["widths"][column]
    sheet.freeze_panes = "A2"
    heads = [_cell(sheet, "", heading) for heading in columns.values()]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for line in lines:
        sheet.append([_cell(sheet, column, line[column]) for column in columns])


def _cell(sheet: Any, column: str, value: Any) -> Cell:
    text = value.translate(UNPRINTABLE) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=text)
    if isinstance(text, str):
        cell.data_type = "s"  # whatever it begins with: nothing that somebody typed becomes a formula
    elif column in FORMATS:
        cell.number_format = FORMATS[column]
    return cell


def _arrived(of: Board, people: Mapping[str, expected.Person]) -> Iterator[Line]:
    for badge, seen in of.counted:
        yield _who(of, badge, people) | _where(seen)


def _missing(of: Board, people: Mapping[str, expected.Person]) -> Iterator[Line]:
    for badge in of.missing:
        yield _who(of, badge, people)


def _duplicates(of: Board, people: Mapping[str, expected.Person]) -> Iterator[Line]:
    what = _words()["what"]
    for each in of.duplicates:
        first = {"first_at": naive(each.first.at), "first_desk": stages.desk_name(each.first.desk)}
        yield _who(of, each.badge, people) | _where(each.again) | {"what": what["duplicate"]} | first
    for refusal in of.refused:
        line = _who(of, refusal.badge, people) | _where(refusal.seen) | {"what": what[refusal.reason.value]}
        yield line | {"first_at": None, "first_desk": ""}


def _figures(of: Board) -> Iterator[Line]:
    for group in of.delegations:
        name = group.name or _words()["no_delegation"]
        yield _figure(of, name, group.arrived, group.expected)
    yield _figure(of, _words()["total"], of.arrived, of.expected)


def _figure(of: Board, name: str, arrived: int, wanted: int) -> Line:
    share = arrived / wanted if wanted else None
    return {"stage": of.stage.name, "delegation": name, "arrived": arrived, "expected": wanted, "share": share}


def _who(of: Board, badge: str, people: Mapping[str, expected.Person]) -> dict[str, object]:
    person = people.get(badge)
    name, delegation = (person.name, person.delegation) if person is not None else ("", "")
    return {"stage": of.stage.name, "badge": badge, "name": name, "delegation": delegation}


def _where(seen: Seen) -> dict[str, object]:
    words = _words()
    how, by = words["how"].get(seen.how, seen.how), words["by"].get(seen.by, seen.by)
    return {"at": naive(seen.at), "desk": stages.desk_name(seen.desk), "how": how, "by": by}


def _mentioned(boards: Iterable[Board]) -> set[str]:
    found: set[str] = set()
    for each in boards:
        found |= {badge for badge, _ in each.came} | set(each.missing)
        found |= {line.badge for line in each.duplicates} | {line.badge for line in each.refused}
    return found


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
