"""The service guide: meals, lodging, coaches, medical help, the office."""

import functools
from datetime import date
from pathlib import Path

import yaml

from congress import agenda, guide
from handlers.asking import asks
from handlers.chat import render
from handlers.kept import kept
from menus import keys
from understanding import Fact, Question
from understanding.ranking import NEAR
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router, click

router = Router("guide")
CATEGORIES = Path(__file__).with_name("guide.yaml")
MOST = 4  # entries in an answer to a search


@router.on(click(keys.GUIDE), shared=True)
def on_all(ask: Ask) -> Reply:
    """What the guide knows, by category."""
    ask.turn_to("guide")
    values = {"entries": guide.entries(), "categories": guide.categories(), "links": ask.links}
    return Text(kept(ask, lambda: render("guide/all.txt", **values), "guide"))


@router.on(click(keys.MEALS, keys.COACHES, keys.MEDICAL), shared=True)
def on_category(ask: Ask) -> Reply:
    """The entries behind a button; the whole guide when the congress names its categories otherwise."""
    names = _behind(ask.key)
    if not names:
        return on_all(ask)
    entries = guide.in_category(*names)
    ask.turn_to("guide", listed=(f"guide:{entry.key}" for entry in entries))
    return Text(kept(ask, lambda: render("guide/category.txt", entries=entries, links=ask.links), ask.key))


@router.on(asks("guide"), shared=True)
def on_entry(ask: Ask) -> Reply:
    """The entries that the words name, with the schedule's own times for the day."""
    hits = [hit for hit in ask.question.hits if hit.fact.kind == "guide"]
    near = [hit.fact for hit in hits if hit.score >= NEAR * hits[0].score][:MOST]
    listed = [fact.id for fact in near]
    ask.turn_to("guide", item=near[0].id, day=ask.question.day, part=ask.question.part, listed=listed)
    return Text("\n\n".join(described(ask, fact, ask.question) for fact in near))


def described(ask: Ask, fact: Fact, question: Question) -> str:
    """One entry in words."""
    day = question.day or ask.at.date()
    return kept(ask, lambda: _described(ask, fact, question, day), "entry", fact.key, day, question.aspects)


def _described(ask: Ask, fact: Fact, question: Question, day: date) -> str:
    entry = guide.entry(fact.key)
    items = [item for item in agenda.on_day(day) if item.title == entry.title]
    return render("guide/entry.txt", entry=entry, items=items, aspects=question.aspects, at=ask.at)


def _behind(key: str) -> list[str]:
    """The guide's categories that a button stands for."""
    words = _categories()[key]
    return [name for name in guide.categories() if any(word in name for word in words)]


@functools.cache
def _categories() -> dict[str, list[str]]:
    """Menu key -> words of which a category's name holds one."""
    found: dict[str, list[str]] = yaml.safe_load(CATEGORIES.read_text(encoding="utf-8"))
    return found
