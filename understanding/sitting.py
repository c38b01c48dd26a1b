"""Questions for the session that is on, and for the congress as a whole."""

from dataclasses import replace
from datetime import datetime

from understanding import ranking, saying
from understanding.index import Index
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases


def sitting(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """When the session that is on ends, what comes after it; what is left of today; all days of the congress."""
    if index.exact(asked.words):
        return None
    fenced = reading.fenced
    one_day = reading.time.day is not None and reading.time.until is None
    if not one_day and saying.only(fenced, "whole_congress"):
        hits = index.search(reading.spans)[:1]
        knows_better = hits and hits[0].fact.kind == "faq" and hits[0].score >= ranking.SURE
        return None if knows_better else replace(asked, topic="agenda", aim="all", day=None, until=None)
    is_today = reading.time.day == at.date() and reading.time.until is None
    if is_today and not reading.time.starts and saying.only(fenced, "day_over", phrases("gathering").whole):
        return replace(asked, topic="agenda", aim="rest")
    if reading.time.said or phrases("congress").inside(fenced):
        return None
    if saying.only(fenced, "sitting_over", phrases("gathering").whole):
        return replace(asked, topic="agenda", aim="now" if phrases("over_yet").inside(fenced) else "next")
    if saying.only(fenced, "sitting_ends") and (not context.item or "now" in reading.pointers):
        return replace(asked, topic="agenda", aim="now")
    return None
