"""Answers that are the same for everyone, kept until the schedule moves on or the content changes."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime

from congress import agenda, catalogue, rules
from handlers.facts import index
from wechat.inbound import Ask
from wechat.known import Shelf

MOST = 1000  # texts of one revision


def kept(ask: Ask, make: Callable[[], str], *what: Hashable) -> str:
    """What `make` says about `what`.

    Hundreds tap the same button in the same minute. What is said depends on the time only through the date and which
    items are over or under way, so one text serves for a whole phase of the schedule. `make` must not have effects.
    """
    texts: dict[tuple[Hashable, ...], str] = catalogue.current().kept.setdefault("told", {})
    key = (agenda.phase(ask.at), ask.links, *what)
    if (text := texts.get(key)) is None:
        if len(texts) >= MOST:
            texts.clear()
        texts[key] = text = make()
    return text


def answers(at: datetime) -> tuple[Shelf, Hashable]:
    """Where shared answers of this revision are kept, and the moment that they hold for.

    A moment is a day with the number of turns passed: an item begins or ends, an article comes out, a rule begins or
    ends to hold. Without content (the database is gone) nothing is kept.
    """
    try:
        kept = catalogue.current().kept
        turns = kept.get("every turn")
        if turns is None:
            turns = kept["every turn"] = sorted({turn.timestamp() for turn in _turns()})
    except Exception:  # noqa: BLE001  three drivers, each with errors of its own; handlers meet it again, and say so
        return {}, None
    return kept.setdefault("answers", {}), (at.toordinal(), bisect_right(turns, at.timestamp()))


def _turns() -> Iterator[datetime]:
    for item in agenda.items():
        yield from (item.starts, item.until)
    for fact in index().facts:
        if fact.starts is not None:
            yield fact.starts
    for rule in rules.rules():
        yield from filter(None, (rule.valid_from, rule.valid_until))
