"""Questions for all that can be applied for."""

from dataclasses import replace
from datetime import datetime

from understanding.index import Index
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.vocabulary import letters, phrases, vocabulary


def offers(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """All services of the union, when no single one is named."""
    found = phrases("offers").found(reading.fenced)
    if not found:
        return None
    rest = reading.fenced
    for phrase in sorted(found, key=len, reverse=True):
        rest = rest.replace(phrase, " ")
    beside = phrases("offers_beside")
    for span in vocabulary().cut(rest):
        if span.word and (span.word.role != "concept" or span.word.agenda):
            continue
        if any(len(word) > 1 and word not in beside.whole for word in letters(span.text).split()):
            return None  # that of which the offers are asked
    return replace(asked, topic="programme", aim="list")
