"""What is asked next goes on with what was answered, for ten minutes."""

from datetime import timedelta

import pytest

from congress import scenes
from handlers.facts import index
from tests.handlers.phone import AT, Phone


@pytest.mark.parametrize(
    ("before", "next_", "like"),
    [
        (["开幕大会几点"], "在哪儿", "开幕大会在哪"),
        (["今天有什么会"], "第三个在哪", "开幕大会在哪"),
        (["今天有什么会", "第三个在哪"], "最后那个几点", "主席团第二次会议几点"),
        (["朝阳团在哪讨论"], "那海淀的呢", "海淀团"),
        (["早餐几点"], "中午呢", "午餐"),
        (["金秋助学"], "要什么材料", "金秋助学要什么材料"),
        (["今天下午有什么会"], "在哪儿", "今天下午有什么会"),
        (["今天有什么会"], "明天呢", "明天有什么会"),
        (["明天有什么会"], "3", "主席团第三次会议"),
        (["有哪些项目可以报"], "选3", "金秋助学"),
        (["今天有什么会"], "不是今天，是明天", "明天有什么会"),
        (["明天上午有什么会"], "换成下午", "明天下午有什么会"),
        (["明天上午有什么会"], "不对，我问的是今天下午", "今天下午有什么会"),
        (["开幕大会在哪"], "我问的是闭幕，不是开幕", "闭幕大会在哪"),
        (["where is the closing"], "no, i meant the election", "where is the election"),
        (["闭幕大会几点"], "上一个呢", "闭幕大会之前是什么"),
        (["大会选举几点"], "下一个呢", "大会选举之后是什么"),
        (["午饭几点"], "然后呢", "午饭之后是什么"),
        (["现在开什么会"], "然后呢", "开幕大会之后是什么"),
        (["今天有什么会", "第三个在哪"], "前一个呢", "开幕大会之前是什么"),
        (["主席团第一次会议在哪"], "第二次呢", "主席团第二次会议在哪"),
        (["朝阳团在哪讨论"], "谁牵头", "朝阳团召集人是谁"),
        (["金秋助学"], "多少人", "金秋助学名额多少"),
        (["what's on today"], "what about the day after?", "what's on tomorrow"),
        (["代表证丢了怎么办"], "然后呢", "还有吗"),
    ],
)
def test_follow_ups(demo: None, before: list[str], next_: str, like: str) -> None:
    phone = Phone()
    for text in before:
        phone.say(text)
    assert phone.say(next_) == Phone().say(like)


def test_the_second_of_several_entries(phone: Phone) -> None:
    told = phone.say("班车")
    names = [index().by_id[each].names[0] for each in phone.session.listed]
    assert [told.index(name) for name in names] == sorted(told.index(name) for name in names)
    assert phone.say("第二个呢") == Phone().say(names[1])
    assert phone.say("电话多少") == Phone().say(f"{names[1]}电话")


def test_how_to_apply_is_asked_of_the_service_that_was_told(phone: Phone) -> None:
    told = phone.say("金秋助学")
    assert (phone.say("怎么报名"), phone.handler) == (told, "programmes.on_programme")


@pytest.mark.parametrize(("minutes", "goes_on"), [(9, True), (10, True), (11, False)])
def test_ten_minutes_after_the_last_message(phone: Phone, minutes: int, goes_on: bool) -> None:
    phone.say("医务室在哪", AT)
    later = AT + timedelta(minutes=minutes)
    assert (phone.say("电话多少", later) == Phone().say("医务室电话", later)) is goes_on
    assert (phone.handler == "guide.on_entry") is goes_on


def test_a_conversation_outlasts_the_subject(phone: Phone) -> None:
    phone.say("留言", AT)
    assert phone.say("空调太冷了", AT + timedelta(minutes=20)).startswith("您的留言已记录")


def test_a_number_beyond_the_list_means_what_it_means_alone(phone: Phone) -> None:
    alone = phone.say("22")
    phone.say("今天有什么会")
    assert phone.say("22") == alone


def test_a_bare_word_means_what_everybody_means_by_it(phone: Phone) -> None:
    assert phone.say("电话") == Phone().say("人工")
    assert Phone().say("时间") == Phone().say("大会时间")
    assert Phone().say("报名") == Phone().say("有哪些项目可以报")
    phone.say("医务室在哪")
    assert phone.say("电话") == Phone().say("医务室电话")


def test_a_new_question_is_no_follow_up(phone: Phone) -> None:
    phone.say("大会选举几点")
    assert phone.say("下一个会是什么") == Phone().say("下一个会是什么")
    phone.say("大会选举几点")
    assert phone.say("医务室在哪") == Phone().say("医务室在哪")


@pytest.mark.parametrize("why", ["为什么", "为啥呀", "那为什么呢"])
def test_the_reason_is_no_row_s(phone: Phone, why: str) -> None:
    told = phone.say("可以带家属吗")
    assert phone.say(why) == f"原因：资料里没有写\n会务组电话：010-84901111\n{told}"
    assert Phone().say(why) == Phone().say("一问三不知")


def test_the_rest_of_the_day_after_a_part_of_it(phone: Phone) -> None:
    phone.say("今天下午有什么会")
    told = phone.say("还有吗")
    assert ("文艺演出" in told, "分组讨论" in told) == (True, False)


def test_where_and_when_after_one_s_own(phone: Phone) -> None:
    scene = scenes.scene_string("delegate", "BJ14-0205")
    phone.send("event", event="SCAN", scene=scene, key=scene)
    room = phone.say("我住哪")
    assert phone.say("在几楼") == room
    group = phone.say("我在哪讨论")
    assert "14:00—17:30" in group
    assert phone.say("几点") == group


def test_a_place_beyond_the_list_is_none(phone: Phone) -> None:
    phone.say("班车")
    assert phone.say("第九个呢") == Phone().say("第九个呢")
