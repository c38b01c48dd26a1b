"""A congress of a hundred thousand facts: sentences of words whose frequencies are as uneven as a language's."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from pypinyin.constants import PHRASES_DICT

from clock import BEIJING
from understanding import Fact
from understanding.vocabulary import topics, vocabulary

# Of a hundred facts of a union that has kept its articles for years.
SHARES = (("news", 55), ("faq", 22), ("programme", 10), ("agenda", 8), ("guide", 4), ("delegation", 1))
WORDS = 40_000
OWN_SHARE = 3  # of the frequent words one in so many is in the vocabulary
FLAT = 30  # the most frequent word is no function word: it stands in every tenth fact, not in all
FIRST = date(2019, 5, 5)
OFFERS = {
    "faq": ("any",), "guide": ("when", "where", "phone", "contact"), "agenda": ("when", "where", "long"),
    "programme": ("when", "need", "who"), "delegation": ("where",), "news": (),
}  # fmt: skip


class Language:
    """Words by rank, drawn as Zipf found: the n-th word comes about 1/n times as often as the first."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        own = [word for word in vocabulary().words if len(word) > 1 and word > "\u2e7f"]
        others = [word for word in PHRASES_DICT if 2 <= len(word) <= 4]
        self.dice.shuffle(own)
        self.dice.shuffle(others)
        for place in range(len(own)):  # what congresses talk about is among the frequent words, but not all of them
            others.insert(OWN_SHARE * place, own[place])
        self._words = others[:WORDS]
        self._weights = list(accumulate(1 / (rank + FLAT) for rank in range(len(self._words))))

    def words(self, count: int) -> str:
        """So many words, one behind the other."""
        return "".join(self.dice.choices(self._words, cum_weights=self._weights, k=count))

    def some(self, least: int, most: int) -> str:
        """Between `least` and `most` words."""
        return self.words(self.dice.randint(least, most))


def facts(count: int, seed: int = 1) -> list[Fact]:
    """So many facts, of all kinds in these proportions."""
    language = Language(seed)
    kinds = language.dice.choices([kind for kind, _ in SHARES], [share for _, share in SHARES], k=count)
    return [_fact(kind, str(number), language) for number, kind in enumerate(kinds)]


def people(count: int, seed: int = 1) -> list[str]:
    """Names of persons."""
    language = Language(seed)
    surnames: Sequence[str] = topics()["surnames"]
    return [language.dice.choice(surnames) + language.some(1, 1)[:2] for _ in range(count)]


def _fact(kind: str, key: str, language: Language) -> Fact:
    some, dice = language.some, language.dice
    offers = frozenset(OFFERS[kind])
    starts = datetime(FIRST.year, FIRST.month, FIRST.day, 8, tzinfo=BEIJING)
    match kind:
        case "news":
            out = starts - timedelta(hours=dice.randint(1, 40_000))
            return Fact(kind, key, (some(4, 9),), (some(12, 30), some(1, 1)), starts=out)
        case "faq":
            names = tuple(some(2, 5) for _ in range(dice.randint(1, 4)))
            return Fact(kind, key, names, (some(8, 40),), (), offers)
        case "agenda":
            begins = starts + timedelta(minutes=10 * dice.randint(0, 400))
            places = (some(1, 3),)
            return Fact(kind, key, (some(2, 5),), (some(3, 12), some(1, 3)), places, offers, begins.date(), begins)
        case "guide":
            return Fact(kind, key, (some(1, 3), some(1, 1)), (some(5, 20),), (some(1, 3),), offers)
        case "delegation":
            name = some(1, 2)
            return Fact(kind, key, (name + topics()["delegation_ends"][0], name), (), (), offers)
    return Fact(kind, key, (some(2, 4), some(1, 2)), (some(10, 30), some(2, 6), some(3, 10)), (), offers)
