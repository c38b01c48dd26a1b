"""Of a note with several departures the one that was asked for."""

import pytest

from handlers.notes import told_of
from understanding import Question

NOTE = "颁奖典礼14:50发车，联欢晚会19:10发车，按车号乘坐"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("晚会几点的车", "联欢晚会19:10发车，按车号乘坐"), ("典礼几点发车", "颁奖典礼14:50发车，按车号乘坐"),
        ("几点发车", ""), ("颁奖和晚会几点的车", ""), ("多少钱", ""),
    ],
)  # fmt: skip
def test_only_what_was_asked_for_is_told(words: str, told: str) -> None:
    assert told_of(NOTE, Question(words, words)) == told


def test_a_note_with_one_time_is_told_whole() -> None:
    assert told_of("晚会19:10发车，按车号乘坐", Question("典礼", "典礼")) == ""
