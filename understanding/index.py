"""Facts that can be found by words: whole names first, then concepts and character pairs weighed by rarity."""

import copy
import functools
import math
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime

from understanding import sounds
from understanding.lexicon import Lexicon, lexicon
from understanding.normalise import OPEN, SHORT, squeeze
from understanding.postings import Unit
from understanding.question import Fact, Hit, Question
from understanding.stock import Stock
from understanding.tokens import CHUNK, meaning, pairs
from understanding.vocabulary import Span

BY_CONCEPT, BY_KIN = 0.88, 0.5  # said in other words; said by a word that only may mean it
NEXT_KIN, PART = 0.55, 0.6  # ... when nothing here is what it means first; a part of a longer word
UNKNOWN_PAIR, UNKNOWN_SINGLE, WEAK = (
    0.55,
    0.3,
    0.08,
)  # mass of a character that no fact has; of a word that tells little
KEPT = 4096  # searches
STEP = 5  # minutes
MANY = 20_000  # facts
UNITS, UNITS_AMONG_MANY = 48, 24  # parts of a question that are searched for
SPARE_AMONG_MANY = 8  # facts more than are wanted, since their names count, too
SAME = 200  # facts of one name, names in one text
CONCEPT_MASS = 2.0
ASPECT_SHARE = 0.12  # of that, for a word that rather says what is wanted of a fact (a deadline)
NAME_BONUS = 0.12
FAINT = 0.2  # share of the mass that must match among very many facts: less is never the answer
LEAST = 0.5  # mass that must match at all: a character in common is no answer


