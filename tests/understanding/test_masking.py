"""A text as staff may read it: who and which number it was about is not in it any more."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understanding import Index
from understanding.masking import DIGIT, LONGEST, is_masked, masked

ROSTER = ("张小明", "阿卜杜拉买买提", "李娜")
INDEX = Index((), ROSTER)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("停车场在哪？", "停车场在哪？"),
        ("請問議程", "请问议程"),
        ("張 小 明住哪里", "某某住哪里"),
        ("张\u200b小明", "某某"),
        ("阿卜杜拉·买买提坐哪", "某某坐哪"),
        ("王代表几点到", "某某代表几点到"),
        ("全体代表合影在哪", "全体代表合影在哪"),
        ("我叫赵铁柱，停车场在哪", "我叫某某，停车场在哪"),
        ("我是李铁柱，想换床垫", "我是某某，想换床垫"),
        ("我是王芳想问停车", "我是某某想问停车"),
        ("我是党员，在哪交党费", "我是党员，在哪交党费"),
        ("我是石油学院的代表", "我是石油学院的代表"),
        ("我是江苏的，住哪", "我是江苏的，住哪"),
        ("mr smith is where", "mr 某某 is where"),
        ("我的电话是13800138000", "我的电话是###########"),
        ("一三八零零一三八零零零", "###########"),
        ("房间３０８的wifi", "房间###的wifi"),
        ("微信: zhang_san88", "微信：某账号"),
        ("写信到a@b.com", "写信到某账号"),
        ("bj14-0033签到", "bj##-####签到"),
        ("李\u202e娜先生x", "某某先生x"),
        ("\x00\x07\u2066", ""),
        ("{{7*7}}<b>", "{{#*#}}<b>"),
    ],
)
def test_what_staff_read(text: str, seen: str) -> None:
    assert masked(text, INDEX) == seen


def test_what_was_taken_out_is_known() -> None:
    assert [is_masked(text) for text in ("停车场", "##点", "某某代表", "某账号")] == [False, True, True, True]


@given(st.text(max_size=60), st.sampled_from(ROSTER), st.text(max_size=300), st.integers(1000, 10**11))
def test_no_name_and_no_digit_is_left(before: str, name: str, after: str, number: int) -> None:
    seen = masked(f"{before}\n{name}，{number}{after}", INDEX)
    assert len(seen) <= LONGEST
    assert name not in "".join(filter(str.isalnum, seen))
    assert not any(sign.isdecimal() for sign in seen)
    assert all(sign.isprintable() and unicodedata.category(sign)[0] not in "CM" for sign in seen)


def test_signs_stand_for_digits_one_by_one() -> None:
    assert masked("2019年5月6日", INDEX) == f"{DIGIT * 4}年{DIGIT}月{DIGIT}日"
