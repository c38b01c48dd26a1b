"""Files that can't be read, and files that are none of ours: the others and the old data stay whole."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import models
from handover.notes import Note, Verdict
from tests.handover.conftest import Load, told, workbook

FAQ = [["问题", "回答"], ["甲怎么办", "办甲"]]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write an Office file anew with its parts changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def password(path: Path) -> None:
    path.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def torn_sheet(path: Path) -> None:
    rewritten(path, lambda name, data: data[:200] if name == "xl/worksheets/sheet1.xml" else data)


def entities(path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    head = re.compile(rb"(<\?xml[^>]*\?>)?")
    rewritten(path, lambda name, data: head.sub(bomb, data, count=1) if "sheet1" in name else data)


def blown_up(path: Path) -> None:
    rewritten(path, lambda name, data: data + b" " * 5_000_000 if "sheet1" in name else data)


def renamed_document(path: Path) -> None:
    import docx

    docx.Document().save(str(path))


BROKEN = {
    "file_empty": lambda path: path.write_bytes(b""),
    "file_not_office": lambda path: path.write_text("问题,回答"),
    "file_old_format": lambda path: path.write_bytes(OLE + b"\0" * 600),
    "file_password": password,
    "file_broken": half,
    "file_broken (sheet)": torn_sheet,
    "file_broken (entities)": entities,
    "file_bomb": blown_up,
    "file_wrong_ending": renamed_document,
    "file_no_table": lambda path: workbook(path, {"表": [["甲", "乙"], [1, 2]], "空": []}),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_cannot_be_read_leaves_all_else_whole(folder: Path, load: Load, what: str) -> None:
    path = workbook(folder / "常见问题.xlsx", {"FAQ": FAQ})
    load()
    before = list(models.Faq.select().dicts())
    BROKEN[what](path)
    workbook(folder / "更多问题.xlsx", {"FAQ": [FAQ[0], ["乙怎么办", "办乙"]]})
    report = load()
    broken, whole = report.files
    assert report.failed
    assert [note.code for note in broken.of(Verdict.FAILED)] == [what.split()[0]]
    assert whole.counts() == {"added": 1}
    assert list(models.Faq.select().where(models.Faq.source == "常见问题.xlsx").dicts()) == before


def test_a_sheet_that_declares_a_million_rows_is_read_to_its_last_real_one(folder: Path, load: Load) -> None:
    path = workbook(folder / "问答.xlsx", {"FAQ": FAQ})
    declared = re.compile(rb'<dimension ref="[^"]+"')
    end = b'<row r="1048576"><c r="AMJ1048576" s="0"/></row></sheetData>'
    rewritten(
        path,
        lambda name, data: (
            declared.sub(b'<dimension ref="A1:AMJ1048576"', data).replace(b"</sheetData>", end)
            if "sheet1" in name
            else data
        ),
    )
    [file] = load().files
    assert told(file) == [("doubtful", "sheet_stopped", 0, "")]
    assert [row.question for row in models.Faq.select()] == ["甲怎么办"]


def test_formulas_without_a_saved_result_are_told(folder: Path, load: Load) -> None:
    workbook(folder / "问答.xlsx", {"FAQ": [*FAQ, ["乙怎么办", '="办"&"乙"']]})
    [file] = load().files
    assert told(file) == [("doubtful", "sheet_formulas", 0, ""), ("refused", "needed", 3, "乙怎么办")]


def test_sheets_that_are_hidden_empty_or_unknown(folder: Path, load: Load) -> None:
    path = workbook(folder / "问答.xlsx", {"FAQ": FAQ, "旧": FAQ, "Sheet3": [], "别的": [["经办人", "张三"]]})
    book = openpyxl.load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    report = load()
    [file] = report.files
    assert [(sheet.name, sheet.kind) for sheet in file.sheets] == [("FAQ", "faq"), ("别的", "")]
    assert [(note.verdict.value, note.code, note.sheet) for note in file.notes if note.verdict != Verdict.ADDED] == [
        ("skipped", "sheet_hidden", "旧"), ("skipped", "sheet_empty", "Sheet3"), ("refused", "sheet_unknown", "别的"),
    ]  # fmt: skip
    assert not report.failed


def test_files_that_are_not_content_are_named(folder: Path, load: Load) -> None:
    for name in (
        "~$日程.xlsx",
        ".DS_Store",
        "__MACOSX/x.xlsx",
        "README.md",
        "问答样例.jsonl",
        "图.png",
        "说明.docx",
        "x.pdf",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    (folder / "旧.xls").write_bytes(b"x")
    (folder / "近路.xlsx").symlink_to("/etc/hostname")
    report = load()
    assert {file.source: [(note.verdict, note.code) for note in file.notes] for file in report.files} == {
        "~$日程.xlsx": [(Verdict.SKIPPED, "file_temporary")],
        ".DS_Store": [(Verdict.SKIPPED, "file_system")],
        "__MACOSX/x.xlsx": [(Verdict.SKIPPED, "file_system")],
        "README.md": [(Verdict.SKIPPED, "file_not_content")],
        "问答样例.jsonl": [(Verdict.SKIPPED, "file_not_content")],
        "说明.docx": [(Verdict.SKIPPED, "file_not_content")],
        "图.png": [(Verdict.SKIPPED, "file_picture")],
        "x.pdf": [(Verdict.SKIPPED, "file_unknown")],
        "近路.xlsx": [(Verdict.SKIPPED, "file_link")],
        "旧.xls": [(Verdict.FAILED, "file_old_format")],
    }
    assert report.files[0].left_out


def test_an_empty_folder_and_none(folder: Path, load: Load) -> None:
    report = load()
    assert (report.files, report.changed, report.counts()) == ((), False, {})
    folder.rmdir()
    with pytest.raises(NotADirectoryError):
        load()


def test_what_does_not_fit_a_column_is_cut_and_told(folder: Path, load: Load) -> None:
    workbook(folder / "问答.xlsx", {"FAQ": [FAQ[0], ["问" * 300, "答"]]})
    [file] = load().files
    assert [row.question for row in models.Faq.select()] == ["问" * 200]
    [note] = file.of(Verdict.CORRECTED)
    assert note == Note(Verdict.CORRECTED, "cut", "FAQ", 2, "", dict(note.values))
