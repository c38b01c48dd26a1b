"""Printed pages: every code is read back, nothing overflows, everything is within what printers print."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from PIL import Image, ImageFilter

from paper import badges, posters, sheets
from paper.document import A4, A5, Document
from paper.fonts import STYLES, missing
from tests.paper import reading

LOGO = Path(__file__).parents[2] / "static" / "logo.png"
MADE = datetime(2019, 5, 5, 12, 30)
CONGRESS = "北京市工会第十四次代表大会"
STEPS = ("微信扫一扫，关注“信息小助手”", "日程、用餐、住宿、乘车，一问就有")
NAMES = [
    "孔艳兰", "杜佑", "欧阳震华", "阿不都热依木·买买提", "古丽米拉·阿不都热合曼·吐尔逊", "Alexander Constantinopoulos",
    "陳慧嫻", "𬭤某" * 20, "买买提", "李四", "张三",
]  # fmt: skip
DELEGATIONS = ["东城区代表团", "经济技术开发区代表团", "北京经济技术开发区暨新就业形态劳动者代表团", ""]


def url(number: int) -> str:
    return f"http://weixin.qq.com/q/02aBcDeFgHiJk1000{number:05d}"


def document(paper: tuple[float, float], logo: Path | None = LOGO) -> Document:
    return Document("试印", paper, MADE, logo)


def poster(
    number: int, title: str = "大堂A台", subtitle: str = "大会报到处", steps: tuple[str, ...] = STEPS
) -> posters.Poster:
    return posters.Poster(CONGRESS, title, subtitle, url(number), steps, f"desk_{number} · 长期有效", "演示")


def printed_posters(*wanted: posters.Poster, logo: Path | None = LOGO) -> bytes:
    pages = document(A4, logo)
    assert list(posters.draw(pages, wanted)) == list(wanted)
    return pages.finished()


def sheet(number: int, title: str, facts: tuple[tuple[str, str], ...]) -> sheets.Sheet:
    return sheets.Sheet(CONGRESS, title, facts, url(number), STEPS, "第 {page} 页，共 {pages} 页", "演示")


def printed_labels(count: int, per_page: int, mark: str = "演示") -> bytes:
    pages = document(A4)
    labels = [
        badges.Label(
            CONGRESS, NAMES[n % len(NAMES)], DELEGATIONS[n % 4], f"证号 BJ14-{n:04d}", url(n), "微信扫一扫", mark
        )
        for n in range(count)
    ]  # fmt: skip
    sections = [badges.Section("第一部分", labels[: count // 2]), badges.Section("第二部分", labels[count // 2 :])]
    assert len(list(badges.draw(pages, sections, per_page, "第 {page} 页，共 {pages} 页 · {title}"))) == count
    return pages.finished()


def within_print(page: Image.Image, margin: float = 4.4) -> bool:
    """Whether all ink keeps `margin` millimetres from the edges of a page rendered at 150 dpi."""
    edge = margin / 25.4 * reading.DPI
    box = reading.ink(page)
    assert box is not None
    return box[0] >= edge and box[1] >= edge and page.width - box[2] >= edge and page.height - box[3] >= edge


POSTERS = (
    poster(1),
    poster(2, "听取市总工会第十三届委员会工作报告、财务工作报告和经审工作报告暨开幕大会", "会议安排"),
    poster(3, "east-gate", "", ("微信扫一扫",)),
)


@pytest.mark.parametrize("logo", [LOGO, None], ids=["logo", "no logo"])
def test_posters_are_read_at_150_dpi(logo: Path | None) -> None:
    pdf = printed_posters(*POSTERS, logo=logo)
    pages = list(reading.pages(pdf))
    assert [reading.decoded(page) for page in pages] == [[url(1)], [url(2)], [url(3)]]
    assert [within_print(page) for page in pages] == [True] * 3
    assert reading.sizes(pdf) == {(210, 297)}
    assert reading.outline(pdf) == [each.title for each in POSTERS]
    # Codes are outlines, not pictures.
    assert len(pdf) < 80_000


def test_a_poster_is_read_from_afar_askew_dim_and_out_of_focus() -> None:
    page = next(reading.pages(printed_posters(poster(1))))
    seen = {
        "far": page.resize((page.width // 5, page.height // 5), Image.Resampling.LANCZOS),
        "askew": page.rotate(13, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC),
        "dim": page.point(lambda value: 70 + value // 4),
        "blurred": page.filter(ImageFilter.GaussianBlur(6)),
    }
    assert {how: reading.decoded(picture) for how, picture in seen.items()} == {how: [url(1)] for how in seen}


def test_the_code_of_a_poster_is_more_than_12_centimetres_wide() -> None:
    page = next(reading.pages(printed_posters(poster(1))))
    # The top edge of the code: the widest dark run is a finder pattern, seven of its 41 modules.
    unit = reading.DPI / 25.4
    found = page.convert("L").point(lambda value: 255 if value < 60 else 0)
    middle = found.crop((0, round(110 * unit), page.width, round(225 * unit))).getbbox()
    assert middle is not None
    assert (middle[2] - middle[0]) / unit == pytest.approx(posters.CODE, abs=0.5)
    assert posters.CODE >= 120


def test_a_logo_in_its_place_is_as_wide_as_a_fifth_of_the_code() -> None:
    page = next(reading.pages(printed_posters(poster(1)), grey=False))
    unit = reading.DPI / 25.4
    area = page.crop((round(45 * unit), round(105 * unit), round(165 * unit), round(225 * unit)))
    red, _, blue = area.split()[:3]
    box = Image.eval(Image.composite(red, Image.new("L", red.size), blue.point(lambda v: 255 if v < 80 else 0)),
                     lambda v: 255 if v > 120 else 0).getbbox()  # fmt: skip
    assert box is not None
    assert (box[2] - box[0]) / unit == pytest.approx(posters.CODE / 5, abs=0.6)


def test_sheets_are_read_and_numbered_and_leave_out_what_is_not_known() -> None:
    wanted = [
        sheet(1, "东城区代表团", (("讨论地点", "2号楼1层第3会议室"), ("召集人", "东城区总工会主席"))),
        sheet(2, "北京经济技术开发区暨新就业形态劳动者代表团", (("讨论地点", "会议中心2号楼" * 6), ("召集人", ""))),
        sheet(3, "教育代表团", (("讨论地点", ""), ("召集人", ""))),
    ]
    pages = document(A5)
    assert list(sheets.draw(pages, wanted)) == wanted
    pdf = pages.finished()
    assert [reading.decoded(page) for page in reading.pages(pdf)] == [[url(1)], [url(2)], [url(3)]]
    assert [within_print(page) for page in reading.pages(pdf)] == [True] * 3
    assert reading.sizes(pdf) == {(148, 210)}
    words = reading.texts(pdf)
    assert [f"第 {number} 页，共 3 页" in text for number, text in enumerate(words, start=1)] == [True] * 3
    assert [("讨论地点" in text, "召集人" in text) for text in words] == [(True, True), (True, False), (False, False)]
    assert reading.outline(pdf) == [each.title for each in wanted]


def labels_of(pdf: bytes, per_page: int) -> Iterator[Image.Image]:
    for page in reading.pages(pdf):
        assert within_print(page)
        yield from reading.cut(page, per_page, badges.HEIGHTS[per_page])


@pytest.mark.parametrize("per_page", [8, 10])
def test_every_label_holds_its_own_code_and_keeps_to_its_place(per_page: int) -> None:
    count = 23
    pdf = printed_labels(count, per_page)
    found = list(labels_of(pdf, per_page))
    read = [code for label in found for code in reading.decoded(label)]
    assert read == [url(number) for number in range(count)]
    unit = reading.DPI / 25.4
    pad = badges.PAD - 0.2
    for label in found:
        # Away from the cuts with their crosses nothing is printed in the padding on either side ...
        crossless = label.crop((0, round(3 * unit), label.width, label.height - round(3 * unit)))
        assert reading.ink(crossless.crop((0, 0, round(pad * unit), crossless.height))) is None
        assert reading.ink(crossless.crop((round((95 - pad) * unit), 0, label.width, crossless.height))) is None
        # ... nor between the words and the code, the code's quiet zone.
        side = badges.CODES[per_page]
        gap = (95 - badges.PAD - side - badges.GAP + 0.3, 95 - badges.PAD - side - 0.3)
        below = label.crop(
            (round(gap[0] * unit), round(12 * unit), round(gap[1] * unit), label.height - round(3 * unit))
        )
        assert reading.ink(below) is None
        bottom = label.crop(
            (round(3 * unit), label.height - round(2.5 * unit), label.width - round(3 * unit), label.height)
        )
        assert reading.ink(bottom) is None


def test_a_section_begins_a_page_and_stands_in_the_outline() -> None:
    pdf = printed_labels(23, 8)
    assert reading.outline(pdf) == ["第一部分", "第二部分"]
    feet = [line for text in reading.texts(pdf) for line in text.splitlines() if line.startswith("第 ")]
    assert feet == [
        "第 1 页，共 4 页 · 第一部分", "第 2 页，共 4 页 · 第一部分", "第 3 页，共 4 页 · 第二部分",
        "第 4 页，共 4 页 · 第二部分",
    ]  # fmt: skip


def test_the_mark_of_a_demonstration_is_there_only_if_it_is_given() -> None:
    assert [text.count("演示") for text in reading.texts(printed_labels(4, 8))] == [2, 2]
    assert [text.count("演示") for text in reading.texts(printed_labels(4, 8, mark=""))] == [0, 0]


def test_a_name_of_any_length_is_on_the_label_whole() -> None:
    words = ["".join(text.split()) for text in reading.texts(printed_labels(len(NAMES), 10))]
    assert [name for name in NAMES if not any("".join(name.split()) in text for text in words)] == []


def test_a_spare_font_writes_what_ours_cannot(tmp_path: Path) -> None:
    """The spare font is one glyph of ours under another code."""
    spare = tmp_path / "spare.ttf"
    with TTFont(STYLES[""]) as font:
        cutter = subset.Subsetter()
        cutter.populate(text="吉")
        cutter.subset(font)
        table = CmapSubtable.newSubtable(12)
        table.platformID, table.platEncID, table.language = 3, 10, 0
        table.cmap = {0x20BB7: font.getBestCmap()[ord("吉")]}
        font["cmap"].tables = [table]
        font.save(spare)
    pages = Document("试印", A4, MADE, LOGO, spare)
    label = badges.Label(CONGRESS, "李𠮷", "东城区代表团", "证号 1", url(1), "微信扫一扫")
    assert list(badges.draw(pages, [badges.Section("一", [label])], 8, "{page}")) == [label]
    assert missing("李𠮷", spare) == ""
    pdf = pages.finished()
    assert "李𠮷" in reading.texts(pdf)[0]
    first = next(reading.cut(next(reading.pages(pdf)), 8, badges.HEIGHTS[8]))
    unit = reading.DPI / 25.4
    box = reading.ink(first.crop((round(4 * unit), round(15 * unit), round(44 * unit), round(33 * unit))))
    assert box is not None
    assert (box[2] - box[0]) / unit == pytest.approx(2 * 34 * 25.4 / 72, abs=2)


def test_the_same_values_give_the_same_file() -> None:
    assert printed_labels(9, 8) == printed_labels(9, 8)
