"""Handing over again: what stays, what changes, what is withdrawn and comes back."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import models
from congress import privacy
from handover import wording
from handover.notes import Note, Verdict
from models import rotation
from tests import stores
from tests.handover.conftest import AT, Load, told, workbook

HEAD = ["问题", "回答"]
A, B, C = ["甲怎么办", "办甲"], ["乙怎么办", "办乙"], ["丙怎么办", "办丙"]


def rows() -> list[dict[str, Any]]:
    """All of the questions' table."""
    return list(models.Faq.select().order_by(models.Faq.id).dicts())


def shown() -> list[str]:
    """The questions that count, in order."""
    f = models.Faq
    return [row.question for row in f.select().where(~f.withdrawn).order_by(f.position)]


def test_twice_the_same_changes_nothing(folder: Path, load: Load) -> None:
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, B]})
    first = load()
    before = rows()
    second = load()
    assert (first.counts(), first.changed, first.revision) == ({"added": 2}, True, 1)
    assert (second.counts(), second.changed, second.revision) == ({"kept": 2}, False, 1)
    assert rows() == before


def test_a_change_names_the_field_from_and_to(folder: Path, load: Load) -> None:
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, B]})
    load()
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, [B[0], "不办"]]})
    report = load()
    assert report.counts() == {"changed": 1, "kept": 1}
    assert report.files[0].of(Verdict.CHANGED) == (
        Note(Verdict.CHANGED, "row_changed", "FAQ", 3, "乙怎么办", {}, (("answer", "办乙", "不办"),)),
    )
    assert report.revision == 2
    assert [row["answer"] for row in rows()] == ["办甲", "不办"]


def test_an_item_moved_within_its_day_is_the_same_item(folder: Path, load: Load) -> None:
    head = ["日期", "时间", "内容"]
    workbook(folder / "日程.xlsx", {"日程": [head, ["2023-11-02", "9:00—10:00", "开会"]]})
    load()
    workbook(folder / "日程.xlsx", {"日程": [head, ["2023-11-02", "14:00", "开会"]]})
    [note] = load().files[0].notes
    assert (note.verdict, note.changes) == (
        Verdict.CHANGED,
        (("starts", "2023-11-02 09:00", "2023-11-02 14:00"), ("ends", "2023-11-02 10:00", "")),
    )
    [item] = models.AgendaItem.select()
    assert (item.key, item.starts, item.ends) == ("1102-kaihui", datetime(2023, 11, 2, 14), None)


def test_rows_that_are_gone_are_withdrawn_and_come_back(folder: Path, load: Load) -> None:
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, B]})
    load()
    ids = [row["id"] for row in rows()]
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, B]})
    gone = load()
    assert told(gone.files[0]) == [("withdrawn", "row_withdrawn", 2, "甲怎么办")]
    assert (shown(), gone.revision) == (["乙怎么办"], 2)
    assert load().counts() == {"kept": 1}
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, [A[0], "办甲了"], B]})
    back = load()
    assert back.files[0].of(Verdict.RESTORED) == (
        Note(Verdict.RESTORED, "row_restored", "FAQ", 2, "甲怎么办", {}, (("answer", "办甲", "办甲了"),)),
    )
    assert (shown(), [row["id"] for row in rows()]) == (["甲怎么办", "乙怎么办"], ids)


def test_a_new_order_counts_as_a_change_of_the_content_but_of_no_row(folder: Path, load: Load) -> None:
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, B]})
    load()
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, B, A]})
    report = load()
    assert (report.counts(), report.changed, report.revision) == ({"kept": 2}, True, 2)
    assert shown() == ["乙怎么办", "甲怎么办"]


def test_a_row_that_became_unreadable_keeps_its_old_self(folder: Path, load: Load) -> None:
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, B]})
    load()
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, [B[0], None]]})
    report = load()
    assert told(report.files[0]) == [("refused", "needed", 3, "乙怎么办")]
    assert (shown(), report.changed) == (["甲怎么办", "乙怎么办"], False)


def test_a_sheet_whose_headings_were_spoilt_keeps_its_rows(folder: Path, load: Load) -> None:
    workbook(folder / "问答.xlsx", {"一": [HEAD, A], "二": [HEAD, B]})
    load()
    workbook(folder / "问答.xlsx", {"一": [HEAD, A], "二": [["问题", "不清楚"], B]})
    report = load()
    assert told(report.files[0]) == [("refused", "sheet_unknown", 0, "")]
    assert (shown(), report.changed) == (["甲怎么办", "乙怎么办"], False)
    workbook(folder / "问答.xlsx", {"一": [HEAD, A]})
    assert told(load().files[0]) == [("withdrawn", "row_withdrawn", 2, "乙怎么办")]


def test_a_table_that_moved_to_another_kind_is_withdrawn(folder: Path, load: Load) -> None:
    workbook(folder / "表.xlsx", {"表": [HEAD, A]})
    load()
    workbook(folder / "表.xlsx", {"表": [["类别", "事项"], ["用餐", "早餐"]]})
    assert load().counts() == {"added": 1, "withdrawn": 1}


def test_a_file_that_is_not_there_keeps_its_rows_and_is_named(folder: Path, load: Load) -> None:
    path = workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A]})
    load()
    path.unlink()
    report = load()
    assert (dict(report.absent), report.changed, shown()) == ({"问答.xlsx": 1}, False, ["甲怎么办"])


def test_a_renamed_file_takes_its_rows_along(folder: Path, load: Load) -> None:
    path = workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, B]})
    load()
    path.rename(folder / "问答（改）.xlsx")
    report = load()
    assert told(report.files[0]) == [
        ("changed", "row_source", 2, "甲怎么办"), ("changed", "row_source", 3, "乙怎么办"),
    ]  # fmt: skip
    assert (dict(report.absent), report.changed) == ({}, False)
    assert load().counts() == {"kept": 2}


