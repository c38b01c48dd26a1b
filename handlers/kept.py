"""Answers that are the same for everyone, kept until the schedule moves on or the content changes."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime

from congress import agenda, catalogue, guide, hours, rules
from handlers.chat import language
from handlers.facts import hours_of, index
from understanding.index import STEP
from wechat.inbound import Ask
from wechat.known import Shelf

MOST = 1000  # texts of one revision


def kept(ask: Ask, make: Callable[[], str], *what: Hashable) -> str:
    """What `make` says about `what`.

    Hundreds tap the same button in the same minute. What is said depends on the time only through the date and which
    items are over or under way, so one text serves for a whole phase of the schedule. `make` must not have effects.
    """
    texts: dict[tuple[Hashable, ...], str] = catalogue.current().kept.setdefault("told", {})
    key = (agenda.phase(ask.at), ask.links, language(ask), *what)
    if (text := texts.get(key)) is None:
        if len(texts) >= MOST:
            texts.clear()
        texts[key] = text = make()
    return text


def answers(at: datetime) -> tuple[Shelf, Hashable]:
    """Where shared answers of this revision are kept, and the moment that they hold for.

    A moment is a day and a step of its time, since rules of what a question means look at the clock, with the number of
    turns passed: an item begins or ends, an article comes out, a rule begins or ends to hold, something of the guide
    opens or closes. Without content (the database is gone) nothing is kept.
    """
    try:
        kept = catalogue.current().kept
        turns = kept.get("every turn")
        if turns is None:
            # The other threads take what they need as soon as they see "every turn": that comes last.
            kept["daily turns"] = sorted({minutes for read in _hours() for minutes in read.daily_turns()})
            turns = kept["every turn"] = sorted({turn.timestamp() for turn in _turns()})
    except Exception:  # noqa: BLE001  three drivers, each with errors of its own; handlers meet it again, and say so
        return {}, None
    minutes = at.hour * 60 + at.minute
    passed = bisect_right(turns, at.timestamp()), bisect_right(kept["daily turns"], minutes)
    return kept.setdefault("answers", {}), (at.toordinal(), minutes // STEP, *passed)


def _turns() -> Iterator[datetime]:
    for item in agenda.items():
        yield from (item.starts, item.until)
    for fact in index().facts:
        if fact.starts is not None:
            yield fact.starts
    for read in _hours():
        yield from read.turns()
    for rule in rules.rules():
        yield from filter(None, (rule.valid_from, rule.valid_until))


def _hours() -> Iterator[hours.Hours]:
    return filter(None, map(hours_of, guide.entries()))
