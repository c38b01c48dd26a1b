"""Questions for personal data: one's own, or somebody else's."""

import functools
import re
from collections.abc import Iterator

from understanding import fields, helping, own, selves, whose
from understanding.fields import without
from understanding.index import Index
from understanding.normalise import fence, fold, squeeze
from understanding.vocabulary import group, phrases, topics, vocabulary

# With a dash as rosters write it; without one it has more letters and digits than a train's or a flight's number.
BADGE = re.compile(r"(?<![a-z0-9])(?:[a-z]{1,4}\d{1,3}-\d{3,5}|[a-z]{2,4}\d{5,8})(?!\d)")
NUMBER = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dx])(?!\d)")  # of a mobile telephone, of an identity card
OWN, OTHERS = "personal", "privacy"
LAST = "own:"  # before what of their own somebody was told last, as a session keeps it
PLACED = {
    "where": frozenset({"seat", "room", "coach", "group_room", "table"}),
    "when": frozenset({"group_room", "agenda"}),
}
BESIDE_GROUP = frozenset({"coach", "meal", "table"})  # asked for together with where one's group meets
FOLLOWING = 6  # characters of a text that goes on with one's own data
ANOTHER = 0.6  # score of a fact about binding something that is not a badge


def asked(folded: str, index: Index) -> str:
    """personal, privacy, or "" for a folded text that asks for nobody's data."""
    found = _asked(folded, index)
    if found == OTHERS and (help_wanted := helping.asked_for(folded, index)):
        return found if _asked(help_wanted, index) == OTHERS else ""
    return found


def _asked(folded: str, index: Index) -> str:
    """The same of a text as it stands, whatever trouble it tells of."""
    folded = selves.unnamed(folded, index)
    fenced = fence(folded)
    if _own_group(fenced):
        return OTHERS if _of_its_head(fenced) else OWN
    if whose.asked(folded, index):
        return OTHERS
    folded = selves.public(folded)
    fenced = fence(folded)
    oneself = phrases("own").inside(without(fenced, phrases("for_me").found(fenced)))
    named = fields.named(fenced)
    private = bool(named) or phrases("private").inside(fenced)
    if phrases("lists").inside(fenced):
        return OTHERS
    if (named or phrases("contact").inside(fenced)) and phrases("others").inside(fenced):
        return "" if not named and _is_of_an_office(fenced, index) else OTHERS
    if private and _names_a_person(folded, index):
        return OTHERS
    if not oneself and NUMBER.search(folded) and (private or phrases("numbered").inside(fenced)):
        return OTHERS
    if BADGE.search(folded):
        return OTHERS if (private or whose.asks(folded)) and not selves.is_own_badge(folded) else OWN
    wants = set(named) - _at_large(fenced) or phrases("contact").inside(fenced)
    if wants and not oneself and index.named(folded, "delegation"):
        return OTHERS
    if squeeze(folded) in phrases("own_bare").whole:
        return OWN
    if phrases("binding").inside(fenced) and not _is_about_another_binding(fenced, index):
        return OWN
    if phrases("errands").inside(fenced):
        return ""
    if (shape := own.shape(folded)) and not _is_of_a_delegation(shape, folded, index):
        return OTHERS if phrases("others").inside(fenced) else OWN
    if oneself and named and fields.are_of_a_trouble(fenced, index):
        return ""
    return OWN if named and (oneself or not _tells_more(fenced, named)) else ""


def aim(folded: str) -> str:
    """What of one's own is asked for: seat, room, group_room, meal, table, coach, agenda, card, bind; or ""."""
    fenced, shape = fence(folded), own.shape(folded)
    named = fields.named(fenced)
    found = {word: part for part, words in group("fields").items() for word in words.found(fenced) if word in named}
    if _own_group(fenced) or shape == "group_room":
        return "card" if BESIDE_GROUP & set(found.values()) else "group_room"
    longest = [word for word in found if not any(word != other and word in other for other in found)]
    parts = {found[word] for word in longest}
    if len(parts) > 1:
        parts -= {"card"}
    if parts:
        return parts.pop() if len(parts) == 1 else "card"
    if shape:
        return shape
    if phrases("binding").inside(fenced):
        return "bind"
    bare = squeeze(folded).rstrip(topics()["endings"])
    return next((part for part, words in topics()["bare"].items() if bare in words), "")


def goes_on(wanted: frozenset[str], last: str) -> str:
    """What of one's own is asked for by nothing but where or when, after `last`; "" when that doesn't tell it."""
    part = last.removeprefix(LAST)
    tells = bool(wanted) and all(part in PLACED.get(each, ()) for each in wanted)
    return part if part != last and tells else ""


def following(folded: str, index: Index) -> tuple[str, str] | None:
    """Topic and aim of a short text that comes after one's own data and goes on with it, or with another person's."""
    bare = squeeze(folded)
    if len(bare) > own.SHORT:
        return None
    if asked(folded, index) == OTHERS or whose.names(folded, index) or selves.turned(folded):
        return OTHERS, ""
    if BADGE.search(folded) and not selves.is_own_badge(folded):
        return OTHERS, ""
    if found := own.following(folded):
        return OWN, found
    if bare.removeprefix("那").rstrip(topics()["endings"]) in phrases("others").whole:
        return OTHERS, ""
    found = aim(folded) if len(bare) <= FOLLOWING else ""
    return (OWN, found) if found else None


