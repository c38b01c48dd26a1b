"""The meal of a part of the day, where no meal is named."""

from dataclasses import replace
from datetime import datetime

from understanding import days, lacking, meals, ranking
from understanding.index import Index
from understanding.question import Context, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import topics

MEANT = frozenset({"when", "where", "may", "open"})  # aspects that may be asked of any meal


def of_part(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The meal of the part of the day that is named: the guide's entry of that name, else the schedule's item."""
    meal = topics()["meal_of"].get(asked.part)
    if meal is None or asked.until or not asked.aspects <= MEANT or not meals.names_any(reading) or reading.odd > 1:
        return None
    if index.exact(asked.words):
        return None
    found = [fact for fact in index.exact(meal) if fact.kind == "guide"]
    day = asked.day or at.date()
    scheduled = [fact for fact in days.named(index, day, frozenset({meal})) if ranking.in_part(fact, asked)]
    if not found or asked.aspects == {"when"}:
        found = scheduled or found
    if not found:
        return None
    hits = tuple(Hit(fact, 1.0) for fact in found)
    if lacking.lacks(reading.folded, found[0], index):
        return replace(asked, topic="unsure", hits=hits)
    return asked.about(hits)
