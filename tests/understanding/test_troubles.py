"""What somebody needs to whom something happened, whatever else they tell of it."""

from datetime import datetime

import pytest

from understanding import Context, Fact, Index, understand

AT = datetime(2021, 9, 8, 10, 0).astimezone()
WHERE = frozenset({"where", "phone"})
INDEX = Index(
    (
        Fact("guide", "found", ("失物招领", "便民"), ("捡到东西请交来",), ("码头值班室",), WHERE),
        Fact("guide", "meals", ("餐厅", "用餐"), ("三餐自助",), ("岸边餐厅",), WHERE),
        Fact("faq", "wages", ("渔工被拖欠工资怎么办", "欠薪"), ("请拨打12345。",)),
        Fact("faq", "badge", ("牌子忘带了怎么进场", "忘带证件"), ("到签到台办临时证。",)),
        Fact("guide", "proposals", ("提案征集", "会务"), ("也可线上提交",), ("灯塔楼三层",), WHERE),
    )
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("坏了，眼镜落餐厅了，上哪儿问去", "found"),
        ("出海干了半年，船老大跑了，一分钱没拿着，我闺女等着交学费", "wages"),
        ("牌子忘在屋里了，还进得去不", "badge"),
        ("填好的意见书想当面交，送哪个房间", "proposals"),
    ],
)
def test_what_happened_tells_what_is_needed(text: str, key: str) -> None:
    assert [hit.fact.key for hit in understand(text, AT, INDEX).hits[:1]] == [key]


def test_a_name_is_the_other_half_of_an_answer() -> None:
    asked = understand("名字是哪个，一搜出来一大堆", AT, INDEX, Context("guide", "guide:found"))
    assert (asked.topic, asked.follows, [hit.fact.key for hit in asked.hits]) == ("guide", True, ["found"])
