"""What may mean several things is asked back, and a number answers."""

from datetime import timedelta

import pytest

from handlers.facts import index
from tests.handlers.phone import AT, Phone

ASKED = "您是想问：\n1. 困难职工子女助学\n2. 困难职工慰问\n回复数字即可，也可以换个说法。"


@pytest.mark.parametrize(
    "text", ["2", "二", "2.", "２", "②", "选2", "第二个", "选第二个", "第2个", "最后一个", "困难职工慰问", "慰问"]
)
def test_a_number_or_the_words_choose(phone: Phone, text: str) -> None:
    assert phone.say("困难") == ASKED
    assert phone.say(text) == Phone().say("困难职工慰问")


def test_the_other_one_can_be_chosen_afterwards(phone: Phone) -> None:
    phone.say("困难")
    phone.say("1")
    assert phone.say("2") == Phone().say("困难职工慰问")


def test_nothing_is_open_after_ten_minutes(phone: Phone) -> None:
    alone = Phone().say("2")
    phone.say("困难")
    assert phone.say("2", AT + timedelta(minutes=11)) == alone


@pytest.mark.parametrize("text", ["3", "0", "22"])
def test_a_number_that_is_no_choice(phone: Phone, text: str) -> None:
    phone.say("困难")
    assert phone.say(text) == Phone().say(text)


def test_another_question_is_answered(phone: Phone) -> None:
    phone.say("困难")
    assert phone.say("晚饭几点") == Phone().say("晚饭几点")


def test_whole_names_are_never_asked_back(phone: Phone) -> None:
    names = {name for fact in index().facts if fact.kind in ("faq", "programme", "guide") for name in fact.names[:1]}
    for name in names:
        phone.say(name)
        assert phone.handler != "choices.on_choice", name
