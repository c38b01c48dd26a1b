"""From where on a row may be told as the nearest thing."""

import pytest

from understanding.question import Fact, Hit
from understanding.ranking import FAINT, FEW_ODD, MAYBE, is_near


def hit(kind: str, score: float) -> Hit:
    return Hit(Fact(kind, "a", ("甲",)), score)


@pytest.mark.parametrize(
    ("kind", "score", "odd", "told"),
    [
        ("news", MAYBE, 30, True), ("news", MAYBE - 0.01, 0, False), ("guide", FAINT, FEW_ODD, True),
        ("guide", FAINT, FEW_ODD + 1, False), ("guide", FAINT - 0.01, 0, False), ("passage", FAINT, 0, False),
    ],
)  # fmt: skip
def test_a_faint_likeness(kind: str, score: float, odd: int, told: bool) -> None:
    assert is_near(hit(kind, score), odd) is told
