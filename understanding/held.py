"""What is on in a room that is named."""

from dataclasses import replace
from datetime import datetime

from understanding import ranking
from understanding.index import Index
from understanding.normalise import squeeze
from understanding.numerals import stands_in
from understanding.question import Context, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases


def held(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The items of the schedule in the room that all the text's own words name; those to come, if there are any."""
    if not reading.content or not phrases("held").inside(reading.fenced):
        return None
    words = [squeeze(span.text) for span in reading.content if not (span.word and span.word.agenda)]
    if not words:
        return None
    found = [
        hit.fact
        for hit in index.search(reading.spans)
        if hit.fact.day
        and all(any(stands_in(word, squeeze(place)) for place in hit.fact.places) for word in words)
        and not any(word in squeeze(name) for word in words for name in hit.fact.names)
    ]
    on_day = [fact for fact in found if fact.day == asked.day] if asked.day else found
    in_part = [fact for fact in on_day if ranking.in_part(fact, asked)]
    kept = in_part if asked.day else [fact for fact in in_part if fact.day and fact.day >= at.date()] or in_part
    if not kept:
        return None
    return replace(asked, topic="agenda", aim="find", hits=tuple(Hit(fact, 1.0) for fact in kept))
