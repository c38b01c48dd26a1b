"""How many there are of what is named: the sentence of an article that has a number beside it."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from understanding.index import Index
from understanding.normalise import fence, fold, squeeze
from understanding.question import Fact, Question
from understanding.reading import Reading
from understanding.tokens import pairs, tokens
from understanding.vocabulary import vocabulary
from understanding.wordfiles import read

SHORTEST, LONGEST = 2, 10  # characters of what is counted
APART = 4  # characters between a number and what it counts
QUOTES = re.compile("[\u201c\u201d\u2018\u2019\u300a\u300b\u300c\u300d]")
KEPT = 2  # indexes whose numbers are kept: the one that answers, and the next


@dataclass(frozen=True, slots=True)
class _Count:
    """A number in a sentence, with what stands right behind it and right before it."""

    passage: Fact
    behind: str
    before: str


def counted(
    asked: Question, reading: Reading, index: Index, item: str = "", *, is_past: bool = False
) -> tuple[Fact, ...]:
    """The sentences that tell how many there are of what a text asks for, and hold all else that it names. `item` was
    talked about before: how many people is asked of that then. `is_past`: a day that is over is named."""
    people = None if item or reading.aspects - {"quota", "who"} else _patterns()["people"].search(asked.words)
    if (reading.time.said and not (people and is_past)) or not any(word in asked.words for word in _words()["asking"]):
        return ()
    of_all = [(noun, _beside(people, reading)) for noun in _words()["attending"]] if people else []
    for noun, rest in (*(() if reading.time.said else _nouns(squeeze(asked.words))), *of_all):
        found = [each for each in _counts(index).get(noun[:SHORTEST], ()) if _is_of(each, noun) and _holds(each, rest)]
        # Of delegates, women among them are not all.
        found = [each for each in found if each.behind.startswith(noun)] or found
        kept = tuple(dict.fromkeys(each.passage for each in found))
        if kept:
            return kept
    return ()


def _beside(people: re.Match[str], reading: Reading) -> str:
    """What a text names beside the people whose number it asks for, and beside the congress as such."""
    told = [span.text for span in vocabulary().cut(fence(reading.time.rest)) if span.text not in people.group()]
    return " ".join(text for text in told if text not in _words()["all"])


def _nouns(words: str) -> Iterator[tuple[str, str]]:
    """What may be counted in a text, longest first, each with the rest of the text."""
    for name in ("behind", "before"):
        if found := _patterns()[name].search(words):
            noun, (start, end) = found["noun"], found.span()
            for size in range(len(noun), SHORTEST - 1, -1):
                part, left = (noun[:size], noun[size:]) if name == "behind" else (noun[-size:], noun[:-size])
                if name == "before" or not left.startswith(tuple(_words()["longer"])):
                    yield part, f"{_patterns()['is'].sub('', words[:start])} {left} {words[end:]}"


def _is_of(count: _Count, noun: str) -> bool:
    """Whether a number counts this: the noun stands behind it, or right before it, and isn't part of a longer word."""
    if count.before.endswith(noun):
        return True
    at = count.behind.find(noun)
    return 0 <= at <= APART and not count.behind[at + len(noun) :].startswith(tuple(_words()["longer"]))


def _holds(count: _Count, rest: str) -> bool:
    """Whether everything that the rest of a question names stands in the sentence or its article's title."""
    whole = " ".join((*count.passage.places, *count.passage.texts))
    there, meant = squeeze(whole), _tokens(whole)
    for span in vocabulary().cut(fence(rest)):
        told = span.text.strip()
        tells = span.word is None or (span.word.role == "concept" and not span.word.agenda)
        is_meant = span.word is not None and span.word.tags and f"={span.word.tags[0]}" in meant
        if tells and len(told) > 1 and told not in there and not is_meant:
            return False
    return True


_tokens = functools.lru_cache(1024)(tokens)


@functools.lru_cache(KEPT)
def _counts(passages: Index) -> dict[str, list[_Count]]:
    """The numbers of all sentences, by the two characters beside them."""
    found: dict[str, list[_Count]] = {}
    for passage in passages.by_id.values():
        text = fold(QUOTES.sub("", " ".join(passage.places)))
        for number in _patterns()["number"].finditer(text):
            if _patterns()["one"].match(number.group()):
                continue  # one of them, not so many
            behind, before = text[number.end() :][:LONGEST], text[: number.start()][-LONGEST:]
            count = _Count(passage, behind.split(" ")[0], _patterns()["is"].sub("", before).split(" ")[-1])
            for sign in {*pairs(count.behind), *pairs(count.before)}:
                found.setdefault(sign, []).append(count)
    return found


@functools.cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = read("counting.yaml")
    return found


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = _words()
    lists = {
        name: "|".join(map(re.escape, words[name])) for name in ("asking", "units", "is", "about", "clock", "hours")
    }
    han, units, asking = "[\u4e00-\u9fff]", f"(?:{lists['units']})", f"(?:{lists['asking']})(?!(?:{lists['hours']}))"
    size, digits = f"{{{SHORTEST},{LONGEST}}}", f"[{words['numerals']}]"
    return {
        "behind": re.compile(f"{asking}{units}?(?P<noun>{han}{size})"),
        "before": re.compile(f"(?P<noun>{han}{size}?)(?:{lists['is']}){{0,3}}{asking}{units}?"),
        "number": re.compile(
            rf"(?<![{words['numerals']}{words['nth']}\d.:/-])(?:\d[\d.]{{0,9}}|{digits}{{1,6}})(?:{lists['about']}|{digits}){{0,2}}"
            rf"(?:{units}|(?<!{words['one']})(?![\d:./-]|{lists['clock']}))"
        ),
        "people": re.compile(str(words["people"])),
        "one": re.compile(f"{words['one']}{units}?$"),
        "is": re.compile(f"(?:{lists['is']}){{1,4}}$"),
    }
