"""The stations that a question found, told a few at a time, and those of them that have what is asked for next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.chat import render, said
from handlers.facts import stations
from handlers.station_words import having, kind_of_stations, names, where_of
from understanding.stations import Said, heard
from union.places import Where
from union.stations import Station, Stations
from wechat.inbound import Ask
from wechat.replies import Reply, Text

MOST = 5  # stations in one answer
FARTHEST = 50  # stations around one that can be told one after the other
# What the session keeps: the one that was meant and those that were listed; what they are around.
ITEM, AROUND = "station:", "around:"
# By what a text says of hours: those that fit it, as the rows write them.
HOURS: Mapping[str, Callable[[Stations, datetime], frozenset[str]]] = {
    "always": lambda among, at: among.always, "open": lambda among, at: among.open_at(at),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """By what stations were found: the text that named their place, and what they must have (labels of facilities and
    of HOURS). No position is kept: where one was sent, the place is AROUND with the codes of those that were told,
    nearest first."""

    place: str = ""
    labels: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of those that were told first of all that are around one; empty when a place was named."""
        return tuple(self.place.removeprefix(AROUND).split()) if self.place.startswith(AROUND) else ()

    def having(self, words: Said) -> "Found":
        """Those of them that have what a text asks for as well."""
        return Found(self.place, tuple(dict.fromkeys((*self.labels, *labels(words)))))

    def at(self, place: str, by_address: bool) -> "Found":
        """What they must have at another place; a street is looked for in the district that was named before."""
        if by_address and self.place and not self.codes:
            both = f"{self.place} {place}"
            where = where_of(heard(both, names()), both)
            if where.numbers and not where.left:
                return Found(both, self.labels)
        return Found(place, self.labels)


def labels(words: Said) -> tuple[str, ...]:
    """What a text asks of stations that can be looked up in their rows."""
    return (*words.facilities, *(each for each in HOURS if each in words.roles))


def before(ask: Ask) -> Found | None:
    """By what the stations were found of which was spoken last."""
    if ask.session.topic != "station" or not ask.session.query:
        return None
    place, *having = ask.session.query
    return Found(place, tuple(having))


def next_of(ask: Ask, found: Found) -> Reply:
    """The next of them; when all were told, that."""
    told = ask.session.told
    chosen, _ = _fitting(found, ask.at)
    return told_from(ask, found, told) if told < len(chosen) else Text(render("more/end.txt"))


def told_from(ask: Ask, found: Found, start: int = 0) -> Reply:
    """Some of the stations, from the one at this place of all on."""
    fitting, where = _fitting(found, ask.at)
    shown = fitting[start : start + MOST]
    if shown:
        remember(ask, shown, found=found, told=start + len(shown))
    else:
        kept, told = before(ask) or found, ask.session.told
        ask.turn_to("station")
        keep(ask, kept, told)
    facilities = [each for each in found.labels if each not in HOURS]
    has = having(tuple(facilities))
    centre = stations().by_code.get(found.codes[0]) if found.codes else None
    return Text(
        said(ask, "station/there.txt", listed=shown, count=len(fitting), first=start + 1, where=where.called,
            by_address=where.by_address, wanted=sorted(has), nothing=bool(facilities and not has), centre=centre,
            around=next((each for each in HOURS if each in found.labels), ""), kind=kind_of_stations(),
            more=start + len(shown) < len(fitting),
        )
    )  # fmt: skip


def remember(
    ask: Ask, listed: Sequence[Station], chosen: Station | None = None, found: Found | None = None, told: int = 0
) -> None:
    """Keep those that are listed, which of them is meant (one alone is), and by what they were found."""
    item = chosen or (listed[0] if len(listed) == 1 else None)
    ask.turn_to("station", item=ITEM + item.code if item else "", listed=[ITEM + each.code for each in listed])
    keep(ask, found, told)


def keep(ask: Ask, found: Found | None, told: int) -> None:
    """Keep by what stations were found, and how many of them were told."""
    ask.remember(query=(found.place, *found.labels) if found else (), told=told if found else 0)


def _fitting(found: Found, at: datetime) -> tuple[list[Station], Where]:
    """The stations at the place that have all that is asked for, in the order in which they are told."""
    among = stations()
    tests = [_test(label, among, at) for label in found.labels]

    def fits(station: Station) -> bool:
        return all(test(station) for test in tests)

    if found.codes:
        first = [among.by_code[code] for code in found.codes if code in among.by_code]
        if not first or first[0].latitude is None or first[0].longitude is None:
            return [], Where()
        near = among.nearest(first[0].latitude, first[0].longitude, FARTHEST, fits)
        both = (*filter(fits, first), *(each.station for each in near))
        return list({each.code: each for each in both}.values()), Where()
    where = where_of(heard(found.place, names()), found.place)
    fitting = [station for number in sorted(where.numbers or ()) if fits(station := among.rows[number])]
    return _open_first(fitting, among.open_at(at)), where


def _test(label: str, among: Stations, at: datetime) -> Callable[[Station], bool]:
    if label in HOURS:
        right = HOURS[label](among, at)
        return lambda station: station.hours in right
    has = having((label,))
    return lambda station: bool(has & station.has)


def _open_first(fitting: list[Station], is_open: Iterable[str]) -> list[Station]:
    return sorted(fitting, key=lambda each: each.hours not in is_open) if len(fitting) > MOST else fitting
