"""A list of a word file as alternatives of a pattern."""

import functools
import re

from understanding.wordfiles import read


@functools.cache
def alternatives(file: str, name: str) -> str:
    """A list of a word file as alternatives of a pattern, the longest first; Latin ones as whole words."""
    words = sorted(map(str, read(file)[name]), key=len, reverse=True)
    return "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words)
