"""The stages that tell what a text asks, in their order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from understanding import (
    bare,
    choices,
    circumstance,
    columns,
    departures,
    following,
    going_on,
    groups,
    held,
    kindred,
    lacking,
    meals,
    neighbours,
    nowhere,
    occupants,
    offers,
    own_things,
    part_meals,
    people,
    quoting,
    ranking,
    rooms,
    saying,
    sitting,
    stations,
)
from understanding.index import Index
from understanding.normalise import fence, squeeze
from understanding.question import Context, Fact, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import letters, phrases, topics, vocabulary

Stage = Callable[[Question, Reading, datetime, Index, Context], Question | None]


def fixed(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What needs none of the congress's data."""
    whole = squeeze(asked.words)
    for topic in ("thanks", "greet", "help"):
        words = phrases(topic)
        if whole in words.whole or whole.rstrip(topics()["endings"]) in words.whole:
            return replace(asked, topic=topic)
    if not (reading.aspects or reading.pointers or reading.schedule) and saying.only(reading.fenced, "thanking"):
        return replace(asked, topic="thanks")
    if whole in phrases("leave").whole:
        return replace(asked, topic="leave")
    if people.asks_for_contact(asked.words, context.topic):
        return replace(asked, topic=people.OWN, aim="group_room", follows=context.topic == people.OWN)
    if context.topic == people.OWN and (found := people.following(asked.words, index)):
        return replace(asked, topic=found[0], aim=found[1], follows=True)
    if context.topic == people.OTHERS and people.asks_more(asked.words):
        return replace(asked, topic=people.OTHERS, follows=True)
    if context.topic == people.OWN and reading.is_bare and (part := people.goes_on(asked.aspects, context.item)):
        return replace(asked, topic=people.OWN, aim=part, follows=True)
    if of_own := own_things.of_own(asked, reading, index, context):
        return of_own
    if any(fact.kind != "station" for fact in index.exact(whole)):
        return None
    if phrases("machine").inside(reading.fenced) and not people.asked(asked.words, index):
        return replace(asked, topic="person", aim="machine")
    # As typed: a verb made whole may take a character from the word for a person.
    if calls := phrases("person").found(_without(fence(asked.words), "not_person")):
        told = next((fact for word in calls for fact in index.exact(letters(word)) if fact.kind == "faq"), None)
        return asked.about((Hit(told, 1.0),)) if told else replace(asked, topic="person")
    if topic := people.asked(asked.words, index):
        return replace(asked, topic=topic, aim=people.aim(asked.words) if topic == people.OWN else "")
    if reading.is_open and phrases("group_room").inside(reading.fenced) and phrases("own").inside(reading.fenced):
        return replace(asked, topic="personal", aim="group_room")
    if stations.asked(asked.words, reading.fenced, index) == "find":
        return replace(asked, topic="station")
    if reading.is_open and not reading.time.said and not reading.aspects:
        for topic in ("help", "greet"):
            if phrases(topic).inside(reading.fenced) and not reading.pointers:
                return replace(asked, topic=topic)
    return None


def _without(fenced: str, name: str) -> str:
    """The text without the phrases of a list."""
    for phrase in phrases(name).found(fenced):
        fenced = fenced.replace(phrase, " ")
    return fenced


