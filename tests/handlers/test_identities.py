"""The mini program's chat knows its own people and not the account's."""

import models
from tests.handlers.phone import Phone, told
from tests.handlers.test_binding import BOUND, SEAT, bound, digits


def test_the_mini_program_binds_and_answers(phone: Phone) -> None:
    def say(text: str) -> str:
        return told(phone.send("text", text=text, miniprogram=True))

    assert say("我的座位").startswith("座位、房间、用餐、乘车等个人信息，只告诉代表本人。")
    assert say(f"绑定 BJ14-0086 {digits()}") == BOUND
    assert say("我的座位") == SEAT
    users = [(row.badge, row.openid, row.how) for row in models.MiniUser.select()]
    assert (bound(), users) == ([], [("BJ14-0086", "oPHONE", "telephone")])
    assert phone.say("我的座位").startswith("座位、房间、用餐、乘车等个人信息，只告诉代表本人。")
