"""A long message with a question in it: the piece that asks, when the whole tells nothing."""

from itertools import pairwise

from understanding import people
from understanding.forms import ends
from understanding.parts import ANSWERED
from understanding.question import Context, Question
from understanding.ranking import NEAR
from understanding.seams import clauses, says, words
from understanding.telling import Alone, Asking, is_beside

LEAST, MOST = 2, 12  # pieces
TAIL = 3  # pieces at the end that may belong together: "two big cases, carried all the way, where do they go"


def asked_in(text: str, understood: Alone, context: Context, asking: Asking) -> Question | None:
    """What a piece of the text asks for sure, the end first, since most people tell first and then ask; None when the
    whole was understood, when nothing is sure, or when some piece asks for others' data."""
    whole = understood.question
    if understood.sure or whole.topic not in ("", "unsure", "agenda"):
        return None
    pieces = list(clauses(text))
    if not LEAST <= len(pieces) <= MOST:
        return None
    alone = [asking(piece, context) for piece in pieces]
    if any(each is not None and each.question.topic == people.OTHERS for each in alone):
        return None
    tails = [asking(" ".join(pieces[-size:]), context) for size in range(2, min(TAIL, len(pieces) - 1) + 1)]
    bare = {id(each) for before, each in pairwise(alone) if _goes_on(before, each)}
    for each in (alone[-1], *tails, *reversed(alone[:-1])):
        if each is not None and id(each) not in bare and _asks(each):
            # What the whole comes nearest to is told with all that was said of it.
            near = [hit.fact for hit in whole.hits if hit.score >= NEAR * whole.hits[0].score]
            return None if whole.hits and each.question.best() in (None, *near) else each.question
    return None


def _asks(alone: Alone) -> bool:
    """Whether it asks something that we know, by itself: a remark that names a thing asks nothing."""
    reading, question = alone.reading, alone.question
    timely = reading.time.said and (reading.schedule or says("wishes", reading.folded))
    is_polar = reading.folded.rstrip().endswith(ends())
    asks = (reading.aspects or reading.pointers or timely or is_polar) and not is_beside(alone)
    return bool(alone.sure and asks and question.topic in ANSWERED and not question.follows)


def _goes_on(before: Alone | None, each: Alone | None) -> bool:
    """Whether a piece only asks more about what the piece before it asked, of which we know nothing."""
    if before is None or each is None or before.sure or not (before.reading.aspects and before.reading.content):
        return False
    return each.reading.folded.startswith(words("onward"))
