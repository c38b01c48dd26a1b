"""From a text to a Question, stage by stage."""

import functools
from dataclasses import dataclass, replace
from datetime import date, datetime

from understanding import (
    chat,
    completing,
    compounds,
    correcting,
    lacking,
    nowhere,
    parts,
    people,
    ranking,
    seams,
    separable,
    spelling,
    stages,
    story,
    tracing,
    troubles,
    whose,
)
from understanding.dates import when
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.telling import Alone
from understanding.tracing import Trace
from understanding.vocabulary import vocabulary

NO_CONTEXT = Context()
# Characters that are read before no further spelling is tried: questions are short, and among very many facts a search
# for a long text takes milliseconds.
PATIENCE, PATIENCE_WITH_MANY = 1000, 36
LONG_AMONG_MANY = 32  # ... of a text that is not taken apart then


def understand(
    text: str,
    at: datetime,
    index: Index,
    context: Context = NO_CONTEXT,
    days: tuple[date, ...] = (),
    trace: Trace | None = None,
) -> Question:
    """What `text`, sent at `at`, asks. `context` is what was talked about before, `days` the congress's days.

    Another spelling is tried only where the text as typed tells nothing sure, or holds words that nobody knows.
    A text that asks two or three things has them as its parts. Into `trace` each stage writes what it made of it."""
    setting = _Setting(at, index, days)
    if context.topic:
        text = correcting.meant(text)
    whole = setting.alone(text, context, trace=trace)
    if whole is None:
        return Question(text)
    if (index.has_many and len(text) > LONG_AMONG_MANY) or not seams.may_fall_apart(text):
        return setting.helped(whole, whole.question, trace)
    asking = functools.cache(setting.alone)
    if core := chat.without(text, whole, lambda piece: asking(piece, context), index):
        text, whole = core, setting.alone(core, context, trace=trace) or whole
    found = parts.split(text, whole.question, context, asking)
    if not found and (piece := story.asked_in(text, whole, context, asking)):
        found = (piece,)
    refused = any(part.topic == people.OTHERS and not whose.points_back(part.words) for part in found)
    if whole.question.topic == people.OTHERS and not refused and not parts.are_of_nobody(whole.question, found, index):
        return whole.question  # whom it asks about, and what, stand in different parts
    if trace is not None:
        for part in found:
            setting.alone(part.text, context, trace=trace)
            context = parts.after(part, context)
    if len(found) > 1:
        return parts.together(whole.question, found)
    if found and _tells_more(whole.question, found[0]):
        found = ()
    asked = found[0] if found else whole.question
    if found and asked.hits and not asked.aspects and lacking.lacks(whole.reading.folded, asked.hits[0].fact, index):
        return replace(asked, topic="unsure")  # what is wanted of it stands in another piece
    return setting.helped(whole, asked, trace)


@dataclass(slots=True)
class _Setting:
    """When, of what data and on which days something is asked; `read` is how many characters were read for it."""

    at: datetime
    index: Index
    days: tuple[date, ...]
    read: int = 0

    def alone(
        self, piece: str, before: Context, day: date | None = None, *, trace: Trace | None = None
    ) -> Alone | None:
        """What a text asks by itself, on `day` where it names none; None when it holds no words."""
        folded = fold(piece)
        if not folded:
            return None
        reading, asked, stage = self._read(piece, folded, before, day, trace)
        is_sure = stage not in stages.UNSURE
        if (
            stage in stages.SETTLED
            or asked.missing
            or (stage is None and reading.is_small_talk)
            or (is_sure and not spelling.is_odd(reading, self.index))
        ):
            return Alone(reading, asked, is_sure)
        for spelt in spelling.meant(reading, self.index, is_sure):
            if self.read > (PATIENCE_WITH_MANY if self.index.has_many else PATIENCE):
                break
            other_reading, other, found_by = self._read(piece, spelt.text, before, day, trace, spelt)
            if found_by not in stages.UNSURE and (not is_sure or _is_better(other, asked)):
                return Alone(other_reading, replace(other, spelt=spelt.put), True)
        return Alone(reading, asked, is_sure)

    def helped(self, whole: Alone, asked: Question, trace: Trace | None) -> Question:
        """The question; when nothing sure was made of the text but a day, what helps in a trouble that it tells of."""
        if found := completing.both(asked):
            return found
        asks = asked is not whole.question and asked.aim != "day" and asked.aspects
        if asks or whole.question.topic not in ("", "unsure"):
            return asked
        found = troubles.troubled(whole.question, whole.reading, self.at, self.index)
        if found is not None and trace is not None:
            trace.append(tracing.step(whole.reading, found, troubles.troubled, self.index, self.at, None))
        return found or asked

    def _read(
        self,
        text: str,
        folded: str,
        context: Context,
        day: date | None,
        trace: Trace | None,
        spelt: spelling.Spelt | None = None,
    ) -> tuple[Reading, Question, stages.Stage | None]:
        """What a spelling of the text asks, with the stage that found it."""
        self.read += len(folded)
        time = when(folded, self.at, self.days)
        fenced = separable.joined(fence(time.rest))
        spans = compounds.apart(vocabulary().cut(fenced), self.index)
        reading = Reading(folded, fenced, time, spans, nowhere.missing(folded, self.at, self.days))
        asked = Question(
            text, folded, "", "", time.day or day, time.part, time.starts, time.ends, frozenset(reading.aspects),
            until=time.until,
        )  # fmt: skip
        decided: stages.Stage | None = None
        for stage in stages.STAGES:
            found = stage(asked, reading, self.at, self.index, context)
            if found is not None:
                asked, decided = found, stage
                break
        if trace is not None:
            trace.append(tracing.step(reading, asked, decided, self.index, self.at, spelt))
        return reading, asked, decided


def _tells_more(whole: Question, piece: Question) -> bool:
    """Whether of two services all of a text comes nearer to another one than a piece of it does."""
    best, other = whole.best(), piece.best()
    if whole.topic != "unsure" or best is None or other is None or best == other or best.kind != other.kind:
        return False
    return best.kind == "programme" and any(hit.fact == other for hit in whole.hits)


def _is_better(other: Question, asked: Question) -> bool:
    """Whether another spelling fits better than the text as typed, which was understood, too."""
    if not asked.hits or not other.hits:
        return True
    return other.hits[0].score > asked.hits[0].score or other.hits[0].fact.kind in ranking.BY_NAME
