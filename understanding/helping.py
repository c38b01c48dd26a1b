"""Somebody in trouble who is told of, while help is what is asked for: a telephone wanted then is an office's."""

import functools
import re

from understanding import whose
from understanding.index import Index
from understanding.normalise import fence
from understanding.vocabulary import group, phrases, vocabulary

SURE = 0.62  # score of an entry with a telephone that what is asked for names
PARTS = ("seat", "room", "coach", "meal", "card")  # what nobody but its owner is told
CLAUSES = 60  # of a text that are looked at; in English each word is one


def asked_for(folded: str, index: Index) -> str:
    """What a folded text says besides the person it tells of, if that asks for help in their trouble, or for nothing;
    else ""."""
    text = folded[: whose.LONGEST]
    left, found = _pattern("ailing").subn(" ", text)
    sent, said = _pattern("sent").subn(" ", left)
    if not found + said:
        return ""
    clauses = sent.split(" ")[:CLAUSES]
    wanted = " ".join(each for each in clauses if found == 0 or not _only_tells(each)).strip()
    if _pattern("wanting").search(left) is None:
        return left
    return wanted if wanted and not _is_personal(wanted) and _is_for_help(wanted, index) else ""


def _only_tells(clause: str) -> bool:
    """Whether a clause goes on telling of somebody, and asks nothing."""
    return _pattern("of_somebody").search(clause) is not None and _pattern("wanting").search(clause) is None


def _is_personal(wanted: str) -> bool:
    """Whether something is asked for that only its owner is told, unless it is where help sits."""
    if _pattern("they").search(wanted):
        return True
    for clause in wanted.split(" "):
        fenced = fence(clause)
        if _pattern("wanting").search(clause) is None:
            continue
        private = phrases("mobile").inside(fenced) or any(group("fields")[part].inside(fenced) for part in PARTS)
        if private and _pattern("helper").search(clause) is None:
            return True
    return False


def _is_for_help(wanted: str, index: Index) -> bool:
    """Whether help is named, or an office that has a telephone."""
    if _pattern("helper").search(wanted):
        return True
    hits = index.search(vocabulary().cut(fence(wanted)))
    return bool(hits) and hits[0].score >= SURE and hits[0].fact.kind == "guide" and "phone" in hits[0].fact.offers


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(whose.filled(str(whose.words()["trouble"][name])))
