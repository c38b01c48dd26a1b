"""The forms of a question, and of what only tells something."""

import functools
import re

from understanding.normalise import fold
from understanding.seams import says
from understanding.wordfiles import read


def asks(text: str) -> bool:
    """Whether a text has the form of a question, or of a wish to be told something."""
    folded = fold(text)
    shaped = shape("open_question").search(folded) or shape("asking").search(folded)
    return bool(shaped) or folded.rstrip().endswith(ends()) or says("wishes", folded)


@functools.cache
def ends() -> tuple[str, ...]:
    """How a question ends that is answered by yes or no."""
    return tuple(map(str, read("parts.yaml")["polar"]))


@functools.cache
def shape(name: str) -> re.Pattern[str]:
    """A pattern of parts.yaml."""
    return re.compile(read("parts.yaml")[name])
