"""What the row behind a fact says, in one text that a sample's strings can be looked for in."""

import dataclasses
from datetime import date, datetime
from typing import Any

from commands.samples import normal
from congress import agenda, faq, guide, news
from congress.delegations import delegation
from congress.errors import NotFound
from handlers.facts import programme
from understanding import Fact


def said_by(fact: Fact, at: datetime) -> str:
    """The row's own words, names and places first, in the form in which samples are compared."""
    return normal(words_of(fact, at))


def words_of(fact: Fact, at: datetime) -> str:
    """The row's own words as they are, names and places first."""
    words = [*fact.names, *fact.places, *fact.texts]
    try:
        row = _row(fact, at)
    except NotFound:
        row = None
    if row is not None:
        words += [_words(value) for value in _values(row)]
    return "\n".join(words)


def _row(fact: Fact, at: datetime) -> Any:
    if fact.kind == "agenda":
        return agenda.item(fact.key)
    if fact.kind == "guide":
        return guide.entry(fact.key)
    if fact.kind == "faq":
        return faq.question(fact.key)
    if fact.kind == "news":
        return news.article(fact.key, at)
    if fact.kind == "delegation":
        return delegation(fact.key)
    return programme(fact.key) if fact.kind == "programme" else None


def _values(row: Any) -> list[Any]:
    """The values of a row, and of what is inside it."""
    found: list[Any] = []
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        found += _values(value) if dataclasses.is_dataclass(value) else [value]
    return found


def _words(value: Any) -> str:
    """A value as samples write it: days and times in the usual ways."""
    if isinstance(value, datetime):
        return f"{_words(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        # Escaped, since words for people have no place in a module; these are compared and never shown.
        return f"{value.month}\u6708{value.day}\u65e5 {value.isoformat()} {value.month}/{value.day}"
    if isinstance(value, tuple):
        return " ".join(map(_words, value))
    return "" if value is None else str(value)