def asks_for_contact(folded: str, before: str) -> bool:
    """Whether nothing but the telephone of whoever keeps contact with a delegation is asked for: one's own is meant,
    unless another delegation was talked about before."""
    if before == "place" or phrases("mobile").inside(fence(folded)) or not phrases("contact").inside(fence(folded)):
        return False
    return _contact().fullmatch(squeeze(folded)) is not None


def asks_more(folded: str) -> bool:
    """Whether a short text that comes after a refusal asks for something else of the same person."""
    if len(squeeze(folded)) > own.SHORT or not selves.goes_on(folded) or phrases("own").inside(fence(folded)):
        return False
    return bool(own.following(folded) or aim(folded)) or phrases("contact").inside(fence(folded))


def _is_about_another_binding(fenced: str, index: Index) -> bool:
    """Whether the data tell of binding something else, such as a membership card, and that is what is asked."""
    hits = index.search(vocabulary().cut(fenced)) if _tells_more(fenced, phrases("binding").found(fenced)) else ()
    if not hits or hits[0].score < ANOTHER:
        return False
    fact = hits[0].fact
    return phrases("binding").inside(fence(fold(" ".join((*fact.names, *fact.texts)))))


def _is_of_an_office(fenced: str, index: Index) -> bool:
    """Whether the telephone asked for is that of an office, whoever is spoken of beside it."""
    beside = (*phrases("office_phone").found(fenced), *phrases("others").found(fenced))
    if len(beside) < 2 or not phrases("office_phone").inside(fenced):
        return False
    hits = index.search(vocabulary().cut(without(fenced, [*beside])))
    return bool(hits) and hits[0].score >= ANOTHER and hits[0].fact.kind == "guide" and "phone" in hits[0].fact.offers


def _own_group(fenced: str) -> bool:
    """Whether it asks for the room or the convener of one's own delegation, and for nothing of anybody's."""
    return phrases("own_group").inside(fenced) and not phrases("lists").inside(fenced)


def _is_of_a_delegation(shape: str, folded: str, index: Index) -> bool:
    """Whether a room is that of a delegation which is named, in full or by what it is short for."""
    if shape == "group_room" and index.named(folded, "delegation"):
        return True
    meets = shape == "room" and not phrases("lodging").inside(fence(folded))
    return meets and bool(index.named(folded, "delegation"))


def _of_its_head(fenced: str) -> bool:
    """Whether it asks for the seat, room or mobile telephone of whoever leads one's delegation."""
    if not phrases("heads").inside(fenced):
        return False
    words = group("fields")
    told = any(words[part].inside(fenced) for part in ("seat", "room", "coach", "meal", "table"))
    return told or phrases("mobile").inside(fenced)


def _at_large(fenced: str) -> set[str]:
    """Fields that may be asked of a delegation as a whole: none of them leads to one person."""
    return {*phrases("at_large").found(fenced), *group("fields")["coach"].found(fenced)}


def _tells_more(fenced: str, named: list[str]) -> bool:
    """Whether it is about something beside the field: the room of an office is nobody's own."""
    spans = vocabulary().cut(without(fenced, named))
    if set(named) & set(group("fields")["table"].found(fenced)):  # one's table is asked for to have a meal there
        meals = topics()["meals"]
        spans = tuple(span for span in spans if not (span.word and set(span.word.tags[:1]) & set(meals)))
    return any(span.word.role == "concept" if span.word else len(span.text.strip()) > 1 for span in spans)


def _names_a_person(folded: str, index: Index) -> bool:
    return index.names_a_person(folded) or any(True for _ in before_titles(folded, index))


def before_titles(folded: str, index: Index) -> Iterator[tuple[int, int]]:
    """Where a surname with what belongs to it stands before a title or a field: from and to."""
    known = _known(folded, index)
    for found in _person().finditer(folded):
        if known.isdisjoint(range(*found.span("name"))):
            yield found.span("name")


def _known(folded: str, index: Index) -> set[int]:
    """The places of a text that belong to words of the vocabulary or of the congress's data."""
    known: set[int] = set()
    at = 0
    for span in vocabulary().cut(folded):
        if span.word and span.word.role != "filler":
            known.update(range(at, at + len(span.text)))
        at += len(span.text)
    for place in range(len(folded) - 1):
        if index.knows(folded[place : place + 2]):
            known.update((place, place + 1))
    return known


@functools.cache
def _contact() -> re.Pattern[str]:
    return re.compile(topics()["contact_person"])


@functools.cache
def _person() -> re.Pattern[str]:
    words = topics()
    listed = [each for part in words["fields"].values() for each in part if len(each) > 1] + words["private"]
    ends = "|".join(map(re.escape, sorted({str(each) for each in listed + words["titles"]}, key=len, reverse=True)))
    return re.compile(rf"(?P<name>[{words['surnames']}][\u4e00-\u9fff]{{0,2}}?)[的是住坐在睡]?(?:{ends})")
