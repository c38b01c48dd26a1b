"""One's own data asked for in words that no list holds whole, or by a word or two after one's own data."""

import functools
import re

from understanding.normalise import fence, squeeze
from understanding.vocabulary import group, phrases, topics

SHORT = 24  # characters of a text that goes on with one's own data; Latin letters are many
MEETING = "group_room"
GAPS = {True: ".{0,4}?", False: ".{0,14}?"}  # what a star stands for between Chinese characters, between Latin words


def shape(folded: str) -> str:
    """What of their own somebody asks for who speaks of themselves: seat, room, coach, meal, group_room; or ""."""
    fenced = fence(folded)
    behalf = phrases("on_behalf").found(fenced)
    for said in phrases("for_me").found(fenced):
        fenced = fenced if any(said in each for each in behalf) else fenced.replace(said, " ")
    if not phrases("own").inside(fenced) or phrases("not_own").inside(fenced):
        return ""
    found = [part for part, pattern in _shapes().items() if pattern.search(folded)]
    if MEETING in found and len(found) > 1 and phrases("sleeping").inside(fenced):
        found.remove(MEETING)  # where one sleeps after it
    return found[0] if found else ""


def following(folded: str) -> str:
    """What else of one's own a few words ask for, after one's own data; "" when they ask for something else."""
    if len(folded) > SHORT:
        return ""
    bare = squeeze(folded)
    for part, words in group("going_on").items():
        for word in words.whole:
            before, found, behind = bare.partition(word)
            if found and _is_small(before) and _is_small(behind):
                return part
    return ""


def _is_small(text: str) -> bool:
    return _small().fullmatch(text) is not None


@functools.cache
def _small() -> re.Pattern[str]:
    words = sorted(phrases("following").whole, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}){{0,4}}")


@functools.cache
def _shapes() -> dict[str, re.Pattern[str]]:
    return {part: re.compile("|".join(map(_pattern, shapes))) for part, shapes in topics()["own_shapes"].items()}


def _pattern(shape: str) -> str:
    is_han = not shape.isascii()
    text = GAPS[is_han].join(map(re.escape, shape.split("*")))
    return text if is_han else rf"\b{text}\b"
