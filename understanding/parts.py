"""Two questions in one message: where it falls apart, and whether its parts mean different things."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from understanding import people, ranking, telling
from understanding.forms import asks
from understanding.index import Index
from understanding.normalise import fence, squeeze
from understanding.question import Context, Question
from understanding.seams import says, segments
from understanding.telling import COURTESY, Alone, Asking
from understanding.vocabulary import phrases

MOST = 3  # questions
CLEAR = 0.95  # score of a fact that is named in full
SEGMENTS = 8  # pieces; a text of more is a story
ANSWERED = frozenset({"agenda", "guide", "faq", "news", "place", "programme", "station", people.OWN, people.OTHERS})
CARD, PASSAGE = "card", "passage"
PLAIN = frozenset({"when", "where", "phone", "contact"})  # aspects that every kind of thing may have
BESIDE = frozenset({"after", "before", "just", "ended"})  # aims that name one thing to ask for another
WHOLE = frozenset({"person", "leave", *COURTESY})  # topics of which one word in a text is enough


@dataclass(slots=True)
class _Part:
    text: str
    before: Context
    alone: Alone
    added: int = 0  # pieces that only ask more of it
    beside: int = 0  # pieces that only ask whether what it tells is allowed

    def add(self, piece: str) -> None:
        self.text, self.added = f"{self.text} {piece}", self.added + 1


def split(text: str, whole: Question, context: Context, asking: Asking) -> tuple[Question, ...]:
    """The two or three questions that a text asks at once; one that is the answer to all of them; empty when it is as
    it was understood, `whole`."""
    pieces = list(segments(text))
    if not 1 < len(pieces) <= SEGMENTS or whole.topic in WHOLE or whole.aim in BESIDE:
        return ()
    parts = _parts(pieces, whole, context, asking)
    found = tuple(part.alone.question for part in parts)
    topics = {question.topic for question in found}
    if people.OTHERS in topics and any(map(_is_personal, found)):
        return tuple(question for question in found if question.topic == people.OTHERS)[:1]
    if len(found) == 1 and not whole.topic:
        return found  # the other pieces only tell something, or add to it
    alone = len(found) == 1 and (whole.topic == "unsure" or found[0].aim == "day" or found[0].follows)
    if alone and len(pieces) <= 1 + telling.told(pieces, asking) + parts[0].beside + parts[0].added:
        return found
    if len(found := _on_one_card(found)) == 1 and found[0].aim == CARD:
        return found
    refused = whole.topic == people.OTHERS and people.OTHERS not in topics and not all(map(_is_plain, found))
    return () if len(found) < 2 or refused or _is_one(whole, found) else found[:MOST]


def are_of_nobody(whole: Question, found: tuple[Question, ...], index: Index) -> bool:
    """Whether the parts ask for nothing but what everybody may know: an office's telephone, a delegation's room."""
    if not found or index.names_a_person(whole.words) or phrases("others").inside(fence(whole.words)):
        return False
    offices = ("phone" in part.hits[0].fact.offers if part.hits else False for part in found if _is_personal(part))
    return all(offices) and all(map(_is_plain, found))


def together(whole: Question, parts: tuple[Question, ...]) -> Question:
    """The question that asks all of these."""
    hits = tuple(hit for part in parts for hit in part.hits[:1])
    return replace(whole, topic="several", aim="", hits=hits, parts=parts, follows=False)


def after(question: Question, before: Context) -> Context:
    """What was talked about, once this question is asked."""
    if question.topic in ("", "unsure"):
        return before
    best = question.best()
    return Context(question.topic, best.id if best else "", question.day or (best.day if best else None), question.part)


def _parts(pieces: list[tuple[str, str]], whole: Question, context: Context, asking: Asking) -> list[_Part]:
    """What asks something by itself, each with the pieces that only add to it."""
    parts: list[_Part] = []
    waiting, day = "", None
    for piece, joint in pieces:
        last = parts[-1] if parts else None
        before = after(last.alone.question, last.before) if last else context
        alone = asking(piece, before)
        if alone is None or alone.question.topic in COURTESY or telling.is_beside(alone):
            continue
        if not alone.sure or alone.question.topic not in ANSWERED or not _stands(alone, last):
            if last and alone.reading.is_open:
                last.add(piece)
            elif not waiting and _is_a_day(alone.question):
                day = _Part(piece, before, alone)
                waiting = piece
            else:
                waiting = f"{waiting} {piece}".strip()
            continue
        question, told = alone.question, last.alone.question if last else None
        if told and _meaning(question) == _meaning(told) and question.aspects <= told.aspects:
            continue  # no more than what is asked already
        if last and (_is_same(alone, last.alone) or (joint and _is_inside(last.text, joint, piece, whole))):
            last.add(piece)
            continue
        if last and telling.asks_leave(alone, last.alone):
            last.beside += 1
            continue
        if day and joint and _is_a_day(alone.question) and waiting == day.text:
            # One of two days, or of their parts, both of which are asked for by what stands behind the second.
            parts.append(day)
            waiting = ""
        elif last:
            alone = _completed(piece, alone, joint, last, asking)
        tells = alone.question.aim == "day" and bool(waiting) and telling.is_statement(waiting, asking)
        if waiting and not tells and (more := asking(f"{waiting} {piece}", before)) and more.sure:
            alone = alone if alone.question.follows and telling.is_statement(waiting, asking) else more
        elif waiting and not telling.is_statement(waiting, asking):
            return []
        waiting = ""
        parts.append(_Part(alone.question.text, before, alone))
    if waiting and not telling.is_statement(waiting, asking):
        return []
    return _grown(parts, asking)


def _grown(parts: list[_Part], asking: Asking) -> list[_Part]:
    """The parts with what was added to them; nothing when one means something else then."""
    for part in parts:
        if part.added:
            more, asked = asking(part.text, part.before), part.alone.question
            if more is None or (more.question.best() or _meaning(more.question)) != (asked.best() or _meaning(asked)):
                return []
            if not more.sure and not more.question.aspects - asked.aspects <= PLAIN:
                return []
            asked = replace(asked, aspects=more.question.aspects)
            part.alone = more if more.sure else replace(part.alone, question=asked)  # a word too many changes nothing
    return parts


def _stands(alone: Alone, last: _Part | None) -> bool:
    """Whether a piece asks something, and doesn't only add a time or a wish to what was asked."""
    reading, question = alone.reading, alone.question
    if telling.is_telling(alone):
        return False
    if not reading.is_open or reading.schedule or question.topic not in ("agenda", "guide", "faq", "programme"):
        return True
    if last is None:
        asks = reading.time.said and says("tell_me", reading.folded)
        return asks or (question.follows and bool(reading.aspects))
    if not reading.time.said:
        return False
    again = says("again", reading.folded)
    return again or (last.alone.question.day is not None and question.day != last.alone.question.day)


