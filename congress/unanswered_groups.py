"""Which questions say the same: groups by likeness, the same ones in whatever order the questions come."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

ALIKE = 0.6  # of what two questions say is common to them
CONCEPT, SIGN, PAIR, WORD = 1.5, 1.0, 0.5, 1.0  # what a known word, a character, a pair of them, a Latin word tells
LATIN = re.compile(r"[a-z0-9_'-]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is needed of a question. `gist` is `=concept word ...?aspect,...`; a `pin` other than 0 is staff's own
    group: those with the same pin are together, and apart from all others."""

    number: int
    gist: str
    pin: int = 0


@dataclass(frozen=True, slots=True)
class _Leader:
    """The gist that began a group, or that staff put into one."""

    group: str
    traits: Mapping[str, float]
    aspects: str
    weight: float


@lru_cache(4)  # the page is looked at more often than somebody asks
def grouped(questions: tuple[Likeness, ...]) -> tuple[tuple[int, ...], ...]:
    """The numbers of each group, in order; every question is in exactly one.

    A gist joins the group whose leader it is most like, and begins its own when it is like none. Those asked most come
    first, so what groups there are follows from the questions alone. What is asked of a thing (when, where, ...) parts
    groups; a question that leaves it open joins the likest of them.
    """
    members: dict[str, list[int]] = defaultdict(list)
    by_gist: dict[str, list[int]] = defaultdict(list)
    index = _Index()
    pinned: dict[int, set[str]] = defaultdict(set)
    for each in questions:
        if each.pin:
            members[f"pin {each.pin}"].append(each.number)
            pinned[each.pin].add(each.gist)
        else:
            by_gist[each.gist].append(each.number)
    # Where staff parted what reads the same, whoever asks so belongs to the larger part.
    for pin in sorted(pinned, key=lambda pin: (-len(members[f"pin {pin}"]), pin)):
        for gist in sorted(pinned[pin]):
            index.add(f"pin {pin}", gist)
    # A gist without an aspect must not lead those that differ by theirs.
    order = sorted(by_gist, key=lambda gist: (not _aspects(gist), -len(by_gist[gist]), gist))
    for gist in order:
        group = index.likest(gist)
        if not group:
            group = f"gist {gist}"
            index.add(group, gist)
        members[group] += by_gist[gist]
    return tuple(sorted(tuple(sorted(numbers)) for numbers in members.values()))


class _Index:
    """Leaders by their traits: who has no trait in common with a question is never looked at."""

    def __init__(self) -> None:
        self._leaders: list[_Leader] = []
        self._having: dict[str, list[int]] = defaultdict(list)

    def add(self, group: str, gist: str) -> None:
        """One more leader."""
        traits = _traits(gist)
        for trait in traits:
            self._having[trait].append(len(self._leaders))
        self._leaders.append(_Leader(group, traits, _aspects(gist), sum(traits.values())))

    def likest(self, gist: str) -> str:
        """The group of the leader that is like it; of equals the one that was there first. Empty: there is none."""
        traits, aspects = _traits(gist), _aspects(gist)
        common: dict[int, float] = {}
        known = common.get
        for trait, weight in traits.items():
            for number in self._having.get(trait, ()):
                common[number] = known(number, 0.0) + weight
        own, best, group = sum(traits.values()), 0.0, ""
        least = own * ALIKE / (2 - ALIKE) - 1e-9  # what is common is at most all that the leader says
        for number, shared in sorted(each for each in common.items() if each[1] >= least):
            leader = self._leaders[number]
            if aspects and leader.aspects and aspects != leader.aspects:
                continue
            alike = 2 * shared / (own + leader.weight)
            if alike >= ALIKE and alike > best:
                best, group = alike, leader.group
        return group


def _aspects(gist: str) -> str:
    return gist.partition("?")[2]


def _traits(gist: str) -> dict[str, float]:
    """What a gist tells, each trait with its weight."""
    found: dict[str, float] = {}
    for word in gist.partition("?")[0].split():
        if word.startswith("="):
            found[word] = CONCEPT
            continue
        for latin in LATIN.findall(word):
            found[latin] = WORD
        signs = LATIN.sub("", word)
        found |= dict.fromkeys(signs, SIGN) | {signs[at : at + 2]: PAIR for at in range(len(signs) - 1)}
    return found or {gist: WORD}
