"""Verbs that people take apart, and what comes after what such a verb names."""

from datetime import date, datetime

import pytest

from understanding import Fact, Index, understand
from understanding.normalise import fence
from understanding.separable import joined

DAY = date(2021, 9, 8)
AT = datetime(2021, 9, 8, 12, 20)


def item(key: str, title: str, hour: int) -> Fact:
    starts = datetime(DAY.year, DAY.month, DAY.day, hour).astimezone()
    return Fact("agenda", key, (title,), offers=frozenset({"when", "where"}), day=DAY, starts=starts)


INDEX = Index(
    (
        item("signing", "代表报到", 8), item("photo", "集体合影", 9), item("vote", "投票选举", 10),
        item("lunch", "午餐", 12), item("prizes", "颁奖典礼", 15), item("dinner", "晚餐", 18),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("投完票干啥", "投票完干啥"), ("合完影去哪", "合影完去哪"), ("报了到之后", "报到了之后"),
        ("颁过奖", "颁奖过"),
        ("开完大会", "开完大会"), ("几点完事", "几点完事"), ("说了算", "说了算"),
        ("done now", "\x02done\x03\x02now\x03"),
    ],
)  # fmt: skip
def test_they_are_made_whole(text: str, whole: str) -> None:
    assert joined(fence(text)) == whole


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("投完票后面还有啥", "vote"), ("投完票之后", "vote"), ("合完影接下来干什么", "photo"),
        ("颁完奖去哪", "prizes"), ("选完举干啥", "vote"),
        ("报到后的下一项是什么", "signing"), ("合影结束后还有别的吗", "photo"), ("吃完饭下一场几点", "lunch"),
        ("吃完饭接着开什么会", "lunch"), ("吃了晚饭以后有什么安排", "dinner"),
    ],
)  # fmt: skip
def test_what_comes_after_it(text: str, key: str) -> None:
    question = understand(text, AT.astimezone(), INDEX, days=(DAY,))
    best = question.best()
    assert (question.topic, question.aim, best.key if best else "") == ("agenda", "after", key)


@pytest.mark.parametrize("text", ["颁奖几点完", "颁奖什么时候完", "合影还没完吗", "颁奖完了吗", "颁奖结束了吗"])
def test_whether_it_is_over_is_another_question(text: str) -> None:
    assert understand(text, AT.astimezone(), INDEX, days=(DAY,)).aim == "find"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("集体合影完了几点投票", "vote"),
        ("投票搞完大概几点颁奖", "prizes"),
        ("颁奖几点完", "prizes"),
    ],
)
def test_what_is_asked_behind_something_that_is_over(text: str, key: str) -> None:
    best = understand(text, AT.astimezone(), INDEX, days=(DAY,)).best()
    assert best is not None
    assert best.key == key
