"""A5 sheets, one a delegation: its code, where it meets and who convenes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paper.document import A5, RED, SOFT, Document
from paper.symbol import symbol

WIDTH, HEIGHT = A5
EDGE = 11.0
CODE = 82.0
STEP = 1.0  # between steps
WORD = 23.0  # room for a word before its value
FOOT = 199.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet says. `facts` are pairs of a word and what is known, such as a room; the unknown are left out."""

    congress: str
    title: str
    facts: tuple[tuple[str, str], ...]
    url: str
    steps: tuple[str, ...]
    foot: str  # for staff: a text with {page} and {pages}
    mark: str = ""  # says that it is a demonstration


def draw(document: Document, sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """Add a page for each sheet, which is yielded once it is drawn."""
    for number, sheet in enumerate(sheets, start=1):
        document.add_page()
        document.start_section(sheet.title)
        _draw(document, sheet, sheet.foot.format(page=number, pages=len(sheets)))
        yield sheet


def _draw(document: Document, sheet: Sheet, foot: str) -> None:
    inner = WIDTH - 2 * EDGE
    y = document.put(document.fitted(sheet.congress, inner, (17, 12), 2, "B"), EDGE, 10, inner, "C", RED)
    document.bar(WIDTH / 2 - 9, y + 1.5, 18, 0.9)
    top = y + 4
    title = document.fitted(sheet.title, inner, (38, 26), 2, "B")
    facts = [(word, document.fitted(value, inner - WORD, (16, 12), 2)) for word, value in sheet.facts if value]
    steps = [
        document.fitted(step, inner, (22, 15) if number == 0 else (15, 11), 2, "B" if number == 0 else "")
        for number, step in enumerate(sheet.steps)
    ]
    told = sum(value.height for _, value in facts)
    air = (FOOT - 2 - top - title.height - told - CODE - sum(step.height + STEP for step in steps)) / 4.5
    y = document.put(title, EDGE, top + air, inner, "C") + air / 2
    # Words and values stand in two columns, the pair of columns in the middle of the sheet.
    widest = max((document.measure(line, v.size, v.style) for _, v in facts for line in v.lines), default=0.0)
    x = (WIDTH - WORD - widest) / 2
    for word, value in facts:
        label = document.fitted(word, WORD - 3, (13, 11))
        document.put(label, x, y + (value.leading - label.leading) / 2, WORD, "L", SOFT)
        y = document.put(value, x + WORD, y, inner - WORD)
    document.put_code(symbol(sheet.url, document.has_logo), (WIDTH - CODE) / 2, y + air, CODE)
    y += CODE + 2 * air
    for step in steps:
        y = document.put(step, EDGE, y, inner, "C") + STEP
    document.put(document.fitted(foot, inner * 0.75, (8, 7)), EDGE, FOOT, inner, "L", SOFT)
    document.put(document.fitted(sheet.mark, inner * 0.25, (8, 7)), EDGE, FOOT, inner, "R", SOFT)
