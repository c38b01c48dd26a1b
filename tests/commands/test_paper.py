"""`server.py paper` on the demo congress, with codes from the stand-in: each printed code is the registry's."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

import commands
import models
from congress import labels, scenes
from paper import badges
from tests import congress_rows
from tests.commands.conftest import StandIn
from tests.conftest import DEMO
from tests.paper import reading

CREATE = "/cgi-bin/qrcode/create"


@pytest.fixture
def demo(stand_in: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> StandIn:
    """Delegates and delegations of the demo congress in the tables, and a platform."""
    folder = tmp_path / "demo"
    folder.mkdir()
    for name in ("代表名册.xlsx", "大会日程.xlsx"):
        shutil.copy(DEMO / name, folder)
    assert commands.main(["load", str(folder)]) == 0
    capsys.readouterr()
    return stand_in


DELEGATES = [
    ("BJ14-0001", "孔艳兰", "教育代表团"), ("BJ14-0002", "李𠮷", "东城区代表团"), ("BJ14-0003", "杜佑", "月球代表团"),
    ("BJ14-0004", "阿不都热依木·买买提", "教育代表团"),
]  # fmt: skip


@pytest.fixture
def small(stand_in: StandIn) -> StandIn:
    """A small congress in the tables, and a platform."""
    congress_rows.fill()
    for badge, name, delegation in DELEGATES:
        models.Delegate.create(badge=badge, name=name, delegation=delegation, phone="19900000000")
    models.Revision.raise_()
    return stand_in


def registry(*wanted: str) -> list[str]:
    """What the pictures of these scenes encode, as it is on record."""
    found = {code.scene: code.url for code in scenes.registered()}
    return [found[scene] for scene in wanted]


def paper(*words: str | Path) -> int:
    return commands.main(["paper", *map(str, words)])


def test_posters_for_the_desks_that_are_named_and_then_for_those_on_the_list(
    small: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    assert paper("posters", "hall-a", "east=东门报到处", "--out", first) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"已保存：{first}",
        "2 页，2 个二维码。打印时请选“实际大小”（100%），黑白、彩色都可以。",
    ]
    assert "2/2 准备二维码" in told.err
    read = [reading.decoded(page) for page in reading.pages(first.read_bytes())]
    assert read == [[url] for url in registry("desk_hall-a", "desk_east")]
    assert reading.outline(first.read_bytes()) == ["大堂A台", "东门报到处"]
    words = reading.texts(first.read_bytes())
    assert ["北京市工会第十四次代表大会" in text and "演示" in text for text in words] == [True, True]
    assert "desk_hall-a · 长期有效" in words[0]
    assert paper("posters", "--out", second) == 0
    assert [reading.decoded(page) for page in reading.pages(second.read_bytes())] == [
        [url] for url in registry("desk_east", "desk_hall-a")
    ]
    assert small.calls(CREATE) == ["ok", "ok"]


def test_a_sheet_for_every_delegation_without_telephones(demo: StandIn, tmp_path: Path) -> None:
    out = tmp_path / "sheets.pdf"
    assert paper("delegations", "--out", out) == 0
    known = [f"delegation_{key}" for key, _ in scenes.keys("delegation")]
    assert len(known) == 24
    pdf = out.read_bytes()
    assert [reading.decoded(page) for page in reading.pages(pdf)] == [[url] for url in registry(*known)]
    assert reading.outline(pdf) == [name for _, name in scenes.keys("delegation")]
    words = reading.texts(pdf)
    assert "2号楼1层第3会议室" in words[0]
    assert [text for text in words if "1990001" in text] == []


def test_one_sheet_alone(small: StandIn, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    assert paper("delegations", "教育代表团", "--out", out) == 0
    assert reading.outline(out.read_bytes()) == ["教育代表团"]


def cut(pdf: bytes, per_page: int) -> list[Image.Image]:
    """All labels, also the empty places."""
    sheets = reading.pages(pdf)
    return [label for page in sheets for label in reading.cut(page, per_page, badges.HEIGHTS[per_page])]


def test_badges_by_delegation_those_of_an_unknown_one_last(small: StandIn, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    assert paper("badges", "教育代表团", "BJ14-0003", "--per-page", "10", "--out", out) == 0
    pdf = out.read_bytes()
    read = [code for label in cut(pdf, 10) for code in reading.decoded(label)]
    assert read == registry(*(scenes.scene_string("delegate", f"BJ14-000{number}") for number in (1, 4, 3)))
    assert reading.outline(pdf) == ["教育代表团", "月球代表团"]
    words = "".join("".join(reading.texts(pdf)).split())
    assert ["孔艳兰" in words, "阿不都热依木·买买提" in words, "证号BJ14-0003" in words, "1990000" in words] == [
        True, True, True, False,
    ]  # fmt: skip


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("per_page", [8, 10])
def test_every_badge_of_the_congress(demo: StandIn, tmp_path: Path, per_page: int) -> None:
    out = tmp_path / "badges.pdf"
    assert paper("badges", "--per-page", str(per_page), "--out", out) == 0
    roster = [each for _, group in labels.labels() for each in group]
    assert len(roster) > 600
    pdf = out.read_bytes()
    read = [code for label in cut(pdf, per_page) for code in reading.decoded(label)]
    assert read == registry(*(scenes.scene_string("delegate", each.number) for each in roster))
    assert len(set(read)) == len(roster)
    words = "".join(reading.texts(pdf))
    assert [each for each in roster if each.name not in words or each.number not in words] == []
    assert len(pdf) < 1_500_000


def test_single_codes_in_every_form(small: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    png, svg, pdf = tmp_path / "code.png", tmp_path / "code.SVG", tmp_path / "code.pdf"
    for out in (png, svg, pdf):
        assert paper("code", "delegation", "教育代表团", "--out", out) == 0
    (url,) = registry("delegation_jiaoyu")
    assert reading.decoded(Image.open(png)) == [url]
    assert svg.read_text(encoding="utf-8").startswith("<svg ")
    assert [reading.decoded(page) for page in reading.pages(pdf.read_bytes())] == [[url]]
    assert commands.main(["qr", "delegation", "教育代表团", "--out", str(tmp_path / "qr.svg")]) == 0
    assert (tmp_path / "qr.svg").read_bytes() == svg.read_bytes()
    assert small.calls(CREATE) == ["ok"]


def test_a_desk_without_a_name_is_printed_with_its_key_and_staff_are_told(
    small: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "p.pdf"
    assert paper("posters", "hall-a", "east", "west=西门", "--out", out) == 0
    assert reading.outline(out.read_bytes()) == ["大堂A台", "east", "西门"]
    assert capsys.readouterr().out.splitlines()[2:] == [
        f"注意：east 没有名称，印出来的是键。要印名称，请用等号写明再打印一次，如 paper posters east=东门 --out {out}"
    ]


def test_a_temporary_code_is_printed_with_a_warning(
    small: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = scenes.keys("item")[0][0]
    assert paper("code", "item", key, "--out", tmp_path / "item.pdf") == 0
    assert f"1 个是临时码（item_{key}），续期后图案会变" in capsys.readouterr().out


def test_without_the_demo_s_account_nothing_is_marked(
    small: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paper("delegations", "教育代表团", "--out", tmp_path / "demo.pdf") == 0
    monkeypatch.setenv("WECHAT_SECRET", "another")
    assert paper("delegations", "教育代表团", "--out", tmp_path / "real.pdf") == 0
    texts = [reading.texts((tmp_path / name).read_bytes())[0] for name in ("demo.pdf", "real.pdf")]
    assert ["演示" in text for text in texts] == [True, False]


def test_a_character_that_no_font_has_names_the_person_and_prints_nothing(
    small: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "badges.pdf"
    out.write_bytes(b"before")
    assert paper("badges", "BJ14-0002", "--out", out) == 1
    assert capsys.readouterr().err.splitlines() == [
        "字体里没有下面这些字，没有打印：",
        "  李𠮷 BJ14-0002：𠮷",
        "请用 --font 指定一个有这些字的字体文件（TTF 或 OTF），再运行一次",
    ]
    assert (out.read_bytes(), small.calls(CREATE)) == (b"before", [])


def test_a_character_of_the_congress_s_name_that_no_font_has_prints_nothing(
    small: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONGRESS_NAME", "𠮷市代表大会")
    assert paper("posters", "hall-a", "--out", tmp_path / "p.pdf") == 1
    assert "  congress_name：𠮷" in capsys.readouterr().err.splitlines()
    assert paper("code", "desk", "hall-a", "--out", tmp_path / "c.png") == 0  # the name does not stand on it


def test_a_code_that_the_platform_refuses_is_not_printed(
    small: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.platform.faults.play([{"path": CREATE, "fault": "40053", "times": 0}])
    assert paper("posters", "hall-a", "--out", tmp_path / "p.pdf") == 1
    assert capsys.readouterr().err.splitlines()[-1] == "微信平台不接受其中 1 个码的场景值，没有打印。"
    assert not (tmp_path / "p.pdf").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("posters", "--out", "x.doc"), "x.doc 不是能写的文件名：请以 .pdf 结尾"),
        (("code", "desk", "a", "--out", "x.jpg"), "x.jpg 不是能写的文件名：请以 .png 或 .svg 或 .pdf 结尾"),
        (("posters", "hall-a", "--out", "nowhere/x.pdf"), "不能写入 nowhere/x.pdf：没有这个文件或文件夹"),
        (
            ("posters", "--out", "x.pdf"),
            "还没有报到处的码：请写出报到处，如 paper posters hall-a=大堂A台 --out 海报.pdf",
        ),
        (
            ("posters", "Hall A", "--out", "x.pdf"),
            "报到处的键“Hall A”不能用：请写 1—32 个小写字母、数字或短横线，如 hall-a",
        ),
        (("posters", "hall-a", "--logo", "none.png", "--out", "x.pdf"), "none.png 不是能用的图片（PNG 或 JPEG）"),
        (("posters", "hall-a", "--font", "none.ttf", "--out", "x.pdf"), "none.ttf 不是能用的字体文件（TTF 或 OTF）"),
    ],
)
def test_what_can_t_be_printed_is_one_line(
    stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...], told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert paper(*words) == 1
    assert [line for line in capsys.readouterr().err.splitlines() if "/" not in line[:4]] == [told]
    assert [each.name for each in tmp_path.glob("*.p*")] == []


def test_an_unknown_delegation_or_badge_is_told_with_what_there_is(
    small: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert paper("badges", "BJ14-9999", "--out", tmp_path / "x.pdf") == 1
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == ["没有“BJ14-9999”。可用的有：", "  东城区代表团"]
    assert told[-1] == "补印一张请写代表证号，如 BJ14-0002"
    assert paper("delegations", "火星代表团", "--out", tmp_path / "x.pdf") == 1
    assert capsys.readouterr().err.splitlines()[0] == "没有“火星代表团”。可用的有："


def test_without_a_roster_staff_are_told_to_load_it(
    stand_in: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert paper("badges", "--out", tmp_path / "x.pdf") == 1
    assert capsys.readouterr().err == "还没有数据：请先载入会议资料（server.py load 文件夹）\n"


def test_a_desk_that_the_configuration_does_not_know_is_warned_about(
    small: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warned = "注意：设置文件 config.yaml 的 desks 里没有签到台“hall-c”，"
    warned += "扫它的码不能签到，而印出来的码长期有效、改不了。"
    assert paper("posters", "hall-a", "hall-c=大堂C台", "--out", tmp_path / "p.pdf") == 0
    assert [line for line in capsys.readouterr().err.splitlines() if "注意" in line] == [warned]
    assert commands.main(["qr", "desk", "hall-c", "--out", str(tmp_path / "c.png")]) == 0
    assert warned in capsys.readouterr().err
    assert commands.main(["qr", "desk", "hall-b", "--out", str(tmp_path / "b.png")]) == 0
    assert "注意" not in capsys.readouterr().err
