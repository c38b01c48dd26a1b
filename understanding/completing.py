"""Two things wanted of one matter, of which staff's answer tells one: the guide's entry beside it tells the other."""

from dataclasses import replace

from understanding.question import Question
from understanding.vocabulary import concepts

WANTED = frozenset({"when", "where", "phone"})
ALIKE = 0.6  # of the best score


def both(asked: Question) -> Question | None:
    """The question as two, for the answer and for the entry; None where the answer holds all, or nothing, of it."""
    best = asked.best("faq") if asked.topic == "faq" else None
    if best is None or not asked.aspects & WANTED & best.offers:
        return None
    missing = asked.aspects & WANTED - best.offers
    about = frozenset[str]().union(*map(concepts, best.names))
    for hit in asked.hits[1:] if missing else ():
        is_alike = hit.fact.kind == "guide" and hit.score >= ALIKE * asked.hits[0].score
        if is_alike and missing <= hit.fact.offers and about & concepts(hit.fact.names[0]):
            entry = replace(asked, topic="guide", hits=(hit,), aspects=missing)
            answer = replace(asked, aspects=asked.aspects - missing)
            return replace(asked, topic="several", aim="", hits=(asked.hits[0], hit), parts=(answer, entry))
    return None
