"""Which aspect of a thing an answer begins with."""

import re

from understanding import Question
from understanding.normalise import fence
from understanding.vocabulary import concepts, phrases, topics
from wechat.inbound import Ask

# The rarer an aspect is asked for, the less it is meant by the way.
ORDER = (
    "why",
    "phone",
    "speaker",
    "contact",
    "cost",
    "open",
    "quota",
    "need",
    "who",
    "long",
    "where",
    "when",
    "how",
    "apply",
    "may",
)
MEANT = {"contact": "phone", "apply": "how"}


def asked(ask: Ask) -> Question | None:
    """What the text of an Ask asks; None for a tap or a scan, which asks for no aspect."""
    found: Question | None = ask.question if ask.text else None
    return found


def lead(question: Question | None, *offered: str, **instead: str) -> str:
    """The aspect that was asked for, of those that a template can begin with; "" for none.

    `instead`: what stands in for an aspect, where several come to the same.
    """
    aspects = question.aspects if question else ()
    for aspect in ORDER:
        if aspect in aspects:
            found = MEANT.get(aspect, aspect)
            found = instead.get(found, found)
            if found in offered:
                return found
    return ""


def asks_for_remarks(question: Question | None) -> bool:
    """Whether it asks for something that an item's remark tells, such as what to wear."""
    return question is not None and not concepts(question.words).isdisjoint(topics()["remarked"])


def tells_cost(*texts: str) -> bool:
    """Whether any of a row's texts says what something costs, or that it is free."""
    return any(word in text for text in texts for word in phrases("costs").whole)


def tells_gain(question: Question | None, *texts: str) -> bool:
    """Whether it is asked how much somebody gets, and any of a row's texts holds an amount."""
    asks = question is not None and phrases("gains").inside(fence(question.words))
    return asks and any(re.search(topics()["amount"], text) for text in texts)
