"""Where a room is that is named by itself."""

from datetime import datetime

from understanding import lacking, ranking
from understanding.index import Index
from understanding.normalise import squeeze
from understanding.numerals import is_cut
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import letters

SHORTEST = 2  # characters of a room's name


def rooms(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """Of what has its place in the room that is all that the text names: what tells most of where that is, such as the
    building and the floor. A thing that is only called like a room, or that stands beside one, tells it no better."""
    if asked.aspects != {"where"} or reading.time.said or not reading.content or lacking.asks_more(reading.folded):
        return None
    room = _named(reading)
    if len(room) < SHORTEST:
        return None
    found = [hit.fact for hit in index.search(reading.spans) if hit.fact.kind not in ranking.BY_NAME]
    if any(room in squeeze(name) for fact in found for name in fact.names):
        return None
    there = [fact for fact in found if len(_place(fact, room)) > len(room)]
    if not there:
        return None
    called_so = {squeeze(place) for fact in found for place in fact.places}
    called_so = {place for place in called_so if room in place and not place.startswith(room)}  # nor its door
    if all(span.word for span in reading.content) and len(called_so) > 1:
        return None  # an entrance, a desk: a kind of place, of which there are many
    longest = max(len(_place(fact, room)) for fact in there)
    best = [fact for fact in there if len(_place(fact, room)) == longest]
    best.sort(key=lambda fact: (fact.kind != "guide", not ranking.is_ahead(fact, at), fact.starts or at))
    return asked.about((Hit(best[0], 1.0),))


def _named(reading: Reading) -> str:
    """What tells in the text, with the small words that may be a part of it."""
    spans = list(reading.spans)
    first = next(place for place, span in enumerate(spans) if span in reading.content)
    while spans[-1].word and spans[-1].word.role not in ("concept", "weak"):
        spans.pop()
    return squeeze(letters("".join(span.text for span in spans[first:] if not (span.word and span.word.aspect))))


def _place(fact: Fact, room: str) -> str:
    """The place of a fact that ends with the room; empty for none."""
    whole = (squeeze(place) for place in fact.places)
    return max(
        (place for place in whole if place.endswith(room) and not is_cut(place, len(place) - len(room))),
        key=len,
        default="",
    )
