"""Which facts hold which tokens, and which of them answer most of a question, in bounded time however many they are.

Few postings are simply added up. Of many an upper bound of every fact's score is worked out first, for all facts at
once: facts are bits of whole numbers, and the bounds are added bit by bit of their binary form. Only the facts with the
highest bounds are then looked at one by one.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from math import ceil

from understanding.bounds import Bounds

LEVELS = 2  # bits for where a fact has a token
MASK = (1 << LEVELS) - 1
FEW = 4000  # postings that are added up one by one
OFTEN = 128  # a token is common when one fact in so many has it: as bits it takes no more room than the list
KEPT = 300  # tokens
STEPS = 255  # in which bounds are counted
MANY_MORE = 20  # times as many postings as facts asked for: to look the facts up is cheaper than to read the list
SPARE = 2  # times as many facts as are wanted are looked at one by one, at most
Levels = tuple[tuple[float, int], ...]  # facts as bits, by what a match in them counts


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a question: any of `tokens` (with what it counts) answers it; `mass` is its share of the question."""

    tokens: tuple[tuple[str, float], ...]
    mass: float


class Postings:
    """For each token the facts that hold it, with where they do: in order of `weights`, what counts most first."""

    def __init__(self, weights: Sequence[float]) -> None:
        self.weights = tuple(weights)
        self._lists: dict[str, array[int]] = {}
        self._common: dict[str, Levels] = {}
        self._made: dict[str, Levels] = {}  # of tokens that are not common, for another spelling of the same text
        self._count = 0

    def __contains__(self, token: str) -> bool:
        return token in self._lists

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def count(self, token: str) -> int:
        """How many facts hold it."""
        found = self._lists.get(token)
        return 0 if found is None else len(found)

    def add(self, number: int, tokens: Sequence[Set[str]]) -> None:
        """Take in a fact with its tokens, for each of the weights; numbers must go up."""
        lists, seen = self._lists, set[str]()
        for level, some in enumerate(tokens):
            code = number << LEVELS | level
            for token in some - seen:
                try:
                    lists[token].append(code)
                except KeyError:
                    lists[token] = array("I", (code,))
            seen |= some
        self._count = number + 1

    def settle(self) -> None:
        """Work out what searches need of the common tokens; nothing is added any more."""
        least = max(FEW, self._count) // OFTEN
        for token, found in self._lists.items():
            if len(found) > least:
                self._common[token] = self._bits(found)

    def changed(
        self, gone: Iterable[tuple[int, Sequence[Set[str]]]], new: Iterable[tuple[int, Sequence[Set[str]]]]
    ) -> "Postings":
        """The postings without some facts, and with others, each with its tokens; these here stay as they are."""
        other = Postings(self.weights)
        other._lists, other._common, other._count = self._lists.copy(), self._common.copy(), self._count
        own: set[str] = set()  # tokens whose lists are no longer shared
        for number, tokens in gone:
            for token in set().union(*tokens):
                found = other._own(token, own)
                place = bisect_left(found, number << LEVELS)
                other._turn(token, found.pop(place))
                if not found:
                    del other._lists[token]
        for number, tokens in new:
            other._count = max(other._count, number + 1)
            seen: set[str] = set()
            for level, some in enumerate(tokens):
                code = number << LEVELS | level
                for token in some - seen:
                    found = other._own(token, own)
                    found.insert(bisect_left(found, code), code)
                    other._turn(token, code)
                seen |= some
        return other

    def _own(self, token: str, own: set[str]) -> "array[int]":
        if token not in own or token not in self._lists:
            own.add(token)
            self._lists[token] = array("I", self._lists.get(token, ()))
        return self._lists[token]

    def _turn(self, token: str, code: int) -> None:
        """Set or take away the bit of a common token."""
        if token in self._common:
            weight = self.weights[code & MASK]
            bits = dict(self._common[token])
            bits[weight] = bits.get(weight, 0) ^ 1 << (code >> LEVELS)
            self._common[token] = tuple(bits.items())

    def best(self, units: Sequence[Unit], wanted: int, least: float, faint: float = 0.0) -> list[tuple[int, float]]:
        """The facts that match most, with their scores (at least `least`), best first, at equal scores in order.

        Among very many facts those are left out that match less than `faint` of the question's mass, and of those whose
        scores differ by less than a hundredth of it not all are compared.
        """
        tokens = {token for unit in units for token, _ in unit.tokens}
        if sum(self.count(token) for unit in units for token, _ in unit.tokens) <= FEW:
            scores = self.scores(units)
        else:
            least = max(least, faint * sum(unit.mass for unit in units))
            scores = self._exact(units, tokens, self._likely(units, tokens, wanted, least))
        if len(scores) > wanted:
            least = max(least, sorted(scores.values(), reverse=True)[wanted - 1])
        found = [each for each in scores.items() if each[1] >= least]
        return sorted(found, key=lambda each: (-each[1], each[0]))[:wanted]

    def _likely(self, units: Sequence[Unit], tokens: Iterable[str], wanted: int, least: float) -> Sequence[int]:
        """Not many facts, which the best are among."""
        scale = STEPS / sum(unit.mass for unit in units)
        bounds, lowest = self._bounds(units, scale), max(1, int(least * scale))
        first = bounds.highest(wanted, lowest)
        if len(first) < wanted:
            return first
        scores = self._exact(units, tokens, first)
        return bounds.highest(SPARE * wanted, max(lowest, int(min(scores.values()) * scale)))  # nobody below is better

    def scores(self, units: Sequence[Unit]) -> dict[int, float]:
        """What each fact matches that holds any token."""
        scores: dict[int, float] = defaultdict(float)
        for unit in units:
            best: dict[int, float] = {}
            for token, factor in unit.tokens:
                worth = [weight * factor for weight in self.weights]
                for code in self._lists.get(token, ()):
                    number, value = code >> LEVELS, worth[code & MASK]
                    if value > best.get(number, 0.0):
                        best[number] = value
            for number, value in best.items():
                scores[number] += value * unit.mass
        return scores

    def _exact(self, units: Sequence[Unit], tokens: Iterable[str], numbers: Sequence[int]) -> dict[int, float]:
        """The same for some facts."""
        held = {token: self._held(token, numbers) for token in tokens}
        scores = dict.fromkeys(numbers, 0.0)
        for unit in units:
            best: dict[int, float] = {}
            for token, factor in unit.tokens:
                for number, weight in held[token].items():
                    if weight * factor > best.get(number, 0.0):
                        best[number] = weight * factor
            for number, value in best.items():
                scores[number] += value * unit.mass
        return scores

    def _held(self, token: str, numbers: Sequence[int]) -> dict[int, float]:
        """Which of some facts hold a token, with what it counts there."""
        found, weights = self._lists.get(token, ()), self.weights
        if len(found) < MANY_MORE * len(numbers):
            some = set(numbers)
            return {code >> LEVELS: weights[code & MASK] for code in found if code >> LEVELS in some}
        held: dict[int, float] = {}
        for weight, bits in self._levels(token):
            signs = bits.to_bytes(self._count // 8 + 1, "little")
            held.update((number, weight) for number in numbers if signs[number >> 3] >> (number & 7) & 1)
        return held

    def _bounds(self, units: Sequence[Unit], scale: float) -> Bounds:
        """No fact's score, times `scale`, is higher than its bound."""
        bounds = Bounds()
        masses: dict[tuple[tuple[str, float], ...], float] = defaultdict(float)  # what is said twice is looked up once
        for unit in units:
            masses[unit.tokens] += unit.mass
        for of_unit, mass in masses.items():
            worth: dict[float, int] = {}
            for token, factor in of_unit:
                for weight, bits in self._levels(token):
                    worth[weight * factor] = worth.get(weight * factor, 0) | bits
            taken = 0
            for value in sorted(worth, reverse=True):
                if bits := worth[value] ^ (worth[value] & taken):
                    bounds.add(bits, ceil(value * mass * scale))
                    taken |= bits
        return bounds

    def _levels(self, token: str) -> Levels:
        """The facts that hold a token, as bits."""
        levels = self._common.get(token) or self._made.get(token)
        if levels is None:
            if len(self._made) >= KEPT:
                self._made.clear()
            levels = self._made[token] = self._bits(self._lists.get(token, ()))
        return levels

    def forget(self) -> None:
        """Drop what was worked out for earlier searches."""
        self._made.clear()

    def _bits(self, found: Sequence[int]) -> Levels:
        signs: dict[int, bytearray] = {}
        for code in found:
            number, level = code >> LEVELS, code & MASK
            if level not in signs:
                signs[level] = bytearray(self._count // 8 + 1)
            signs[level][number >> 3] |= 1 << (number & 7)
        return tuple((self.weights[level], int.from_bytes(signs[level], "little")) for level in sorted(signs))