def test_two_files_with_the_same_thing(folder: Path, load: Load) -> None:
    workbook(folder / "a.xlsx", {"FAQ": [HEAD, A, B]})
    workbook(folder / "b.xlsx", {"FAQ": [HEAD, A, [B[0], "另办"], C]})
    for counts in ({"added": 3, "skipped": 1, "refused": 1}, {"kept": 3, "skipped": 1, "refused": 1}):
        report = load()
        assert report.counts() == counts
        assert told(report.files[1]) == [
            ("skipped", "row_repeated_file", 2, "甲怎么办"), ("refused", "row_conflict_file", 3, "乙怎么办"),
        ]  # fmt: skip
    assert [row["answer"] for row in rows()] == ["办甲", "办乙", "办丙"]


def test_a_dry_run_tells_the_same_and_writes_nothing(folder: Path, load: Load, media: Path, demo: Path) -> None:
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, A, B, C]})
    load()
    workbook(folder / "问答.xlsx", {"FAQ": [HEAD, [A[0], "办"], B, ["丁怎么办", "办丁"]]})
    shutil.copytree(demo / "稿件", folder / "稿件")
    before = rows(), models.Revision.current()
    dry = load(dry_run=True)
    assert (rows(), models.Revision.current(), models.NewsItem.select().count()) == (*before, 0)
    assert not media.exists()
    real = load()
    assert dry.counts() == real.counts() == {"added": 8, "changed": 1, "kept": 1, "withdrawn": 1}
    assert [(file.source, file.sheets, file.notes, file.changed) for file in dry.files] == [
        (file.source, file.sheets, file.notes, file.changed) for file in real.files
    ]
    assert (dry.dry_run, real.dry_run, dry.revision) == (True, False, 1)
    assert len(list(media.iterdir())) == 3


def test_a_database_that_refuses_one_file_takes_the_others(
    folder: Path, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    import peewee

    from handover import store

    def refuse(self: store.Merger, rows: Any) -> None:
        insert(self, rows)
        if self._source == "a.xlsx":
            raise peewee.DataError

    insert = store.Merger._insert
    monkeypatch.setattr(store.Merger, "_insert", refuse)
    workbook(folder / "a.xlsx", {"FAQ": [HEAD, A]})
    workbook(folder / "b.xlsx", {"FAQ": [HEAD, B]})
    report = load()
    assert told(report.files[0]) == [("failed", "file_not_stored", 0, "")]
    assert (shown(), report.revision, report.at) == (["乙怎么办"], 1, AT)


def test_thousands_of_changes_and_withdrawals(folder: Path, load: Load) -> None:
    def stations(numbers: range, hours: str) -> list[list[Any]]:
        head = ["编号", "名称", "地址", "经度", "纬度", "开放时间"]
        return [head, *([f"N{n:05}", f"站{n}", "路", 116.4, 39.9, hours] for n in numbers)]

    workbook(folder / "驿站.xlsx", {"驿站": stations(range(3_000), "全天")})
    assert load().counts() == {"added": 3_000}
    workbook(folder / "驿站.xlsx", {"驿站": stations(range(1_000, 3_500), "白天")})
    assert load().counts() == {"added": 500, "changed": 2_000, "withdrawn": 1_000}
    s = models.Station
    assert s.select().where(s.withdrawn).count() == 1_000
    assert s.select().where(~s.withdrawn & (s.hours == "白天")).count() == 2_500


def test_a_person_who_was_erased_does_not_come_back(folder: Path, load: Load) -> None:
    head = ["代表证号", "姓名", "代表团", "手机号"]
    people = [["A-001", "王晓东", "东团", "19900000001"], ["A-002", "李明", "东团", "19900000002"]]
    workbook(folder / "名册.xlsx", {"名册": [head, *people]})
    load()
    privacy.erase("A-001", "self", AT)
    people[0][3] = "19900000009"
    workbook(folder / "名册.xlsx", {"名册": [head, *people]})
    report = load()
    [note] = [note for note in report.files[0].notes if note.code == "row_erased"]
    assert (note.verdict, note.line, note.subject) == (Verdict.SKIPPED, 2, "A-001")
    assert wording.said(note, "roster") == "本人已要求删除个人信息，不再收入；请把这一行从名册里去掉"
    assert not report.changed
    row = models.Delegate.get(models.Delegate.badge == "A-001")
    assert (row.name, row.phone, row.withdrawn) == ("", "", True)
    # Nor when the file has left the row out and brings it again, nor by another file.
    workbook(folder / "名册.xlsx", {"名册": [head, people[1]]})
    load()
    workbook(folder / "补充名册.xlsx", {"名册": [head, people[0]]})
    assert "row_erased" in [note.code for file in load().files for note in file.notes]
    assert models.Delegate.get(models.Delegate.badge == "A-001").name == ""


def test_a_file_that_says_the_same_changes_nothing_after_a_rotation(folder: Path, load: Load) -> None:
    head = ["代表证号", "姓名", "代表团", "手机号"]
    workbook(folder / "名册.xlsx", {"名册": [head, ["A-001", "王晓东", "东团", "19900000001"]]})
    load()
    [first] = models.Delegate.select()
    models.unlock("another-key-of-thirty-two-characters-or-more", [stores.DATA_KEY])
    assert rotation.rotate() > 0
    models.unlock("another-key-of-thirty-two-characters-or-more")
    report = load()
    assert (report.changed, report.counts()["kept"]) == (False, 1)
    [row] = models.Delegate.select()
    assert (row.name, row.phone, row.digest) == (first.name, first.phone, first.digest)
    assert len(first.digest) == 64
