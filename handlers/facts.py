"""The congress's data as facts that a question can find."""

import functools
import re
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import union.stations
from congress import agenda, catalogue, columns, delegates, faq, guide, hours, news, passages
from congress.delegations import delegations
from congress.errors import NotFound
from handlers.calling import called
from handlers.renewal import Renewal
from understanding import Fact, Index
from understanding.vocabulary import aspects, phrases, topics, vocabulary
from union import programmes
from union.programmes import Programme
from union.stations import Stations

_building = threading.Lock()
_reading = threading.Lock()
_renewal = Renewal()
_quotable: Index | None = None  # the sentences of the last revision: the next is made from them
SEVERAL = re.compile("[\u3001,\uff0c;\uff1b/\\s]+")  # what stands between those whom an item is for
TELEPHONE = re.compile(r"\d{7,}|\d{3,4}-\d{4,}")


def index() -> Index:
    """The index over everything that the account answers from; built once for each revision of the content."""
    found: Index = _worked_out()["index"]
    return found


def all_programmes() -> tuple[Programme, ...]:
    """All programmes that the index knows, in the file's order."""
    return tuple(_worked_out()["programmes"].values())


def programme(key: str) -> Programme:
    """A programme that the index knows. Raises NotFound when it was withdrawn a moment ago."""
    found: dict[str, Programme] = _worked_out()["programmes"]
    if key not in found:
        raise NotFound(key)
    return found[key]


def stations() -> Stations:
    """The stations of this revision; read when the first question needs them, for they are many."""
    kept = catalogue.current().kept
    if "stations" not in kept:
        with _reading:
            if "stations" not in kept:
                found = union.stations.read()
                found.learn()
                kept["stations"] = found
    known: Stations = kept["stations"]
    return known


def _worked_out() -> dict[str, Any]:
    kept = catalogue.current().kept
    if "index" not in kept:
        with _building:  # a new revision finds many threads at once; one builds
            if "index" not in kept:
                kept["programmes"] = {each.key: each for each in programmes.programmes()}
                complete = functools.partial(_complete, kept)
                kept["passages"] = _passages()
                facts = [*_facts(kept["programmes"])]
                facts += _kind_of_stations(union.stations.kind(), facts)
                found = _renewal.index(facts, delegates.names(), complete)
                found.passages = kept["passages"]
                kept["index"] = found
    return kept


def _complete(kept: dict[str, Any], whole: Index) -> None:
    """Put the whole index in the place of one that lacks facts, and drop what was answered from that."""
    whole.passages = kept.get("passages")
    kept["index"] = whole
    for answered in ("answers", "every turn"):
        kept.pop(answered, None)


def office() -> guide.Entry | None:
    """The entry of the guide that tells how to reach a person: the first that is called so and has a telephone."""
    reachable = [entry for entry in guide.entries() if entry.phone]
    for name in topics()["offices"]:
        for entry in reachable:
            if name in entry.title:
                return entry
    return None


def hours_of(entry: guide.Entry) -> hours.Hours | None:
    """The hours of an entry, days in them being of the congress's year; None for those that can't be read."""
    days = agenda.days()
    return hours.hours(entry.hours, days[0].year if days else hours.NO_YEAR)


def check_in(at: datetime) -> agenda.Item | None:
    """The check-in under way or coming; when it is over the last that there was."""
    words = topics()["check_in"]
    found = [item for item in agenda.items() if any(word in item.title for word in words) and not item.cancelled]
    return next((item for item in found if not item.is_over(at)), found[-1] if found else None)


def _facts(programmes: dict[str, Programme]) -> Iterator[Fact]:
    for question in faq.questions():
        names = (question.question, *question.aliases)
        yield Fact("faq", question.key, names, (question.answer,), (), _told(names, question.answer))
    for entry in guide.entries():
        offers = _offers(when=entry.hours, where=entry.place, phone=entry.phone, contact=entry.phone)
        yield Fact("guide", entry.key, (entry.title, entry.category), (entry.note,), (entry.place,), offers)
    for item in agenda.items():
        need = item.remark if any(word in item.remark for word in phrases("needs").whole) else ""
        offers = _offers(when="x", where=item.place, who=item.audience, need=need) | {"long"}
        texts = (item.detail, item.audience, item.remark)
        whom = tuple(filter(None, SEVERAL.split(item.audience)))
        yield Fact("agenda", item.key, (item.title,), texts, (item.place,), offers, item.day, item.starts, whom)
    for head in news.heads():
        yield Fact("news", head.slug, (head.title,), (head.summary, head.column), starts=head.published)
    for short, written in columns.columns().items():
        yield Fact("column", short, (written,))
    for own in news.columns():  # staff's, which are shown in the nearest of those
        if own not in columns.columns().values():
            yield Fact("column", own, (own,))
    ways = called(each.name for each in delegations())
    for each in delegations():
        yield Fact("delegation", each.key, ways[each.name], (), (), frozenset({"where"}), room=each.room)
    for offer in programmes.values():
        names = tuple(filter(None, (offer.name, offer.brand)))
        told = (offer.summary, offer.audience, offer.materials, offer.place, *topics()["applying"])
        offers = _offers(where=offer.place, phone=offer.phone) | {"when", "need", "who", "apply", "how", "quota"}
        yield Fact("programme", offer.key, names, told, (), offers)


def _passages() -> Index:
    """The sentences of the articles, found by their own words and by their articles' titles."""
    global _quotable
    heads = {head.slug: head for head in news.heads()}
    facts = [
        Fact("passage", f"{each.slug}#{each.place}", (), (head.title,), (each.text,), starts=head.published)
        for each in passages.passages()
        if (head := heads.get(each.slug))
    ]
    _quotable = Index(facts, before=_quotable)
    return _quotable


def _told(names: tuple[str, ...], answer: str) -> frozenset[str]:
    """The aspects that an answer of staff tells. When or where only if that is what they were asked: what else they
    mention a time or a place for is seldom what somebody wants who asks for the schedule's."""
    told = {"who", "contact", "need"}
    for aspect, pattern in topics()["tells"].items():
        if any(aspect in aspects(name) for name in names) and re.search(pattern, answer, re.IGNORECASE):
            told.add(aspect)
    if "when" in told:
        told.add("long")
    return frozenset(told | {"phone"} if TELEPHONE.search(answer) else told)


def _kind_of_stations(kind: str, facts: list[Fact]) -> Iterator[Fact]:
    """What the rest stations are called here, so that a text which says so is known to be about them.

    In short they are called by the last two characters, unless something else has these.
    """
    if kind:
        short, others = kind[-2:], (fact for fact in facts if fact.kind not in ("faq", "news"))
        texts = (text.replace(kind, "") for fact in others for text in (*fact.names, *fact.texts, *fact.places))
        alone = short not in vocabulary().words and not any(short in text for text in texts)
        yield Fact("station", "kind", tuple(dict.fromkeys((kind, short))) if alone else (kind,))


def _offers(**aspects: str) -> frozenset[str]:
    return frozenset(aspect for aspect, value in aspects.items() if value)