def _places(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A delegation's room."""
    found = index.named(asked.words, "delegation")
    if not found and (fact := index.by_id.get(context.item)) and fact.kind == "delegation" and _asks_who(reading):
        return replace(asked.about((Hit(fact, 1.0),)), aspects=frozenset({"who"}), follows=True)
    if not found:
        return _nearly_named(asked, reading, index)
    rest = squeeze(asked.words)
    for name in sorted(found[0].names, key=len, reverse=True):
        rest = rest.replace(squeeze(name), "")
    if phrases("which_room").inside(reading.fenced):
        asked = replace(asked, aspects=asked.aspects | {"where"})
    if phrases("leading").inside(reading.fenced):
        asked = replace(asked, aspects=asked.aspects | {"who"})
    if not any(phrases(name).inside(fence(rest)) for name in ("discussing", "meeting_rooms")):
        near = index.search(vocabulary().cut(fence(rest)), 3)
        if phrases("at_large").inside(fence(rest)):  # how all of them live
            return groups.at_large(ranking.ordered(near, asked, reading.fenced, at), found[0], asked)
        if phrases("fields").inside(fence(rest)) or _is_sure(near):
            return None  # who asks only says where they come from
    wanted = bool(phrases("discussing").inside(reading.fenced) or asked.aspects & {"where", "who"})
    wanted = wanted or (phrases("confirming").inside(reading.fenced) and any(sign.isdecimal() for sign in rest))
    if not wanted and context.item.startswith("agenda:") and _is_for_one(found[0], reading, index):
        return None  # after an item of the schedule that is not for all, another one like it
    if wanted or len(rest) <= 2 or context.topic == "place":
        hits = tuple(Hit(fact, 1.0) for fact in found[:5])
        return replace(asked, topic="place", hits=hits, follows=context.topic == "place" and not wanted)
    return None


def _is_for_one(delegation: Fact, reading: Reading, index: Index) -> bool:
    """Whether some item of the schedule names a delegation among those whom it is for."""
    return any(not set(delegation.names).isdisjoint(hit.fact.audience) for hit in index.search(reading.spans))


def _is_sure(hits: tuple[Hit, ...]) -> bool:
    """Whether the first of these facts is one that stands by itself, and is the answer."""
    return bool(hits) and hits[0].fact.kind in ("guide", "faq", "programme") and hits[0].score >= ranking.SURE


def _asks_who(reading: Reading) -> bool:
    """Whether it asks for nothing but who leads."""
    return saying.only(reading.fenced, "leading") and not reading.time.said


def _nearly_named(asked: Question, reading: Reading, index: Index) -> Question | None:
    """A delegation that was called by a part of its name, together with what its room is for."""
    discussing = phrases("discussing").inside(reading.fenced)
    if not reading.content or not (discussing or phrases("group_room").inside(reading.fenced)):
        return None
    if whole := groups.in_full(asked.words, index) or groups.of_trade(reading, index):
        return replace(asked, topic="place", hits=(Hit(whole, 1.0),))
    hits = index.search(reading.spans)[:1]
    if hits and hits[0].fact.kind == "delegation" and hits[0].score >= (ranking.MAYBE if discussing else ranking.SURE):
        return replace(asked, topic="place", hits=hits)
    return None


def _facts(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """A fact that the words name."""
    if exact := index.exact(reading.time.rest) or index.exact(asked.words):
        hits = ranking.ordered(tuple(Hit(fact, 1.0) for fact in exact), asked, reading.fenced, at)
        if hits:  # none when it is the title of an article that is not out yet
            return asked.about(hits)
    if reading.is_open or (reading.is_about_schedule and (reading.time.said or reading.pointers)):
        return None
    hits = ranking.ordered(index.search(reading.spans), asked, reading.fenced, at)
    if not hits or hits[0].score < ranking.SURE:
        return None
    if reading.asks_next and not ranking.is_ahead(hits[0].fact, at):
        return None
    if hits[0].fact.kind == "news" and (found := quoting.within(hits[0].fact, asked, reading, at, index)):
        return found
    wanted = lacking.unmet(reading.folded, hits[0].fact)
    if wanted and (found := quoting.holding(wanted, hits[0].fact, asked, reading, at, index)):
        return found
    if lacking.lacks(reading.folded, hits[0].fact, index):
        least = max(ranking.SURE, ranking.NEAR * hits[0].score)
        telling = (hit for hit in hits[1:4] if hit.score >= least and lacking.tells(reading.folded, hit.fact, index))
        if (other := next(telling, None)) is None:
            return replace(asked, topic="unsure", hits=hits[:3])
        hits = (other,)
    return choices.unless_vague(asked.about(hits), reading)


def _stations(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """Rest stations as such; what an article tells of them, where more is said than that."""
    if not (found := stations.asked(asked.words, reading.fenced, index)):
        return None
    told = quoting.quoted(asked, reading, at, index, context) if found == "about" else None
    return told or replace(asked, topic="station", aim="about")


def _schedule(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """The schedule as such: a day, a part of it, now, next."""
    pointers = [each for each in reading.pointers if each != "now"]
    about = reading.schedule or reading.time.said or bool(reading.pointers)
    if not about or not (reading.is_open or reading.is_about_schedule or reading.asks_next):
        return None
    if lacking.asks_more(reading.folded):
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
        ranking.asks_for_articles(reading.fenced)
        and not foreign
        and not any(hit.fact.kind == "news" for hit in hits[:1])
    ):
        return replace(asked, topic="news", aim="latest")
    told = quoting.passages(asked, reading, at, index)
    if told and (not hits or told[0].score > hits[0].score):
        hits = told
    if hits and ranking.is_near(hits[0], reading.odd):
        return replace(asked, topic="unsure", hits=hits[:3])
    strong = any(span.word and span.word.agenda and len(span.text.strip("\x02\x03")) > 2 for span in reading.spans)
    if (strong or (reading.schedule and reading.time.said)) and reading.odd <= 4:
        return replace(asked, topic="agenda", aim="day")
    if phrases("latest").inside(reading.fenced) and reading.odd <= 3:
        return replace(asked, topic="news", aim="latest")
    return None


STAGES: tuple[Stage, ...] = (
    groups.named, fixed, nowhere.no_such_day, following.chosen, following.more_of_it, following.in_its_row,
    circumstance.during, kindred.told_of_it, following.day_beside, going_on.why, going_on.what_else, going_on.next_to,
    going_on.no_more, bare.bare, offers.offers, sitting.sitting, departures.departures, part_meals.of_part,
    meals.meals, columns.structural_news, groups.another, _places, occupants.whose, held.held, rooms.rooms,
    neighbours.beside, following.alike, kindred.as_good, quoting.numbered, _facts, _stations, going_on.of_its_row,
    following.follow_up, _schedule, quoting.quoted, _weak,
)  # fmt: skip
UNSURE = (None, _weak)
SETTLED = (fixed, going_on.no_more)  # no other spelling is better
