"""Sheets of badge labels, eight or ten to an A4 page, to be cut along marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paper.document import A4, INK, RED, SOFT, Block, Document
from paper.symbol import QUIET, symbol

WIDTH, HEIGHT = A4
LABEL = 95.0  # millimetres wide
COLUMNS = 2
PAD = 5.0
GAP = 4.0  # between the words and the code; with the padding it is more than the code's quiet zone
CODES = {8: 41.0, 10: 31.0}  # labels a page -> millimetres of the code
HEIGHTS = {8: 68.0, 10: 54.0}
MARK = 12.0  # room for the mark of a demonstration
SPACE = 1.2  # between name, delegation and number
FOOT = 288.0


@dataclass(frozen=True, slots=True)
class Label:
    """One badge. `number` with its word, such as `No. 12`; `hint` stands below the code."""

    congress: str
    name: str
    delegation: str
    number: str
    url: str
    hint: str
    mark: str = ""  # says that it is a demonstration


@dataclass(frozen=True, slots=True)
class Section:
    """Labels that begin a page of their own, named in the outline."""

    title: str
    labels: Sequence[Label]


def pages(sections: Sequence[Section], per_page: int) -> list[tuple[str, Sequence[Label]]]:
    """The labels of each page with their section's title."""
    return [
        (section.title, section.labels[start : start + per_page])
        for section in sections
        for start in range(0, len(section.labels), per_page)
    ]


def draw(document: Document, sections: Sequence[Section], per_page: int, foot: str) -> Iterator[Label]:
    """Add the pages; each label is yielded once it is drawn.

    `per_page` is a key of HEIGHTS. `foot` is for staff: a text with {title}, {page} and {pages}.
    """
    sheets = pages(sections, per_page)
    height = HEIGHTS[per_page]
    rows = per_page // COLUMNS
    left, top = (WIDTH - COLUMNS * LABEL) / 2, (HEIGHT - rows * height) / 2
    seen = ""
    for number, (title, labels) in enumerate(sheets, start=1):
        document.add_page()
        if title != seen:
            document.start_section(title)
            seen = title
        document.cut_marks(
            tuple(left + LABEL * column for column in range(COLUMNS + 1)),
            tuple(top + height * row for row in range(rows + 1)),
        )
        for place, label in enumerate(labels):
            x, y = left + place % COLUMNS * LABEL, top + place // COLUMNS * height
            _draw(document, label, x, y, height, CODES[per_page])
            yield label
        words = document.fitted(foot.format(title=title, page=number, pages=len(sheets)), LABEL - 2 * PAD, (8, 7))
        document.put(words, left + PAD, FOOT, LABEL - 2 * PAD, "L", SOFT)


def _draw(document: Document, label: Label, x: float, y: float, height: float, side: float) -> None:
    inner = LABEL - 2 * PAD
    document.put(document.fitted(label.mark, MARK, (8, 7)), x + LABEL - PAD - MARK, y + PAD - 0.7, MARK, "R", SOFT)
    head = document.fitted(label.congress, inner - 2 * MARK, (11, 8.5), 1, "B")
    line = document.put(head, x + PAD, y + PAD - 1.5, inner, "C", RED) + 0.6
    document.bar(x + PAD, line, inner, 0.5)
    hint = document.fitted(label.hint, side, (9.5, 8))
    # The code keeps its quiet zone of four modules above and below; what is left over is shared out.
    code = symbol(label.url, document.has_logo)
    quiet = QUIET * side / code.size
    room = y + height - PAD + 1.5 - line - 0.5
    code_y = line + 0.5 + max(quiet, (room - side - quiet / 2 - hint.height) / 2)
    code_x = x + LABEL - PAD - side
    document.put_code(code, code_x, code_y, side)
    document.put(hint, code_x, code_y + side + quiet / 2, side, "C")
    blocks = _words(document, label, inner - side - GAP, room)
    # The words stand beside the middle of the code, as far as the head lets them.
    words_y = max(line + 0.5, code_y + (side - _height(blocks)) / 2)
    for block, colour in zip(blocks, (INK, INK, SOFT), strict=True):
        words_y = document.put(block, x + PAD, words_y, inner - side - GAP, colour=colour) + SPACE


def _words(document: Document, label: Label, width: float, room: float) -> tuple[Block, Block, Block]:
    """Name, delegation and number, as large as width and height allow."""
    delegation = document.fitted(label.delegation, width, (15, 11), 2)
    number = document.fitted(label.number, width, (13, 10))
    largest = 34.0
    while True:
        blocks = (document.fitted(label.name, width, (largest, min(17, largest)), 2, "B"), delegation, number)
        if _height(blocks) <= room:
            return blocks
        largest -= 1


def _height(blocks: tuple[Block, ...]) -> float:
    return sum(block.height + SPACE for block in blocks) - SPACE
