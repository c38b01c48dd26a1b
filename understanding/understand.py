"""From a text to a Question, stage by stage."""

from dataclasses import replace
from datetime import date, datetime

from understanding import ranking, spelling, stages, tracing
from understanding.dates import when
from understanding.index import Index
from understanding.normalise import fence, fold
from understanding.question import Context, Question
from understanding.reading import Reading
from understanding.tracing import Trace
from understanding.vocabulary import vocabulary

NO_CONTEXT = Context()


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
    Into `trace` each stage writes what it made of the text."""
    folded = fold(text)
    if not folded:
        return Question(text)
    reading, asked, stage = _asked(text, folded, at, index, context, days, trace)
    is_sure = stage not in stages.UNSURE
    if stage is stages.fixed or (is_sure and not spelling.is_odd(reading, index)):
        return asked
    for spelt in spelling.meant(reading, index, is_sure):
        _, other, found_by = _asked(text, spelt.text, at, index, context, days, trace, spelt)
        if found_by not in stages.UNSURE and (not is_sure or _is_better(other, asked)):
            return replace(other, spelt=spelt.put)
    return asked


def _asked(
    text: str,
    folded: str,
    at: datetime,
    index: Index,
    context: Context,
    days: tuple[date, ...],
    trace: Trace | None,
    spelt: spelling.Spelt | None = None,
) -> tuple[Reading, Question, stages.Stage | None]:
    """What a spelling of the text asks, with the stage that found it."""
    time = when(folded, at, days)
    fenced = fence(time.rest)
    reading = Reading(folded, fenced, time, vocabulary().cut(fenced))
    asked = Question(
        text, folded, "", "", time.day, time.part, time.starts, time.ends, frozenset(reading.aspects),
        until=time.until,
    )  # fmt: skip
    decided: stages.Stage | None = None
    for stage in stages.STAGES:
        found = stage(asked, reading, at, index, context)
        if found is not None:
            asked, decided = found, stage
            break
    if trace is not None:
        trace.append(tracing.step(reading, asked, decided, index, at, spelt))
    return reading, asked, decided


def _is_better(other: Question, asked: Question) -> bool:
    """Whether another spelling fits better than the text as typed, which was understood, too."""
    if not asked.hits or not other.hits:
        return True
    return other.hits[0].score > asked.hits[0].score or other.hits[0].fact.kind in ranking.BY_NAME
