"""Short questions that only make sense after what was said before."""

from dataclasses import replace
from datetime import datetime

from understanding import ranking
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import vocabulary


def follow_up(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A short question that only makes sense after the one before."""
    if not reading.is_open or len(asked.words) > 16 or not context.topic:
        return None
    fact = index.by_id.get(context.item)
    if fact is None or reading.pointers:
        return None
    if reading.time.said:
        if reading.schedule:
            return None  # "what is on today" asks by itself
        return _other_time(asked, at, index, context, fact)
    if reading.aspects:
        return replace(asked.about((Hit(fact, 1.0),)), follows=True)
    return None


def _other_time(asked: Question, at: datetime, index: Index, context: Context, fact: Fact) -> Question | None:
    day = asked.day or context.day
    asked = replace(asked, day=day, follows=True)
    if fact.kind not in ("agenda", "guide"):
        return None
    spans = vocabulary().cut(fence(fold(fact.names[0])))
    hits = [hit for hit in index.search(spans) if hit.fact.kind == "agenda" and hit.fact.day == day and hit.score > 0.6]
    hits = [hit for hit in hits if ranking.in_part(hit.fact, asked)]
    if fact.kind == "guide" and (hits or any(each.day for each in index.exact(fact.names[0]))):
        return asked.about((Hit(fact, 1.0), *hits))
    return asked.about(tuple(hits)) if hits else None
