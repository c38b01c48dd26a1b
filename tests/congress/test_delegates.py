"""The number that shows guests what a badge's number looks like: nobody's."""

from collections.abc import Iterable

import pytest

import models
from congress import catalogue, delegates

HUNDRED = [f"BJ14-01{number:02}" for number in range(100)]


def _roster(numbers: Iterable[str]) -> None:
    for badge in numbers:
        models.Delegate.create(badge=badge, name="甲", delegation="教育代表团", phone="")
    models.Revision.raise_()
    catalogue.expire()


@pytest.mark.parametrize(
    ("numbers", "example"),
    [
        ([], ""),
        (["BJ14-0001", "BJ14-0620"], "BJ14-0000"),
        (HUNDRED, "BJ14-0000"),  # of the same hundred each is somebody's
        (HUNDRED[:60], "BJ14-0199"),
        (["A000", "A001", "A120"], "A999"),
        (["A100", "A101", "A109"], "A108"),
        (["0-00", "0-01"], "0-09"),
        (["007"], "000"),
        (["000"], "999"),
        (["K甲", "K乙"], ""),
    ],
)
def test_an_example_is_nobodys(database_url: str, numbers: list[str], example: str) -> None:
    _roster(numbers)
    assert (delegates.example(), example in numbers) == (example, False)


def test_an_example_without_its_dash_is_nobodys_either(database_url: str) -> None:
    _roster(["B-100", "B-101", "B-102"])
    assert delegates.example() == "B-109"
