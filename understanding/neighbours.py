"""Questions for what stands beside something in the schedule: after an item, before it, or just now."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from understanding import meals, ranking
from understanding.index import Index
from understanding.normalise import squeeze
from understanding.question import Context, Hit, Question
from understanding.reading import Reading
from understanding.vocabulary import phrases, vocabulary

AS_WELL = 0.98
LAST = time(23, 59)


def beside(asked: Question, reading: Reading, at: datetime, index: Index, context: Context) -> Question | None:
    """What comes before or after an item of the schedule; what was on just now."""
    leads_on = squeeze(asked.words).rstrip("呢啊呀了吗").endswith(tuple(phrases("where_to").whole))
    asks_on = bool({"rest", "next"} & set(reading.pointers)) or not _wanted(reading) or leads_on
    of_schedule = reading.schedule or asks_on
    if (of_schedule or "speaker" in reading.aspects) and (aim := _just(reading)):
        return replace(asked, topic="agenda", aim=aim, day=at.date())
    if found := _once_over(asked, reading, at, index):
        return found
    if not of_schedule:
        return None
    aim = next((side for side in ("after", "before") if phrases(side).inside(reading.fenced)), "")
    aim = aim or ("after" if meals.is_done(reading.fenced) else "")
    if not aim or reading.is_open or phrases("over_yet").inside(reading.fenced):
        return None
    if (
        aim == "after"
        and meals.names_any(reading)
        and asked.day in (None, at.date())
        and (meal := meals.at_hand(at, index))
    ):
        return replace(asked, topic="agenda", aim=aim, day=at.date(), hits=(Hit(meal, 1.0),))
    hits = ranking.ordered(index.search(reading.spans), asked, reading.fenced, at)
    if not (reading.schedule or reading.pointers) and not _are_of_schedule(hits):
        return None
    near = [hit for hit in hits if hit.fact.day and hit.score >= max(ranking.SURE, ranking.NEAR * hits[0].score)]
    if not near:
        return None
    begun = [hit for hit in near if hit.fact.day == at.date() and not ranking.is_ahead(hit.fact, at)]
    if aim == "after" and begun:  # what was on last is meant by whoever asks what comes after it
        best = max(begun, key=lambda hit: hit.fact.starts or at)
    else:
        best = next((hit for hit in near if ranking.is_ahead(hit.fact, at)), near[0])
    if aim == "after" and reading.time.day and best.fact.starts and phrases("all_of_it").inside(reading.fenced):
        starts = (best.fact.starts + timedelta(minutes=1)).time()
        return replace(asked, topic="agenda", aim="day", day=best.fact.day, part="", starts=starts, ends=LAST)
    return replace(asked, topic="agenda", aim=aim, day=best.fact.day, hits=(best,))


def _once_over(asked: Question, reading: Reading, at: datetime, index: Index) -> Question | None:
    """What is asked for behind an item that is only said to be over by then, where there is but one of that."""
    place = meals.over(reading.fenced)
    if not place or reading.is_open or not reading.aspects:
        return None
    before, behind = (index.search(vocabulary().cut(text)) for text in (reading.fenced[:place], reading.fenced[place:]))
    behind = ranking.ordered(behind, asked, reading.fenced, at)
    if not before or not before[0].fact.day or before[0].score < ranking.SURE or not behind:
        return None
    hits = [hit for hit in behind if hit.fact.kind in ("agenda", "guide") and hit.score >= ranking.SURE]
    if (
        not hits
        or hits[0] != behind[0]
        or hits[0].fact == before[0].fact
        or hits[0].fact.offers.isdisjoint(asked.aspects)
    ):
        return None
    name = hits[0].fact.names[0]
    if ranking.is_break(name) or sum(fact.day is not None for fact in index.exact(name)) > 1:
        return None
    return asked.about(tuple(hits))


def _just(reading: Reading) -> str:
    """Whether it asks for what began last (just) or is over since a moment (ended), and names nothing else."""
    if reading.time.said or not (reading.is_open or reading.is_about_schedule):
        return ""
    return next((aim for aim in ("ended", "just") if phrases(aim).inside(reading.fenced)), "")


def _wanted(reading: Reading) -> set[str]:
    """What is wanted of a fact: the end that something is said to be after is not."""
    sides = [said for name in ("after", "just", "ended") for said in phrases(name).found(reading.fenced)]
    words = (span for span in reading.spans if not any(span.text in side for side in sides))
    return {span.word.aspect for span in words if span.word and span.word.aspect}


def _are_of_schedule(hits: tuple[Hit, ...]) -> bool:
    """Whether what fits best is an item of the schedule, or is called like one that fits as well."""
    return any(
        hit.fact.day and hit.score >= AS_WELL * hits[0].score and hit.fact.names[0] == hits[0].fact.names[0]
        for hit in hits
    )
