"""Frequently asked questions."""

from dataclasses import dataclass

from congress import catalogue
from congress.errors import NotFound


@dataclass(frozen=True, slots=True)
class Question:
    """One question with other ways to ask it, and its answer."""

    key: str
    question: str
    aliases: tuple[str, ...]
    answer: str


def questions() -> tuple[Question, ...]:
    """All questions in the file's order."""
    return catalogue.current().faqs


def question(key: str) -> Question:
    """The question with this key. Raises NotFound."""
    for each in questions():
        if each.key == key:
            return each
    raise NotFound(key)
