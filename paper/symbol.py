"""A code as rectangles on a grid, with room for a logo in the middle.

Error correction is H: 30 % of the words may be lost. The logo takes a fifth of the width, 5 % of the area.
"""

from dataclasses import dataclass
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_H

QUIET = 4  # modules of white around a code, as its standard asks
LOGO = 0.2  # of the code's width
RIM = 0.6  # modules of white that a logo has around it, both sides together


@dataclass(frozen=True, slots=True)
class Symbol:
    """Dark rectangles (x, y, width, height) in modules, without the quiet zone; `logo` is 0 where none goes."""

    size: int  # modules a side
    rectangles: tuple[tuple[int, int, int, int], ...]
    logo: float = 0.0  # modules a side, centred


def symbol(payload: str, with_logo: bool = True) -> Symbol:
    """The code of `payload`. Neighbouring dark modules are one rectangle, along a row and then over equal rows."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_H, border=0)
    code.add_data(payload)
    code.make(fit=True)
    dark = [[bool(module) for module in row] for row in code.modules]
    size = len(dark)
    logo = size * LOGO if with_logo else 0.0
    if with_logo:
        _clear(dark, logo)
    return Symbol(size, tuple(_rectangles(dark)), logo)


def _clear(dark: list[list[bool]], logo: float) -> None:
    """Leave whole modules white behind the logo. A code has an odd number of modules, so the hole has, too."""
    hole = next(side for side in range(1, len(dark), 2) if side >= logo + RIM)
    first = (len(dark) - hole) // 2
    for row in dark[first : first + hole]:
        row[first : first + hole] = [False] * hole


def _rectangles(dark: list[list[bool]]) -> list[tuple[int, int, int, int]]:
    runs: dict[tuple[int, int], list[int]] = {}
    for y, row in enumerate(dark):
        for is_dark, group in groupby(enumerate(row), key=lambda module: module[1]):
            columns = [x for x, _ in group]
            if is_dark:
                runs.setdefault((columns[0], len(columns)), []).append(y)
    found = []
    for (x, width), rows in runs.items():
        for _, following in groupby(enumerate(rows), key=lambda numbered: numbered[1] - numbered[0]):
            lines = [y for _, y in following]
            found.append((x, lines[0], width, len(lines)))
    return sorted(found, key=lambda rectangle: (rectangle[1], rectangle[0]))
