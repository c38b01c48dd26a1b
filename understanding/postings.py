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
FEW = 6000  # postings that are added up one by one
OFTEN = 128  # a token is common when one fact in so many has it: as bits it takes no more room than the list
STEPS = 1023  # in which bounds are counted: they tell scores apart that differ by a thousandth
SPARE = 4  # times as many facts as are wanted are looked at one by one, at most


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
        self._common: dict[str, tuple[tuple[float, int], ...]] = {}
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

    def best(self, units: Sequence[Unit], wanted: int, least: float) -> list[tuple[int, float]]:
        """The facts that match most, with their scores (at least `least`), best first, at equal scores in order.

        Of very many facts whose scores differ by less than a thousandth of the question's mass, not all are compared.
        """
        tokens = {token for unit in units for token, _ in unit.tokens}
        if sum(self.count(token) for token in tokens) <= FEW:
            scores = self.scores(units)
        else:
            scores = self._scores_of_best(units, tokens, wanted, least)
        found = sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:wanted]
        return [each for each in found if each[1] >= least]

    def _scores_of_best(
        self, units: Sequence[Unit], tokens: Iterable[str], wanted: int, least: float
    ) -> dict[int, float]:
        """The scores of some facts that the best are among."""
        scale = STEPS / sum(unit.mass for unit in units)
        bounds, floor = self._bounds(units, scale), max(1, int(least * scale))
        scores = self._exact(units, tokens, bounds.highest(wanted, floor))
        if len(scores) < wanted:
            return scores
        floor = max(floor, int(min(scores.values()) * scale))  # nobody below can be better than these
        return self._exact(units, tokens, bounds.highest(SPARE * wanted, floor))

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
        held: dict[str, dict[int, float]] = {token: {} for token in tokens}
        for token, where in held.items():
            found = self._lists.get(token)
            if found is None:
                continue
            for number in numbers:
                place = bisect_left(found, number << LEVELS)
                if place < len(found) and found[place] >> LEVELS == number:
                    where[number] = self.weights[found[place] & MASK]
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

    def _bounds(self, units: Sequence[Unit], scale: float) -> Bounds:
        """No fact's score, times `scale`, is higher than its bound."""
        bounds = Bounds()
        known: dict[str, tuple[tuple[float, int], ...]] = {}
        for unit in units:
            worth: dict[float, int] = {}
            for token, factor in unit.tokens:
                if token not in known:
                    known[token] = self._common.get(token) or self._bits(self._lists.get(token, ()))
                for weight, bits in known[token]:
                    worth[weight * factor] = worth.get(weight * factor, 0) | bits
            taken = 0
            for value in sorted(worth, reverse=True):
                if bits := worth[value] ^ (worth[value] & taken):
                    bounds.add(bits, ceil(value * unit.mass * scale))
                    taken |= bits
        return bounds

    def _bits(self, found: Iterable[int]) -> tuple[tuple[float, int], ...]:
        signs = [bytearray(self._count // 8 + 1) for _ in self.weights]
        for code in found:
            number = code >> LEVELS
            signs[code & MASK][number >> 3] |= 1 << (number & 7)
        bits = (int.from_bytes(each, "little") for each in signs)
        return tuple((weight, each) for weight, each in zip(self.weights, bits, strict=True) if each)
