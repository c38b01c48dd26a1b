"""A code as rectangles: the same modules, few pieces, a hole for the logo."""

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_H

from paper.symbol import symbol

ADDRESSES = ["http://weixin.qq.com/q/02aBcDeFgHiJk10000g03p", "http://weixin.qq.com/q/1", "x" * 200]


def grid(payload: str, with_logo: bool) -> list[list[int]]:
    """How often each module is painted."""
    found = symbol(payload, with_logo)
    painted = [[0] * found.size for _ in range(found.size)]
    for x, y, width, height in found.rectangles:
        for row in painted[y : y + height]:
            for column in range(x, x + width):
                row[column] += 1
    return painted


def whole(payload: str) -> list[list[int]]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_H, border=0)
    code.add_data(payload)
    code.make(fit=True)
    return [[int(bool(module)) for module in row] for row in code.modules]


@pytest.mark.parametrize("payload", ADDRESSES)
def test_every_dark_module_is_painted_once(payload: str) -> None:
    assert grid(payload, False) == whole(payload)
    assert symbol(payload, False).logo == 0


@pytest.mark.parametrize("payload", ADDRESSES)
def test_a_logo_takes_whole_modules_from_the_middle(payload: str) -> None:
    expected, found = whole(payload), symbol(payload)
    hole = {29: 7, 41: 9, 77: 17}[found.size]
    first = (found.size - hole) // 2
    for row in expected[first : first + hole]:
        row[first : first + hole] = [0] * hole
    assert grid(payload, True) == expected
    assert found.logo == pytest.approx(found.size * 0.2)
    assert found.logo < hole


def test_neighbours_are_merged() -> None:
    found = symbol(ADDRESSES[0])
    assert len(found.rectangles) * 2 < sum(map(sum, grid(ADDRESSES[0], True)))
