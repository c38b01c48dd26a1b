"""A message without what is only told around its question."""

from understanding import people
from understanding.forms import asks, ends, shape
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Question
from understanding.seams import clauses, says
from understanding.telling import COURTESY, Alone, Piece, is_beside
from understanding.vocabulary import letters, phrases, topics

LEAST, MOST = 2, 12  # pieces
JOINT = "\uff0c"  # between the pieces that are left
SHARED = 0.6  # of the best score: a fact that what is asked speaks of as well
CALLS = frozenset({"person", "leave", people.OWN})
BESIDE = frozenset({"after", "before"})


def without(text: str, whole: Alone, asking: Piece, index: Index) -> str:
    """The pieces of a text that ask something or belong to what does; empty when it is better left as it is, and where
    there are so many facts that asking each piece for itself takes too long."""
    if index.has_many:
        return ""
    pieces = list(clauses(text))
    if not LEAST <= len(pieces) <= MOST or whole.question.topic == people.OTHERS:
        return ""
    if not any(_tells(folded) or shape("from").search(folded) for folded in map(fold, pieces)):
        return ""  # nothing of it need be understood by itself for that
    alone = [asking(piece) for piece in pieces]
    if any(each is not None and each.question.topic == people.OTHERS for each in alone):
        return ""
    kept = [each is not None and not (_is_told(each) or _is_from(each, index)) for each in alone]
    _keep_what_is_meant(kept, alone)
    core = JOINT.join(piece for piece, is_kept in zip(pieces, kept, strict=True) if is_kept)
    asked = [each for each, is_kept in zip(alone, kept, strict=True) if is_kept and each and _asks(each)]
    if not whole.sure and asked and all(each.reading.is_open and not each.question.topic for each in asked):
        return _meant(alone, asked, asking)
    if all(kept) or not any(map(_stands, asked)) or all(map(_is_polar, asked)):
        return ""  # whether something may be done depends on what is told
    if whole.sure and whole.question.topic == "agenda" and not whole.question.hits:
        return ""
    told = [each for each, is_kept in zip(alone, kept, strict=True) if not is_kept and each]
    if _names_its_group(told, core, index):
        return ""
    return "" if _is_of_both(whole.question, asking(core), asked) else core


def _asks(alone: Alone) -> bool:
    return asks(alone.question.text) or bool(alone.reading.aspects or alone.reading.pointers)


def _is_polar(alone: Alone) -> bool:
    """Whether it is answered by yes or no."""
    folded = fold(alone.question.text)
    return folded.rstrip().endswith(ends()) and not shape("open_question").search(folded)


def _is_told(alone: Alone) -> bool:
    """Whether a piece tells something, asks nothing, and names no trouble that somebody may be in."""
    question, folded = alone.question, fold(alone.question.text)
    if question.topic in COURTESY:
        return True
    if question.topic in CALLS or asks(folded) or shape("wanting").search(folded):
        return bool(shape("ever").match(folded)) and not asks(folded)
    if question.aim in BESIDE and not says("just_done", folded):
        return False
    named = {tag for span in alone.reading.content if span.word for tag in span.word.tags[:1]}
    if alone.sure and not named.isdisjoint((*topics()["troubles"]["urgent"], *topics()["troubles"]["other"])):
        return False
    return _tells(folded)


def _tells(folded: str) -> bool:
    """Whether a piece is worded as what people tell."""
    return shape("statement").search(folded) is not None or says("telling", folded) or says("remark", folded)


def _is_from(alone: Alone, index: Index) -> bool:
    """Whether a piece says no more than which delegation somebody is of."""
    folded = fold(alone.question.text)
    return bool(not asks(folded) and shape("from").search(folded) and index.named(folded, "delegation"))


def _keep_what_is_meant(kept: list[bool], alone: list[Alone | None]) -> None:
    """Keep the last thing that was told before a question that names none."""
    named, meant = False, -1
    for place, each in enumerate(alone):
        if each is None or each.question.topic in COURTESY:
            continue
        refers = each.reading.is_open and not each.reading.schedule and not each.reading.pointers
        if kept[place] and refers and _asks(each) and not named and meant >= 0:
            kept[meant] = named = True
        elif kept[place]:
            named = named or not refers
        elif each.question.hits:
            meant = place


def _meant(alone: list[Alone | None], asked: list[Alone], asking: Piece) -> str:
    """What is asked, behind the known words alone of the piece that names the thing; empty when they name another."""
    named = [each for each in alone if each and each not in asked and each.question.hits and not is_beside(each)]
    for each in reversed(named):
        known = " ".join(span.text for span in each.reading.content if span.word)
        core = JOINT.join((letters(known), *(every.question.text for every in asked)))
        found = asking(core)
        if found and found.sure and found.question.best() == each.question.best():
            return core
    return ""


def _stands(alone: Alone) -> bool:
    """Whether a piece is understood by itself."""
    return alone.sure and not alone.question.follows and bool(alone.question.topic)


def _names_its_group(told: list[Alone], core: str, index: Index) -> bool:
    """Whether the delegation that is told of is the one whose room is asked for."""
    fenced = fence(fold(core))
    if not any(phrases(name).inside(fenced) for name in ("discussing", "group_room", "leading", "meeting_rooms")):
        return False
    return any(index.named(each.question.words, "delegation") for each in told)


def _is_of_both(whole: Question, core: Alone | None, asked: list[Alone]) -> bool:
    """Whether what the whole text is understood as is what both the story and the question speak of."""
    best = whole.best()
    if whole.topic in ("", "unsure") or best is None or core is None:
        return False
    found = [each.question.hits for each in (core, *asked) if each.question.hits]
    if any(hits[0].fact == best for hits in found):
        return False
    return any(hit.fact == best and hit.score >= SHARED * hits[0].score for hits in found for hit in hits)
