"""Whether a text says no more than certain phrases."""

from understanding.vocabulary import letters, phrases, vocabulary

NOTHING: frozenset[str] = frozenset()


def only(fenced: str, name: str, beside: frozenset[str] = NOTHING) -> bool:
    """Whether one of the phrases of a list stands in a fenced text, and nothing that tells but these and `beside`."""
    found = phrases(name).found(fenced)
    if not found:
        return False
    for phrase in sorted(found, key=len, reverse=True):
        fenced = fenced.replace(phrase, " ")
    for span in vocabulary().cut(fenced):
        if span.word and (span.word.role != "concept" or span.word.agenda):
            continue
        if any(len(word) > 1 and word not in beside for word in letters(span.text).split()):
            return False
    return True
