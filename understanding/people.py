"""Questions for personal data: one's own, or somebody else's."""

import functools
import re

from understanding.index import Index
from understanding.normalise import fence
from understanding.vocabulary import phrases, topics, vocabulary

BADGE = re.compile(r"\b[a-z]{1,4}\d{1,3}-?\d{3,5}\b")
OWN, OTHERS = "personal", "privacy"


def asked(folded: str, index: Index) -> str:
    """personal, privacy, or "" for a folded text that asks for nobody's data."""
    fenced = fence(folded)
    own = phrases("own").inside(fenced)
    field = phrases("fields").inside(fenced) or _is_bare_field(folded)
    private = field or phrases("private").inside(fenced)
    if phrases("lists").inside(fenced):
        return OTHERS
    if private and (phrases("others").inside(fenced) or _names_a_person(folded, index)):
        return OTHERS
    if BADGE.search(folded):
        return OWN if own or not private else OTHERS
    if field and index.named(folded, "delegation") and not own:
        return OTHERS
    return OWN if field or phrases("binding").inside(fenced) else ""


def _is_bare_field(folded: str) -> bool:
    return folded.replace(" ", "") in phrases("own_bare").whole


def _names_a_person(folded: str, index: Index) -> bool:
    for found in _person().finditer(folded):
        name = found["name"]
        known = any(span.word and span.word.role != "filler" for span in vocabulary().cut(name))
        if not known and not index.knows(name):
            return True
    return False


@functools.cache
def _person() -> re.Pattern[str]:
    words = topics()
    fields = [each for group in words["fields"] for each in group if len(each) > 1] + words["private"]
    ends = "|".join(map(re.escape, sorted({str(each) for each in fields + words["titles"]}, key=len, reverse=True)))
    return re.compile(rf"(?P<name>[{words['surnames']}][\u4e00-\u9fff]{{0,2}}?)(?:的|是)?(?:{ends})")
