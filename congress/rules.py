"""Keyword rules: the words that staff tie to an answer, without a release."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import ahocorasick

import models
from congress import catalogue
from congress.catalogue import beijing

EXACT, CONTAINS, PATTERN = "exact", "contains", "pattern"
GAP = "*"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `kind`: exact (the whole text), contains, or pattern (words with * for gaps)."""

    id: int
    kind: str
    words: str
    reply: str
    priority: int = 0
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the rule is valid at `at`."""
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_until is None or at < self.valid_until
        )


class RuleBook:
    """Rules compiled for looking up. The cost of a look-up follows the text's length, not the number of rules."""

    def __init__(self, rules: Iterable[Rule], fold: Callable[[str], str]) -> None:
        """`fold` brings words and texts to one form (case, width, blanks)."""
        self._fold = fold
        self._exact: dict[str, list[Rule]] = {}
        self._pieces: dict[int, tuple[str, ...]] = {}
        inside: dict[str, list[Rule]] = {}
        for rule in rules:
            pieces = tuple(filter(None, map(fold, rule.words.split(GAP) if rule.kind == PATTERN else [rule.words])))
            if not pieces:
                continue  # would match every text
            if rule.kind == EXACT:
                self._exact.setdefault(pieces[0], []).append(rule)
            else:
                self._pieces[rule.id] = pieces
                inside.setdefault(max(pieces, key=len), []).append(rule)
        self._inside = ahocorasick.Automaton()
        for piece, found in inside.items():
            self._inside.add_word(piece, found)
        if inside:
            self._inside.make_automaton()

    def match(self, text: str, at: datetime) -> Rule | None:
        """The rule that answers `text` at `at`, or None.

        Of several the highest priority wins, then exact before contains before pattern, then the longer words, then the
        older rule. A pattern's words must stand in the text in their order, anything between, before and after them.
        """
        folded = self._fold(text)
        found = {rule.id: rule for rule in self._exact.get(folded, ())}
        if self._pieces:
            for _, rules in self._inside.iter(folded):
                found.update((rule.id, rule) for rule in rules if rule.id not in found and self._stands(rule, folded))
        valid = [rule for rule in found.values() if rule.holds(at)]
        return min(valid, key=_rank) if valid else None

    def _stands(self, rule: Rule, folded: str) -> bool:
        at = 0
        for piece in self._pieces[rule.id]:
            place = folded.find(piece, at)
            if place < 0:
                return False
            at = place + len(piece)
        return True


@catalogue.shelf
def rules() -> tuple[Rule, ...]:
    """The rules that are switched on, in the order in which they win."""
    r = models.Rule
    return tuple(
        Rule(
            row.id, row.kind, row.words, row.reply, row.priority,
            beijing(row.valid_from) if row.valid_from else None, beijing(row.valid_until) if row.valid_until else None,
        )
        for row in r.select().where(r.enabled).order_by(r.priority.desc(), r.id)
    )  # fmt: skip


def book(fold: Callable[[str], str]) -> RuleBook:
    """The compiled rules of the content as it is now; compiled once for each revision."""
    kept = catalogue.current().kept
    if "rules" not in kept:
        kept["rules"] = RuleBook(rules(), fold)
    compiled: RuleBook = kept["rules"]
    return compiled


def _rank(rule: Rule) -> tuple[int, int, int, int]:
    return -rule.priority, (EXACT, CONTAINS, PATTERN).index(rule.kind), -len(rule.words), rule.id
