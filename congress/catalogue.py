"""Everything the account answers from, read from the tables once and kept until the content's revision changes.

A message must not pay for queries: one process holds one immutable Catalogue. The revision in the database is looked at
once a second at most; a face that learns of a change sooner (it rides along with the Redis trip of every message) calls
`expire`.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import models

if TYPE_CHECKING:
    from congress.agenda import Item
    from congress.delegations import Delegation
    from congress.faq import Question
    from congress.guide import Entry
    from congress.news import Head
    from congress.rules import Rule

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
LOOK_AGAIN = 1.0  # seconds


@dataclass(frozen=True)
class Catalogue:
    """One revision of the content. `kept` holds what others work out from it, such as an index."""

    revision: int = -1
    items: "tuple[Item, ...]" = ()
    guide: "tuple[Entry, ...]" = ()
    faqs: "tuple[Question, ...]" = ()
    news: "tuple[Head, ...]" = ()
    delegations: "tuple[Delegation, ...]" = ()
    rules: "tuple[Rule, ...]" = ()
    kept: dict[str, Any] = field(default_factory=dict, compare=False)


_current = Catalogue()
_looked = -LOOK_AGAIN  # monotonic seconds of the last look, successful or not
_failure: Exception | None = None
_lock = threading.Lock()


def expire() -> None:
    """Make the next `current` ask the database whether the content changed."""
    global _looked
    _looked = -LOOK_AGAIN


def revision() -> int:
    """The revision that this process answers from; -1 before the first look."""
    return _current.revision


def current() -> Catalogue:
    """The catalogue as of now. With the database gone the last one is kept; without any, its error is raised.

    One thread looks; the others go on with what is there. While the database is gone it is asked once a second, so that
    a slow refusal costs one message its time and not every one.
    """
    if time.monotonic() - _looked < LOOK_AGAIN:
        return _known()
    if not _lock.acquire(blocking=_current.revision < 0):
        return _current
    try:
        if time.monotonic() - _looked >= LOOK_AGAIN:
            _look()
    finally:
        _lock.release()
    return _known()


def _known() -> Catalogue:
    if _current.revision < 0 and _failure is not None:
        raise _failure
    return _current


def _look() -> None:
    global _current, _looked, _failure
    try:
        number = models.Revision.current()
        if number != _current.revision:
            _current = _read(number)
        _failure = None
    except Exception as error:  # noqa: BLE001  three drivers, each with errors of its own; kept, and raised by `_known`
        models.close()  # a broken connection must not be used again
        _failure = error
    _looked = time.monotonic()


def _read(number: int) -> Catalogue:
    from congress.agenda import Item, with_guesses
    from congress.delegations import Delegation
    from congress.faq import Question
    from congress.guide import Entry
    from congress.news import Head
    from congress.rules import Rule

    m = models
    with m.snapshot():
        items = [
            Item(
                r.key,
                r.day,
                _at(r.starts),
                _at(r.ends) if r.ends else None,
                r.title,
                r.detail,
                r.place,
                r.audience,
                r.remark,
            )
            for r in m.AgendaItem.select()
            .where(~m.AgendaItem.withdrawn)
            .order_by(m.AgendaItem.starts, m.AgendaItem.position)
        ]
        guide = [
            Entry(r.key, r.category, r.title, r.note, r.place, r.hours, r.phone)
            for r in m.GuideEntry.select().where(~m.GuideEntry.withdrawn).order_by(m.GuideEntry.position)
        ]
        faqs = [
            Question(r.key, r.question, tuple(filter(None, r.aliases.split("\n"))), r.answer)
            for r in m.Faq.select().where(~m.Faq.withdrawn).order_by(m.Faq.position)
        ]
        n = m.NewsItem
        heads = n.select(n.slug, n.title, n.column, n.author, n.published, n.summary, n.cover).where(~n.withdrawn)
        news = [
            Head(r.slug, r.title, r.column, r.author, _at(r.published), r.summary, r.cover)
            for r in heads.order_by(n.published.desc(), n.id.desc())
        ]
        delegations = [
            Delegation(r.key, r.name, r.room, r.convener)
            for r in m.Delegation.select().where(~m.Delegation.withdrawn).order_by(m.Delegation.position)
        ]
        rules = [
            Rule(r.id, r.kind, r.words, r.reply, r.priority, _at(r.valid_from) if r.valid_from else None,
                 _at(r.valid_until) if r.valid_until else None)
            for r in m.Rule.select().where(m.Rule.enabled).order_by(m.Rule.priority.desc(), m.Rule.id)
        ]  # fmt: skip
    return Catalogue(
        number, tuple(with_guesses(items)), tuple(guide), tuple(faqs), tuple(news), tuple(delegations), tuple(rules)
    )


def _at(naive: datetime) -> datetime:
    return naive.replace(tzinfo=BEIJING)
