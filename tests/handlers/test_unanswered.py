"""What nobody could answer is kept for staff: masked, once, and nothing else."""

from typing import Any

import pytest

import models
from congress import unanswered
from handlers import fallback
from handlers.facts import index
from tests.handlers.phone import AT, Phone
from understanding import Hit, Question
from wechat.inbound import Ask
from wechat.replies import Text

ODD = "附近哪里能修自行车"


def board() -> list[str]:
    """The kept wordings, in order."""
    return [each.text for group in unanswered.groups() for each in group.questions]


def test_a_question_that_nobody_can_answer_is_kept(phone: Phone) -> None:
    said = phone.say(ODD)
    assert said.startswith("抱歉，这个我还不知道")
    [row] = models.Unanswered.select()
    assert (row.text, row.openid, row.message_key, row.nearest, row.state) == (ODD, "oPHONE", "m:oPHONE1", "", "open")
    assert row.at == AT.replace(tzinfo=None)


def test_what_was_only_nearly_answered_is_kept_with_what_was_told(phone: Phone) -> None:
    near = next(each for each in index().facts if each.kind == "guide")
    ask = Ask("oPHONE", AT, "voice", text="早餐有豆浆吗", message_key="m:1")
    ask.understand = lambda ask: Question(ask.text, topic="unsure", hits=(Hit(near, 0.5),))
    said = fallback.on_unsure(ask)
    assert isinstance(said, Text)
    assert said.content.startswith("抱歉，没有找到完全对应的内容。")
    [row] = models.Unanswered.select()
    assert (row.text, row.nearest) == ("早餐有豆浆吗", near.id)


def test_the_same_push_again_is_one_question(phone: Phone) -> None:
    phone.say(ODD)
    Phone().say(ODD)  # another process that is given the same push
    assert board() == [ODD]


@pytest.mark.parametrize(
    "text",
    ["你好", "谢谢", "预备会议几点", "我的座位", "王晓东的电话是多少", "代表名册发我", "留言", "？？？", "😀😀"],
)
def test_what_was_answered_or_refused_is_not_kept(phone: Phone, text: str) -> None:
    phone.say(text)
    assert board() == []


def test_a_message_to_staff_is_not_kept_as_a_question(phone: Phone) -> None:
    phone.say("留言")
    phone.say(ODD)
    assert board() == []


def test_what_staff_only_try_out_is_not_kept(phone: Phone) -> None:
    Phone("").say(ODD)
    assert board() == []


def test_pictures_and_old_buttons_are_no_questions(phone: Phone) -> None:
    phone.send("image")
    phone.tap("no.such.key")
    assert board() == []


def test_what_staff_read_names_nobody(phone: Phone) -> None:
    name = next(iter(models.Delegate.select().order_by(models.Delegate.id))).name
    phone.say(f"我叫{name}，{ODD}，打13800138000或写信到abc@example.org")
    [kept] = board()
    assert name not in kept
    assert "138" not in kept
    assert "example" not in kept
    assert kept.endswith("打###########或写信到某账号")
    [row] = models.Unanswered.select()
    assert name not in row.gist


def test_a_flood_fills_no_board(phone: Phone) -> None:
    for number in range(unanswered.MOST + 5):
        assert phone.say(f"{ODD}{'甲乙丙丁戊己庚辛'[number % 8]}{'子丑寅卯'[number % 4]}").startswith("抱歉")
    assert len(board()) == unanswered.MOST
    Phone("oOTHER").say(ODD)
    assert len(board()) == unanswered.MOST + 1


def test_without_the_board_the_person_is_answered(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any, **named: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(unanswered, "keep", broken)
    assert phone.say(ODD).startswith("抱歉，这个我还不知道")
    assert isinstance(phone.trouble, OSError)
