"""Facts by their numbers, with what each is found by; another revision's stock is made from it by what differs."""

from collections.abc import Iterable, Sequence

import ahocorasick

from understanding.normalise import squeeze
from understanding.postings import Postings
from understanding.question import Fact
from understanding.tokens import telling, tokens

IN_NAME, IN_PLACE, IN_TEXT = 1.0, 0.9, 0.84  # what a match counts, by where the fact has it


class Stock:
    """Never changed once it is made: several threads read it. A fact's number stays the same over revisions."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.facts: list[Fact] = []  # by number; those that were taken out stay, and nothing leads to them
        self.telling: list[tuple[tuple[str, ...], ...]] = []  # the tokens of each fact's names
        self.postings = Postings((IN_NAME, IN_PLACE, IN_TEXT))
        self._numbers: dict[str, int] = {}
        self._wholes: dict[str, tuple[int, ...]] = {}
        self._named: dict[str, ahocorasick.Automaton] = {}
        self._same: dict[str, str] = {}  # the same tokens stand in many names: each is kept once
        for fact in facts:
            self.postings.add(self._take(fact), _held(fact))
        self.postings.settle()

    def changed(self, gone: Sequence[Fact], new: Sequence[Fact]) -> "Stock":
        """The stock without some facts, and with others: an edited fact is in both."""
        other = Stock()
        other.facts, other.telling, other._same = self.facts.copy(), self.telling.copy(), self._same
        other._numbers, other._wholes = self._numbers.copy(), self._wholes.copy()
        out = [(self._numbers[fact.id], _held(fact)) for fact in gone]
        stays = {fact.id for fact in new}
        for (number, _), fact in zip(out, gone, strict=True):
            for whole in map(squeeze, fact.names):
                other._wholes[whole] = tuple(each for each in other._wholes.get(whole, ()) if each != number)
            if fact.id not in stays:
                del other._numbers[fact.id]
        kinds = {fact.kind for fact in (*gone, *new)}
        other._named = {kind: names for kind, names in self._named.items() if kind not in kinds}
        other.postings = self.postings.changed(out, [(other._take(fact), _held(fact)) for fact in new])
        return other

    def exact(self, whole: str, most: int) -> tuple[int, ...]:
        """The facts of which a name, squeezed, is this one; the first of very many."""
        return self._wholes.get(whole, ())[:most]

    def named(self, kind: str) -> ahocorasick.Automaton:
        """All names of a kind's facts that are longer than a character; empty when there is none."""
        found = self._named.get(kind)
        if found is None:
            found = ahocorasick.Automaton()
            for whole, numbers in self._wholes.items():
                own = tuple(number for number in numbers if self.facts[number].kind == kind)
                if own and len(whole) > 1:
                    found.add_word(whole, (whole, own))
            if found:
                found.make_automaton()
            self._named[kind] = found
        return found

    def _take(self, fact: Fact) -> int:
        """Number a fact, and keep its names."""
        number = self._numbers.setdefault(fact.id, len(self.facts))
        if number == len(self.facts):
            self.facts.append(fact)
            self.telling.append(())
        self.facts[number] = fact
        same, told = self._same, []
        for name in fact.names:
            if whole := squeeze(name):
                before = self._wholes.get(whole, ())
                if number not in before[-1:]:
                    self._wholes[whole] = tuple(sorted((*before, number)))
                told.append(tuple(same.setdefault(token, token) for token in telling(name)))
        self.telling[number] = tuple(told)
        return number


def _held(fact: Fact) -> list[set[str]]:
    """The tokens of a fact by where it has them."""
    named = [name for name in fact.names if squeeze(name)]
    found: list[set[str]] = [set().union(*map(tokens, texts)) for texts in (named, fact.places, fact.texts)]
    return found
