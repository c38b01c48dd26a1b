"""Rest stations: near a position, in a district or a street, by name, and what they offer."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from handlers.asking import asks
from handlers.chat import said
from handlers.facts import index, stations
from handlers.station_words import having, kind_of_stations, names, where_of
from understanding.normalise import SHORT, fence, fold, squeeze
from understanding.stations import Said, heard
from understanding.vocabulary import phrases
from union.places import Where
from union.stations import Near, Station, Stations
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import SPOKEN, Captures, Router, kind, shaped

named = Router("stations named")
router = Router("station")
MOST = 5  # stations in one answer
NEAREST = 3
FAR = 80_000.0  # metres: what is farther away is not near anybody
OFTEN = 4  # opening hours that are told of all stations
# What the session keeps: the one that was meant and those that were listed; or what they are to have when a position
# comes.
ITEM, WANTED = "station:", "stations with:"
FIELDS = ("address", "hours", "phone", "facilities")
# By what a text says of hours: those that fit it, as the rows write them.
HOURS: Mapping[str, Callable[[Stations, datetime], frozenset[str]]] = {
    "always": lambda among, at: among.always, "open": lambda among, at: among.open_at(at),
}  # fmt: skip
ASKED = {
    "phone": "phone",
    "hours": "hours",
    "open": "hours",
    "always": "hours",
    "has": "facilities",
    "where": "address",
}


@shaped(*SPOKEN)
def found(ask: Ask) -> Captures | None:
    """A text that names stations by what only their rows know, or goes on about those that were listed."""
    if ask.kind not in SPOKEN or not ask.text or len(ask.text) > SHORT:
        return None
    text = fold(ask.text)
    words = heard(text, names())
    if words.is_elsewhere or not (words.station or words.facilities or ask.session.topic == "station"):
        return None
    if any(fact.kind != "station" for fact in index().exact(text)):
        return None  # staff wrote an answer to just this
    where = where_of(words, text)
    if words.station:
        known = where.numbers is not None and (not where.left or words.looks)
    elif phrases("own").inside(fence(text)) or (phrases("private").inside(fence(text)) and where.left):
        known = False
    elif ask.session.topic == "station" and not where.left and not words.roles & {"about", "untold"}:
        known = bool(where.numbers is not None or _goes_on(ask, words, text))
    else:
        known = bool(words.facilities and where.numbers is not None and not where.by_address and not where.left)
    return {"words": words, "where": where} if known else None


@named.on(found)
def on_found(ask: Ask, words: Said, where: Where) -> Reply:
    """The stations that are named or were listed before."""
    listed = _listed(ask)
    return _told(ask, words, where) if where.numbers is not None or not listed else _of_listed(ask, words, listed)


@router.on(kind("location"))
def on_position(ask: Ask) -> Reply:
    """The nearest stations to the position that was sent; with what was asked for before, if anything was."""
    wanted = ask.session.item.removeprefix(WANTED) if ask.session.item.startswith(WANTED) else ""
    ask.turn_to("station")
    try:
        latitude, longitude = float(ask.fields["Location_X"]), float(ask.fields["Location_Y"])
    except (KeyError, TypeError, ValueError):
        return _ask(ask)
    if not math.isfinite(latitude + longitude):
        return _ask(ask)
    among, is_open = stations(), stations().open_at(ask.at)
    hours = HOURS.get(wanted)
    has = having((wanted,)) if wanted and hours is None else frozenset[str]()
    fitting = hours(among, ask.at) if hours is not None else None

    def fits(station: Station) -> bool:
        return (fitting is None or station.hours in fitting) and (not has or bool(has & station.has))

    near = among.nearest(latitude, longitude, NEAREST, fits if wanted else None)
    is_far = bool(near) and near[0].distance > FAR
    near = near[:1] if is_far else near
    open_one: tuple[Near, ...] = ()
    if near and not is_far and all(each.station.open_hours and each.station.hours not in is_open for each in near):
        open_one = among.nearest(latitude, longitude, 1, lambda each: each.hours in is_open and fits(each))
    _remember(ask, [each.station for each in (*near, *open_one)])
    return Text(
        said(ask, "station/nearest.txt", found=near, far=is_far, wanted=sorted(has), kind=kind_of_stations(),
            around=wanted if hours is not None else "", open_one=open_one[0] if open_one else None,
        )
    )  # fmt: skip


@router.on(asks("station"))
def on_word(ask: Ask) -> Reply:
    """What a text about stations asks for, as it was understood."""
    words = heard(ask.question.words, names())
    return _told(ask, words, where_of(words, ask.question.words))


def _told(ask: Ask, words: Said, where: Where) -> Reply:
    """The stations at a place; without one what can be said of all, and how to find the nearest."""
    among = stations()
    if where.numbers is not None:
        chosen = [among.rows[number] for number in sorted(where.numbers)]
        if len(chosen) == 1:
            return _one(ask, chosen[0], words)
        return _several(ask, words, chosen, where)
    if where.left and words.names_a_place:
        return _ask(ask, unknown=True)
    count, what, has = 0, "", having(words.facilities)
    if words.facilities:
        count, what = among.having(has), "facility"
    elif hours := _hours(words):
        count, what = sum(among.hours[each] for each in HOURS[hours](among, ask.at)), hours
    elif "near" not in words.roles:
        what = next((each for each in ("hours", "phone", "counts", "has", "about") if each in words.roles), "")
    if not what or not among:
        return _ask(ask, wanted=sorted(has))
    ask.turn_to("station", item=f"{WANTED}{words.facilities[0] if has else what}" if count else "")
    often = among.hours.most_common(OFTEN)
    return Text(
        said(ask, "station/all.txt", what=what, total=len(among), count=count, wanted=sorted(has), hours=often,
            kind=kind_of_stations(), more=len(among.hours) > len(often), example=among.places.example,
            facilities=[name for name, _ in among.facilities.most_common()],
        )
    )  # fmt: skip


def _of_listed(ask: Ask, words: Said, listed: list[Station]) -> Reply:
    """Of the stations that were listed before the one that is meant, or those that have what is asked for."""
    nth = _nth(words, ask.text) or _chosen(ask, listed)
    which = (words.facilities or _hours(words)) and ("finds" in words.roles or not nth)
    if _nth(words, ask.text) or len(listed) == 1 or not which:
        return _one(ask, listed[max(nth, 1) - 1], words, listed)
    return _several(ask, words, listed, Where(), before=True)


def _several(ask: Ask, words: Said, chosen: list[Station], where: Where, *, before: bool = False) -> Reply:
    """Some stations; those listed `before` may be the first of many, and nothing is said of the others."""
    has, hours = having(words.facilities), _hours(words)
    fitting = [each for each in chosen if has & each.has] if words.facilities else chosen
    if hours:
        right = HOURS[hours](stations(), ask.at)
        fitting = [each for each in fitting if each.hours in right]
    if len(fitting) > MOST:
        is_open = stations().open_at(ask.at)
        fitting.sort(key=lambda each: each.hours not in is_open)
    if fitting:
        _remember(ask, fitting[:MOST])
    else:
        ask.turn_to("station")
    return Text(
        said(ask, "station/there.txt", listed=fitting[:MOST], count=len(fitting), where=where.called,
            by_address=where.by_address, wanted=sorted(has), nothing=bool(words.facilities and not has),
            around=hours, kind=kind_of_stations(), before=before,
        )
    )  # fmt: skip


def _one(ask: Ask, station: Station, words: Said, listed: Sequence[Station] = ()) -> Reply:
    """One station, with what was asked for first; of those that were `listed`, if it is one of them."""
    _remember(ask, listed or [station], station)
    asked = [field for role, field in ASKED.items() if role in words.roles]
    fields = list(dict.fromkeys([*asked, *FIELDS]))
    has = None if not words.facilities else sorted(having(words.facilities) & station.has)
    return Text(said(ask, "station/one.txt", station=station, fields=fields, asked=asked, has=has))


def _ask(ask: Ask, wanted: Sequence[str] = (), *, unknown: bool = False) -> Reply:
    """Ask for a position."""
    ask.turn_to("station")
    about = {"unknown": unknown, "wanted": wanted, "kind": kind_of_stations(), "example": stations().places.example}
    return Text(said(ask, "station/ask.txt", **about))


def _goes_on(ask: Ask, words: Said, text: str) -> bool:
    listed = _listed(ask)
    asks_more = bool(words.facilities or words.roles & ASKED.keys())
    return bool(listed) and (1 <= _nth(words, text) <= len(listed) or (not _nth(words, text) and asks_more))


def _hours(words: Said) -> str:
    return next((each for each in HOURS if each in words.roles), "")


def _nth(words: Said, text: str) -> int:
    bare = squeeze(text)
    return words.nth or (int(bare) if len(bare) == 1 and bare.isdecimal() else 0)


def _listed(ask: Ask) -> list[Station]:
    """The stations of the last answer that are still there."""
    if ask.session.topic != "station":
        return []
    by_code, ids = stations().by_code, ask.session.listed or (ask.session.item,)
    return [by_code[code] for each in ids if (code := each.removeprefix(ITEM)) in by_code]


def _chosen(ask: Ask, listed: Sequence[Station]) -> int:
    """Which of them was asked for last, 0 for none."""
    return next((nth for nth, each in enumerate(listed, 1) if ask.session.item == ITEM + each.code), 0)


def _remember(ask: Ask, listed: Sequence[Station], chosen: Station | None = None) -> None:
    """Keep those that are listed, and which of them is meant; one alone is."""
    item = chosen or (listed[0] if len(listed) == 1 else None)
    ask.turn_to("station", item=ITEM + item.code if item else "", listed=[ITEM + each.code for each in listed])
