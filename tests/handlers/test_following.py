"""What is asked next goes on with what was answered, for ten minutes."""

from datetime import timedelta

import pytest

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


def test_a_number_alone_means_what_it_meant(phone: Phone) -> None:
    alone = phone.say("2")
    phone.say("今天有什么会")
    assert phone.say("2") == alone


def test_a_place_beyond_the_list_is_none(phone: Phone) -> None:
    phone.say("班车")
    assert phone.say("第九个呢") == Phone().say("第九个呢")
