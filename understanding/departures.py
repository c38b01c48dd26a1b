"""When people set out for an item of the schedule, named by where that takes them."""

import functools
import re
from dataclasses import replace
from datetime import datetime

from understanding import ranking
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import vocabulary
from understanding.wordfiles import read

NAMED = 0.45  # score of an item by nothing but its place
AKIN = 0.5  # ... by the name of what staff were asked about it
LONGEST = 60  # characters; who says more tells a story


def departures(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The items that are named beside a departure, and whose rows tell of one; the next of them where that is asked."""
    words = reading.folded
    if len(words) > LONGEST or (found := _patterns()["asks"].search(reading.time.rest)) is None:
        return None
    is_next = _patterns()["next"].search(words) is not None
    rest = f"{reading.time.rest[: found.start()]} {reading.time.rest[found.end() :]}"
    rest = _patterns()["next"].sub(" ", rest)
    spans = vocabulary().cut(fence(rest))
    if not any(span.word is None or span.word.role == "concept" for span in spans):
        return None
    named = index.search(spans)
    by_name = {hit.fact.id for hit in named if hit.score >= AKIN and hit.fact.kind == "guide"}
    best = ranking.ordered(index.search(reading.spans), asked, reading.fenced, at)[:1]
    if best and best[0].score >= ranking.SURE and best[0].fact.id in by_name:
        return None
    items = [hit for hit in named if hit.score >= NAMED and _tells(hit.fact)]
    if not items and named and named[0].fact.kind == "faq" and named[0].score >= AKIN:
        of_name = index.search(vocabulary().cut(fence(fold(named[0].fact.names[0]))))
        items = [hit for hit in of_name if hit.score >= AKIN and _tells(hit.fact)]
    items = [hit for hit in items if asked.day in (None, hit.fact.day)]
    if not items:
        return None
    in_part = [hit for hit in items if ranking.in_part(hit.fact, asked)] or items
    ahead = [hit for hit in in_part if ranking.is_ahead(hit.fact, at)] or in_part
    ahead.sort(key=lambda hit: hit.fact.starts or at)
    kept = ahead[:1] if is_next else ahead
    most = max(hit.score for hit in kept)
    kept = [hit for hit in kept if hit.score >= ranking.NEAR * most]
    # Of several a list tells when each begins: when people set out is in their remarks.
    aspects = asked.aspects | {"need"} if len(kept) > 1 else asked.aspects
    return replace(asked.about(tuple(Hit(hit.fact, 1.0) for hit in kept)), aspects=aspects)


def _tells(fact: Fact) -> bool:
    """Whether an item's row tells when or where people set out for it."""
    return fact.kind == "agenda" and _patterns()["tells"].search(" ".join((*fact.texts, *fact.places))) is not None


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in read("departures.yaml").items()}
