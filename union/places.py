"""Where stations are, in words: districts, streets, parts of names, all taken from the rows."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from operator import add
from pathlib import Path
from typing import Any, Protocol

import yaml

LONGEST_NAME = 40  # characters of a station's name
LONGEST = 16  # characters of a place that is looked for
SHORTEST = 2
SAMPLE = 300  # names that are looked at for what they have in common
MOST_NAMES = 0.75
COMMON = 0.5  # of all rows: what more of them hold tells nothing of a place


class Placed(Protocol):
    """What a row says of where it is."""

    @property
    def name(self) -> str: ...

    @property
    def district(self) -> str: ...

    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Where:
    """What stretches of a text mean: `numbers` of rows, None for no place; `called` as the text has it, `by_address` if
    that is no district; `left` is what no row explains."""

    numbers: frozenset[int] | None = None
    called: str = ""
    by_address: bool = False
    left: tuple[str, ...] = ()


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
        self._full = {plain(row.district): row.district for row in rows if row.district}
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

    def own(self, text: str, word: str) -> tuple[int, ...]:
        """The rows whose whole name stands in a text, around a word that all names hold; of several the longest."""
        at = text.find(word) if word else -1
        if at < 0:
            return ()
        starts, ends = range(max(0, at - LONGEST_NAME), at + 1), range(at + len(word), len(text) + 1)
        held = [text[start:end] for start in starts for end in ends if end - start <= LONGEST_NAME]
        return (
            tuple(self._names[max(found, key=len)]) if (found := [each for each in held if each in self._names]) else ()
        )

    def where(self, stretches: Collection[str]) -> Where:
        """What some stretches of a text mean together."""
        numbers: frozenset[int] | None = None
        called, left, by_address = "", [], False
        for stretch in map(plain, stretches):
            if self.is_everywhere(stretch) and self.district(stretch) is None:
                continue
            name, found, rest, is_address = self._meant(stretch)
            if rest:
                left.append(rest)
            if found is not None:
                numbers = found if numbers is None else numbers & found
                called, by_address = called + name, by_address or is_address
        return Where(numbers, called, by_address, tuple(left))

    def _meant(self, stretch: str) -> tuple[str, frozenset[int] | None, str, bool]:
        """What is meant by a stretch: its name, the rows, what is left of it, whether it is more than a district."""
        district = self.district(stretch)
        name, rows = district or ("", frozenset())
        rest = stretch.replace(name, "", 1)
        if district is not None and (not rest or self.is_everywhere(rest)):
            return name, rows, "", False
        place = self.place(stretch)
        if place is not None and (district is None or place[0] == stretch):
            return (*place, "", True)
        if district is None:
            return "", None, stretch, False
        if (place := self.place(rest)) is not None:
            return name + place[0], rows & place[1], "", True
        if name in self._full:
            return name, rows, rest if len(rest) >= SHORTEST else "", False
        return "", None, stretch, False

    @property
    def districts(self) -> Collection[str]:
        """What districts are called, longest first."""
        return self._longest_first

    @cached_property
    def example(self) -> str:
        """A district, to say what may be asked; empty without any."""
        return next(iter(self._full.values()), "")

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
                tells = pairs <= self._pairs and pairs & self._telling and self._covers(part, text, start)
                if tells and (found := self._having(part)):
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

    def is_everywhere(self, text: str) -> bool:
        """Whether most rows hold this, such as their city: it tells nothing of where they are."""
        text = plain(text)
        return len(text) >= SHORTEST and not set(map(add, text, text[1:])) & self._telling and text in self._text

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


def called(names: Sequence[str]) -> str:
    """The longest word of Chinese characters with which most names end, numbers left aside: what kind of place they
    are; empty for none."""
    some = [plain(name).rstrip(words()["numbering"]) for name in names[:: max(1, len(names) // SAMPLE)]]
    ends = Counter(name[-size:] for name in some for size in range(SHORTEST, min(len(name), LONGEST) + 1))
    often = (end for end, count in ends.items() if count >= max(2, MOST_NAMES * len(some)) and min(end) > "\u2e7f")
    return max(often, key=lambda end: (len(end), ends[end], end), default="")


@cache
def words() -> dict[str, Any]:
    """The file words.yaml."""
    file: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return file
