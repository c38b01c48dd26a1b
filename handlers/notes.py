"""Of a note that holds several times, those that were asked for."""

import re

from understanding import Question
from understanding.normalise import fence, fold, squeeze
from understanding.vocabulary import concepts, vocabulary

CLAUSES = re.compile("[\uff0c,\uff1b;\u3002]+")
CLOCK = re.compile("(\\d{1,2})[:\uff1a](\\d{2})")
JOINT = "\uff0c"


def told_of(note: str, question: Question) -> str:
    """The note without the times of what else it tells of; empty when all of it is asked for."""
    clauses = [clause.strip() for clause in CLAUSES.split(note) if clause.strip()]
    timed = [clause for clause in clauses if CLOCK.search(clause)]
    if len(timed) < 2:
        return ""
    fits = _named(timed, question.words) or [clause for clause in timed if _is_in_part(clause, question)]
    if not fits or len(fits) == len(timed):
        return ""
    return JOINT.join(clause for clause in clauses if clause in fits or clause not in timed)


def _named(clauses: list[str], words: str) -> list[str]:
    """The clauses that hold what the words name, and others don't."""
    meant = {clause: concepts(clause) for clause in clauses}
    wanted = concepts(words) - frozenset.intersection(*meant.values())
    spans = vocabulary().cut(fence(words))
    said = [text for span in spans if (text := squeeze(span.text)) and len(text) > 1 and _tells(span.word)]
    said = [text for text in said if not all(text in squeeze(fold(clause)) for clause in clauses)]
    by_words = [clause for clause in clauses if any(text in squeeze(fold(clause)) for text in said)]
    return by_words or [clause for clause in clauses if not wanted.isdisjoint(meant[clause])]


def _tells(word: object) -> bool:
    return word is None or getattr(word, "role", "") == "concept"


def _is_in_part(clause: str, question: Question) -> bool:
    if question.starts is None or question.ends is None or question.starts == question.ends:
        return False
    found = CLOCK.search(clause)
    return found is not None and question.starts.hour <= int(found[1]) <= question.ends.hour
