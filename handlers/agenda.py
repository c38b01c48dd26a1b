"""The schedule: a day, now, next, one item."""

from collections.abc import Callable
from datetime import date, timedelta

from congress import agenda, catalogue
from congress.agenda import Item
from handlers.asking import asks
from handlers.chat import render
from menus import keys
from understanding.ranking import NEAR, is_break
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router, click

router = Router("agenda")
MOST = 6  # items in an answer to a search
KEPT = 64  # texts


@router.on(click(keys.TODAY), click(keys.TOMORROW))
def on_tap(ask: Ask) -> Reply:
    """Today's or tomorrow's agenda."""
    day = ask.at.date() + timedelta(days=ask.key == keys.TOMORROW)
    ask.remember(topic="agenda", item="", day=day, part="")
    return Text(_kept(ask, ask.key, lambda: _day(ask, day, agenda.on_day(day))))


@router.on(click(keys.NOW), asks("agenda", "now"))
def on_now(ask: Ask) -> Reply:
    """What is under way, and what comes then."""
    ask.remember(topic="agenda", item="", day=ask.at.date(), part="")
    return Text(_kept(ask, keys.NOW, lambda: coming(ask)))


@router.on(asks("agenda", "next"))
def on_next(ask: Ask) -> Reply:
    """What comes next; what is under way after it."""
    after = _up_to_a_session(ask)
    ask.remember(topic="agenda", item=f"agenda:{after[-1].key}" if after else "", day=ask.at.date(), part="")
    return Text(render("agenda/next.txt", now=agenda.under_way(ask.at), after=after, at=ask.at, links=ask.links))


@router.on(asks("agenda", "day", "rest", "first", "last"))
def on_day(ask: Ask) -> Reply:
    """The day that was asked for, or a part of it."""
    question = ask.question
    day = question.day or _day_at_hand(ask)
    items = agenda.on_day(day)
    if question.starts and question.ends:
        items = agenda.within(day, question.starts, question.ends)
    if question.aim == "rest":
        items = tuple(item for item in items if not item.is_over(ask.at))
    if question.aim == "first":
        items = items[: next((place for place, item in enumerate(items, 1) if not is_break(item.title)), None)]
    if question.aim == "last":
        items = items[-1:]
    ask.remember(topic="agenda", item="", day=day, part=question.part)
    return Text(_day(ask, day, items))


@router.on(asks("agenda", "find"))
def on_item(ask: Ask) -> Reply:
    """The items that the words name."""
    hits = [hit for hit in ask.question.hits if hit.fact.kind == "agenda"]
    near = [hit for hit in hits if hit.score >= NEAR * hits[0].score][:MOST]
    items = sorted((agenda.item(hit.fact.key) for hit in near), key=lambda item: item.starts)
    ask.remember(
        topic="agenda", item=hits[0].fact.id, day=items[0].day if len(items) == 1 else ask.question.day, part=""
    )
    if len(items) == 1:
        return Text(described(ask, items[0].key))
    return Text(render("agenda/items.txt", items=items, at=ask.at, links=ask.links))


def described(ask: Ask, key: str) -> str:
    """One item in words. Raises NotFound."""
    aspects = ask.question.aspects if ask.text else frozenset()
    return render("agenda/item.txt", item=agenda.item(key), at=ask.at, links=ask.links, aspects=aspects)


def coming(ask: Ask, key: str = "") -> str:
    """What is under way and what comes next, in words."""
    now = agenda.under_way(ask.at)
    return render("agenda/now.txt", now=now, after=_up_to_a_session(ask), at=ask.at, links=ask.links)


def _kept(ask: Ask, name: str, make: Callable[[], str]) -> str:
    """What `make` says, kept for the minute and the content's revision: hundreds tap the same button at once."""
    kept: dict[tuple[object, ...], str] = catalogue.current().kept.setdefault("told", {})
    key = name, ask.at.replace(second=0, microsecond=0), ask.links
    if (text := kept.get(key)) is None:
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = text = make()
    return text


def _day(ask: Ask, day: date, items: tuple[Item, ...]) -> str:
    values = {"day": day, "items": items, "at": ask.at, "links": ask.links, "days": agenda.days()}
    return render("agenda/day.txt", empty_day=not agenda.on_day(day), **values)


def _up_to_a_session(ask: Ask) -> tuple[Item, ...]:
    """What follows, meals included, until something that is no break."""
    found: tuple[Item, ...] = ()
    after = ask.at
    while items := agenda.following(after):
        found += items
        if not all(is_break(item.title) for item in items):
            break
        after = items[0].starts
    return found


def _day_at_hand(ask: Ask) -> date:
    """Today; before the congress its first day, between its days the next one."""
    today = ask.at.date()
    return next((day for day in agenda.days() if day >= today), today)
