"""Questions for all that can be applied for."""

from dataclasses import replace
from datetime import datetime

from understanding import saying
from understanding.index import Index
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases


def offers(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """All services of the union, when no single one is named."""
    if not saying.only(reading.fenced, "offers", phrases("offers_beside").whole):
        return None
    return replace(asked, topic="programme", aim="list")
