"""A PDF in our fonts: text that fits, codes as outlines, cut marks.

Lengths are millimetres from the top left corner, sizes of type are points.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTLibError
from fpdf import FPDF, XPos, YPos
from fpdf.fonts import TTFFont

from paper import lines
from paper.fonts import STYLES, Style, width
from paper.symbol import Symbol

FAMILY, SPARE = "sans", "spare"
POINT = 25.4 / 72  # millimetres
LEADING = 1.3
A4, A5 = (210.0, 297.0), (148.0, 210.0)
CUT = 4.5  # millimetres: length of a cut mark
Colour = tuple[int, int, int]
INK, SOFT, RED, FAINT = (26, 24, 22), (96, 90, 84), (178, 34, 28), (165, 160, 155)
Align = Literal["L", "C", "R"]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size."""

    lines: tuple[str, ...]
    size: float
    style: Style = ""

    @property
    def leading(self) -> float:
        """Millimetres from one line to the next."""
        return self.size * POINT * LEADING

    @property
    def height(self) -> float:
        """Millimetres of all lines."""
        return self.leading * len(self.lines)


def embeds(font: Path) -> bool:
    """Whether a font file can be put into a PDF."""
    trial = FPDF()
    try:
        trial.add_font(SPARE, "", font)
    except (TTLibError, OSError, ValueError, LookupError, AttributeError, NotImplementedError, RuntimeError):
        return False
    close_fonts(trial)
    return True


def close_fonts(document: FPDF) -> None:
    """Close the files of a document's fonts, which are read as they are needed."""
    for font in document.fonts.values():
        if isinstance(font, TTFFont):
            font.close()


class Document(FPDF):
    """Pages of one size, (width, height). `spare` is a font file for characters that ours lack, `logo` a picture."""

    def __init__(
        self, title: str, paper: tuple[float, float], made: datetime, logo: Path | None = None,
        spare: Path | None = None,
    ) -> None:  # fmt: skip
        super().__init__(unit="mm", format=paper)
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0  # a cell is as wide as its text
        for style, file in STYLES.items():
            self.add_font(FAMILY, style, file)
            if spare:
                self.add_font(SPARE, style, spare)
        if spare:
            self.set_fallback_fonts([SPARE], exact_match=True)
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_creation_date(made)
        self._logo, self._spare = logo, spare

    def finished(self) -> bytes:
        """The PDF; nothing can be added afterwards."""
        try:
            return bytes(self.output())
        finally:
            close_fonts(self)

    @property
    def has_logo(self) -> bool:
        """Whether codes are to leave room for a logo."""
        return self._logo is not None

    def measure(self, text: str, size: float, style: Style = "") -> float:
        """How wide a text is."""
        return width(text, size * POINT, style, self._spare)

    def fitted(self, text: str, within: float, sizes: tuple[float, float], most: int = 1, style: Style = "") -> Block:
        """Text as large as `sizes` (largest, smallest) and `most` lines allow; never wider than `width`."""
        size, parts = lines.fit(text, within, lambda part, size: self.measure(part, size, style), sizes, most)
        return Block(tuple(parts), size, style)

    def put(self, block: Block, x: float, y: float, width: float, align: Align = "L", colour: Colour = INK) -> float:
        """Write the lines from `y` down; where the next ones begin."""
        self.set_text_color(*colour)
        self.set_xy(x, y)
        for line in block.lines:
            self.set_font(FAMILY, block.style, block.size)
            self.cell(width, block.leading, line, align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)
        return y + block.height

    def put_code(self, symbol: Symbol, x: float, y: float, side: float) -> None:
        """The code, `side` wide without its quiet zone, as one outline in pure black; the logo in its middle."""
        unit = side / symbol.size * self.k
        outline = " ".join("{} {} {} {} re".format(*rectangle) for rectangle in symbol.rectangles)
        # One path for all: neighbours painted one by one would show hairlines between them.
        self._out(f"q 0 g {unit:.5f} 0 0 {-unit:.5f} {x * self.k:.3f} {(self.h - y) * self.k:.3f} cm {outline} f Q")
        if self._logo is not None:
            width = side / symbol.size * symbol.logo
            inset = (side - width) / 2
            self.image(self._logo, x + inset, y + inset, width, width, keep_aspect_ratio=True)

    def bar(self, x: float, y: float, width: float, height: float, colour: Colour = RED) -> None:
        """A filled bar."""
        self.set_fill_color(*colour)
        self.rect(x, y, width, height, style="F")

    def cut_marks(self, columns: tuple[float, ...], rows: tuple[float, ...]) -> None:
        """Marks outside a grid at every cut, and small crosses where cuts meet inside."""
        self.set_draw_color(*FAINT)
        self.set_line_width(0.15)
        left, right, top, bottom = columns[0], columns[-1], rows[0], rows[-1]
        for x in columns:
            self.line(x, top - CUT - 1, x, top - 1)
            self.line(x, bottom + 1, x, bottom + CUT + 1)
        for y in rows:
            self.line(left - CUT - 1, y, left - 1, y)
            self.line(right + 1, y, right + CUT + 1, y)
        for x in columns[1:-1]:
            for y in rows[1:-1]:
                self.line(x - 1.5, y, x + 1.5, y)
                self.line(x, y - 1.5, x, y + 1.5)
