"""Short questions that only make sense after what was said before."""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from understanding import ranking, siblings
from understanding.alternatives import alternatives
from understanding.dates import PARTS
from understanding.index import Index
from understanding.normalise import fence, fold, squeeze
from understanding.numerals import CN, number
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import Span, letters, vocabulary
from understanding.wordfiles import read

SHORT, SHORT_IN_LETTERS = 16, 36  # characters; Latin letters are many
NAMED = ("first", "second", "third")
ALIKE = 0.6  # score of an item that is the same on another day
FITS = 0.85  # of the best score: may be what is asked for when it is of the kind that was told last
AS_GOOD = 0.75  # score of an entry that is about the same as a question
CLEAR = 1.1  # how much better one of the choices must fit than the next


def is_short(words: str, times: int = 1) -> bool:
    """Whether a folded text has few words; `times` as many are allowed."""
    return len(words) <= times * (SHORT_IN_LETTERS if words.isascii() else SHORT)


def more_of_it(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What else is wanted of the fact that was told last, and that it can tell."""
    fact = index.by_id.get(context.item)
    is_brief = is_short(asked.words) and reading.is_open and not (reading.time.said or reading.pointers)
    if fact is None or not is_brief or not fact.offers & asked.aspects or _is_of_sessions(reading, fact):
        return None
    return meant(asked, _who_can_tell(asked, fact, index), context)


def in_its_row(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A short question in words that stand in the row of the fact told last, and in no fact's name."""
    fact = index.by_id.get(context.item)
    if fact is None or fact.kind not in ("agenda", "guide") or len(asked.words) > SHORT or not asked.aspects:
        return None
    if reading.is_open or reading.schedule or reading.time.said or reading.pointers:
        return None
    words = [squeeze(span.text) for span in reading.content]
    row = squeeze(" ".join((*fact.texts, *fact.places)))
    others = [squeeze(name) for hit in index.search(reading.spans) for name in hit.fact.names]
    if any(word not in row or any(word in name for name in others) for word in words):
        return None
    return meant(asked, fact, context)


def chosen(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """One of several things that were listed, by its place in the list or, where one was asked for, by its words."""
    if not context.listed or not is_short(asked.words, 2) or reading.time.day:
        return None
    place = _place(asked, reading, context)
    if place is None:
        return _by_words(asked, reading, index, context)
    fact = index.by_id.get(context.listed[place])
    return meant(asked, fact, context) if fact else None


def day_beside(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The day after or before the one that was talked about."""
    if context.day is None or not is_short(asked.words):
        return None
    for name, step in (("later", 1), ("earlier", -1)):
        found = _patterns()[name].search(asked.words)
        if found and _is_small(f"{asked.words[: found.start()]} {asked.words[found.end() :]}"):
            day = context.day + timedelta(days=step)
            return replace(asked, topic="agenda", aim="day", day=day, until=None, follows=True)
    return None


def alike(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """Another fact of the kind that was told last, named by what makes it another."""
    fact = index.by_id.get(context.item)
    if fact is None or not is_short(asked.words, 2) or reading.time.said or index.exact(asked.words):
        return None
    if not _patterns()["alike"].match(asked.words) and not _patterns()["goes_on"].search(asked.words):
        return None
    of_name = vocabulary().cut(fence(fold(fact.names[0])))
    if found := _patterns()["mark"].fullmatch(squeeze(asked.words)):
        near = [hit.fact for hit in index.search(of_name) if hit.fact.kind == fact.kind]
        place = siblings.sibling(fact.names[0], found["mark"], [each.names[0] for each in near])
        return None if place is None else meant(asked, near[place], context)
    if reading.is_open:
        return None
    own = index.search(reading.spans)
    best = max(
        (hit.score for hit in own if hit.fact.kind == fact.kind or hit.fact.kind not in ranking.BY_NAME), default=1.0
    )
    both = {hit.fact.id: hit.score for hit in index.search((*of_name, *reading.spans))}
    best = max(
        (hit.score for hit in own if hit.fact.kind == fact.kind or hit.fact.kind not in ranking.BY_NAME), default=1.0
    )
    fits = [
        (hit, alike)
        for hit in own
        if hit.fact.kind == fact.kind and (alike := both.get(hit.fact.id)) is not None
        if hit.score >= max(ranking.SURE, (FITS if alike >= ALIKE else ranking.NEAR) * best)
    ]
    if not fits or any(hit.fact.id == fact.id for hit, _ in fits):
        return None  # it may be more of the same that is asked for
    words = [squeeze(letters(span.text)) for span in reading.content]

    def order(each: tuple[Hit, float]) -> tuple[bool, float]:
        hit, alike = each
        return any(word in squeeze(name) for word in words for name in hit.fact.names), hit.score + alike

    return meant(asked, max(fits, key=order)[0].fact, context)


def follow_up(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A short question that only makes sense after the one before."""
    if not reading.is_open or not is_short(asked.words) or not context.topic or reading.pointers:
        return None
    fact = index.by_id.get(context.item)
    if fact is None:
        return _of_the_day(asked, reading, context)
    if reading.time.said:
        if reading.schedule:
            return None  # "what is on today" asks by itself
        return _other_time(asked, at, index, context, fact)
    if reading.aspects and not _is_of_sessions(reading, fact):
        return meant(asked, _who_can_tell(asked, fact, index), context)
    return None


def _is_of_sessions(reading: Reading, fact: Fact) -> bool:
    """Whether it asks when the sessions are, after something that is none."""
    if not reading.schedule or "when" not in reading.aspects:
        return False
    return fact.day is None or ranking.is_break(fact.names[0])


def _who_can_tell(asked: Question, fact: Fact, index: Index) -> Fact:
    """The fact; for whoever wants to call about an answer without a number, the entry of the guide about the same."""
    if fact.kind != "faq" or "phone" in fact.offers or not asked.aspects & {"phone", "contact"}:
        return fact
    hits = index.search(vocabulary().cut(fence(fold(fact.names[0]))))
    fitting = (hit.fact for hit in hits if hit.score >= AS_GOOD and {"phone"} <= hit.fact.offers)
    return next((each for each in fitting if each.kind == "guide"), fact)


def meant(asked: Question, fact: Fact, context: Context) -> Question:
    """The question as one for this fact, with what was wanted before where it says nothing itself."""
    aspects = asked.aspects or frozenset(context.wanted) - {"why"}
    return replace(asked.about((Hit(fact, 1.0),)), aspects=aspects, follows=True)


def _other_time(asked: Question, at: datetime, index: Index, context: Context, fact: Fact) -> Question | None:
    """The same at another time; of a meal the one of that part of the day."""
    day = asked.day or context.day
    asked = replace(asked, day=day, follows=True)
    if fact.kind not in ("agenda", "guide"):
        return None
    spans = vocabulary().cut(fence(fold(fact.names[0])))
    hits = _on(day, asked, index, spans)
    twins = [each for each in index.exact(fact.names[0]) if each.day]
    if fact.kind == "guide" and twins and not hits and not any(ranking.in_part(each, asked) for each in twins):
        kin = " ".join(tag for span in spans if span.word for tag in span.word.tags[1:])
        near = _on(day or at.date(), asked, index, vocabulary().cut(fence(fold(kin))))
        hits = [
            Hit(each, 1.0) for hit in near for each in index.exact(hit.fact.names[0]) if each.kind == "guide"
        ] or near
        return asked.about(tuple(hits)) if hits else None
    if fact.kind == "guide" and (hits or twins):
        return asked.about((Hit(fact, 1.0), *hits))
    return asked.about(tuple(hits)) if hits else None


def _on(day: date | None, asked: Question, index: Index, spans: Sequence[Span]) -> list[Hit]:
    """The items of a day, in the part of it that was asked for, that fit."""
    found = [hit for hit in index.search(spans) if hit.fact.kind == "agenda" and hit.fact.day == day]
    return [hit for hit in found if hit.score > ALIKE and ranking.in_part(hit.fact, asked)]


def _of_the_day(asked: Question, reading: Reading, context: Context) -> Question | None:
    """Where or when all that is, of a day that was listed: the list tells it."""
    if context.topic != "agenda" or context.day is None or reading.time.said or not asked.aspects & {"when", "where"}:
        return None
    starts, ends = PARTS.get(context.part, (None, None))
    same = replace(asked, day=context.day, part=context.part, starts=starts, ends=ends)
    return replace(same, topic="agenda", aim="day", follows=True)


def _by_words(asked: Question, reading: Reading, index: Index, context: Context) -> Question | None:
    """The choice that the words fit and no other."""
    if not context.choosing or reading.is_open:
        return None
    hits = [hit for hit in index.search(reading.spans) if hit.fact.id in context.listed]
    if not hits or hits[0].score < ranking.SURE or (len(hits) > 1 and hits[0].score < CLEAR * hits[1].score):
        return None
    return meant(asked, hits[0].fact, context)


def _place(asked: Question, reading: Reading, context: Context) -> int | None:
    """Which place of the list a text names that says nothing else but what is wanted of it."""
    words = asked.words
    found = _patterns()["nth"].search(words)
    if found is None and not reading.time.said:
        found = _patterns()["choosing"].fullmatch(words)
    if found is not None:
        nth = number(found["n"])
    elif named := next((name for name in (*NAMED, "last") if (found := _patterns()[name].search(words))), ""):
        nth = len(context.listed) if named == "last" else NAMED.index(named) + 1
    if found is None or not _is_small(f"{words[: found.start()]} {words[found.end() :]}"):
        return None
    return nth - 1 if 1 <= nth <= len(context.listed) else None


def _is_small(rest: str) -> bool:
    """Whether nothing in a text tells anything but aspects and what can be said of the schedule as such."""
    for span in vocabulary().cut(fence(rest.strip())):
        if span.word is None and any(sign.isalnum() for sign in span.text):
            return False
        if span.word and span.word.role == "concept" and not (span.word.aspect or span.word.agenda):
            return False
    return True


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = {name: alternatives("following.yaml", name) for name in read("following.yaml")}
    nth = rf"(?P<n>(?<!\d)\d{{1,2}}(?!\d)|[{CN}]{{1,2}})\s*(?:{lists['behind']})?"
    patterns = {"nth": rf"(?:{lists['before']})\s*{nth}", "choosing": rf"(?:{lists['choosing']})?\s*{nth}[\s.:/-]*"}
    patterns |= {name: lists[name] for name in (*NAMED, "last", "later", "earlier", "alike")}
    patterns["goes_on"] = f"(?:{lists['goes_on']})$"
    patterns["mark"] = (
        rf"(?:{lists['alike']})?(?P<mark>\d{{1,2}}|[{CN}]{{1,2}}|[a-z])(?:{lists['behind']}|{lists['kinds']})?(?:{lists['goes_on']})?"
    )
    return {name: re.compile(pattern) for name, pattern in patterns.items()}
