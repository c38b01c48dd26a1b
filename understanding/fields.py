"""What of one's own data a text names, if it asks for that and not for what to do about it."""

from understanding.index import Index
from understanding.vocabulary import group, phrases, topics, vocabulary

FITS = 0.6  # score of a row that says what to do


def named(fenced: str) -> list[str]:
    """The fields that a text names: none that is only the beginning of a longer word (my con-ference handbook), and of
    what a roster holds besides only what nothing more is said of than that it is wanted."""
    within: set[int] = set()  # places at which a word of more than one character goes on
    at = 0
    for span in vocabulary().cut(fenced):
        if span.word and span.word.role == "concept":
            within.update(range(at + 1, at + len(span.text)))
        at += len(span.text)
    found = [word for word in phrases("fields").found(fenced) if fenced.find(word) + len(word) not in within]
    further = set(group("fields")["further"].found(fenced)).intersection(found)
    return [word for word in found if word not in further or _is_all(without(fenced, [*further]))]


def are_of_a_trouble(fenced: str, index: Index) -> bool:
    """Whether it tells of something that is wrong with one's own, and the data say what to do then."""
    spans = vocabulary().cut(fenced)
    if not any(span.word and span.word.tags and span.word.tags[0] in topics()["own_troubles"] for span in spans):
        return False
    hits = index.search(spans)
    return bool(hits) and hits[0].score >= FITS and hits[0].fact.kind in ("faq", "guide")


def _is_all(fenced: str) -> bool:
    """Whether words beside a field say nothing but that it is wanted, or when."""
    words = [span.word for span in vocabulary().cut(fenced) if span.text.strip()]
    return all(word and word.role != "concept" and word.aspect in ("", "when") for word in words)


def without(fenced: str, words: list[str]) -> str:
    """The text without these words."""
    for word in sorted(set(words), key=len, reverse=True):
        fenced = fenced.replace(word, " ")
    return fenced
