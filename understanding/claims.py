"""A text in which somebody says who they are: a badge number, four digits of a telephone."""

import functools
import re
from dataclasses import dataclass

from understanding.normalise import SHORT, plain
from understanding.vocabulary import topics

BADGE = re.compile(r"(?<![a-z0-9])([a-z]{1,4})\s?(\d{1,3})\s?[-\u2010-\u2015\u2212_]\s?(\d{3,5})(?!\d)")
PLAIN = re.compile(r"(?<![a-z0-9])([a-z]{2,4})(\d{5,8})(?!\d)")  # of a roster that writes no dash
BARE = re.compile(r"[a-z]{0,4}\d{1,3}[-\u2010-\u2015\u2212_]?\d{3,5}")  # as people write it when they were asked for it
DIGITS = re.compile(r"(?:\d{7})?(\d{4})")  # of a telephone: its end, or all of it
MARKS = re.compile(r"[\s,.;:!?()\[\]+、，。；：！？（）/*#\"'“”]+")


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """A badge number as rosters write it, and the last four digits of a telephone; `digits` is empty without."""

    badge: str
    digits: str


def said(text: str) -> Said | None:
    """What a text claims; None when it holds anything else, or no badge number."""
    if len(text) > SHORT:
        return None
    written = plain(text)
    found = BADGE.search(written) or PLAIN.search(written)
    if found is None:
        return None
    rest = _rest(written[: found.start()] + " " + written[found.end() :])
    digits = DIGITS.fullmatch(rest)
    if rest and digits is None:
        return None
    parts = found.groups() if found.re is PLAIN else (*found.group(1, 2), "-", found[3])
    return Said("".join(parts).upper(), digits[1] if digits else "")


def badge(text: str) -> str:
    """A badge number that was asked for, more loosely written; empty when it is none."""
    bare = _rest(plain(text[: SHORT + 1]))
    if not BARE.fullmatch(bare):
        return ""
    return re.sub(r"[\u2010-\u2015\u2212_]", "-", bare).upper()


def digits(text: str) -> str:
    """The four digits that were asked for; empty when there are none."""
    found = DIGITS.fullmatch(_rest(plain(text[: SHORT + 1])))
    return found[1] if found else ""


def _rest(text: str) -> str:
    return MARKS.sub("", _words().sub(" ", text))


@functools.cache
def _words() -> re.Pattern[str]:
    words = sorted(map(str, topics()["claiming"]), key=len, reverse=True)
    return re.compile("|".join(re.escape(plain(word)) for word in words))
