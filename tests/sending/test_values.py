"""Values of a template's keywords are cut to what the platform takes, or the template is left out."""

import pytest

from sending.values import Unfit, filled, value
from simulator.notices import keywords

HAN = "一二三四五六七八九十一二三四五六七八九十一二"


@pytest.mark.parametrize(
    ("keyword", "text", "expected"),
    [
        ("thing1", "全体会议", "全体会议"),
        ("thing1", HAN, HAN[:19] + "…"),
        ("thing1", "两行\n文字", "两行 文字"),
        ("time2", "15:01", "15:01"),
        ("time2", "2019年5月6日 9:00~11:30", "2019年5月6日 9:00~11:30"),
        ("date2", "2019年5月6日", "2019年5月6日"),
        ("number3", "12.5", "12.5"),
        ("letter1", "A-1b", "Ab"),
        ("symbol1", "a!?", "!?"),
        ("character_string2", "BJ14-0033 王", "BJ14-0033"),
        ("amount1", "¥120.50元", "¥120.50元"),
        ("phone_number4", "电话 010-66668888", "010-66668888"),
        ("car_number2", "京A12345", "京A12345"),
        ("name1", "欧阳娜娜", "欧阳娜娜"),
        ("name1", HAN, HAN[:10]),
        ("phrase2", "已经全部答复了", "已经全部答"),
    ],
)
def test_a_value_fits_as_the_platform_judges_it(keyword: str, text: str, expected: str) -> None:
    assert value(keyword, text) == expected
    assert keywords.fits(keyword, expected)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [("thing1", " "), ("time2", "下午三点"), ("time2", "25:00"), ("number3", "十二"), ("phrase2", "ok"),
     ("letter1", "一"), ("name1", "123"), ("amount1", "很多"), ("thing", "没有编号")],
)  # fmt: skip
def test_what_can_not_be_cut_is_not_sent(keyword: str, text: str) -> None:
    with pytest.raises(Unfit, match=keyword):
        value(keyword, text)


def test_a_template_takes_our_words_by_name() -> None:
    words = {"title": "全体会议", "when": "15:00"}
    assert filled({"thing1": "title", "time2": "when"}, words) == {"thing1": "全体会议", "time2": "15:00"}
    with pytest.raises(Unfit, match="thing4"):
        filled({"thing1": "title", "thing4": "place"}, words)
