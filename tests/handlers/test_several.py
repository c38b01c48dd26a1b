"""Two questions in one message are two answers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models
from congress import catalogue, scenes
from tests.handlers.phone import Phone, told

SINGLE = (
    "wifi密码是多少", "晚饭几点", "医务室电话", "闭幕大会在哪开", "朝阳团在哪讨论", "最新消息", "明天下午有什么会",
    "金秋助学怎么报名",
)  # fmt: skip
JOINTS = ("，", "？", "\n", "，还有", "，顺便问下")


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(SINGLE), min_size=2, max_size=3, unique=True), st.sampled_from(JOINTS))
def test_each_single_answer_is_in_the_joined_one(demo: None, texts: list[str], joint: str) -> None:
    phone = Phone()
    said = phone.say(joint.join(texts))
    assert phone.handler == "several.on_shared"
    for text in texts:
        for line in Phone().say(text).splitlines():
            assert line in said, text


def test_ones_own_data_beside_what_all_may_know(phone: Phone) -> None:
    guest = Phone("oGUEST").say("我坐哪，晚饭几点")
    assert guest.startswith("座位、房间、用餐、乘车等个人信息，只告诉代表本人。")
    assert guest.endswith(Phone().say("晚饭几点"))
    scene = scenes.scene_string("delegate", "BJ14-0086")
    phone.send("event", event="SCAN", scene=scene, key=scene)
    seat = phone.say("我坐哪")
    assert phone.say("我坐哪，晚饭几点") == f"{seat}\n\n{Phone().say('晚饭几点')}"
    assert phone.handler == "several.on_several"


def test_a_refusal_stays_one(phone: Phone) -> None:
    refusal, dinner = phone.say("傅华英住哪"), phone.say("晚饭几点")
    assert phone.say("傅华英住哪，还有晚饭几点") == f"{refusal}\n\n{dinner}"
    assert phone.say("傅华英住哪，还有手机号") == refusal


def test_an_article_is_told_with_its_link(phone: Phone) -> None:
    said = phone.say("最新消息，晚饭几点")
    assert said.startswith('<a href="/pages.article/')
    assert said.endswith(Phone().say("晚饭几点"))


def test_what_follows_goes_on_with_the_last(phone: Phone) -> None:
    phone.say("wifi密码是多少？医务室在哪")
    assert phone.say("电话多少") == Phone().say("医务室电话")


def test_staffs_rules_go_first(phone: Phone) -> None:
    models.Rule.create(kind="contains", words="wifi密码", reply="见背面", priority=1, enabled=True)
    models.Revision.raise_()
    catalogue.expire()
    assert phone.say("wifi密码是多少，还有晚饭几点") == "见背面"


@pytest.mark.parametrize("text", ["吃饭和住宿", "早餐几点\n医务室在哪", "班车几点发车顺便问下医务室电话"])
def test_voices_ask_so_as_well(phone: Phone, text: str) -> None:
    assert told(phone.send("voice", text=f"{text}。")) == Phone().say(text)


def test_what_staff_answered_and_what_the_guide_adds(phone: Phone) -> None:
    said = phone.say("提案几点截，交哪儿")
    assert phone.handler == "several.on_shared"
    assert said.startswith(
        "提案征集截至5月6日17:30，可在“服务—提案建议”在线提交。\n\n地点：会议中心一层105室 · 提案征集\n"
    )
