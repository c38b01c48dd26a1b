"""What stands beside the thing that was told last: the next one, the one before, what else its row says."""

import functools
import re
from dataclasses import replace
from datetime import datetime, time, timedelta

from understanding.alternatives import alternatives
from understanding.following import is_short, meant
from understanding.index import Index
from understanding.normalise import fence, squeeze
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import Span, letters, phrases, vocabulary

LAST = time(23, 59)
PARTS_WITH_MORE = ("morning", "noon", "afternoon")
TELLS = 2  # characters of a word that says something


def next_to(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What comes before or after what was told last: in the schedule for what stands there, else in its list."""
    if not is_short(asked.words) or reading.time.said or not (context.item or context.listed):
        return None
    for name, aim, is_loose in (("then", "after", True), ("next", "after", False), ("previous", "before", False)):
        found = _patterns()[name].search(asked.words)
        if found and _is_small(f"{asked.words[: found.start()]} {asked.words[found.end() :]}", is_loose):
            ends = is_loose and not (reading.schedule or reading.pointers)
            told = _beside(asked, aim, at, index, context, is_then=is_loose)
            return replace(asked, topic="more") if told is None and ends else told
    return None


def why(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """Why that is so which was told last: what its row says once more, for it tells no reason."""
    fact = index.by_id.get(context.item)
    if fact is None or fact.kind == "news" or not _patterns()["why"].fullmatch(asked.words):
        return None
    return replace(meant(asked, fact, context), aspects=frozenset({"why"}))


def what_else(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What else is on that day, after a part of it was listed."""
    if context.topic != "agenda" or context.item or context.part not in PARTS_WITH_MORE or context.day is None:
        return None
    last = index.by_id.get(context.listed[-1]) if context.listed else None
    if not _patterns()["else"].fullmatch(asked.words) or last is None or last.starts is None:
        return None
    starts = (last.starts + timedelta(minutes=1)).time()
    return replace(asked, topic="agenda", aim="day", day=context.day, starts=starts, ends=LAST, follows=True)


def no_more(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """To go on, where nothing is left of what was told."""
    return replace(asked, topic="more") if squeeze(asked.words) in phrases("more").whole else None


def of_its_row(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What was told last, when all that is asked stands in its row."""
    fact = index.by_id.get(context.item)
    if fact is None or fact.kind not in ("faq", "guide", "agenda", "programme") or not is_short(asked.words):
        return None
    if reading.time.said or reading.pointers:
        return None
    told = [text for span in reading.spans if (text := squeeze(letters(span.text))) and _tells(span)]
    held = squeeze(" ".join((*fact.names, *fact.texts, *fact.places)))
    if not any(len(text) >= TELLS for text in told) or not all(text in held for text in told):
        return None
    return meant(asked, fact, context)


def _beside(
    asked: Question, aim: str, at: datetime, index: Index, context: Context, *, is_then: bool
) -> Question | None:
    fact = _of_schedule(index, context, at, aim)
    if fact is not None:
        hits = (Hit(fact, 1.0),)
        return replace(asked, topic="agenda", aim=aim, day=fact.day, hits=hits, aspects=asked.aspects, follows=True)
    if is_then or context.item not in context.listed:
        return None
    place = context.listed.index(context.item) + (1 if aim == "after" else -1)
    other = index.by_id.get(context.listed[place]) if 0 <= place < len(context.listed) else None
    return meant(asked, other, context) if other else None


def _of_schedule(index: Index, context: Context, at: datetime, aim: str) -> Fact | None:
    """The item that was told last, or that has the name of what was told; of a list its end."""
    fact = index.by_id.get(context.item)
    if fact is None:
        ends = context.listed[-1] if aim == "after" else context.listed[0] if context.listed else ""
        fact = index.by_id.get(ends) if context.topic == "agenda" and not context.item and ends else None
    if fact is None or fact.day:
        return fact
    twins = [each for each in index.exact(fact.names[0]) if each.day]
    day = context.day or at.date()
    return next((each for each in twins if each.day == day), None) if fact.kind == "guide" else None


def _is_small(rest: str, is_loose: bool) -> bool:
    """Whether nothing in a text tells anything but what is wanted; `is_loose`: or names the schedule as such."""
    for span in vocabulary().cut(fence(rest.strip())):
        if span.word is None and any(sign.isalnum() for sign in span.text):
            return False
        if span.word and not span.word.aspect:
            is_of_schedule = span.word.agenda and is_loose
            if span.word.role == "concept" and not is_of_schedule:
                return False
            if (span.word.role == "weak" or span.word.agenda or span.word.pointer) and not is_of_schedule:
                return False
    return True


def _tells(span: Span) -> bool:
    if span.word is None:
        return True
    return span.word.role in ("concept", "weak") and not span.word.aspect


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = {name: alternatives("following.yaml", name) for name in ("then", "next", "previous", "why", "else", "lead")}
    lead, behind = words["lead"], alternatives("following.yaml", "tail")
    found = {name: re.compile(words[name]) for name in ("then", "next", "previous")}
    for name in ("why", "else"):
        found[name] = re.compile(rf"(?:{lead})?\s*(?:{words[name]})\s*(?:{behind})*[\s.:/-]*")
    return found
