"""What a fact is found by: concepts, pairs of Chinese characters, single ones, Latin words, numbers."""

import functools
import re

from understanding.normalise import CLOSE, OPEN, fence, fold
from understanding.vocabulary import vocabulary

CHUNK = re.compile(rf"{OPEN}[^{CLOSE}]*{CLOSE}|\d+|[^\s{OPEN}{CLOSE}\d:./-]+")

single = functools.lru_cache(20_000)("1{}".format)  # the token of a character by itself


def pairs(text: str) -> list[str]:
    """Each two Chinese characters that stand side by side."""
    return [text[place : place + 2] for place in range(len(text) - 1) if text[place] > "\u2e7f" < text[place + 1]]


@functools.lru_cache(20_000)
def meaning(tag: str, pair: str) -> str:
    """The token of two characters in a word that means this: a chairman is not in every chairman's office."""
    return f"{tag}={pair}"


def tokens(text: str) -> set[str]:
    """All that a text can be found by."""
    fenced = fence(fold(text))
    found: set[str] = set()
    for span in vocabulary().cut(fenced):
        if span.word is not None:
            found.update(span.word.tokens)  # a lunch is a meal, too: whoever asks for meals means it
            found.update(meaning(tag, pair) for tag in span.word.tags for pair in pairs(span.text))
    for chunk in CHUNK.findall(fenced):
        if chunk[0] == OPEN or chunk.isdigit():
            found.add(chunk)
        else:
            found.update(pairs(chunk))
            found.update(map(single, chunk))
    return found


def telling(name: str) -> tuple[str, ...]:
    """The tokens of a name that a question can be expected to hold, in their order."""
    found: list[str] = []
    for span in vocabulary().cut(fence(fold(name))):
        if span.word is None:
            found += pairs(span.text) or CHUNK.findall(span.text)
        elif span.word.tags:
            found.append(f"={span.word.tags[0]}")
    return tuple(found)
