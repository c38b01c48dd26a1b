"""Values of the roster that no reply may hold: telephones and names of anybody but the person who asks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick

import models
from commands.samples import normal
from congress.delegations import delegations
from understanding import Fact

NUMBER = re.compile(r"\d{7,}")
NAME = 3  # characters; a shorter one is too often a word, or a part of one


@dataclass(frozen=True, slots=True, repr=False)
class Values:
    """One person's."""

    badge: str
    name: str
    phone: str
    others: tuple[str, ...]  # seat, room: private when asked for, but words that stand elsewhere, too


class Private:
    """The roster's values, looked for in replies."""

    def __init__(self, roster: Iterable[Values], public: str) -> None:
        """A name that stands in `public`, a text that everybody may read, is no secret."""
        self._told: dict[str, set[str]] = {}  # what is private wherever it stands
        self._asked: dict[str, set[str]] = {}  # what is private for somebody who asks for it
        for each in roster:
            if NUMBER.fullmatch(each.phone):
                self._told.setdefault(each.phone, set()).add(each.badge)
            if len(each.name) >= NAME and each.name not in public:
                self._told.setdefault(each.name, set()).add(each.badge)
            for value in (each.phone, each.name, *each.others):
                if len(value) > 1:  # a sign for "none" is nobody's
                    self._asked.setdefault(value, set()).add(each.badge)
        self._inside = ahocorasick.Automaton()
        for value, badges in self._told.items():
            self._inside.add_word(value, (value, badges))
        if self._told:
            self._inside.make_automaton()

    def inside(self, reply: str, badge: str, asked: str) -> tuple[str, ...]:
        """The private values of others than `badge` in a reply; what stands in the question was no secret."""
        known = normal(asked)
        hits = self._inside.iter(normal(reply)) if self._told else ()
        return tuple(sorted({value for _, (value, badges) in hits if badges - {badge} and value not in known}))

    def is_one(self, value: str, badge: str) -> bool:
        """Whether a value that a sample forbids is one of somebody else's in the roster."""
        return bool(self._asked.get(normal(value), set()) - {badge})


def public(facts: Iterable[Fact]) -> str:
    """What everybody may read, in one text: conveners' names as well, which are told with the place."""
    told = [text for fact in facts for text in (*fact.names, *fact.places, *fact.texts)]
    return "\n".join((*told, *(each.convener for each in delegations())))


def roster() -> tuple[Values, ...]:
    """Everybody's."""
    row = models.Delegate
    return tuple(
        Values(each.badge, normal(each.name), normal(each.phone), (normal(each.seat), normal(each.room)))
        for each in row.select().where(~row.withdrawn).iterator()
    )
