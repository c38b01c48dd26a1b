"""A4 posters: one large code that is found and read from three metres."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paper.document import A4, RED, SOFT, Document
from paper.symbol import symbol

WIDTH, HEIGHT = A4
EDGE = 14.0  # what office printers leave white, and some air
CODE = 128.0
STEP = 1.5  # between steps
FOOT = 284.0


@dataclass(frozen=True, slots=True)
class Poster:
    """What one poster says. `steps` are short lines below the code, the first in the largest type."""

    congress: str
    title: str
    subtitle: str
    url: str
    steps: tuple[str, ...]
    foot: str  # for staff: the scene and how long the code holds
    mark: str = ""  # says that it is a demonstration


def draw(document: Document, posters: Iterable[Poster]) -> Iterator[Poster]:
    """Add a page for each poster, which is yielded once it is drawn."""
    for poster in posters:
        document.add_page()
        document.start_section(poster.title)
        _draw(document, poster)
        yield poster


def _draw(document: Document, poster: Poster) -> None:
    inner = WIDTH - 2 * EDGE
    head = document.fitted(poster.congress, inner, (26, 18), 2, "B")
    y = document.put(head, EDGE, 14, inner, "C", RED)
    document.bar(WIDTH / 2 - 12, y + 2.5, 24, 1.2)
    title = document.fitted(poster.title, inner, (64, 40), 2, "B")
    subtitle = document.fitted(poster.subtitle, inner, (34, 22), 1)
    top = y + 6
    above = title.height + (subtitle.height if poster.subtitle else 0)
    steps = [
        document.fitted(step, inner, (38, 26) if number == 0 else (25, 18), 2, "B" if number == 0 else "")
        for number, step in enumerate(poster.steps)
    ]
    below = sum(step.height + STEP for step in steps)
    # What is left over is shared out, so that short and long words alike stand evenly.
    air = (FOOT - 4 - top - above - CODE - below) / 4
    y = document.put(title, EDGE, top + air, inner, "C")
    if poster.subtitle:
        y = document.put(subtitle, EDGE, y, inner, "C", SOFT)
    code = symbol(poster.url, document.has_logo)
    document.put_code(code, (WIDTH - CODE) / 2, y + air, CODE)
    y += CODE + 2 * air
    for step in steps:
        y = document.put(step, EDGE, y, inner, "C") + STEP
    document.put(document.fitted(poster.foot, inner * 0.75, (9, 8)), EDGE, FOOT, inner, "L", SOFT)
    document.put(document.fitted(poster.mark, inner * 0.25, (9, 8)), EDGE, FOOT, inner, "R", SOFT)
