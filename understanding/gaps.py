"""Words with a gap in them: what else may stand in the text at their place."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from understanding.covering import Covered
    from understanding.vocabulary import Word

GAP = r"[^\s、，,；;。:：!！?？/]{0,4}?"  # of one clause


def cuts(
    found: re.Match[str],
    pattern: re.Pattern[str],
    meant: "Word",
    covered: "Sequence[Covered[Word]]",
    words: "Mapping[str, Word]",
) -> bool:
    """Whether a word with a gap begins within a longer word, or its first or last part is only a part of one that means
    something else than it does alone."""
    first, *_, last = pattern.pattern.split(GAP)
    for start, end, word in covered:
        if word is not None and (word.role != "concept" or not set(word.tags).isdisjoint(meant.tags)):
            continue
        if start < found.start() < end:
            return True
        for part, place in ((first, found.start()), (last, found.end() - len(last))):
            if start <= place and place + len(part) <= end and end - start > len(part):
                alone, rest = words.get(part), words.get(found.string[start + len(part) : end])
                same = word is not None and alone is not None and word.tags[:1] == alone.tags[:1]
                if not same and (start < place or rest is None or rest.role != "filler"):  # a particle is no part
                    return True
    return False


def without_aspect(start: int, end: int, plain: "list[tuple[int, int, Word]]") -> tuple[int, int]:
    """The bounds of a word with a gap, less a question for place or time at its end: that is asked, whatever of."""
    for a, z, word in plain:
        if word.role == "aspect" and word.aspect in ("where", "when"):
            if start < a < end <= z:
                end = a
            elif a <= start < z < end:
                start = z
    return start, end
