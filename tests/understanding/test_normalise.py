"""Text brought to one form."""

import pytest

from understanding.normalise import CLOSE, LIMIT, OPEN, fence, fold, squeeze


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("明兒都排了些什麼", "明儿都排了些什么"),
        ("ＷＩＦＩ密码？", "wifi密码"),
        ("Wi-Fi 在哪儿！", "wifi 在哪儿"),
        ("今 天 议 程", "今天议程"),
        ("９：００—１１：３０", "9:00 11:30"),
        ("😀你好👋🏽", "你好"),
        ("z̷̨̛a̴l̵g̶o", "zalgo"),
        ("\u202e\u200b\u0000abc", "abc"),
        ("哈哈哈哈哈哈", "哈哈"),
        ("   \n\t", ""),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_a_long_text_is_cut() -> None:
    # U+FDFA becomes eighteen letters in NFKC: the limit holds after that, too.
    assert len(fold("甲乙" * 5_000)) == LIMIT
    assert len(fold("\ufdfa" * 5_000)) <= LIMIT


def test_squeeze_leaves_marks_out() -> None:
    assert squeeze("“中国梦·劳动美” 职工 文艺演出！") == "中国梦劳动美职工文艺演出"


def test_latin_words_are_fenced() -> None:
    assert fence("wifi密码 check in") == f"{OPEN}wifi{CLOSE}密码 {OPEN}check{CLOSE}{OPEN}in{CLOSE}"
