"""What a Question tells beside its topic: language, politeness, topics, facts by kind, place, audience."""

from datetime import date, datetime

import pytest

from understanding import Fact, Index, understand
from understanding.language import language
from understanding.normalise import fold

AT = datetime(2021, 9, 8, 10).astimezone()
DAY, LISTENERS = date(2021, 9, 8), ("列席代表",)
INDEX = Index(
    (
        Fact("agenda", "a", ("分组讨论",), (), ("B座二层牡丹厅",), day=DAY, starts=AT, audience=LISTENERS),
        Fact("guide", "g", ("托儿服务",), (), ("B座一层",)),
        Fact("delegation", "d", ("青岛市代表团", "青岛")),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wifi", "zh"),
        ("wifi mima", "zh"),
        ("ni hao", "zh"),
        ("kaimu dahui jidian", "zh"),
        ("医务室 where", "zh"),
        ("ok", "zh"),
        ("", "zh"),
        ("What time is lunch?", "en"),
        ("hello", "en"),
        ("WiFi password?", "en"),
        ("menu", "en"),
        ("HOW DO I JOIN THE UNION", "en"),
    ],
)
def test_language(text: str, expected: str) -> None:
    assert language(fold(text)) == expected


def test_courtesy() -> None:
    polite = [
        understand(text, AT, INDEX).polite for text in ("请问分组讨论几点", "谢谢", "tell me please", "分组讨论几点")
    ]
    assert polite == [True, True, True, False]


def test_facts_by_kind_and_their_topics() -> None:
    question = understand("列席代表在牡丹厅的分组讨论几点", AT, INDEX)
    assert question.entities == {"agenda": ("agenda:a",)}
    assert (question.place, question.audience) == ("B座二层牡丹厅", "列席代表")
    assert [topic for topic, _ in question.topics] == ["agenda"]


def test_a_delegation_is_asked_for_by_its_place() -> None:
    question = understand("青岛在哪讨论", AT, INDEX)
    assert (question.topics, question.entities) == ((("place", 1.0),), {"delegation": ("delegation:d",)})


def test_nothing_is_named() -> None:
    question = understand("比特币", AT, INDEX)
    assert (question.topics, question.entities, question.place, question.audience) == ((), {}, "", "")
