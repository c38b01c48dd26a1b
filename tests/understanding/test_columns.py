"""Columns and articles, asked for in whole sentences."""

from datetime import datetime, timedelta

import pytest

from understanding import Fact, Index, understand

AT = datetime(2021, 9, 8, 10, 0).astimezone()
TITLE = "灯塔看守人的一天"


def sentence(place: int, text: str) -> Fact:
    return Fact("passage", f"keeper#{place}", (), (TITLE,), (text,), starts=AT - timedelta(hours=3))


def congress() -> Index:
    index = Index(
        (
            Fact("column", "focus", ("大会聚焦",)),
            Fact("column", "people", ("代表风采",)),
            Fact("agenda", "opening", ("开幕大会",), offers=frozenset({"when"}), day=AT.date(), starts=AT),
            Fact("news", "start", ("开幕大会今天举行",), ("代表入场就座", "大会聚焦"), starts=AT - timedelta(hours=2)),
            Fact("news", "keeper", (TITLE,), ("他守了三十年", "代表风采"), starts=AT - timedelta(hours=3)),
            Fact("station", "kind", ("港湾小站", "小站")),
        )
    )
    lines = "他建议让港湾小站晚上开到23点。", "海岛号设“潮声”“渔火”两个栏目。"
    index.passages = Index([sentence(place, line) for place, line in enumerate(lines)])
    return index


INDEX = congress()


@pytest.mark.parametrize(
    ("text", "aim", "key"),
    [
        ("代表风采那栏都登了谁", "column", "people"), ("大会聚焦里有几篇", "column", "focus"),
        ("代表风采写了哪些人物", "column", "people"), ("有哪些栏目", "columns", ""),
        ("what's in the Focus column", "column", "focus"), ("新闻有几个栏目", "columns", ""),
        ("海岛号设了哪几个栏目", "passage", "keeper#1"), ("今早发的开幕消息", "article", "start"),
        ("早上登的那个开幕大会的新闻", "article", "start"), ("看守人建议小站开到几点", "passage", "keeper#0"),
    ],
)  # fmt: skip
def test_news(text: str, aim: str, key: str) -> None:
    question = understand(text, AT, INDEX, days=(AT.date(),))
    best = question.best()
    assert (question.topic, question.aim, best.key if best else "") == ("news", aim, key)


@pytest.mark.parametrize(
    ("text", "topic"), [("开幕大会几点", "agenda"), ("小站开到几点", "station"), ("代表风采评选怎么报名", "")]
)
def test_something_else_is_no_news(text: str, topic: str) -> None:
    assert understand(text, AT, INDEX, days=(AT.date(),)).topic == topic
