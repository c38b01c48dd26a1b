"""From a text to a Question, stage by stage."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from understanding import columns, neighbours, people, ranking, spelling, tracing
from understanding.dates import when
from understanding.index import Index
from understanding.normalise import fence, fold, squeeze
from understanding.question import TOPIC_OF, Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.tracing import Trace
from understanding.vocabulary import phrases, vocabulary

Stage = Callable[[Question, Reading, datetime, Index, Context], Question | None]
NO_CONTEXT = Context()
FOLLOWING = 6  # characters of a text that goes on with one's own data


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
    is_sure = stage not in UNSURE
    if stage is _fixed or (is_sure and not spelling.is_odd(reading, index)):
        return asked
    for spelt in spelling.meant(reading, index, is_sure):
        _, other, found_by = _asked(text, spelt.text, at, index, context, days, trace, spelt)
        if found_by not in UNSURE and (not is_sure or _is_better(other, asked)):
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
) -> tuple[Reading, Question, Stage | None]:
    """What a spelling of the text asks, with the stage that found it."""
    time = when(folded, at, days)
    fenced = fence(time.rest)
    reading = Reading(folded, fenced, time, vocabulary().cut(fenced))
    asked = Question(
        text, folded, "", "", time.day, time.part, time.starts, time.ends, frozenset(reading.aspects),
        until=time.until,
    )  # fmt: skip
    decided: Stage | None = None
    for stage in (*STAGES, _weak):
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


def _fixed(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What needs none of the congress's data."""
    whole = squeeze(asked.words)
    for topic in ("thanks", "greet", "help"):
        words = phrases(topic)
        if whole in words.whole or whole.rstrip("啊呀呢吧哦哈吗嘛啦嘞咯") in words.whole:
            return replace(asked, topic=topic)
    if whole in phrases("leave").whole:
        return replace(asked, topic="leave")
    goes_on = context.topic == people.OWN and len(whole) <= FOLLOWING
    if goes_on and (aim := people.aim(asked.words)) and people.asked(asked.words, index) != people.OTHERS:
        return replace(asked, topic=people.OWN, aim=aim, follows=True)
    if index.exact(whole):
        return None
    if phrases("person").inside(reading.fenced):
        return replace(asked, topic="person")
    if topic := people.asked(asked.words, index):
        return replace(asked, topic=topic, aim=people.aim(asked.words) if topic == people.OWN else "")
    if reading.is_open and phrases("group_room").inside(reading.fenced) and phrases("own").inside(reading.fenced):
        return replace(asked, topic="personal", aim="group_room")
    if phrases("station").inside(reading.fenced) and not phrases("articles").inside(reading.fenced):
        return replace(asked, topic="station")
    if reading.is_open and not reading.time.said and not reading.aspects:
        for topic in ("help", "greet"):
            if phrases(topic).inside(reading.fenced) and not reading.pointers:
                return replace(asked, topic=topic)
    return None


