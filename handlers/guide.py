"""The service guide: meals, lodging, coaches, medical help, the office."""

import functools
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import yaml

from congress import agenda, guide
from congress.guide import Entry
from congress.hours import Hours, Standing
from handlers import notes
from handlers.asking import asks
from handlers.chat import said
from handlers.facts import hours_of, office
from handlers.kept import kept
from handlers.leading import lead, tells_cost
from menus import keys
from understanding import Fact, Question
from understanding.normalise import fence, squeeze
from understanding.ranking import NEAR
from understanding.vocabulary import concepts, phrases, vocabulary
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router, click

router = Router("guide")
CATEGORIES = Path(__file__).with_name("guide.yaml")
MOST = 4  # entries in an answer to a search
MANY = 3  # entries that are told briefly
# What is asked of an entry that has no column of its own stands in its note, if anywhere.
INSTEAD = {"long": "when", "who": "note", "need": "note", "how": "note", "may": "note", "quota": "note"}

OVER = Standing("over", dated=True)


@router.on(click(keys.GUIDE), shared=True)
def on_all(ask: Ask) -> Reply:
    """What the guide knows, by category."""
    ask.turn_to("guide")
    values = {"entries": guide.entries(), "categories": guide.categories()}
    return Text(kept(ask, lambda: said(ask, "guide/all.txt", **values), "guide"))


@router.on(click(keys.MEALS, keys.COACHES, keys.MEDICAL), shared=True)
def on_category(ask: Ask) -> Reply:
    """The entries behind a button; the whole guide when the congress names its categories otherwise."""
    names = _behind(ask.key)
    if not names:
        return on_all(ask)
    entries = guide.in_category(*names)
    ask.turn_to("guide", listed=(f"guide:{entry.key}" for entry in entries))
    return Text(kept(ask, lambda: said(ask, "guide/category.txt", entries=entries), ask.key))


@router.on(asks("guide"), shared=True)
def on_entry(ask: Ask) -> Reply:
    """The entries that the words name, with the schedule's own times for the day."""
    hits = [hit for hit in ask.question.hits if hit.fact.kind == "guide"]
    near = [hit.fact for hit in hits if hit.score >= NEAR * hits[0].score][:MOST]
    if len(near) > 1:
        near = _called_so(near, ask.question)
        near = _open_first(near, ask) if asks_now(ask.question) else _over_last(near, ask)
    listed = [fact.id for fact in near]
    ask.turn_to("guide", item=near[0].id, day=ask.question.day, part=ask.question.part, listed=listed)
    # Where something on wheels goes stands in its note; what is all in one place needs no more to find it.
    brief = len(near) >= MANY and ("where" not in ask.question.aspects or _in_one_place(near))
    return Text("\n\n".join(described(ask, fact, ask.question, brief=brief) for fact in near))


def described(ask: Ask, fact: Fact, question: Question, *, brief: bool = False) -> str:
    """One entry in words, what was asked of it first; `brief`: of what was not asked only when and where."""
    entry = guide.entry(fact.key)
    day = question.day or ask.at.date()
    first = lead(question, "why", "phone", "cost", "open", "where", "when", "note", **INSTEAD)
    if asks_now(question) and first in ("", "when"):
        first = "open"
    standing = _standing(entry, ask.at, day)
    if note := notes.told_of(entry.note, question):
        entry, first = replace(entry, note=note), "note" if first == "when" else first
    # What was asked for beside that, or is told in no other column, may stand in the note.
    brief = brief and first not in ("", "note", "cost") and "need" not in question.aspects
    what = "entry", fact.key, day, first, standing, brief, note
    return kept(ask, lambda: _described(ask, entry, day, first, standing, brief), *what)


def asks_now(question: Question) -> bool:
    """Whether it is asked how things stand at this moment."""
    return "open" in question.aspects or (not question.day and phrases("still").inside(fence(question.words)))


def _described(ask: Ask, entry: Entry, day: date, first: str, standing: Standing | None, brief: bool) -> str:
    # Hours tell more than an item of which the schedule gives the start alone.
    items = [each for each in agenda.on_day(day) if each.title == entry.title and (each.ends or not entry.hours)]
    told_cost = tells_cost(entry.title, entry.note)
    if first == "cost" and told_cost:
        first = "note"
    values = {
        "entry": entry,
        "items": items,
        "lead": first,
        "standing": standing,
        "told_cost": told_cost,
        "brief": brief,
    }
    return said(ask, "guide/entry.txt", office=office(), **values)


def _standing(entry: Entry, at: datetime, day: date) -> Standing | None:
    """How an entry stands: by the schedule's own times today where it has them, else by its hours. Of another day
    nothing is said but that it is over for good."""
    read = hours_of(entry)
    found = read.standing(at) if read else None
    if found and found.state == "unsaid":
        return None
    if day != at.date():
        return found if found and found.dated else None
    for item in agenda.on_day(day):
        if item.title == entry.title and item.ends and not item.cancelled:
            return replace(Hours(None, item.starts, item.ends).standing(at), dated=False)
    return found


def _open_first(near: list[Fact], ask: Ask) -> list[Fact]:
    """Those that are open now; when none is, the one that opens next; all of them when no hours can be read."""
    known = [(fact, _standing(guide.entry(fact.key), ask.at, ask.at.date())) for fact in near]
    is_open = [fact for fact, standing in known if standing and standing.state == "open"]
    coming = [
        (standing.turn, fact) for fact, standing in known if standing and standing.turn and standing.state == "before"
    ]
    if is_open or not coming:
        return is_open or near
    return [min(coming, key=lambda each: each[0])[1]]


def _in_one_place(near: list[Fact]) -> bool:
    """Whether most of some entries are in the same place."""
    places = [guide.entry(fact.key).place for fact in near]
    return max(map(places.count, places)) * 2 > len(places)


def _called_so(near: list[Fact], question: Question) -> list[Fact]:
    """Those whose own title is named, not only their category or a word of their note; all of them when none is."""
    words, meant = squeeze(question.words), concepts(question.words)
    spans = vocabulary().cut(fence(question.words))
    said = [text for span in spans if span.word and span.word.tags and len(text := squeeze(span.text)) > 1]

    def is_called(title: str) -> bool:
        whole = squeeze(title)
        return whole in words or any(text in whole for text in said) or not concepts(title).isdisjoint(meant)

    return [each for each in near if is_called(each.names[0])] or near


def _over_last(near: list[Fact], ask: Ask) -> list[Fact]:
    """By the days that their hours name; those that are over for good behind the others."""

    def place(fact: Fact) -> tuple[bool, datetime]:
        read = hours_of(guide.entry(fact.key))
        if read is None:
            return False, ask.at
        return read.standing(ask.at) == OVER, read.starts or read.ends or ask.at

    return sorted(near, key=place)


def _behind(key: str) -> list[str]:
    """The guide's categories that a button stands for."""
    words = _categories()[key]
    return [name for name in guide.categories() if any(word in name for word in words)]


@functools.cache
def _categories() -> dict[str, list[str]]:
    """Menu key -> words of which a category's name holds one."""
    found: dict[str, list[str]] = yaml.safe_load(CATEGORIES.read_text(encoding="utf-8"))
    return found
