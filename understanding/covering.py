"""Which of the known words in a text are its words, where several overlap."""

from collections.abc import Iterable
from typing import TypeVar

from understanding.normalise import OPEN

W = TypeVar("W")
Covered = tuple[int, int, W | None]  # from, to, and the word; None for one that only hides the shorter ones in it


def covering(fenced: str, words: Iterable[Covered[W]]) -> list[Covered[W]]:
    """Of the words that stand in a text those that cover most of it, and then most of it without words that only hide
    others; of several such ways, the one of the longest word first."""
    starting: dict[int, list[tuple[int, W | None]]] = {}
    for start, end, word in words:
        starting.setdefault(start, []).append((end - start, word))
    left = [(0, 0)] * (len(fenced) + 1)  # characters from here on that belong to no word, and to one that hides others
    chosen: dict[int, tuple[int, W | None]] = {}
    for place in range(len(fenced) - 1, -1, -1):
        none, hidden = left[place + 1]
        left[place] = none + (fenced[place] == OPEN or "\u3400" <= fenced[place] <= "\u9fff"), hidden
        for size, word in starting.get(place, ()):
            none, hidden = left[place + size]
            rest, longest = (none, hidden + size * (word is None)), chosen[place][0] if place in chosen else 0
            if (rest, -size) < (left[place], -longest):
                left[place], chosen[place] = rest, (size, word)
    covered: list[Covered[W]] = []
    place = 0
    while place < len(fenced):
        size, word = chosen.get(place, (1, None))
        if place in chosen:
            covered.append((place, place + size, word))
        place += size
    return covered
