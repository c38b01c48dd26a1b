"""Rest stations: near a position, in a district or a street, by name, and what they offer."""

import math
from collections.abc import Sequence

from handlers.asking import asks
from handlers.chat import said
from handlers.facts import index, stations
from handlers.station_lists import AROUND, HOURS, ITEM, Found, before, keep, labels, next_of, remember, told_from
from handlers.station_words import having, kind_of_stations, names, where_of
from understanding.normalise import SHORT, fence, fold, squeeze
from understanding.stations import Said, heard
from understanding.vocabulary import phrases
from union.places import Where
from union.stations import Near, Station
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import SPOKEN, Captures, Router, kind, shaped

named = Router("stations named")
router = Router("station")
NEAREST = 3
FAR = 80_000.0  # metres: what is farther away is not near anybody
OFTEN = 4  # opening hours that are told of all stations
WANTED = "stations with:"  # in the session before what they are to have when a position comes
FIELDS = ("address", "hours", "phone", "facilities")
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
    elif (
        ("counts" in words.roles or _asks_more(words, text))
        and where.numbers is None
        and not labels(words)
        and before(ask)
    ):
        known = True
    elif ask.session.topic == "station" and not where.left and not words.roles & {"about", "untold"}:
        known = bool(where.numbers is not None or _goes_on(ask, words, text))
    else:
        known = bool(words.facilities and where.numbers is not None and not where.by_address and not where.left)
    return {"words": words, "where": where} if known else None


@named.on(found)
def on_found(ask: Ask, words: Said, where: Where) -> Reply:
    """The stations that are named or were listed before."""
    listed, last = _listed(ask), before(ask)
    if where.numbers is None and last and not labels(words) and "counts" in words.roles:
        return told_from(ask, last)
    if where.numbers is None and last and not labels(words) and _asks_more(words, fold(ask.text)):
        return next_of(ask, last)
    if where.numbers is None and listed:
        return _of_listed(ask, words, listed, last)
    return _told(ask, words, where, None if words.station else last)


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
    told = " ".join(each.station.code for each in (*near, *open_one))
    found = Found(f"{AROUND}{told}", (wanted,) if wanted else ()) if near and not is_far else None
    remember(ask, [each.station for each in (*near, *open_one)], found=found, told=len(near) + len(open_one))
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


def _told(ask: Ask, words: Said, where: Where, last: Found | None = None) -> Reply:
    """The stations at a place; without one what can be said of all, and how to find the nearest. What those that were
    found `last` had to have is asked of these as well."""
    among = stations()
    if where.numbers is not None:
        if len(where.numbers) == 1:
            return _one(ask, among.rows[next(iter(where.numbers))], words)
        text = fold(ask.text if words.station or last else ask.question.words)
        return told_from(ask, (last or Found()).at(text, where.by_address).having(words))
    if where.left and words.names_a_place:
        return _ask(ask, unknown=True)
    count, what, has = 0, "", having(words.facilities)
    if words.facilities:
        count, what = among.having(has), "facility"
    elif hours := next((each for each in HOURS if each in words.roles), ""):
        count, what = sum(among.hours[each] for each in HOURS[hours](among, ask.at)), hours
    elif "near" not in words.roles:
        what = next((each for each in ("hours", "phone", "counts", "has", "about") if each in words.roles), "")
    if not what or not among:
        return _ask(ask, wanted=sorted(has))
    ask.turn_to("station", item=f"{WANTED}{words.facilities[0] if has else what}" if count else "")
    keep(ask, Found().having(words) if count and labels(words) else None, 0)
    often = among.hours.most_common(OFTEN)
    return Text(
        said(ask, "station/all.txt", what=what, total=len(among), count=count, wanted=sorted(has), hours=often,
            kind=kind_of_stations(), more=len(among.hours) > len(often), example=among.places.example,
            facilities=[name for name, _ in among.facilities.most_common()],
        )
    )  # fmt: skip


def _of_listed(ask: Ask, words: Said, listed: list[Station], last: Found | None) -> Reply:
    """Of the stations that were listed before the one that is meant; of all that were found with them those that have
    what is asked for."""
    nth = _nth(words, ask.text) or _chosen(ask, listed)
    which = labels(words) and ("finds" in words.roles or not nth)
    if _nth(words, ask.text) or not last or (len(listed) == 1 and "finds" not in words.roles) or not which:
        return _one(ask, listed[max(nth, 1) - 1], words, listed)
    return told_from(ask, last.having(words))


def _one(ask: Ask, station: Station, words: Said, listed: Sequence[Station] = ()) -> Reply:
    """One station, with what was asked for first; of those that were `listed`, if it is one of them."""
    last = before(ask) if listed else None
    remember(ask, listed or [station], station, last, ask.session.told)
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


def _asks_more(words: Said, text: str) -> bool:
    """Whether a text asks for the next ones."""
    return squeeze(text) in phrases("more").whole or ("more" in words.roles and not words.rest)


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
