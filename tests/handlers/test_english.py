"""Questions in English, and with what their answers begin."""

from pathlib import Path

from tests.handlers.phone import Phone, on
from tests.handlers.test_asked_first import LINK

EXPECTED = Path(__file__).with_name("english.txt")  # asked during lunch on the second day of the demo congress


def test_english_questions_of_all_kinds(demo: None) -> None:
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    expected = dict(line.split(" => ", 1) for line in lines)
    said = {text: Phone().say(text, on("05-06 12:30")) for text in expected}
    assert {text: LINK.sub(r"[\1]", words).split("\n")[0] for text, words in said.items()} == expected
    assert len(expected) > 100


def test_words_for_both_eyes_where_staff_may_look_on(phone: Phone) -> None:
    refusal = phone.say("what is the phone number of Kong Yanlan, badge BJ14-0033")
    assert "为保护隐私，个人信息只告诉本人" in refusal
    assert "请先绑定身份" in phone.say("my seat")
    assert "抱歉，这个我还不知道" in Phone().say("what is the capital of france")
    assert "请把您的位置发给我" in Phone().say("nearest rest station")


def test_pinyin_and_names_of_things_stay_chinese(demo: None) -> None:
    for text in ("yicheng", "wifi", "kaimu dahui jidian", "WiFi密码是多少", "ok"):
        assert any("\u4e00" <= each <= "\u9fff" for each in Phone().say(text).split("\n")[0]), text
