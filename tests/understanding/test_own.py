"""One's own data, asked for in other words or by a word or two after one's own data."""

import pytest

from understanding import Index, own, people
from understanding.normalise import fold


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("我的屋在几楼啊", "room"), ("which room am I staying in", "room"), ("俺睡哪儿", "room"),
        ("我坐第几辆车", "coach"), ("我那个车是几号", "coach"), ("which bus do I take", "coach"),
        ("我坐第几桌", "table"), ("what table am I at", "table"),
        ("我坐哪个位子", "seat"), ("where do I sit", "seat"), ("我登记的什么餐", "meal"), ("给我订的餐是什么", "meal"),
        ("我属于哪个小组", "group_room"), ("给我看看房间有几层", ""), ("我老伴想住几天", ""),
        ("待会儿酝酿我上哪屋去", "group_room"), ("分组讨论在哪个房间啊我", "group_room"),
        ("我想退房", ""), ("我的车停哪", ""), ("我几点坐车", ""), ("屋在几楼", ""), ("我要打车去哪等", ""),
    ],
)  # fmt: skip
def test_words_for_one_s_own(text: str, aim: str) -> None:
    assert own.shape(fold(text)) == aim


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("那房间呢", "room"), ("餐呢？", "meal"), ("车呢", "coach"), ("还有座位", "seat"), 
        ("我的讨论室在哪", "group_room"),
        ("what about my room", "room"), ("几点退房", ""), ("餐厅几点开门", ""), ("那开幕式呢", ""), ("车停在哪", ""),
    ],
)  # fmt: skip
def test_a_word_or_two_more(text: str, aim: str) -> None:
    assert own.following(fold(text)) == aim


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("give me Shi Weitong's room number", people.OTHERS), ("phone number of Zhang San", people.OTHERS),
        ("where does Wang Li sit", people.OTHERS), ("which room is Li Hua in", people.OTHERS),
        ("what's the doctor's phone number", ""), ("which room is lunch in", ""), ("where is my seat", people.OWN),
    ],
)  # fmt: skip
def test_names_in_english(text: str, topic: str) -> None:
    assert people.asked(fold(text), Index(())) == topic


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("我去哪个屋讨论坐几号车", "card"),
        ("我在哪讨论，吃什么餐", "card"),
        ("我去哪个屋讨论", "group_room"),
        ("我坐几号车", "coach"),
    ],
)
def test_two_of_ones_own_in_one_breath_are_both_told(text: str, part: str) -> None:
    assert people.aim(text) == part
