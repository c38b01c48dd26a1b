"""The same as before, asked of a circumstance that the row told last speaks of, such as the vote."""

import functools
import re
from datetime import datetime

from understanding import following
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.vocabulary import concepts, vocabulary
from understanding.wordfiles import read

KINDS = frozenset({"faq", "guide"})


def during(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What was told last, when it is asked how it stands while something goes on that its row names."""
    fact = index.by_id.get(context.item)
    if fact is None or fact.kind not in KINDS or not following.is_short(asked.words) or reading.time.said:
        return None
    found = _shape().fullmatch(asked.words)
    if found is None:
        return None
    meant = concepts(found["what"]) or {span.text for span in vocabulary().cut(fence(found["what"])) if not span.word}
    row = " ".join((*fact.names, *fact.texts))
    there = concepts(row)
    if not meant or any(each not in there and each not in fold(row) for each in meant):
        return None
    return following.meant(asked, fact, context)


@functools.cache
def _shape() -> re.Pattern[str]:
    return re.compile(read("following.yaml")["during"])
