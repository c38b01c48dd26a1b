"""Articles whose author, column or date stand without labels, or nowhere."""

from datetime import datetime
from pathlib import Path

import docx
import pytest

import models
from congress import news
from congress.catalogue import beijing
from handover.notes import Verdict
from tests.handover.conftest import AT, Load, told, workbook

SIX = datetime(2024, 7, 13, 6, 30)
DAY = datetime(2024, 7, 13)


@pytest.fixture(autouse=True)
def schedule(folder: Path) -> None:
    """A congress in July 2024, months after now."""
    rows = [["2024年"], ["日期", "时间", "内容"], ["7月12日", "9:00", "报到"], ["7月14日", "9:00", "返程"]]
    workbook(folder / "日程.xlsx", {"日程": rows})


@pytest.mark.parametrize("ending", ["docx", "txt", "md"])
@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["编辑 苏采　2024年7月13日 06:30"], ("大会聚焦", "编辑 苏采", SIX)),
        (["本报记者 苏采", "2024-07-13 06:30"], ("大会聚焦", "本报记者 苏采", SIX)),
        (["会场直击　苏采　2024年7月13日6时30分"], ("会场直击", "苏采", SIX)),
        (["教工风采", "（苏采 2024/7/13）"], ("教工风采", "苏采", DAY)),
        (["会务组 | 7月13日 6:30"], ("大会聚焦", "会务组", SIX)),
        (["发布于 2024.7.13 上午6:30"], ("大会聚焦", "", SIX)),
        (["来源：教工报　编辑：苏采　时间：2024-07-13"], ("大会聚焦", "教工报", DAY)),
        (["记者：苏采", "摄影：李四", "日期：7月13日"], ("大会聚焦", "苏采 李四", DAY)),
    ],
)
def test_a_byline(folder: Path, load: Load, ending: str, lines: list[str], found: tuple[str, str, datetime]) -> None:
    write(folder / f"稿.{ending}", ["十位教工受表彰", *lines, "今天上午，大会表彰。"])
    load()
    [item] = models.NewsItem.select()
    assert (item.title, item.column, item.author, item.published) == ("十位教工受表彰", *found)
    assert item.summary == "今天上午，大会表彰。"


@pytest.mark.parametrize(
    ("body", "published", "code"),
    [
        (["本报7月13日讯（记者 苏采）大会表彰。"], DAY, "published_of_text"),
        (["请八点上车。", "会务处", "2024年7月13日"], DAY, "published_of_text"),
        (["7月13日上午，大会表彰十人。"], datetime(2024, 7, 12), "published_first_day"),
        (["7月13日 大会表彰十人"], datetime(2024, 7, 12), "published_first_day"),
    ],
)
def test_a_date_in_the_text_itself(folder: Path, load: Load, body: list[str], published: datetime, code: str) -> None:
    write(folder / "稿.txt", ["表彰", *body])
    report = load()
    [item] = models.NewsItem.select()
    assert item.published == published
    assert code in {note.code for file in report.files for note in file.notes}
    assert all(line in item.body for line in body)


def test_without_any_date_it_is_of_now_while_the_congress_is_near(folder: Path, load: Load) -> None:
    write(folder / "稿.txt", ["表彰", "大会表彰。"])
    now = AT.replace(month=7, day=13)
    report = load(at=now)
    assert [item.published for item in models.NewsItem.select()] == [now.replace(tzinfo=None)]
    assert "published_missing" in {note.code for file in report.files for note in file.of(Verdict.DOUBTFUL)}


def test_staffs_own_columns_are_kept_and_shown_in_the_nearest(folder: Path, load: Load) -> None:
    for name in ("会场直击_开幕", "【八方来贺】贺信", "教工风采-琴师", "第一篇-开幕前", "大会聚焦-总览"):
        write(folder / f"{name}.txt", ["发布时间：2024-07-12", "正文。"])
    load()
    n = models.NewsItem
    assert sorted(n.select(n.title, n.column).tuples()) == [
        ("开幕", "会场直击"), ("总览", "大会聚焦"), ("琴师", "教工风采"), ("第一篇-开幕前", "大会聚焦"),
        ("贺信", "八方来贺"),
    ]  # fmt: skip
    at = beijing(datetime(2024, 7, 13))
    shown = {
        name: sorted(head.title for head in news.newest(at, name)) for name in ("大会聚焦", "会场直击", "代表风采")
    }
    assert shown == {
        "大会聚焦": ["开幕", "总览", "第一篇-开幕前", "贺信"], "会场直击": ["开幕"], "代表风采": ["琴师"],
    }  # fmt: skip


def test_dates_without_a_year_are_of_the_congresss_year_whatever_comes_first(folder: Path, load: Load) -> None:
    head = ["项目", "面向谁", "开始报名", "报名截至"]
    workbook(folder / "惠师项目.xlsx", {"项目": [head, ["嗓音课", "教师", "7月1日", "7月25日"]]})
    report = load(at=AT.replace(year=2019))
    [row] = models.Programme.select()
    assert (row.opens.isoformat(), row.closes.isoformat()) == ("2024-07-01", "2024-07-25")
    assert told(report.files[0]) == [("doubtful", "date_year_days", 2, "嗓音课")] * 2
    (folder / "日程.xlsx").unlink()
    workbook(folder / "惠师项目.xlsx", {"项目": [head, ["嗓音课", "教师", "7月2日", "7月25日"]]})
    load(at=AT.replace(year=2019))
    assert [row.opens.isoformat() for row in models.Programme.select()] == ["2024-07-02"]


def test_a_schedule_without_a_year_takes_that_of_the_other_files(folder: Path, load: Load) -> None:
    rows = [["日期", "时间", "内容"], ["7月12日", "9:00", "报到"]]
    workbook(folder / "日程.xlsx", {"日程": rows})
    write(folder / "稿.txt", ["表彰", "2022年7月12日", "大会表彰。"])
    load(at=AT.replace(year=2019))
    assert [row.starts for row in models.AgendaItem.select()] == [datetime(2022, 7, 12, 9)]


def write(path: Path, lines: list[str]) -> None:
    """An article; its first line is the title."""
    if path.suffix == ".docx":
        paper = docx.Document()
        for line in lines:
            paper.add_paragraph(line)
        paper.save(str(path))
    else:
        title = "# " if path.suffix == ".md" else ""
        path.write_text(title + "\n\n".join(lines), encoding="utf-8")
