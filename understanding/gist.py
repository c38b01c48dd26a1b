"""What a question is about, in short: by it questions are found that say the same in other words."""

from datetime import datetime

from understanding.dates import when
from understanding.normalise import CLOSE, OPEN, fence, fold, squeeze
from understanding.vocabulary import Span, vocabulary

LONGEST = 200  # characters
# What is wanted of a thing makes another question of it; whether and how one may have it does not.
LOOSE = frozenset({"may", "how", "apply", "need", "contact"})
BLANKS = " :./-" + OPEN + CLOSE


def gist(text: str, at: datetime) -> str:
    """`=concept word ...?aspect,aspect` of a text sent at `at`, each part sorted; small words and times are left out.

    Words that the vocabulary knows stand by what they mean, all others as they are. Empty for a text without letters.
    """
    folded = fold(text)
    spans = vocabulary().cut(fence(when(folded, at, ()).rest))
    aspects = sorted({span.word.aspect for span in spans if span.word and span.word.aspect} - LOOSE)
    words = {word for span in spans for word in _words(span)}
    words = words or {_bare(span) for span in spans if span.word and span.word.role == "weak"}
    told = " ".join(sorted(words)) or squeeze(folded)
    return f"{told}?{','.join(aspects)}"[:LONGEST] if told else ""


def _words(span: Span) -> list[str]:
    if span.word is None:
        return [bare] if (bare := _bare(span)) else []
    return [f"={tag}" for tag in span.word.tags[:2]]  # what it means, and what it may mean besides


def _bare(span: Span) -> str:
    return "".join(span.text.strip(BLANKS).split())
