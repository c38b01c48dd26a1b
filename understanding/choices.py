"""Questions that two or three facts fit alike, so that nobody can tell which is meant."""

from collections.abc import Sequence
from dataclasses import replace

from understanding.normalise import squeeze
from understanding.question import Hit, Question
from understanding.reading import Reading

ALONE = frozenset({"faq", "programme", "news"})  # kinds of which an answer tells one; of the others it tells several
NAMED = ALONE - {"news"} | {"guide", "agenda"}  # kinds whose names people call by a character of them
LIKE = 0.97  # of the best score: fits as well
MOST = 3


def unless_vague(asked: Question, reading: Reading) -> Question:
    """The question; one for a choice when it names a single thing, wants nothing of it, and several facts have it."""
    best = asked.hits[0]
    if best.fact.kind in ALONE and len(named := _named(asked, asked.hits)) > 1:
        return replace(asked, topic="choice", aim=best.fact.kind, hits=named[:MOST])
    if best.fact.kind not in ALONE or reading.aspects or len(reading.content) != 1:
        return asked
    held = [hit for hit in asked.hits if hit.fact.day is not None and hit.score >= LIKE * best.score]
    if len(held) > 1:
        return asked.about((*held, *(hit for hit in asked.hits if hit not in held)))  # the schedule tells them all
    alike = [hit for hit in asked.hits if hit.fact.kind == best.fact.kind and hit.score >= LIKE * best.score]
    if not 2 <= len(alike) <= MOST or any(hit.fact.kind != best.fact.kind for hit in _at_least(asked, best)):
        return asked
    return replace(asked, topic="choice", aim=best.fact.kind, hits=tuple(alike))


def _named(asked: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Of a text of a single character the facts that have it in their names, each name once."""
    whole = squeeze(asked.words)
    if len(whole) != 1 or whole.isascii():
        return ()
    fitting = [hit for hit in hits if hit.fact.kind in NAMED and any(whole in name for name in hit.fact.names)]
    return tuple({hit.fact.names[0]: hit for hit in reversed(fitting)}.values())[::-1]


def _at_least(asked: Question, best: Hit) -> list[Hit]:
    """Those that fit just as well, whatever they are."""
    return [hit for hit in asked.hits if hit.score >= best.score]
