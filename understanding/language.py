"""In which language a question is asked."""

import functools
import re

from understanding import sounds
from understanding.normalise import LATIN, fence, fold
from understanding.vocabulary import Phrases, topics, vocabulary
from understanding.wordfiles import read

LONGEST = 24  # letters of a token that is looked at
CHINESE, ENGLISH = "zh", "en"


def language(words: str) -> str:
    """`en` for a folded text in English words; `zh` for everything else, typed pinyin included."""
    if sounds.HAN.search(words):
        return CHINESE
    tokens = [token.strip("'-_") for token in LATIN.findall(words[:200])]
    tokens = [token for token in tokens if token not in _words()["neither"] and len(token) <= LONGEST]
    foreign = [token for token in tokens if _is_said(token) or not _pinyin().fullmatch(token)]
    if any(_is_english(token) for token in foreign) or sum(len(token) > 2 for token in foreign) > 1:
        return ENGLISH
    return CHINESE


@functools.cache
def among(name: str) -> Phrases:
    """A list of language.yaml, to be found in a text."""
    return Phrases(list(_words()[name]))


def inside(name: str, words: str) -> list[str]:
    """The words of a list of language.yaml that stand in a folded text, longest first."""
    return sorted(dict.fromkeys(among(name).found(fence(words))), key=len, reverse=True)


def _is_english(token: str) -> bool:
    return token in vocabulary().words or token in _english()


def _is_said(token: str) -> bool:
    """Whether it is a whole word of ours, though it may be read as syllables (menu)."""
    return len(token) > 3 and token in _english()


@functools.cache
def _english() -> frozenset[str]:
    """The English words of the topics' phrases."""
    values = [value for value in topics().values() if not isinstance(value, str)]
    lists = [part for value in values for part in (value.values() if isinstance(value, dict) else [value])]
    phrases = [str(phrase) for each in lists for phrase in each]
    return frozenset(token for phrase in phrases for token in LATIN.findall(fold(phrase)) if len(token) > 1)


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(str, words)) for name, words in read("language.yaml").items()}


@functools.cache
def _pinyin() -> re.Pattern[str]:
    """A token that can be read as syllables."""
    ones = "|".join(sorted(sounds.syllables(), key=len, reverse=True))
    return re.compile(f"(?:{ones})+")
