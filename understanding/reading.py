"""A text cut into words, and what these are for."""

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from understanding.dates import When
from understanding.vocabulary import Span, topics

if TYPE_CHECKING:
    from understanding.nowhere import Missing

PHRASE = 4  # characters of a small word that is no part of another


class Reading:
    """One text: times, aspects wanted, pointers into the schedule, and the content that is left."""

    def __init__(
        self, folded: str, fenced: str, time: When, spans: Sequence[Span], missing: "Missing | None" = None
    ) -> None:
        self.folded, self.fenced, self.time, self.spans, self.missing = folded, fenced, time, spans, missing
        words = [span.word for span in spans if span.word is not None]
        self.aspects = {word.aspect for word in words if word.aspect}
        if _where().search(fenced):
            self.aspects.add("where")
        if _speaker().search(fenced):
            self.aspects.add("speaker")
        self.pointers = [word.pointer for word in words if word.pointer]
        self.schedule = any(word.agenda for word in words)
        self.content = [span for span in spans if _tells(span)]
        self.odd = sum(len(span.text.strip()) for span in spans if span.word is None)

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in it but times, aspects and small words."""
        return not self.content

    @property
    def is_bare(self) -> bool:
        """Whether it says nothing but what is wanted of something."""
        return self.is_open and not (self.time.said or self.schedule or self.pointers or self.odd)

    @property
    def is_small_talk(self) -> bool:
        """Whether it holds small words only, one of them a whole phrase: no other spelling of it asks more."""
        empty = self.is_open and not (self.aspects or self.pointers or self.schedule or self.odd or self.time.said)
        return empty and any(span.word is not None and len(span.text) >= PHRASE for span in self.spans)

    @property
    def asks_next(self) -> bool:
        """Whether it asks what comes next in the schedule, whatever else it mentions."""
        words = [span for span in self.spans if span.word is not None and span.word.agenda]
        return "next" in self.pointers and any(len(span.text) > 1 for span in words)

    @property
    def is_about_schedule(self) -> bool:
        """Whether all that it tells may be said of the schedule as such."""
        return all(span.word is not None and span.word.agenda for span in self.content)


def _tells(span: Span) -> bool:
    if span.word is None:
        return len(span.text.strip(" :./-\x02\x03")) > 1
    return span.word.role == "concept" and not span.word.aspect


@functools.cache
def _where() -> re.Pattern[str]:
    """A short word for a place right before what is done there."""
    return re.compile(topics()["where_shape"])


@functools.cache
def _speaker() -> re.Pattern[str]:
    """Whoever speaks somewhere, before what asks who that is."""
    return re.compile(topics()["speaker_shape"])
