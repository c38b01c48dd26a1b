"""Questions for the newest articles, for those of a column, or for the columns as such."""

from dataclasses import replace
from datetime import datetime

from understanding import quoting
from understanding.index import Index
from understanding.normalise import LATIN, fence, squeeze
from understanding.question import Context, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases, vocabulary


def structural_news(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The newest, a column, or which columns there are."""
    if columns := index.named(asked.words, "column"):
        rest = squeeze(asked.words).replace(squeeze(columns[0].names[0]), "")
        said = (phrases(name).inside(reading.fenced) for name in ("column", "latest"))
        if len(rest) <= 2 or any(said) or (len(columns) == 1 and _asks_for_articles(rest)):
            return replace(asked, topic="news", aim="column", hits=(Hit(columns[0], 1.0),))
    if phrases("column").inside(reading.fenced):
        hits = [hit for hit in index.search(reading.spans) if hit.fact.kind == "column"]
        keys = (index.by_id.get(f"column:{token}") for token in LATIN.findall(reading.folded))  # its short name
        hits = hits or [Hit(fact, 1.0) for fact in keys if fact]
        if hits:
            return replace(asked, topic="news", aim="column", hits=tuple(hits[:1]))
        if not reading.is_open and (found := quoting.quoted(asked, reading, at, index, context)):
            return found
        return replace(asked, topic="news", aim="columns" if phrases("which").inside(reading.fenced) else "latest")
    if phrases("latest").inside(reading.fenced) and reading.is_open and not reading.aspects & {"where", "when"}:
        return replace(asked, topic="news", aim="latest")
    return None


def _asks_for_articles(rest: str) -> bool:
    """Whether what is said beside a column's name asks for what stands in it, and for nothing else."""
    fenced = fence(rest)
    if not phrases("in_column").inside(fenced):
        return False
    for phrase in sorted(phrases("in_column").found(fenced), key=len, reverse=True):
        fenced = fenced.replace(phrase, " ")
    return all(
        len(span.text.strip()) < 2 or (span.word and span.word.role != "concept") for span in vocabulary().cut(fenced)
    )
