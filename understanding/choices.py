"""Questions that two or three facts fit alike, so that nobody can tell which is meant."""

from dataclasses import replace

from understanding.question import Hit, Question
from understanding.reading import Reading

ALONE = frozenset({"faq", "programme", "news"})  # kinds of which an answer tells one; of the others it tells several
LIKE = 0.97  # of the best score: fits as well
MOST = 3


def unless_vague(asked: Question, reading: Reading) -> Question:
    """The question; one for a choice when it names a single thing, wants nothing of it, and several facts have it."""
    best = asked.hits[0]
    if best.fact.kind not in ALONE or reading.aspects or len(reading.content) != 1:
        return asked
    held = [hit for hit in asked.hits if hit.fact.day is not None and hit.score >= LIKE * best.score]
    if len(held) > 1:
        return asked.about((*held, *(hit for hit in asked.hits if hit not in held)))  # the schedule tells them all
    alike = [hit for hit in asked.hits if hit.fact.kind == best.fact.kind and hit.score >= LIKE * best.score]
    if not 2 <= len(alike) <= MOST or any(hit.fact.kind != best.fact.kind for hit in _at_least(asked, best)):
        return asked
    return replace(asked, topic="choice", aim=best.fact.kind, hits=tuple(alike))


def _at_least(asked: Question, best: Hit) -> list[Hit]:
    """Those that fit just as well, whatever they are."""
    return [hit for hit in asked.hits if hit.score >= best.score]
