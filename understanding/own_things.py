"""When something is of which one was told one's own number: the coach that takes people home."""

from dataclasses import replace

from understanding import people, ranking
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.vocabulary import topics, vocabulary


def of_own(asked: Question, reading: Reading, index: Index, context: Context) -> Question | None:
    """What everybody may know of it, asked for by nothing but when."""
    if context.topic != people.OWN or asked.aspects != {"when"} or not reading.is_bare:
        return None
    named = topics()["own_about"].get(context.item.removeprefix(people.LAST))
    hits = index.search(vocabulary().cut(fence(fold(named)))) if named else ()
    hits = tuple(hit for hit in hits if hit.fact.kind in ("guide", "agenda") and hit.score >= ranking.MAYBE)
    return replace(asked.about(hits[:1]), follows=True) if hits else None
