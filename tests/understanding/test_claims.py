"""A text in which somebody says who they are."""

import pytest

from understanding import claims


@pytest.mark.parametrize(
    ("text", "badge", "digits"),
    [
        ("绑定 BJ14-0033 1234", "BJ14-0033", "1234"),
        ("bj14-0033，1111", "BJ14-0033", "1111"),
        ("BJ14－0001　０００1", "BJ14-0001", "0001"),
        ("我是BJ14-0033，手机号后四位1234。", "BJ14-0033", "1234"),
        ("綁定代表證號：BJ14—0033 手機尾號：1234", "BJ14-0033", "1234"),
        ("BJ14-0033 19900001234", "BJ14-0033", "1234"),
        ("我要绑定BJ14-0033", "BJ14-0033", ""),
        ("BJ14-0033", "BJ14-0033", ""),
        ("绑定 JY24028 1234", "JY24028", "1234"),
        ("我是jy24028", "JY24028", ""),
    ],
)
def test_a_claim(text: str, badge: str, digits: str) -> None:
    said = claims.said(text)
    assert said is not None
    assert (said.badge, said.digits) == (badge, digits)
    assert "1234" not in repr(said)


@pytest.mark.parametrize(
    "text",
    ["", "绑定", "1234", "BJ14-0033的座位", "BJ14-0033住哪", "BJ14-0033 12", "BJ14-0033 12345", "今天有什么会",
     "BJ14-0033 BJ14-0034", "BJ14-0033" + " " * 99],
)  # fmt: skip
def test_no_claim(text: str) -> None:
    assert claims.said(text) is None


@pytest.mark.parametrize(
    ("text", "badge", "digits"),
    [("bj14 0033", "BJ140033", ""), ("bj140033", "BJ140033", ""), ("我的是BJ14-0033", "BJ14-0033", ""), 
     ("0033", "0033", "0033"),
     ("1111", "1111", "1111"), ("19900001111", "", "1111"), ("午饭几点", "", ""), ("12", "", "")],
)  # fmt: skip
def test_what_was_asked_for(text: str, badge: str, digits: str) -> None:
    assert (claims.badge(text), claims.digits(text)) == (badge, digits)
