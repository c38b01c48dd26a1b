"""Printed codes: what a camera reads from them."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageFont

from congress import posters

ADDRESS = "http://weixin.qq.com/q/02aBcDeFgHiJk10000g03p"


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


@pytest.mark.parametrize("title", ["大会报到", "“中国梦·劳动美”职工文艺演出" * 6, ""])
def test_a_camera_reads_the_payload_back(title: str) -> None:
    picture = opened(posters.draw(ADDRESS, title, ("大堂A台", "微信扫一扫"), "desk_hall-a"))
    assert [(found.text, found.ec_level) for found in zxingcpp.read_barcodes(picture)] == [(ADDRESS, "H")]


def test_shrunk_to_a_sixth_it_still_reads() -> None:
    picture = opened(posters.draw(ADDRESS, "大会报到"))
    small = picture.resize((picture.width // 6, picture.height // 6))
    assert [found.text for found in zxingcpp.read_barcodes(small)] == [ADDRESS]


def test_the_code_stands_in_a_quiet_zone_and_the_words_below() -> None:
    bare, worded = opened(posters.draw(ADDRESS, "")), opened(posters.draw(ADDRESS, "大会报到"))
    assert bare.width >= 1000
    edge = posters.QUIET * posters.BOX
    assert worded.crop((0, 0, worded.width, edge)).getcolors() == [(worded.width * edge, (255, 255, 255))]
    assert worded.crop((0, 0, edge, bare.width)).getcolors() == [(edge * bare.width, (255, 255, 255))]
    below = worded.crop((0, bare.width, worded.width, worded.height)).convert("L")
    assert below.getextrema()[0] < 60
    assert worded.height > bare.height


def test_long_words_are_broken_within_the_width() -> None:
    font = ImageFont.truetype(str(posters.FONT), 40)
    lines = posters.wrap("分组讨论：审议工作报告、财务工作报告和经审工作报告", 40, 400)
    assert "".join(lines) == "分组讨论：审议工作报告、财务工作报告和经审工作报告"
    assert [line for line in lines if font.getlength(line) > 400] == []
    assert posters.wrap("  ", 40, 400) == []


def test_the_font_has_the_characters_of_the_demo() -> None:
    font = ImageFont.truetype(str(posters.FONT), 40)
    missing = bytes(font.getmask("\U0010ffff"))
    for character in "代表报到扫码领取“信息小助手”—·（）骑鑫淼ABC123":
        assert bytes(font.getmask(character)) != missing
