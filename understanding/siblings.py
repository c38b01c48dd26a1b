"""Things that are called alike but for a number or a letter: forum one and forum two, line A and line B."""

import re
from collections.abc import Iterable

from understanding.normalise import squeeze
from understanding.numerals import CN, number

COLON = re.compile("[:\uff1a]")
MARK = re.compile(rf"[{CN}]{{1,2}}|\d{{1,2}}|[a-z]")
BESIDE = 1  # characters of the name that must stand with its mark in a text


def head(name: str) -> str:
    """What stands before the colon of a name, which is how people call it."""
    return COLON.split(name)[0]


def sibling(name: str, mark: str, names: Iterable[str]) -> int | None:
    """Which of `names` is called like `name` but for its number or letter, which is `mark`; None for none."""
    own = squeeze(head(name))
    for found in MARK.finditer(own):
        before, behind = own[: found.start()], own[found.end() :]
        for place, other in enumerate(names):
            bare = squeeze(head(other))
            if bare != own and bare.startswith(before) and bare.endswith(behind):
                between = bare[len(before) : len(bare) - len(behind)]
                if MARK.fullmatch(between) and _same(between, mark):
                    return place
    return None


def marked(names: Iterable[str], words: str) -> tuple[int, ...]:
    """Which of some names are meant by words that say the number or letter in which they differ, with the character
    before or behind it; all of them when none is said."""
    heads = [squeeze(head(name)) for name in names]
    text = squeeze(words)
    said = tuple(place for place, own in enumerate(heads) if _is_said(own, [one for one in heads if one != own], text))
    return said or tuple(range(len(heads)))


def _is_said(own: str, others: list[str], text: str) -> bool:
    for found in MARK.finditer(own):
        before, behind = own[: found.start()], own[found.end() :]
        if any(other.startswith(before) and other.endswith(behind) for other in others):
            ways = (before[-BESIDE:] + found[0], found[0] + behind[:BESIDE])
            if any(len(way) > len(found[0]) and way in text for way in ways):
                return True
    return False


def _same(one: str, other: str) -> bool:
    return one == other or (number(one) > 0 and number(one) == number(other))
