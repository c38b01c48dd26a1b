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


def test_a_picture_is_no_message(phone: Phone) -> None:
    phone.say("留言")
    assert told(phone.send("image")).startswith("留言请用文字或语音。")
    assert (phone.session.state, kept()) == ("message.text", [])


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
