"""Short words that stand inside longer ones that nobody knows: they only may mean what they mean alone."""

import functools
from collections.abc import Sequence
from dataclasses import replace

from understanding.index import Index
from understanding.sounds import HAN
from understanding.vocabulary import Span
from understanding.wordfiles import read


def apart(spans: Sequence[Span], index: Index) -> Sequence[Span]:
    """The spans; of those words that are written together with what no fact has, the meaning is only a farther one."""
    if not any(_may_be_bound(span) for span in spans):
        return spans
    found = list(spans)
    for place, span in enumerate(spans):
        if span.word is None or not _may_be_bound(span):
            continue
        before = spans[place - 1] if place else None
        behind = spans[place + 1] if place + 1 < len(spans) else None
        pairs = [before.text[-1] + span.text] if before and before.word is None else []
        pairs += [span.text + behind.text[0]] if behind and behind.word is None else []
        if any(all(map(HAN.match, pair)) and not index.knows(pair) for pair in pairs):
            found[place] = replace(span, word=replace(span.word, tags=("", *span.word.tags)))
    return found


def _may_be_bound(span: Span) -> bool:
    return span.text in _bound() and span.word is not None and span.word.role == "concept"


@functools.cache
def _bound() -> frozenset[str]:
    return frozenset(read("compounds.yaml")["bound"])
