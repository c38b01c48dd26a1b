"""Verbs of two characters that people take apart: what stands between them is put behind both."""

import functools
import re

from understanding.sounds import HAN
from understanding.vocabulary import topics, vocabulary


def joined(fenced: str) -> str:
    """A fenced text in which verbs with an object in them are whole: "vote-done-ballot" becomes "vote-ballot-done"."""
    return _pattern().sub(_whole, fenced)


def _whole(found: re.Match[str]) -> str:
    word = vocabulary().words.get(found["verb"] + found["object"])
    if word is None or word.role != "concept":
        return found.group()
    return found["verb"] + found["object"] + found["between"]


@functools.cache
def _pattern() -> re.Pattern[str]:
    between = "|".join(map(re.escape, sorted(topics()["between"], key=len, reverse=True)))
    return re.compile(rf"(?P<verb>{HAN.pattern})(?P<between>{between})(?P<object>{HAN.pattern})")
