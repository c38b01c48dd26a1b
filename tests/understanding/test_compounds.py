"""A short word in a longer one that no fact has does not answer for it."""

from datetime import datetime

import pytest

from understanding import Fact, Index, understand
from understanding.ranking import SURE

AT = datetime(2021, 9, 8, 10).astimezone()
INDEX = Index(
    (
        Fact("guide", "stay", ("住宿",), ("住在滨海宾馆",), (), frozenset({"where", "when", "any"})),
        Fact("guide", "coach", ("接站班车",), (), (), frozenset({"where", "when"})),
        Fact("guide", "net", ("无线网络",), (), (), frozenset({"any"})),
    )
)


@pytest.mark.parametrize("text", ["住哪里", "车几点来", "网怎么连", "网在哪连"])
def test_alone_they_mean_it(text: str) -> None:
    question = understand(text, AT, INDEX)
    assert question.topic in ("guide", "personal")


@pytest.mark.parametrize("text", ["车险怎么买", "网恋怎么办", "房车怎么开", "炒饭怎么做"])
def test_inside_another_word_they_may_not(text: str) -> None:
    question = understand(text, AT, INDEX)
    assert question.topic in ("", "unsure")
    assert all(hit.score < SURE for hit in question.hits)