def _places(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A delegation's room."""
    found = index.named(asked.words, "delegation")
    if not found:
        return _nearly_named(asked, reading, index)
    rest = squeeze(asked.words)
    for name in sorted(found[0].names, key=len, reverse=True):
        rest = rest.replace(squeeze(name), "")
    wanted = phrases("discussing").inside(reading.fenced) or "where" in reading.aspects
    if wanted or len(rest) <= 2 or context.topic == "place":
        hits = tuple(Hit(fact, 1.0) for fact in found[:5])
        return replace(asked, topic="place", hits=hits, follows=context.topic == "place" and not wanted)
    return None


def _nearly_named(asked: Question, reading: Reading, index: Index) -> Question | None:
    """A delegation that was called by a part of its name, together with what its room is for."""
    if not phrases("discussing").inside(reading.fenced) or not reading.content:
        return None
    hits = index.search(reading.spans)[:1]
    if hits and hits[0].fact.kind == "delegation" and hits[0].score >= ranking.MAYBE:
        return replace(asked, topic="place", hits=hits)
    return None


def _facts(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A fact that the words name."""
    if exact := index.exact(reading.time.rest) or index.exact(asked.words):
        hits = ranking.ordered(tuple(Hit(fact, 1.0) for fact in exact), asked, reading.fenced, at)
        if hits:  # none when it is the title of an article that is not out yet
            return _about(asked, hits)
    if reading.is_open or (reading.is_about_schedule and (reading.time.said or reading.pointers)):
        return None
    hits = ranking.ordered(index.search(reading.spans), asked, reading.fenced, at)
    if not hits or hits[0].score < ranking.SURE:
        return None
    if reading.asks_next and not ranking.is_ahead(hits[0].fact, at):
        return None
    return _about(asked, hits)


def _follow_up(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A short question that only makes sense after the one before."""
    if not reading.is_open or len(asked.words) > 16 or not context.topic:
        return None
    fact = index.by_id.get(context.item)
    if fact is None or reading.pointers:
        return None
    if reading.time.said:
        if reading.schedule:
            return None  # "what is on today" asks by itself
        return _other_time(asked, at, index, context, fact)
    if reading.aspects:
        return replace(_about(asked, (Hit(fact, 1.0),)), follows=True)
    return None


def _other_time(asked: Question, at: datetime, index: Index, context: Context, fact: Fact) -> Question | None:
    day = asked.day or context.day
    asked = replace(asked, day=day, follows=True)
    if fact.kind not in ("agenda", "guide"):
        return None
    spans = vocabulary().cut(fence(fold(fact.names[0])))
    hits = [hit for hit in index.search(spans) if hit.fact.kind == "agenda" and hit.fact.day == day and hit.score > 0.6]
    hits = [hit for hit in hits if ranking.in_part(hit.fact, asked)]
    if fact.kind == "guide" and (hits or any(each.names[0] == fact.names[0] for each in index.facts if each.day)):
        return _about(asked, (Hit(fact, 1.0), *hits))
    return _about(asked, tuple(hits)) if hits else None


def _schedule(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The schedule as such: a day, a part of it, now, next."""
    pointers = [each for each in reading.pointers if each != "now"]
    about = reading.schedule or reading.time.said or bool(reading.pointers)
    if not about or not (reading.is_open or reading.is_about_schedule or reading.asks_next):
        return None
    if reading.schedule and not reading.time.said and not reading.pointers:
        if reading.odd > 1:
            return None  # "the conference centre": not the schedule, whatever it is
        named = any(span.word and span.word.agenda and len(span.text) > 1 for span in reading.spans)
        if not named and asked.words not in ("会", "有会吗"):
            return None
    part, day = asked.part, asked.day
    if pointers:
        aim = "next" if "next" in pointers and asked.day is None else pointers[0]
    elif "now" in reading.pointers and not reading.time.said:
        aim = "now"
    else:
        aim = "day"
    follows = False
    goes_on = reading.time.said or context.topic == "agenda"
    narrows = bool(part or reading.time.starts) or not reading.schedule
    if day is None and aim in ("day", "last", "first") and context.day and goes_on and narrows:
        day, follows = context.day, True
    return replace(asked, topic="agenda", aim=aim, day=day, follows=follows)


def _weak(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """Facts that fit a little; the schedule when that was named among words that nobody knows."""
    hits = ranking.ordered(index.search(reading.spans), asked, reading.fenced, at)
    foreign = any(
        span.word and span.word.tags and not index.rarity(f"={span.word.tags[0]}") for span in reading.content
    )
    if (
        phrases("articles").inside(reading.fenced)
        and not foreign
        and not any(hit.fact.kind == "news" for hit in hits[:1])
    ):
        return replace(asked, topic="news", aim="latest")
    if hits and hits[0].score >= ranking.MAYBE:
        return replace(asked, topic="unsure", hits=hits[:3])
    strong = any(span.word and span.word.agenda and len(span.text.strip("\x02\x03")) > 2 for span in reading.spans)
    if (strong or (reading.schedule and reading.time.said)) and reading.odd <= 4:
        return replace(asked, topic="agenda", aim="day")
    if phrases("latest").inside(reading.fenced) and reading.odd <= 3:
        return replace(asked, topic="news", aim="latest")
    return None


def _about(asked: Question, hits: tuple[Hit, ...]) -> Question:
    kind = hits[0].fact.kind
    aim = "find" if kind == "agenda" else "article" if kind == "news" else "column" if kind == "column" else ""
    return replace(asked, topic=TOPIC_OF.get(kind, kind), aim=aim, hits=hits)


STAGES: tuple[Stage, ...] = (_fixed, columns.structural_news, _places, neighbours.beside, _facts, _follow_up, _schedule)
UNSURE = (None, _weak)
