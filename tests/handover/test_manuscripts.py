"""Manuscripts: what their heads say, what becomes of their bodies and pictures."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

import models
from congress import columns
from handover import wording
from handover.notes import Verdict
from handover.pictures import BadPicture
from handover.pictures import picture as written_anew
from tests.handover.conftest import AT, Load, picture, told

HEAD = "---\n标题: 题\n栏目: 大会聚焦\n作者: 甲\n发布时间: 2023-11-02 08:30\n---\n"


def article() -> models.NewsItem:
    """The one article there is."""
    [item] = models.NewsItem.select().where(~models.NewsItem.withdrawn)
    return item


def head() -> tuple[str, str, str, datetime]:
    """Title, column, author and time of the one article."""
    item = article()
    return item.title, item.column, item.author, item.published


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        "\ufeff---\r\n发布时间：2023年11月2日 8：30\r\n标题：“题”\r\n作  者：甲\r\n栏目：大会聚焦\r\n---\r\n".replace(
            "“题”", "题"
        ),
        '---\ntitle_unknown: x\n标题: "题"\n栏目: 大会聚焦\n作者: 甲\n发布时间: 2023/11/2 上午8:30\n---\n',
        "# 题\n\n栏目：大会聚焦    作者：甲    发布时间：2023-11-02 8时30分\n",
        "题\n栏目：大会聚焦\n发布时间：2023.11.2 8:30（星期四）\n作者：甲\n",
        "【标题】：题\n栏目：大会聚焦；作者：甲；发布时间：2023-11-02T08:30:00\n",
    ],
)
def test_heads_of_markdown(folder: Path, load: Load, text: str) -> None:
    if "（星期四）" in text:
        text = text.replace("2023.11.2 8:30（星期四）", "2023.11.2（星期四）8:30")
    (folder / "稿.md").write_bytes(f"{text}\n正文第一段。\n\n第二段。".encode())
    report = load()
    assert report.counts().get("failed", 0) == 0
    assert head() == ("题", "大会聚焦", "甲", datetime(2023, 11, 2, 8, 30))
    assert article().body == "<p>正文第一段。</p>\n<p>第二段。</p>"
    assert (article().slug, article().summary) == ("ti", "正文第一段。")


def test_what_the_head_lacks_comes_from_the_file_name(folder: Path, load: Load) -> None:
    (folder / "代表风采-守夜人.md").write_bytes("发布时间：2023-11-02\n\n他在夜里。".encode("gb18030"))
    report = load()
    assert head() == ("守夜人", "代表风采", "", datetime(2023, 11, 2))
    assert told(report.files[0]) == [
        ("corrected", "encoding", 0, "守夜人"), ("corrected", "from_file_name", 0, "守夜人"),
        ("corrected", "from_file_name", 0, "守夜人"), ("corrected", "published_no_time", 0, "守夜人"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD.replace("2023-11-02 08:30", "明天") + "文", "published_unreadable"),
        (HEAD.replace("08:30", "早些时候") + "文", "published_unreadable"),
        (HEAD, "body_empty"),
        (HEAD + "长" * 20_001, "body_long"),
    ],
)
def test_a_manuscript_that_lacks_something_is_refused_and_its_old_self_stays(
    folder: Path, load: Load, text: str, code: str
) -> None:
    (folder / "稿.md").write_text(HEAD + "旧文", encoding="utf-8")
    load()
    (folder / "稿.md").write_text(text, encoding="utf-8")
    report = load()
    assert told(report.files[0]) == [("failed", code, 0, "")]
    assert (article().body, report.failed) == ("<p>旧文</p>", True)


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ("通知公告", "大会服务"), ("温馨提示", "大会服务"), ("劳模风采", "代表风采"), ("人物专访", "代表风采"),
        ("基层动态", "工会动态"), ("职工之声", "工会动态"), ("会议要闻", "大会聚焦"), ("八方来贺", "大会聚焦"),
        ("Service notes", "大会服务"), ("大会聚光", "大会聚焦"),
    ],
)  # fmt: skip
def test_an_article_of_an_unknown_column_is_published_in_the_nearest(
    folder: Path, load: Load, column: str, shown: str
) -> None:
    (folder / "稿.md").write_text(HEAD.replace("大会聚焦", column) + "文", encoding="utf-8")
    [file] = load().files
    assert (article().column, columns.nearest(article().column)) == ("".join(column.split()), shown)
    assert told(file) == [("corrected", "column_of_news", 0, "题")]
    [note] = file.of(Verdict.CORRECTED)
    kept = "".join(column.split())
    assert wording.said(note) == f"栏目“{kept}”照收，问这个栏目就能找到；菜单和网页上放在“{shown}”里"


def test_an_article_without_column_and_date_is_published_and_keeps_its_first_date(folder: Path, load: Load) -> None:
    (folder / "稿.md").write_text("# 题\n\n正文。", encoding="utf-8")
    (folder / "2023年11月2日 早报.md").write_text("正文。", encoding="utf-8")
    (folder / "工会动态").mkdir()
    (folder / "工会动态" / "【代表风采】张三.md").write_text("发布时间：2023-11-02 8:00\n\n正文。", encoding="utf-8")
    (folder / "工会动态" / "李四.md").write_text("发布时间：2023-11-02 8:00\n\n正文。", encoding="utf-8")
    report = load()
    item = models.NewsItem
    rows = [
        ("2023年11月2日 早报", "大会聚焦", datetime(2023, 11, 2)), ("张三", "代表风采", datetime(2023, 11, 2, 8)),
        ("李四", "工会动态", datetime(2023, 11, 2, 8)), ("题", "大会聚焦", AT.replace(tzinfo=None)),
    ]  # fmt: skip
    query = item.select(item.title, item.column, item.published).order_by(item.source)
    assert sorted(query.tuples()) == sorted(rows)
    assert told(report.files[-1]) == [
        ("doubtful", "column_missing", 0, "题"), ("doubtful", "published_missing", 0, "题")
    ]  # fmt: skip
    assert load(at=AT + timedelta(days=2)).counts()["kept"] == 4
    assert sorted(query.tuples()) == sorted(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        "题\n栏目：大会聚焦\n日期：2023-11-02 8:30\n作者：甲\n\n　　正文<第>一段。\n　　1. 第二段。\n",
        "题\r\n\r\n栏目：大会聚焦 作者：甲 日期：2023年11月2日 8:30\r\n正文<第>一段。\r\n1. 第二段。",
        "标题：题\n栏目：大会聚焦\n日期：2023-11-02 8:30\n作者：甲\n正文<第>一段。\n\n\n1. 第二段。",
    ],
)
def test_a_plain_text_manuscript(folder: Path, load: Load, text: str, encoding: str) -> None:
    (folder / "稿.txt").write_bytes(text.encode(encoding))
    assert load().counts().get("failed", 0) == 0
    assert head() == ("题", "大会聚焦", "甲", datetime(2023, 11, 2, 8, 30))
    assert article().body == "<p>正文&lt;第&gt;一段。</p>\n<p>1. 第二段。</p>"


def test_a_plain_text_that_has_only_a_title_and_words(folder: Path, load: Load) -> None:
    (folder / "大会服务-稿.txt").write_text("班车时刻有变\n请看大屏。", encoding="utf-8")
    load()
    assert (head()[:2], article().body) == (("班车时刻有变", "大会服务"), "<p>请看大屏。</p>")


def test_markdown_becomes_clean_html(folder: Path, load: Load) -> None:
    (folder / "图").mkdir()
    (folder / "图" / "一 .png").write_bytes(picture())
    (folder.parent / "外.png").write_bytes(picture("blue"))
    body = """# 题

