"""Leaving a message, going on with a long answer, and the words of staff."""

from datetime import datetime

import pytest

import models
from congress import catalogue
from menus import keys
from tests.handlers.phone import AT, Phone, told
from wechat.sessions import Session


def kept() -> list[tuple[str, str]]:
    return [(row.openid, row.text) for row in models.Message.select()]


def test_a_message_is_kept_once(phone: Phone) -> None:
    assert told(phone.tap(keys.MESSAGE)).startswith("请写下您想对会务组说的话")
    phone.session = Session(state="message.text")
    first = phone.say("空调太冷了\u202e，谢谢")
    assert first == "您的留言已记录，工作人员会看到。谢谢您！"
    assert (phone.session.state, kept()) == ("", [("oPHONE", "空调太冷了，谢谢")])


def test_the_same_delivery_again_keeps_nothing_more(phone: Phone) -> None:
    for _ in range(2):
        phone.session = Session(state="message.text")
        phone._sent = 7
        phone.say("空调太冷了")
    assert kept() == [("oPHONE", "空调太冷了")]


def test_cancelling_leaves(phone: Phone) -> None:
    phone.say("留言")
    assert phone.session.state == "message.text"
    assert phone.say("取消").startswith("好的，已取消。")
    assert (phone.session.state, kept()) == ("", [])
    assert phone.say("取消").startswith("现在没有需要取消的操作。")


def test_a_tap_leaves(phone: Phone) -> None:
    phone.say("留言")
    assert told(phone.tap(keys.TODAY)).startswith("今天 5月6日")
    assert phone.session.state == ""


PICTURE = "http://mmbiz.qpic.cn/mmbiz_jpg/x/0"


@pytest.mark.parametrize(
    ("kind", "text", "fields", "row", "words"),
    [
        ("image", "", {"PicUrl": PICTURE, "MediaId": "M1"}, ("", "M1", PICTURE, ""), "您的图片留言已记录"),
        (
            "link", "", {"Title": "旧闻\u202e", "Description": "说明", "Url": "https://example.com/a?b=1"},
            ("说明", "", "https://example.com/a?b=1", "旧闻"), "您的链接留言已记录",
        ),
        ("voice", "空调太冷。", {"MediaId": "V1", "Format": "amr"}, ("空调太冷。", "V1", "", ""), "您的语音留言已记录"),
        ("voice", "", {"MediaId": "V2"}, ("", "V2", "", ""), "您的语音留言已记录"),
        ("video", "", {"MediaId": "D1", "ThumbMediaId": "T"}, ("", "D1", "", ""), "您的视频留言已记录"),
        (
            "location", "", {"Location_X": "39.9", "Location_Y": "116.4", "Scale": "15", "Label": "东门"},
            ("东门\n39.9 116.4", "", "", ""), "您的位置留言已记录",
        ),
        ("file", "", {"Title": "名单.xlsx", "FileMd5": "x"}, ("", "", "", "名单.xlsx"), "您的文件留言已记录"),
        ("link", "", {"Url": ["https://a", "https://b"], "Title": {"x": "y"}}, ("", "", "", ""), "您的链接留言已记录"),
    ],
)  # fmt: skip
def test_a_message_of_any_kind_is_kept_for_staff(
    phone: Phone, kind: str, text: str, fields: dict[str, object], row: tuple[str, ...], words: str
) -> None:
    phone.say("留言")
    assert told(phone.send(kind, text=text, fields=fields)).startswith(words)
    found = models.Message.get()
    assert (found.kind, found.text, found.media_id, found.url, found.title) == (kind, *row)
    assert phone.session.state == ""


def test_outside_a_conversation_nothing_is_kept(phone: Phone) -> None:
    words = told(phone.send("image", fields={"PicUrl": PICTURE, "MediaId": "M1"}))
    assert words.startswith("收到了，谢谢您。图片里的内容我还看不懂")
    assert words.endswith("想让工作人员看到，请先发“留言”，再发图片。")
    assert kept() == []


def test_what_is_kept_is_sealed(phone: Phone) -> None:
    phone.say("留言")
    phone.send("link", fields={"Url": "https://example.com/secret", "Title": "secret", "Description": "secret"})
    rows = models.database.execute_sql("SELECT url, title, text FROM message").fetchall()
    assert not any("secret" in value for row in rows for value in row)


def test_the_rest_of_a_long_answer(phone: Phone) -> None:
    phone.session = Session(rest="第二页")
    assert phone.say("更多") == "第二页"
    phone.session = Session()
    assert phone.say("更多") != "第二页"


def test_staffs_rules_go_first_but_not_before_cancelling(phone: Phone) -> None:
    models.Rule.create(kind="exact", words="今日议程", reply="见大屏幕", priority=1, enabled=True)
    models.Rule.create(kind="contains", words="取消", reply="no", priority=9, enabled=True)
    models.Rule.create(kind="exact", words="昨天的", reply="old", valid_until=datetime(2019, 5, 1), enabled=True)
    models.Revision.raise_()
    catalogue.expire()
    assert phone.say("今日议程！") == "见大屏幕"
    assert phone.say("取消") != "no"
    assert phone.say("昨天的", AT) != "old"


def test_nothing_is_left_to_go_on_with(phone: Phone) -> None:
    assert phone.say("更多").startswith("没有更多内容了。")


@pytest.mark.parametrize("before", ["预备会议几点", "午餐到几点", "晚饭几点", "开幕大会在哪开"])
def test_a_whole_question_about_the_schedule_is_no_follow_up(phone: Phone, before: str):
    alone = phone.say("今天有什么会")
    phone.say(before)
    assert phone.say("今天有什么会") == alone
    phone.say(before)
    phone.say("下午有什么安排")
    assert phone.handler == "agenda.on_day"
