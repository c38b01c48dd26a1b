"""Readable, stable keys from Chinese words: pinyin in ASCII, for addresses and codes."""

import hashlib
import re
from collections.abc import Iterable

from pypinyin import lazy_pinyin

from handover.cells import plain


def pinyin(words: str, joint: str = "") -> str:
    """The words in lower-case ASCII letters and digits, syllables joined by `joint`; a digest when nothing is left."""
    # What is not Chinese comes through as it stands, punctuation and all.
    syllables = (re.sub(r"[^a-z0-9]+", joint, each.lower()).strip("-") for each in lazy_pinyin(plain(words)))
    spelled = joint.join(filter(None, syllables))
    return spelled or "x" + hashlib.sha256(words.encode()).hexdigest()[:8]


def key(*parts: str, longest: int = 48) -> str:
    """The parts joined by a hyphen, at most `longest` characters."""
    return "-".join(parts)[:longest].strip("-")


def free(wanted: str, taken: Iterable[str], longest: int = 48) -> str:
    """`wanted`, or with -2, -3, ... the first that is not taken."""
    taken = taken if isinstance(taken, (set, frozenset, dict)) else set(taken)
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        ending = f"-{number}"
        candidate = wanted[: longest - len(ending)].rstrip("-") + ending
    return candidate
