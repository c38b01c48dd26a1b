"""Where stations are, in words: districts, streets, parts of names, all taken from the rows."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate
from operator import add
from typing import Protocol

from union.hours import words

LONGEST = 16  # characters of a place that is looked for
SHORTEST = 2
COMMON = 0.5  # of all rows: what more of them hold tells nothing of a place


class Placed(Protocol):
    """What a row says of where it is."""

    @property
    def name(self) -> str: ...

    @property
    def district(self) -> str: ...

    @property
    def address(self) -> str: ...


class Places:
    """Finds rows by words of their addresses and names: one long text, searched at the speed of memory."""

    def __init__(self, rows: Sequence[Placed]) -> None:
        """`rows` are numbered as they come."""
        self._districts: dict[str, set[int]] = {}
        self._names: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            for name in _short(plain(row.district)):
                self._districts.setdefault(name, set()).add(number)
            self._names.setdefault(plain(row.name), []).append(number)
        self._longest_first = sorted(self._districts, key=lambda each: (-len(each), each))
        lines = [f"{plain(row.address)}\t{plain(row.name)}\n" for row in rows]
        self._text = "".join(lines)
        self._starts = [0, *accumulate(map(len, lines))]
        pairs: Counter[str] = Counter()
        for line in lines:
            pairs.update(set(map(add, line, line[1:])))
        self._most = max(1, int(len(lines) * COMMON))
        self._pairs = frozenset(pairs)
        self._telling = frozenset(pair for pair, count in pairs.items() if count <= self._most)

    def named(self, text: str) -> tuple[int, ...]:
        """The rows with exactly this name."""
        return tuple(self._names.get(plain(text), ()))

    def district(self, text: str) -> tuple[str, frozenset[int]] | None:
        """The district that a text names, as it is called there, and its rows."""
        for name in self._longest_first:
            if name in text:
                return name, frozenset(self._districts[name])
        return None

    def place(self, text: str) -> tuple[str, frozenset[int]] | None:
        """The longest part of a text that stands in addresses or names, if it tells where; and the rows with it."""
        text = plain(text)[:LONGEST]
        for size in range(len(text), SHORTEST - 1, -1):
            for start in range(len(text) - size + 1):
                part = text[start : start + size]
                pairs = set(map(add, part, part[1:]))
                if pairs <= self._pairs and pairs & self._telling and self._covers(part, text, start):
                    if found := self._having(part):
                        return part, found
        return None

    def _having(self, part: str) -> frozenset[int]:
        found: set[int] = set()
        at = self._text.find(part)
        while at >= 0:
            if self._is_whole(at, at + len(part)):
                number = bisect_right(self._starts, at) - 1
                found.add(number)
                at = self._text.find(part, self._starts[number + 1])
            else:
                at = self._text.find(part, at + 1)
        return frozenset(found)

    @staticmethod
    def _covers(part: str, text: str, start: int) -> bool:
        """Whether a part is what the text means: most of it, or the name with which it begins."""
        return 3 * len(part) > 2 * len(text) or (start == 0 and not any(map(str.isdecimal, part)))

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether no number goes on beyond its ends: road 5 is not road 65."""
        text = self._text
        before = text[start].isdecimal() and start > 0 and text[start - 1].isdecimal()
        return not before and not (text[end - 1].isdecimal() and text[end].isdecimal())


def plain(text: str) -> str:
    """A text as it is compared: half width, lower case, without blanks."""
    return re.sub(r"[\s:./,-]+", "", unicodedata.normalize("NFKC", text)).lower()


def _short(district: str) -> Collection[str]:
    """How a district is called: in full, and without the ending that people leave out."""
    if not district:
        return ()
    for end in words()["district_ends"]:
        short = district.removesuffix(end)
        if short != district and len(short) >= SHORTEST:
            return (district, short)
    return (district,)