def _on_one_card(found: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions, those for several things that stand on one's own card as one."""
    own = [part for part in found if part.topic == people.OWN and part.aim not in ("agenda", "checkin", "bind")]
    if len(own) < 2:
        return found
    card = replace(own[0], text=" ".join(part.text for part in own), aim=CARD)
    return tuple(card if part is own[0] else part for part in found if part is own[0] or part not in own)


def _is_plain(question: Question) -> bool:
    """Whether it asks for a fact that everybody may know, and needs nothing beside it for that."""
    return not question.follows and (bool(question.hits) or question.topic in ("agenda", "news", "station"))


def _is_personal(question: Question) -> bool:
    """Whether it may go on with somebody's data: beside a refusal it is refused with it."""
    told = (phrases(name).inside(fence(question.words)) for name in ("fields", "contact", "private"))
    return question.topic == people.OWN or (question.topic != people.OTHERS and any(told))


def _is_same(alone: Alone, last: Alone) -> bool:
    """Whether a piece asks for what the one before it asked for, or says no more than that."""
    question, before = alone.question, last.question
    if _meaning(question) == _meaning(before) or (before.topic == "place" and question.aspects == {"who"}):
        return True  # who leads a delegation is told with where it meets
    new = question.aspects and not before.aspects and question.topic != before.topic  # only now asked for
    if question.topic in (people.OWN, people.OTHERS) or not alone.reading.content or new or _is_clearly(alone, last):
        return False
    told = {tag for span in last.reading.spans if span.word for tag in span.word.tags}
    return all(
        span.word.tags[0] in told if span.word and span.word.tags else span.text.strip() in last.reading.folded
        for span in alone.reading.content
    )


def _is_clearly(alone: Alone, last: Alone) -> bool:
    """Whether the words of a piece name in full what it asks for, and not what the one before asked for."""
    hits, best = alone.question.hits, last.question.best()
    near = {hit.fact.id for hit in hits if hit.score >= ranking.NEAR * hits[0].score}
    return bool(near and alone.question.aspects and hits[0].score >= CLEAR and best and best.id not in near)


def _is_inside(left: str, joint: str, right: str, whole: Question) -> bool:
    """Whether two pieces with the word between them stand so in a name."""
    seam = squeeze(left)[-1:] + joint + squeeze(right)[:1]
    return any(seam in squeeze(name) for hit in whole.hits for name in (*hit.fact.names, *hit.fact.places))


def _completed(piece: str, alone: Alone, joint: str, last: _Part, asking: Asking) -> Alone:
    """What was said of one part only holds for the other: a day, and what is wanted."""
    before = last.alone.question
    if joint and before.day and not alone.question.day and alone.question.topic in ("agenda", "guide"):
        there = asking(piece, last.before, before.day)
        best = there.question.best() if there and there.sure else None
        if there and best and (best.kind == "guide" or best.day == before.day):
            alone = there
    question = alone.question
    if question.hits and not question.aspects and (joint or says("again", alone.reading.folded)):
        alone = replace(alone, question=replace(question, aspects=before.aspects))
    elif joint and not joint.isascii() and before.hits and not before.aspects:
        last.alone = replace(last.alone, question=replace(before, aspects=question.aspects))
    return alone


def _is_a_day(question: Question) -> bool:
    return question.topic == "agenda" and question.aim == "day" and question.day is not None


def _is_one(whole: Question, parts: tuple[Question, ...]) -> bool:
    """Whether one answer tells all of it: a fact fits all that was said better than others its parts."""
    if whole.topic in ("", "unsure") or not whole.hits:
        return False
    best = whole.hits[0]
    if squeeze(whole.words) in map(squeeze, best.fact.names):
        return True
    if whole.aim == PASSAGE and sum(part.topic != whole.topic for part in parts) > 1:
        return False  # a sentence in which both are mentioned
    scores = [part.hits[0].score for part in parts if part.hits]
    if len(scores) == len(parts) and best.fact.kind not in ranking.BY_NAME and best.score >= min(scores):
        # Each may ask for its own thing, and one of these be fitted by all the words as well.
        asked = {part.hits[0].fact.id for part in parts if asks(part.text)}
        return len(asked) < len(parts) or min(scores) < ranking.SURE or best.fact.id not in asked
    near = (hit.fact for hit in whole.hits if hit.score >= ranking.NEAR * best.score)
    told = {fact.id for fact in near if fact.kind == best.fact.kind}
    return len(scores) == len(parts) and all(part.hits[0].fact.id in told for part in parts)


def _meaning(question: Question) -> Hashable:
    if question.hits:
        aim = question.aim if question.aim in ("after", "before") else ""
        return question.topic, aim, question.hits[0].fact.id, (question.follows and question.day) or None
    return question.topic, question.aim, question.day, question.part, question.starts
