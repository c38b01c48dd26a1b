"""The fonts that travel with us: what they can write, and that nobody's name is printed with a gap."""

from pathlib import Path

import pytest
from PIL import ImageFont

from paper import fonts
from paper.fonts import cut

FOLDER = Path(fonts.__file__).parent


def test_the_files_hold_what_the_script_cuts() -> None:
    wanted = cut.characters()
    for file in fonts.STYLES.values():
        assert file.stat().st_size < 4_000_000
        known = set(fonts.advances(file))
        assert "".join(sorted(wanted - known)) == "ˍ‾∼≒"  # signs of Big5 that the original lacks


def test_gb2312_and_the_general_standard_table_are_covered() -> None:
    gb2312 = "".join(
        bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF)
    )
    assert len(gb2312) == 6763
    assert fonts.missing(gb2312) == ""
    third_level = "亍喆堃頔昇珺淼犇燚赟璟旸珣玥曌䶮㛃𬘓𫖯𬭤蠼"  # of the table of 2013, in names
    assert fonts.missing(third_level) == ""
    assert fonts.missing("陳慧嫻 羅啟銳 阿不都热依木·买买提 Ångström Müller") == ""
    assert fonts.missing("“信息小助手”—·（）《国际歌》，。：；？！①℃") == ""


def test_what_is_missing_is_named_with_whose_it_is() -> None:
    texts = [("张三 BJ14-0001", "张三"), ("李𠮷 BJ14-0002", "李𠮷𠮷㐂"), ("王五", "王😀五")]
    assert fonts.unwritable(texts) == [("李𠮷 BJ14-0002", "𠮷㐂"), ("王五", "😀")]


def test_a_spare_font_fills_the_gaps(tmp_path: Path) -> None:
    spare = next(iter(fonts.STYLES.values()))
    assert fonts.missing("中😀", spare) == "😀"
    with pytest.raises(ValueError, match=r"none\.ttf"):
        fonts.advances(tmp_path / "none.ttf")
    (tmp_path / "text.ttf").write_text("no font")
    with pytest.raises(ValueError, match=r"text\.ttf"):
        fonts.advances(tmp_path / "text.ttf")


@pytest.mark.parametrize("style", ["", "B"])
@pytest.mark.parametrize("text", ["北京市工会第十四次代表大会", "BJ14-0033 Wi-Fi", "，。“”（）"])
def test_widths_are_those_that_another_reader_of_the_font_finds(style: fonts.Style, text: str) -> None:
    font = ImageFont.truetype(str(fonts.STYLES[style]), 1000, layout_engine=ImageFont.Layout.BASIC)
    assert fonts.width(text, 1000, style) == pytest.approx(font.getlength(text), abs=len(text))


def test_the_licence_travels_with_them() -> None:
    assert (FOLDER / "OFL.txt").read_text(encoding="utf-8").count("SIL OPEN FONT LICENSE") == 1
