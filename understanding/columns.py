"""Questions for the newest articles, or for those of a column."""

from dataclasses import replace
from datetime import datetime

from understanding.index import Index
from understanding.normalise import squeeze
from understanding.question import Context, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases


def structural_news(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The newest, or a column."""
    if columns := index.named(asked.words, "column"):
        rest = squeeze(asked.words).replace(squeeze(columns[0].names[0]), "")
        if len(rest) <= 2 or phrases("column").inside(reading.fenced) or phrases("latest").inside(reading.fenced):
            return replace(asked, topic="news", aim="column", hits=(Hit(columns[0], 1.0),))
    if phrases("column").inside(reading.fenced):
        hits = [hit for hit in index.search(reading.spans) if hit.fact.kind == "column"]
        if hits:
            return replace(asked, topic="news", aim="column", hits=tuple(hits[:1]))
        return replace(asked, topic="news", aim="latest")
    if phrases("latest").inside(reading.fenced) and reading.is_open and not reading.aspects & {"where", "when"}:
        return replace(asked, topic="news", aim="latest")
    return None
