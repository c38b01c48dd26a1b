"""Telephones, masks, clean text, keys."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover import cells, keys
from handover.notes import masked, shown
from handover.telephones import noted, telephone

MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
WAYS = [
    str,
    lambda n: f"{n[:3]} {n[3:7]} {n[7:]}",
    lambda n: f"{n[:3]}-{n[3:7]}-{n[7:]}",
    lambda n: f"{n[:3]}－{n[3:7]}－{n[7:]}",
    lambda n: f"+86 {n}",
    lambda n: f"0086{n}",
    lambda n: f" {n}\u3000",
    lambda n: n.translate(FULL_WIDTH),
]


@given(MOBILE, st.sampled_from(WAYS))
def test_a_mobile_in_every_form(number: str, way: Any) -> None:
    assert telephone(way(number), personal=True) == number


@given(MOBILE, st.sampled_from(WAYS))
def test_a_masked_mobile_never_shows_its_middle(number: str, way: Any) -> None:
    told = masked(way(number))
    kept = [sign for sign in told if sign.isdigit()]
    assert told.count("*") >= 4
    assert len(kept) <= 7
    assert number not in "".join(kept)


@pytest.mark.parametrize(
    ("written", "expected", "personal"),
    [
        ("010-8490 1111", "010-84901111", "010-84901111"),
        ("(010)84901111", "010-84901111", "010-84901111"),
        ("0312-1234567", "0312-1234567", "0312-1234567"),
        ("010-84901111-8001", "010-84901111-8001", "010-84901111-8001"),
        ("84901111转12", "84901111-12", None),
        ("84901111", "84901111", None),
        ("12351", "12351", None),
        ("400 810 0000", "400-810-0000", "400-810-0000"),
        ("010-84901111、19900000004", "010-84901111、19900000004", "010-84901111、19900000004"),
        ("1990000", None, None),
        ("199000000041", None, None),
        ("1.99E+10", None, None),
        ("无", None, None),
        ("", None, None),
    ],
)
def test_other_numbers(written: str, expected: str | None, personal: str | None) -> None:
    assert (telephone(written), telephone(written, personal=True)) == (expected, personal)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("199 0000 0005", "199 **** 0005"), ("19900000005", "199****0005"), ("1990000", "1*****0"), ("无", "无"),
        ("12", "12"), (None, ""),
    ],
)  # fmt: skip
def test_masks(value: object, expected: str) -> None:
    assert masked(value) == expected


def test_a_mobile_in_a_longer_text_is_masked_and_an_office_number_is_not() -> None:
    assert shown("联系人 199 0000 0005，或 19900000006；办公室 010-84901111") == (
        "联系人 199 **** 0005，或 199****0006；办公室 010-84901111"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""), ("  a\u3000 b\u200b ", "a b"), ("a\r\n\n b ", "a\nb"), ("a\x00b\x07", "ab"), (3, "3"), (3.0, "3"),
        (116.39, "116.39"), (time(7, 5), "7:05"), (date(2019, 5, 6), "2019-05-06"),
        (datetime(2019, 5, 6), "2019-05-06"), (datetime(2019, 5, 6, 9), "2019-05-06 09:00"), ("２号楼", "２号楼"),
    ],
)  # fmt: skip
def test_text_of_a_cell(value: object, expected: str) -> None:
    assert cells.text(value) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("姓  名", "姓名"), ("其他问法（用 / 分隔）", "其他问法"), ("地 点：", "地点"), ("*手机", "手机"),
        ("手机\n（必填）", "手机"), ("NO.", "no."), (12, ""), (None, ""),
    ],
)  # fmt: skip
def test_headings(written: object, expected: str) -> None:
    assert cells.heading(written) == expected


@pytest.mark.parametrize(
    ("words", "joint", "expected"),
    [
        ("开幕大会", "", "kaimudahui"), ("WiFi密码是多少", "", "wifimimashiduoshao"),
        ("600余名代表 报到", "-", "600-yu-ming-dai-biao-bao-dao"), ("第５次", "-", "di-5-ci"),
        ("a--b!", "-", "a-b"), ("！", "", "x631157c1"),
    ],
)  # fmt: skip
def test_pinyin(words: str, joint: str, expected: str) -> None:
    assert keys.pinyin(words, joint) == expected


@given(st.text(min_size=1, max_size=120), st.sampled_from(["", "-"]))
def test_a_key_is_short_lower_case_ascii(words: str, joint: str) -> None:
    key = keys.key("0506", keys.pinyin(words, joint))
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 5 < len(key) <= 48


def test_a_taken_key_is_numbered_within_its_length() -> None:
    assert keys.free("a", {"b"}) == "a"
    assert keys.free("a", {"a", "a-2"}) == "a-3"
    assert keys.free("a" * 48, {"a" * 48}) == "a" * 46 + "-2"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0592-5550120／19900592120（夜间）", "0592-5550120、19900592120（夜间）"),
        ("总台 010-8490 1111，夜间19900000004", "总台010-84901111、夜间19900000004"),
        ("会务组：(010)84901111 （24小时）", "010-84901111（24小时）"),
        ("王晓东 19900000004、李四19900000005（李四）", "19900000004、19900000005"),
        (
            "东湖宾馆010-84901111；西山宾馆010-84901112；南苑宾馆010-84901113",
            "010-84901111、010-84901112、010-84901113",
        ),
        ("前台 84901111 转 12", None),
        ("同“办理入住”", None),
        ("199000000041", None),
    ],
)
def test_numbers_of_an_office_among_words(written: str, expected: str | None) -> None:
    assert noted(written, 40) == expected
