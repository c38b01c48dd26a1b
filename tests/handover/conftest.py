"""Hand-over folders made for a test, and loading them into the scratch database."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

import handover
from clock import BEIJING
from commands.load import KINDS
from handover.notes import Verdict

AT = datetime(2024, 3, 1, 9, 0, tzinfo=BEIJING)
TOLD = tuple(verdict for verdict in Verdict if verdict is not Verdict.ADDED)

Row = Sequence[Any]
Load = Callable[..., handover.Report]


def workbook(path: Path, sheets: dict[str, Sequence[Row]], merged: Sequence[str] = ()) -> Path:
    """Write an xlsx file; `merged` are ranges of its first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def picture(colour: str = "red", form: str = "PNG") -> bytes:
    """A small picture."""
    written = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(written, form)
    return written.getvalue()


def told(file: handover.FileReport) -> list[tuple[str, str, int, str]]:
    """Every note of a file but those of new rows: verdict, code, line, subject."""
    return [(note.verdict.value, note.code, note.line, note.subject) for note in file.of(*TOLD)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty hand-over folder."""
    made = tmp_path / "交稿"
    made.mkdir()
    return made


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """Where pictures go; not there before the first."""
    return tmp_path / "media"


@pytest.fixture
def load(database_url: str, folder: Path, media: Path) -> Load:
    """Load the folder into the scratch database."""

    def run(**options: Any) -> handover.Report:
        return handover.load(folder, KINDS, **({"media": media, "at": AT} | options))

    return run


@pytest.fixture
def demo() -> Path:
    """The demo congress as the organisers handed it over."""
    return Path(__file__).parent.parent.parent / "demo"