class Index:
    """All facts of one revision. Building is linear in the facts; a search touches only facts that share a token."""

    def __init__(self, facts: Iterable[Fact], people: Iterable[str] = (), before: "Index | None" = None) -> None:
        """`people` are names of persons: no facts to be found, but a question that names one is about that person.
        What is the same as `before` is taken from there; facts that are equally good may then come in another order."""
        self.facts: tuple[Fact, ...] = tuple(facts)
        self.by_id = {fact.id: fact for fact in self.facts}
        same: dict[str, str] = before._squeezed if before else {}
        self._squeezed: dict[str, str] = {name: same.get(name) or squeeze(name) for name in people}
        self.people = frozenset(self._squeezed.values())
        if before is None:
            self._stock = Stock(self.by_id.values())
        else:
            gone, new = before.unlike(self.by_id.values()), self.unlike(before.facts)
            self._stock = before._stock.changed(gone, new)
            if "lexicon" in before.__dict__:
                self.lexicon = before.lexicon.extended(new)
        self._postings = self._stock.postings
        self.passages: Index | None = None  # the sentences of articles, by themselves
        # What was asked of these facts so far, by all that its meaning depends on; kept by whoever asks.
        self.understood: dict[tuple[Hashable, ...], Question] = {}
        self._turns = sorted(fact.starts.timestamp() for fact in self.facts if fact.starts is not None)
        self._found: dict[tuple[int | str, ...], tuple[Hit, ...]] = {}
        self._log = math.log1p(len(self.facts)) or 1.0

    def again(self, facts: Sequence[Fact], people: Iterable[str]) -> "Index | None":
        """This index for a later revision with the same facts and people, with no question kept: what a text means
        hangs on other things as well. None when something differs."""
        if self.facts != tuple(facts) or self._squeezed.keys() != set(people):
            return None
        same = copy.copy(self)
        same.passages, same.understood = None, {}
        return same

    def unlike(self, facts: Iterable[Fact]) -> list[Fact]:
        """The facts of this index that are not among others just as they are here."""
        others = {fact.id: fact for fact in facts}
        return [fact for fact in self.by_id.values() if others.get(fact.id) != fact]

    @functools.cached_property
    def lexicon(self) -> Lexicon:
        """The words of these facts by their sounds."""
        labels = frozenset(token[1:] for token in self._postings if token[0] == "=")
        return lexicon(self.facts, labels)

    @functools.cached_property
    def roomed(self) -> tuple[Fact, ...]:
        """The delegations that have a room."""
        return tuple(fact for fact in self.by_id.values() if fact.room)

    @property
    def has_many(self) -> bool:
        """Whether there are so many facts that looking for something takes its time."""
        return len(self.facts) > MANY

    def learn(self) -> None:
        """Work out now what a misspelt question needs."""
        _ = self.lexicon
        sounds.syllables()

    def forget(self) -> None:
        """Drop what is kept of earlier questions."""
        self.understood.clear()
        self._found.clear()
        self._postings.forget()

    def moment(self, at: datetime) -> tuple[date, int, int]:
        """All that a question's meaning takes from the time when it was sent: the day, which facts lie ahead, and the
        time of day in steps, more closely than which no rule looks at the clock."""
        return at.date(), (at.hour * 60 + at.minute) // STEP, bisect_right(self._turns, at.timestamp())

    def exact(self, text: str) -> tuple[Fact, ...]:
        """The facts with exactly this name, marks and blanks aside."""
        return tuple(self._stock.facts[number] for number in self._stock.exact(squeeze(text), SAME))

    def named(self, text: str, kind: str) -> tuple[Fact, ...]:
        """The facts of a kind one of whose names stands in the text; of names that overlap the longest, in order."""
        if not (names := self._stock.named(kind)):
            return ()
        bare = squeeze(text)
        spans = [(end - len(whole) + 1, end + 1, numbers) for end, (whole, numbers) in names.iter(bare)]
        taken, kept = bytearray(len(bare)), []
        for start, end, numbers in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            if not any(taken[start:end]):
                taken[start:end] = b"x" * (end - start)
                kept.append((start, numbers))
        found = dict.fromkeys(number for _, numbers in sorted(kept)[:SAME] for number in numbers[:SAME])
        return tuple(self._stock.facts[number] for number in found)

    def names(self, kind: str) -> tuple[tuple[str, Fact], ...]:
        """All names of the facts of a kind, marks and blanks aside; for kinds of which there are few."""
        held = self._stock.named(kind)
        pairs = ((whole, numbers) for whole, numbers in held.values()) if held else ()
        return tuple((whole, self._stock.facts[number]) for whole, numbers in pairs for number in numbers)

    def names_a_person(self, text: str) -> bool:
        """Whether the name of somebody stands in the text; such names have two to four characters."""
        bare = squeeze(text) if self.people else ""
        return any(bare[at : at + size] in self.people for at in range(len(bare) - 1) for size in (2, 3, 4))

    def knows(self, text: str) -> bool:
        """Whether any fact shares a character pair with the text."""
        return any(token in self._postings for token in pairs(text))

    def search(self, spans: Sequence[Span], limit: int = 24) -> tuple[Hit, ...]:
        """The facts that answer most of what the spans ask, best first; scores between 0 and 1."""
        key: tuple[int | str, ...] = (limit, *(span.text for span in spans))
        hits = self._found.get(key)
        if hits is None:
            hits = self._search(spans, limit)
            if len(self._found) >= KEPT:
                self._found.clear()
            if sum(len(span.text) for span in spans) <= SHORT:  # what many ask alike; long texts don't come twice
                self._found[key] = hits
        return hits

    def _search(self, spans: Sequence[Span], limit: int) -> tuple[Hit, ...]:
        units = [unit for span in spans for unit in self._units(span)]
        mass = sum(unit.mass for unit in units)
        if not any(_says(token) for unit in units for token, _ in unit.tokens):
            return ()
        tokens = {token for unit in units for token, _ in unit.tokens}
        wanted = limit + (SPARE_AMONG_MANY if self.has_many else limit)
        top = self._postings.best(self._telling(units), wanted, LEAST, FAINT)
        hits = [
            Hit(
                self._stock.facts[number],
                min(1.0, (score / mass) * (1 - NAME_BONUS) + NAME_BONUS * self._covered(number, tokens)),
            )
            for number, score in top
        ]
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:limit])

    def _telling(self, units: list[Unit]) -> list[Unit]:
        """The parts of a question that are searched for, in their order: those that tell most when it is a long one."""
        most = UNITS_AMONG_MANY if self.has_many else UNITS
        if len(units) <= most:
            return units
        first = sorted((unit for unit in units if unit.tokens), key=lambda unit: -unit.mass)[:most]
        least = first[-1].mass if len(first) == most else 0.0
        return [unit for unit in units if unit.tokens and unit.mass >= least][:most]

    def weigh(self, spans: Sequence[Span]) -> list[tuple[Span, list[Unit]]]:
        """What each span of a question weighs, and what it is searched by."""
        return [(span, self._units(span)) for span in spans]

    def rarity(self, token: str) -> float:
        """How much a token tells: 1 when one fact has it, towards 0 when all have; 0 when none has."""
        count = self._postings.count(token)
        return math.log1p(len(self.facts) / count) / self._log if count else 0.0

    def _covered(self, number: int, tokens: set[str]) -> float:
        """How much of the best-fitting name was said; its head, which in Chinese comes last, counts for half."""
        return max(
            (
                0.5 * sum(token in tokens for token in name) / len(name) + 0.5 * (name[-1] in tokens)
                for name in self._stock.telling[number]
                if name
            ),
            default=0.0,
        )

    def _units(self, span: Span) -> list[Unit]:
        word = span.word
        if word is not None and word.role in ("filler", "aspect"):
            return []
        if word is not None and word.role == "weak":
            return [Unit((), WEAK)]
        if word is not None:
            return [self._concept_unit(span, word.tags, bool(word.aspect))]
        units: list[Unit] = []
        for chunk in CHUNK.findall(span.text):
            if chunk[0] == OPEN or chunk.isdigit():
                units.append(Unit(((chunk, 1.0),), 2 * min(1.0, self.rarity(chunk)) or 2 * UNKNOWN_PAIR))
            elif len(chunk) == 1:
                units.append(Unit(((f"1{chunk}", 0.9),), min(0.5, self.rarity(f"1{chunk}")) or UNKNOWN_SINGLE))
            else:
                units.extend(self._pair_units(chunk))
        return units

    def _concept_unit(self, span: Span, tags: tuple[str, ...], is_aspect: bool) -> Unit:
        is_meant = f"={tags[0]}" in self._postings
        kin = BY_KIN if is_meant else NEXT_KIN
        tokens = [(f"={tags[0]}", BY_CONCEPT), *((f"={tag}", kin) for tag in tags[1:])]
        two = pairs(span.text)
        known = [rarity for token, _ in tokens if (rarity := self.rarity(token))]
        if two and all(pair in self._postings for pair in two):
            rarest = max(two, key=self.rarity)
            # Two characters of a word that means something else are but a part of it.
            tokens += [(meaning(tags[0], rarest), 1.0), (rarest, PART)]
            known.append(self.rarity(rarest))
        mass = CONCEPT_MASS * min(1.0, known[0] if known else 1.0)
        return Unit(tuple(tokens), mass * ASPECT_SHARE if is_aspect else mass)

    def _pair_units(self, chunk: str) -> list[Unit]:
        units = []
        two = pairs(chunk)
        for place in range(len(chunk)):
            around = [pair for pair in two[max(0, place - 1) : place + 1] if pair in self._postings]
            mass = max((min(1.0, self.rarity(pair)) for pair in around), default=UNKNOWN_PAIR)
            units.append(Unit(tuple((pair, 1.0) for pair in around), mass))
        return units


def _says(token: str) -> bool:
    """Whether a token names anything; a number of one or two digits does only beside others."""
    return len(token) > 2 or not token.isdigit()
