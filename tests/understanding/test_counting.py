"""How many there are of what is named, as articles tell."""

from datetime import datetime

import pytest

from understanding import Fact, Index, understand

AT = datetime(2021, 9, 8, 10, 0).astimezone()
OUT, LATER = datetime(2021, 9, 8, 8).astimezone(), datetime(2021, 9, 9, 8).astimezone()
INDEX = Index((Fact("news", "fleet", ("渔港的一年",), ("今年的数字。",), starts=OUT),))
INDEX.passages = Index(
    Fact("passage", key, (), (title,), (text,), starts=starts)
    for key, title, text, starts in (
        ("fleet#0", "渔港的一年", "第三次代表大会的310余名代表分属九个代表团，其中正式代表298名。", OUT),
        ("fleet#1", "渔港的一年", "请代表8:20前就座，一位代表说他养了四十多只信鸽。", OUT),
        ("fleet#2", "渔港的一年", "全市修好旧渔船87艘，改造“渔民之家”十二座。", OUT),
        ("fleet#3", "渔港的一年", "女代表占一半。", OUT),
        ("opening#0", "渔工大会开幕", "应到代表310名，实到306名。", OUT),
        ("prize#0", "谁的奖", "表彰二十位船长。", LATER),
    )
)


def told(text: str) -> list[str]:
    asked = understand(text, AT, INDEX)
    return [hit.fact.key for hit in asked.hits] if asked.aim == "passage" else []


@pytest.mark.parametrize(
    "text", ["这次大会有多少代表", "一共来了多少名代表啊", "代表一共有多少人", "正式代表是几位", "有几个代表团"]
)
def test_a_number_beside_what_is_counted(text: str) -> None:
    assert told(text) == ["fleet#0"]


def test_words_between_and_marks_around_it() -> None:
    assert told("养了多少只信鸽") == ["fleet#1"]
    assert told("改造了几座渔民之家") == ["fleet#2"]
    assert told("女代表占多少") == ["fleet#3"]


@pytest.mark.parametrize("text", ["望海县有多少代表", "今天来了多少代表", "多少代表证", "表彰了多少船长"])
def test_of_something_else_nothing_is_told(text: str) -> None:
    """Of a part of them, of a day, of another thing, before it is out."""
    assert told(text) == []


@pytest.mark.parametrize("text", ["开幕到了多少人", "开幕实到多少人啊", "开幕一共来了多少名代表", "开幕有多少人到会"])
def test_how_many_came_to_what_is_named(text: str) -> None:
    assert told(text) == ["opening#0"]


@pytest.mark.parametrize("text", ["夜游来了多少人", "开幕来了几点的车", "食堂里来了多少人"])
def test_how_many_came_to_something_else_is_not_told(text: str) -> None:
    assert told(text) == []
