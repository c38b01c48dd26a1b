"""The schedule: a day, now, next, one item."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from congress import agenda, attendance
from congress.agenda import Item
from congress.delegations import delegations
from handlers.along import down_to_a_session, just_now, just_over, up_to_a_session
from handlers.asking import asks
from handlers.chat import said
from handlers.facts import check_in, office
from handlers.kept import kept
from handlers.leading import asked, asks_for_remarks, lead, tells_cost
from menus import keys
from understanding.normalise import fence, squeeze
from understanding.ranking import NEAR, is_break
from understanding.siblings import head, marked
from understanding.vocabulary import phrases, topics
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router, click

router = Router("agenda")
MOST = 6  # items in an answer to a search
TOLD = ("phone", "cost", "need", "who", "where", "when")  # what a list can begin with


@router.on(click(keys.TODAY), click(keys.TOMORROW), shared=True)
def on_tap(ask: Ask) -> Reply:
    """Today's or tomorrow's agenda."""
    day = ask.at.date() + timedelta(days=ask.key == keys.TOMORROW)
    items = agenda.on_day(day)
    ask.turn_to("agenda", day=day, listed=_ids(items))
    return Text(kept(ask, lambda: _day(ask, day, items), "day", day))


@router.on(click(keys.NOW), asks("agenda", "now"), shared=True)
def on_now(ask: Ask) -> Reply:
    """What is under way, and what comes then."""
    now, after = agenda.under_way(ask.at), up_to_a_session(ask.at)
    meant = now[0] if len(now) == 1 else after[-1] if after and not now else None
    item = f"agenda:{meant.key}" if meant else ""
    ask.turn_to("agenda", item=item, day=ask.at.date(), listed=_ids((*now, *after)))
    return Text(coming(ask))


@router.on(asks("agenda", "next"), shared=True)
def on_next(ask: Ask) -> Reply:
    """What comes next; what is under way after it."""
    after = up_to_a_session(ask.at)
    now = agenda.under_way(ask.at)
    listed = _ids((*after, *now))
    ask.turn_to("agenda", item=f"agenda:{after[-1].key}" if after else "", day=ask.at.date(), listed=listed)
    values = {"now": now, "after": after, "lead": lead(asked(ask), "where")}
    return Text(kept(ask, lambda: said(ask, "agenda/next.txt", **values), "next", values["lead"]))


@router.on(asks("agenda", "day", "rest", "first", "last"), shared=True)
def on_day(ask: Ask) -> Reply:
    """The day that was asked for, or a part of it."""
    question = ask.question
    day = question.day or _day_at_hand(ask)
    if question.until and question.aim == "day":
        return _on_days(ask, day, question.until)
    items = agenda.on_day(day)
    if question.starts and question.ends:
        items = agenda.within(day, question.starts, question.ends)
    if question.aim == "rest":
        items = tuple(item for item in items if not item.is_over(ask.at) and not item.cancelled)
    if question.aim in ("first", "last"):
        items = tuple(item for item in items if not item.cancelled)
    if question.aim == "first":
        items = items[: next((place for place, item in enumerate(items, 1) if not is_break(item.title)), None)]
    if question.aim == "last":
        items = items[-1:]
    ask.turn_to("agenda", day=day, part=question.part, listed=_ids(items))
    what = "day", day, question.starts, question.ends, question.aim
    return Text(kept(ask, lambda: _day(ask, day, items, question.aim, question.part), *what, question.part))


@router.on(asks("agenda", "all"), shared=True)
def on_all(ask: Ask) -> Reply:
    """All days, meals left out."""
    sessions = [item for item in agenda.items() if not is_break(item.title)]
    ask.turn_to("agenda", listed=_ids(tuple(sessions)))
    values = {"days": agenda.days(), "sessions": sessions}
    return Text(kept(ask, lambda: said(ask, "agenda/all.txt", **values), "all"))


@router.on(asks("agenda", "no_day", "no_time", "elsewhere"), shared=True)
def on_no_day(ask: Ask) -> Reply:
    """A day or a time that there isn't; the congress's days, and the item that was looked for on it."""
    question = ask.question
    found = question.best("agenda")
    item = agenda.item(found.key) if found else None
    ask.turn_to("agenda", item=found.id if found else "", day=item.day if item else None)
    values = {"named": question.missing, "aim": question.aim, "item": item, "days": agenda.days()}
    return Text(said(ask, "agenda/no_day.txt", **values))


@router.on(asks("agenda", "after", "before", "just", "ended"), shared=True)
def on_neighbours(ask: Ask) -> Reply:
    """What comes after an item or before it; what was on just now."""
    if ask.question.aim in ("just", "ended"):
        items = (ask.question.aim == "ended" and just_over(ask.at)) or just_now(ask.at)
    else:
        item = agenda.item(ask.question.hits[0].fact.key)
        items = up_to_a_session(_end_of(ask, item)) if ask.question.aim == "after" else down_to_a_session(item)
    meant = items[0 if ask.question.aim == "before" else -1] if items else None  # the session, not the breaks beside it
    item_id, day = (f"agenda:{meant.key}", meant.day) if meant else ("", ask.question.day)
    ask.turn_to("agenda", item=item_id, day=day, listed=_ids(items))
    if len(items) == 1 and "speaker" in ask.question.aspects:
        return Text(described(ask, items[0].key))
    return Text(_listed(ask, items) if items else said(ask, "agenda/no_neighbour.txt", aim=ask.question.aim))


@router.on(asks("agenda", "find"), shared=True)
def on_item(ask: Ask) -> Reply:
    """The items that the words name."""
    hits = [hit for hit in ask.question.hits if hit.fact.kind == "agenda"]
    near = [hit for hit in hits if hit.score >= NEAR * hits[0].score][:MOST]
    # What is over comes after what is still to come, which is what most people mean.
    named = {hit.fact.key for hit in near}
    found = [each for each in agenda.items() if each.key in named]
    # Who says "workshop B" means that one, whatever else is called a workshop.
    found = [each for each in found if squeeze(head(each.title)) in squeeze(ask.question.words)] or found
    found = [found[place] for place in marked([each.title for each in found], ask.question.words)]
    # A number is asked for: the row that tells one; of items that are called alike their own number is meant.
    unlike = len({each.title[:2] for each in found}) == len(found)
    if unlike and not ask.question.aspects and phrases("counting").inside(fence(ask.question.words)):
        found = [each for each in found if re.search(topics()["numbers"], each.detail + each.remark)] or found
    if "speaker" in ask.question.aspects:
        found = [each for each in found if phrases("speaking").inside(f"{each.detail} {each.remark}")] or found
    items = sorted(found, key=lambda item: item.is_over(ask.at))
    day, named = items[0].day if len(items) == 1 else ask.question.day, ask.question.day
    item_id = next(hit.fact.id for hit in hits if hit.fact.key in {item.key for item in items})
    ask.turn_to("agenda", item=item_id, day=day, listed=_ids(items))
    told = described(ask, items[0].key) if len(items) == 1 else _listed(ask, tuple(items))
    if named and not agenda.on_day(named):  # nothing is on that day, whatever else is told
        told = f"{said(ask, 'agenda/empty_day.txt', day=named, days=agenda.days())}\n\n{told}"
    return Text(told)


def described(ask: Ask, key: str) -> str:
    """One item in words, what was asked of it first. Raises NotFound."""
    item = agenda.item(key)
    first = lead(asked(ask), "why", "phone", "speaker", "cost", "need", "who", "long", "where", "when")
    if first == "cost" and tells_cost(item.detail, item.remark):
        first = ""
    example = next((each.name for each in delegations()), "")
    speaks = ""
    if first == "speaker":
        speaks = next((text for text in (item.detail, item.remark) if phrases("speaking").inside(text)), "")
    values = {"item": item, "lead": first, "example": example, "office": office(), "speaks": speaks}
    values["apart"] = attendance.is_apart(item)
    return kept(ask, lambda: said(ask, "agenda/item.txt", **values), "item", key, first)


def coming(ask: Ask, key: str = "") -> str:
    """What is under way and what comes next, in words."""
    return kept(ask, lambda: _coming(ask), "now")


def _coming(ask: Ask) -> str:
    now = agenda.under_way(ask.at)
    return said(ask, "agenda/now.txt", now=now, after=up_to_a_session(ask.at))


def at_desk(ask: Ask, key: str = "") -> str:
    """The check-in: when and where; then what else is under way and what comes next."""
    return kept(ask, lambda: _at_desk(ask), "desk")


def _at_desk(ask: Ask) -> str:
    item = check_in(ask.at)
    now = tuple(each for each in agenda.under_way(ask.at) if each != item)
    after = up_to_a_session(max(ask.at, item.starts) if item else ask.at)
    values = {"item": item, "now": now, "after": after, "office": office()}
    return said(ask, "agenda/desk.txt", **values)


def _day(ask: Ask, day: date, items: tuple[Item, ...], aim: str = "day", part: str = "") -> str:
    all_day = agenda.on_day(day)
    only = items[-1] if items and aim in ("first", "last") else None
    after = up_to_a_session(ask.at) if aim == "rest" else ()
    values = {"day": day, "items": items, "only": only, "part": part, "after": after, "days": agenda.days()}
    return said(ask, "agenda/day.txt", whole=items == all_day, rest=aim == "rest", empty_day=not all_day, **values)


def _listed(ask: Ask, items: tuple[Item, ...]) -> str:
    first = "need" if asks_for_remarks(asked(ask)) else lead(asked(ask), *TOLD)
    return said(ask, "agenda/items.txt", items=items, lead=first, office=office())


def _on_days(ask: Ask, first: date, last: date) -> Reply:
    """Several days in a row."""
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    items = tuple(item for day in days for item in agenda.on_day(day))
    ask.turn_to("agenda", day=first, listed=_ids(items))
    if not items:
        return Text(kept(ask, lambda: _day(ask, first, ()), "day", first))
    return Text(kept(ask, lambda: _listed(ask, items), "days", *days, lead(asked(ask), *TOLD)))


def _end_of(ask: Ask, item: Item) -> datetime:
    """From when on something comes after an item; for whoever asks what to do after today's: from now on."""
    is_now = not item.is_over(ask.at) or phrases("from_now").inside(fence(ask.question.words))
    return max(item.starts, ask.at) if is_now and item.day == ask.at.date() else item.starts


def _ids(items: Iterable[Item]) -> tuple[str, ...]:
    """As a session keeps what was listed."""
    return tuple(f"agenda:{item.key}" for item in items)


def _day_at_hand(ask: Ask) -> date:
    """Today; before the congress its first day, between its days the next one."""
    today = ask.at.date()
    return next((day for day in agenda.days() if day >= today), today)
