"""What a text about stations means by their rows: places, names, facilities."""

from handlers.facts import index, stations
from understanding import sounds
from understanding.normalise import fold, squeeze
from understanding.stations import Said, facility_words, read_words
from understanding.vocabulary import topics
from union.places import Where

SHORTEST = 2  # characters of a district without the word for one


def having(labels: tuple[str, ...]) -> frozenset[str]:
    """The facilities, as the rows write them, that are meant by labels of stations.yaml."""
    words = [fold(word) for label in labels for word in facility_words(label)]
    return frozenset(name for name in stations().facilities if any(word in fold(name) for word in words))


def names() -> tuple[str, ...]:
    """What stations are called here."""
    fact = index().by_id.get("station:kind")
    return fact.names if fact is not None else ()


def kind_of_stations() -> str:
    """What one is called here."""
    return next(iter(names()), "") or str(topics()["station"][0])


def where_of(words: Said, text: str) -> Where:
    """Where a text means: a station's own name first, then what stretches of it name."""
    places = stations().places
    if words.station:
        bare = squeeze(text)
        called = sorted({*names(), *map(str, topics()["station"])}, key=len, reverse=True)
        word = next((each for each in called if each in bare), "")
        if own := places.own(bare, word) or places.own(bare.replace(word, kind_of_stations()), kind_of_stations()):
            return Where(frozenset(own))
    rest = (*words.rest, *_short(text, words.rest))
    found = places.where(rest)
    heard = [_written(each) for each in rest]
    return places.where(heard) if (found.numbers is None or found.left) and heard != list(rest) else found


def _short(text: str, rest: tuple[str, ...]) -> list[str]:
    """Districts called by their first two characters, one of which says little elsewhere, and is lost by that."""
    single = str(read_words()["single"])
    short = (name[:SHORTEST] for name in stations().places.districts if len(name) == SHORTEST + 1)
    lost = (each for each in short if set(each) & set(single))
    return [each for each in lost if each in text and not any(each in stretch for stretch in rest)]


def _written(stretch: str) -> str:
    """A stretch; the district that has its sounds, all of them or the first, as it is written."""
    typed = stretch if stretch.isascii() else "".join(sounds.spoken(stretch))
    for name in stations().places.districts:
        syllables = sounds.spoken(name)
        if any("".join(syllables[:size]) == typed for size in range(2, len(syllables) + 1)):
            return name
    return stretch
