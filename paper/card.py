"""One code with its caption, laid out for a picture; lengths are modules of the code."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

from PIL import ImageFont

from paper import lines
from paper.fonts import STYLES, Style, width
from paper.symbol import QUIET, Symbol, symbol

TITLE, LINE, FOOT = 3.0, 1.9, 1.15
INK, SOFT = "#1c1a18", "#57524c"
LEADING = 1.4
GAP = 0.9  # between the title and what follows


@dataclass(frozen=True, slots=True)
class Text:
    """One centred line; `y` is the middle of its height."""

    text: str
    size: float
    y: float
    style: Style
    colour: str


@dataclass(frozen=True, slots=True)
class Card:
    """A code in its quiet zone with lines of text below."""

    symbol: Symbol
    width: float
    height: float
    texts: tuple[Text, ...]


def card(payload: str, title: str, following: Sequence[str] = (), foot: str = "", with_logo: bool = True) -> Card:
    """Code, title, further lines and a small foot, each broken where it is too long."""
    code = symbol(payload, with_logo)
    side = code.size + 2 * QUIET
    kinds: list[tuple[str, float, Style, str]] = [(title, TITLE, "B", INK)]
    kinds += [(line, LINE, "", INK) for line in following]
    kinds += [(foot, FOOT, "", SOFT)]
    texts: list[Text] = []
    y = float(side)
    for text, size, style, colour in kinds:
        parts = lines.balanced(text, code.size, partial(width, size=size, style=style))
        if parts and texts and texts[-1].size == TITLE != size:
            y += GAP
        for part in parts:
            texts.append(Text(part, size, y + size * LEADING / 2, style, colour))
            y += size * LEADING
    return Card(code, side, y + (QUIET / 2 if texts else 0), tuple(texts))


@cache
def type_of(style: Style, pixels: int) -> ImageFont.FreeTypeFont:
    """Our font at a size in pixels."""
    return ImageFont.truetype(str(STYLES[style]), pixels, layout_engine=ImageFont.Layout.BASIC)
