"""Delegations by the rooms where they meet."""

from datetime import datetime

import pytest

from understanding import Fact, Index, understand

AT = datetime(2021, 9, 8, 10, 0)


def delegation(name: str, room: str) -> Fact:
    return Fact("delegation", name, (f"{name}代表团", name, f"{name}团"), offers=frozenset({"where"}), room=room)


INDEX = Index(
    (
        delegation("青岛", "滨海楼二层第12会议室"), delegation("临沂", "滨海楼二层第2会议室"),
        delegation("泰安", "会展中心A馆201"), delegation("日照", "会展中心B馆201"),
        delegation("德州", "酒店三层松涛厅"), delegation("聊城", ""),
        *(delegation(name, "北楼大厅") for name in ("东营", "潍坊", "济宁", "威海", "滨州", "菏泽", "淄博")),
        Fact("agenda", "talk", ("分组讨论",), places=("见附表",), day=AT.date(), starts=AT.astimezone()),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("12会议室是哪个团的", ["青岛"]), ("第十二会议室是哪个代表团", ["青岛"]), ("2会议室哪个团在用", ["临沂"]),
        ("第二会议室是谁用", ["临沂"]), ("滨海楼2层都有哪些团", ["青岛", "临沂"]), ("A馆201是哪个团", ["泰安"]),
        ("201是哪几个团", ["泰安", "日照"]), ("哪个团在松涛厅讨论", ["德州"]),
        ("which delegation is in room 12", ["青岛"]),
    ],
)  # fmt: skip
def test_whose_room_it_is(text: str, keys: list[str]) -> None:
    question = understand(text, AT.astimezone(), INDEX)
    assert (question.topic, [hit.fact.key for hit in question.hits]) == ("place", keys)


@pytest.mark.parametrize(
    "text", ["会议室是哪个团的", "99会议室是哪个团", "北楼是哪些团", "哪个团最大", "22会议室哪个团"]
)
def test_a_room_that_tells_nothing_is_not_guessed(text: str) -> None:
    assert understand(text, AT.astimezone(), INDEX).topic != "place"
