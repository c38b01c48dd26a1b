"""Breaking text into lines that fit."""

import re
from collections.abc import Callable

Width = Callable[[str], float]  # of a text, at the size in question

# Marks that must not begin a line hold on to what is before them, opening ones to what follows.
CLOSING = "，。、；：？！”’）》」』】〉·•‧・%,.;:?!)"
OPENING = "“‘（《「『【〈("
UNITS = re.compile(rf"[{re.escape(OPENING)}]*(?:[A-Za-z0-9_@/+-]+|\s+|[^\s])[{re.escape(CLOSING)}]*")
# A name of several parts is broken between them if it can be.
PARTED = re.compile(r"[·•‧・]")
PART = re.compile(r"[·•‧・\s]*[^·•‧・\s]+[·•‧・\s]*|[·•‧・]+")


def wrap(text: str, width: float, measure: Width, units: re.Pattern[str] = UNITS) -> list[str]:
    """The text in lines of at most `width`; one unit that is wider still is broken at any character."""
    lines: list[str] = []
    line = ""
    for unit in units.findall(" ".join(text.split())):
        for piece in [unit] if measure(unit.strip()) <= width else unit:
            if line.strip() and measure((line + piece).strip()) > width:
                lines.append(line.strip())
                line = ""
            line += piece
    return [*lines, line.strip()] if line.strip() else lines


def balanced(text: str, width: float, measure: Width, units: re.Pattern[str] = UNITS) -> list[str]:
    """As `wrap`, in as many lines, but of much the same length."""
    if measure(text) <= width:
        return [text] if text else []
    lines = wrap(text, width, measure, units)
    if len(lines) < 2:
        return lines
    # No narrower than the widest unit, which would be broken otherwise.
    wholes = [measure(unit.strip()) for unit in units.findall(text)]
    narrow, wide = max((whole for whole in wholes if whole <= width), default=0.0), width
    if len(wrap(text, narrow, measure, units)) <= len(lines):
        return wrap(text, narrow, measure, units)
    for _ in range(12):
        middle = (narrow + wide) / 2
        fits = len(wrap(text, middle, measure, units)) <= len(lines)
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return wrap(text, wide, measure, units)


def fit(
    text: str, width: float, measure: Callable[[str, float], float], sizes: tuple[float, float], most: int = 1
) -> tuple[float, list[str]]:
    """The largest size, and the lines at it, so that nothing is wider than `width`.

    `measure(text, size)` is a text's width. From the first of `sizes` down to the second one line is tried, then two,
    up to `most`; a name is first broken between its parts. What is too long even then is set smaller than wanted, then
    with words broken: nothing is ever cut off.
    """
    largest, smallest = sizes
    text = " ".join(text.split())
    if not text:
        return largest, []

    def at(size: float) -> Width:
        return lambda part: measure(part, size)

    for count in range(1, most + 1):
        for units in (PART, UNITS) if count > 1 and PARTED.search(text) else (UNITS,):
            for step in range(int((largest - smallest) * 2) + 1):
                if lines := _within(text, width, at(largest - step / 2), count, units):
                    return largest - step / 2, lines
    for step in range(1, 9):  # smaller than wanted, but in whole words
        if lines := _within(text, width, at(smallest * (1 - step / 20)), most, UNITS):
            return smallest * (1 - step / 20), lines
    size = smallest
    while True:
        lines = wrap(text, width, at(size))
        if len(lines) <= most and all(measure(line, size) <= width for line in lines):
            return size, lines
        size *= 0.95


def _within(text: str, width: float, measure: Width, count: int, units: re.Pattern[str]) -> list[str]:
    """At most `count` lines that all fit, with no unit broken; none if that can't be."""
    if count == 1:
        return [text] if measure(text) <= width else []
    if any(measure(unit.strip()) > width for unit in units.findall(text)):
        return []
    lines = balanced(text, width, measure, units)
    return lines if len(lines) <= count else []
