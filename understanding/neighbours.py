"""Questions for what stands beside something in the schedule: after an item, before it, or just now."""

from dataclasses import replace
from datetime import datetime, timedelta

from understanding import ranking
from understanding.index import Index
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases

LATELY = timedelta(hours=2)  # what began no longer ago is still meant by whoever asks what comes after it


def beside(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What comes before or after an item of the schedule; what was on just now."""
    if not reading.schedule and "rest" not in reading.pointers and not reading.asks_next:
        return None
    if phrases("just").inside(reading.fenced) and reading.is_open | reading.is_about_schedule and not reading.time.said:
        return replace(asked, topic="agenda", aim="just", day=at.date())
    aim = next((side for side in ("after", "before") if phrases(side).inside(reading.fenced)), "")
    if not aim or reading.is_open:
        return None
    hits = ranking.ordered(index.search(reading.spans), asked, reading.fenced, at)
    near = [hit for hit in hits if hit.fact.day and hit.score >= max(ranking.SURE, ranking.NEAR * hits[0].score)]
    if not near:
        return None
    since = at - LATELY if aim == "after" else at
    best = next((hit for hit in near if ranking.is_ahead(hit.fact, since)), near[0])
    return replace(asked, topic="agenda", aim=aim, day=best.fact.day, hits=(best,))
