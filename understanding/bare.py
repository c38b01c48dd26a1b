"""A single word that names no thing, said before anything was talked about: what everybody means by it."""

from dataclasses import replace
from datetime import datetime

from understanding.index import Index
from understanding.normalise import squeeze
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.vocabulary import group, topics

MEANT = {
    "phone": ("person", ""), "days": ("agenda", "all"), "here": ("agenda", "now"), "offers": ("programme", "list"),
}  # fmt: skip


def bare(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The office's telephone, all days, what is on and where, all services; nothing when staff named something so."""
    if context.topic or index.exact(asked.words):
        return None
    whole = squeeze(asked.words).rstrip(topics()["endings"])
    found = next((name for name, words in group("bare_words").items() if whole in words.whole), "")
    return replace(asked, topic=MEANT[found][0], aim=MEANT[found][1]) if found else None