## 小标题

**粗** *斜* ~~删~~ [链](https://example.org) [坏](javascript:alert(1))

> 引

1. 一
- 二

| 甲 | 乙 |
|---|--:|
| 1 | <b>2</b> |

<script>alert(1)</script>

![图一](图/一%20.png) ![外](../外.png) ![网](https://example.org/a.png)
"""
    (folder / "稿.md").write_text(HEAD + body, encoding="utf-8")
    report = load()
    name, _ = written_anew(picture())
    assert article().cover == name
    assert article().body.split("\n") == [
        "<h3>小标题</h3>",
        '<p><strong>粗</strong> <em>斜</em> <s>删</s> <a href="https://example.org" rel="noopener noreferrer">链</a>'
        " [坏](javascript:alert(1))</p>",
        "<blockquote>", "<p>引</p>", "</blockquote>", "<ol>", "<li>一</li>", "</ol>", "<ul>", "<li>二</li>", "</ul>",
        "<table>", "<thead>", "<tr>", "<th>甲</th>", "<th>乙</th>", "</tr>", "</thead>", "<tbody>", "<tr>",
        "<td>1</td>", "<td>&lt;b&gt;2&lt;/b&gt;</td>", "</tr>", "</tbody>", "</table>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        f'<p><img src="/media/{name}" alt="图一"> 外 网</p>',
    ]  # fmt: skip
    dropped = [(note.code, note.values["old"]) for note in report.files[1].notes if note.verdict.value == "dropped"]
    assert dropped == [("picture_elsewhere", "../外.png"), ("picture_elsewhere", "https://example.org/a.png")]


def test_a_word_manuscript(folder: Path, load: Load, media: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph("团结奋斗", style="Title")
    paper.add_paragraph("作者：甲\n发布时间：2023年11月2日20时")
    paper.add_paragraph("栏目：大会 聚焦")
    paper.add_picture(io.BytesIO(picture()))
    line = paper.add_paragraph("平 ")
    line.add_run("粗").bold = True
    line.add_run("斜<").italic = True
    line._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t>添</w:t></w:r></w:ins>'))
    line._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del>'))
    paper.add_paragraph("时间：2023年")  # not of the head any more
    paper.add_heading("小标题", 2)
    paper.add_paragraph("一", style="List Bullet")
    paper.add_paragraph("二", style="List Bullet")
    paper.add_paragraph("三", style="List Number")
    paper.add_paragraph("引", style="Quote")
    table = paper.add_table(2, 3)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], "甲乙丙丁戊己", strict=True):
        cell.text = text
    table.cell(1, 1).merge(table.cell(1, 2))
    paper.save(str(folder / "稿.docx"))
    report = load()
    name, written = written_anew(picture())
    assert head() == ("团结奋斗", "大会聚焦", "甲", datetime(2023, 11, 2, 20))
    assert article().body.replace("\n", "") == (
        f'<p><img src="/media/{name}" alt=""></p><p>平 <strong>粗</strong><em>斜&lt;</em>添</p><p>时间：2023年</p>'
        "<h3>小标题</h3><ul><li>一</li><li>二</li></ul><ol><li>三</li></ol><blockquote><p>引</p></blockquote>"
        '<table><tbody><tr><th>甲</th><th>乙</th><th>丙</th></tr><tr><td>丁</td><td colspan="2">戊<br>己</td></tr>'
        "</tbody></table>"
    )
    assert (article().cover, article().summary, article().slug) == (name, "平 粗斜<添", "tuan-jie-fen-dou")
    assert (media / name).read_bytes() == written
    assert told(report.files[0]) == [("corrected", "spaces", 0, "团结奋斗")]


def test_a_head_in_a_table_of_a_word_manuscript(folder: Path, load: Load) -> None:
    paper = docx.Document()
    table = paper.add_table(4, 2)
    for row, (label, value) in zip(
        table.rows,
        [("标题", "题"), ("栏目：", "大会服务"), ("作 者", "乙"), ("发布时间", "2023-11-02 9:00")],
        strict=True,
    ):
        row.cells[0].text, row.cells[1].text = label, value
    paper.add_paragraph("正文")
    paper.save(str(folder / "稿.docx"))
    load()
    assert head() == ("题", "大会服务", "乙", datetime(2023, 11, 2, 9))
    assert article().body == "<p>正文</p>"


def test_a_broken_word_manuscript(folder: Path, load: Load) -> None:
    docx.Document().save(str(folder / "稿.docx"))
    data = (folder / "稿.docx").read_bytes()
    (folder / "稿.docx").write_bytes(data[: len(data) // 2])
    assert told(load().files[0]) == [("failed", "file_broken", 0, "")]


def test_the_address_stays_when_the_title_changes_and_is_shared_by_nobody(folder: Path, load: Load) -> None:
    (folder / "一.md").write_text(HEAD + "甲", encoding="utf-8")
    (folder / "三.md").write_text(HEAD + "丙", encoding="utf-8")
    dry = load(dry_run=True)
    load()
    (folder / "一.md").write_text(HEAD.replace("标题: 题", "标题: 新题") + "甲", encoding="utf-8")
    (folder / "二.md").write_text(HEAD + "丙", encoding="utf-8")
    report = load()
    items = models.NewsItem.select(models.NewsItem.slug, models.NewsItem.title, models.NewsItem.source)
    assert dry.counts() == {"added": 2}
    assert list(items.order_by(models.NewsItem.slug).tuples()) == [("ti", "新题", "一.md"), ("ti-2", "题", "三.md")]
    assert [told(file) for file in report.files] == [
        [("changed", "row_changed", 0, "新题")], [], [("skipped", "row_repeated_file", 0, "题")],
    ]  # fmt: skip
    (folder / "三.md").rename(folder / "四.md")
    (folder / "二.md").unlink()
    assert load().counts() == {"kept": 1, "changed": 1}
    assert [row.source for row in items.order_by(models.NewsItem.slug)] == ["一.md", "四.md"]


def test_pictures_are_proved_shrunk_and_written_anew() -> None:
    wide = io.BytesIO()
    Image.new("RGB", (3000, 300), "green").save(wide, "JPEG", exif=Image.Exif())
    name, data = written_anew(wide.getvalue() + b"<?php evil(); ?>")
    with Image.open(io.BytesIO(data)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (1080, 108))
    assert (name.endswith(".jpg"), b"php" in data) == (True, False)
    for bad in (b"", b"<svg/>", picture()[:60], b"GIF89a" + b"\xff" * 20):
        with pytest.raises(BadPicture, match="picture_unreadable"):
            written_anew(bad)
    huge = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(huge, "PNG")
    with pytest.raises(BadPicture, match="picture_large"):
        written_anew(huge.getvalue())
