"""Frequently asked questions."""

from dataclasses import dataclass

from congress import catalogue
from congress.errors import NotFound
from models import Faq


@dataclass(frozen=True, slots=True)
class Question:
    """One question with other ways to ask it, and its answer."""

    key: str
    question: str
    aliases: tuple[str, ...]
    answer: str


@catalogue.shelf
def questions() -> tuple[Question, ...]:
    """All questions in the file's order."""
    rows = Faq.select().where(~Faq.withdrawn).order_by(Faq.position)
    return tuple(
        Question(row.key, row.question, tuple(filter(None, row.aliases.split("\n"))), row.answer) for row in rows
    )


def question(key: str) -> Question:
    """The question with this key. Raises NotFound."""
    for each in questions():
        if each.key == key:
            return each
    raise NotFound(key)
