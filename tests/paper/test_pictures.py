"""Single codes as pictures: what a camera reads from them, and that the two kinds look the same."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fpdf import FPDF
from PIL import Image

from paper import picture, vector
from paper.card import card
from paper.symbol import QUIET
from tests.paper import reading

LOGO = Path(__file__).parents[2] / "static" / "logo.png"
ADDRESS = "http://weixin.qq.com/q/02aBcDeFgHiJk10000g03p"
TITLES = ["大会报到", "“中国梦·劳动美”职工文艺演出" * 6, ""]


def png(title: str, logo: Path | None = LOGO) -> Image.Image:
    content = picture.png(card(ADDRESS, title, ("大堂A台", "微信扫一扫"), "desk_hall-a", logo is not None), logo)
    return Image.open(BytesIO(content))


def rendered(svg: bytes, folder: Path) -> Image.Image:
    """The SVG through another library's reader of SVG, onto a page."""
    file = folder / "code.svg"
    file.write_bytes(svg)
    page = FPDF(unit="mm", format=(120, 180))
    page.set_auto_page_break(False)
    page.add_page()
    page.image(file, 10, 10, 100)
    return next(reading.pages(bytes(page.output()), grey=False))


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("logo", [LOGO, None], ids=["logo", "no logo"])
def test_a_camera_reads_the_payload_back(title: str, logo: Path | None) -> None:
    assert reading.decoded(png(title, logo)) == [ADDRESS]


def test_shrunk_to_a_sixth_it_still_reads() -> None:
    found = png("大会报到")
    assert reading.decoded(found.resize((found.width // 6, found.height // 6))) == [ADDRESS]


def test_the_code_stands_in_a_quiet_zone_and_the_words_below() -> None:
    found = png("大会报到")
    edge = QUIET * picture.BOX
    assert found.crop((0, 0, found.width, edge)).getcolors() == [(found.width * edge, (255, 255, 255))]
    assert found.crop((0, 0, edge, found.width)).getcolors() == [(edge * found.width, (255, 255, 255))]
    below = found.crop((0, found.width, found.width, found.height)).convert("L")
    assert below.getextrema()[0] < 60
    assert found.width >= 1000


@pytest.mark.parametrize("logo", [LOGO, None], ids=["logo", "no logo"])
def test_the_svg_reads_back_too_and_needs_no_font(logo: Path | None, tmp_path: Path) -> None:
    svg = vector.svg(card(ADDRESS, "大会<报到> & A台", ("微信扫一扫",), "desk_a", logo is not None), logo)
    root = ElementTree.fromstring(svg)
    kinds = [element.tag.partition("}")[2] for element in root]
    assert kinds == ["title", "rect", "path", *(["image"] if logo else []), "path", "path", "path"]
    assert root[0].text == "大会<报到> & A台 微信扫一扫 desk_a"
    assert reading.decoded(rendered(svg, tmp_path)) == [ADDRESS]


def test_png_and_svg_look_the_same(tmp_path: Path) -> None:
    one = card(ADDRESS, "大会报到", ("大堂A台",), "desk_hall-a")
    drawn = rendered(vector.svg(one, LOGO), tmp_path)
    unit = reading.DPI / 25.4
    high = 100 * one.height / one.width
    drawn = drawn.crop((round(10 * unit), round(10 * unit), round(110 * unit), round((10 + high) * unit)))
    painted = Image.open(BytesIO(picture.png(one, LOGO)))
    sizes = (60, round(60 * high / 100))
    left, right = (each.convert("L").resize(sizes, Image.Resampling.BOX) for each in (drawn, painted))
    apart = [abs(a - b) for a, b in zip(left.tobytes(), right.tobytes(), strict=True)]
    assert sum(apart) / len(apart) < 6


def test_a_small_logo_is_enlarged_and_a_long_one_keeps_its_shape(tmp_path: Path) -> None:
    file = tmp_path / "logo.jpg"
    Image.new("RGB", (16, 8), "#0000ff").save(file)
    found = png("", file)
    blue = found.convert("RGB").split()[2].point(lambda value: value)
    red = found.convert("RGB").split()[0]
    box = Image.composite(blue, Image.new("L", blue.size), red.point(lambda v: 255 if v < 60 else 0)).point(
        lambda v: 255 if v > 150 else 0
    ).getbbox()  # fmt: skip
    assert box is not None
    side = 0.2 * 41 * picture.BOX
    assert (box[2] - box[0], box[3] - box[1]) == (pytest.approx(side, abs=3), pytest.approx(side / 2, abs=3))
    assert reading.decoded(found) == [ADDRESS]


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    text = tmp_path / "logo.png"
    text.write_text("no picture")
    assert (picture.is_picture(LOGO), picture.is_picture(text), picture.is_picture(tmp_path / "none")) == (
        True, False, False,
    )  # fmt: skip
