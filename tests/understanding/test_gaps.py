"""Words with a gap in them stay within a clause."""

import pytest

from understanding.normalise import fence, fold
from understanding.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("雨伞、轮椅借用", ["雨伞", "轮椅"]),
        ("借一把伞", ["借一把伞"]),
        ("刚到机场，接我们的车在哪", ["机场", "接我们的车"]),
        ("机场有人接吗", ["机场有人接"]),
    ],
)
def test_no_word_reaches_over_a_mark(text: str, words: list[str]) -> None:
    spans = vocabulary().cut(fence(fold(text)))
    assert [span.text for span in spans if span.word and span.word.role == "concept"] == words
