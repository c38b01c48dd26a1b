"""A card as an SVG that needs no font: the type is drawn as outlines."""

from base64 import b64encode
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image

from paper.card import Card, Text
from paper.fonts import STYLES, Style, width
from paper.symbol import QUIET

MILLIMETRES = 100  # width that the file asks for; it may be drawn at any
MIDDLE = 0.38  # of the size: how far the baseline is below the middle of a line


def svg(card: Card, logo: Path | None = None) -> bytes:
    """The picture, one unit a module. OSError when the logo is not a picture."""
    ratio = card.height / card.width
    words = escape(" ".join(text.text for text in card.texts))
    outline = "".join(f"M{x + QUIET} {y + QUIET}h{wide}v{high}h-{wide}z" for x, y, wide, high in card.symbol.rectangles)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{MILLIMETRES}mm" '
        f'height="{MILLIMETRES * ratio:.2f}mm" viewBox="0 0 {card.width:g} {card.height:.3f}" role="img">',
        f"<title>{words}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<path d="{outline}"/>',
    ]
    if logo and card.symbol.logo:
        side, at = card.symbol.logo, QUIET + (card.symbol.size - card.symbol.logo) / 2
        parts.append(
            f'<image x="{at:.3f}" y="{at:.3f}" width="{side:.3f}" height="{side:.3f}" xlink:href="{_embedded(logo)}"/>'
        )
    parts += [f'<path fill="{text.colour}" d="{_outlines(text, card.width)}"/>' for text in card.texts]
    return "\n".join([*parts, "</svg>", ""]).encode()


def _embedded(logo: Path) -> str:
    out = BytesIO()
    with Image.open(logo) as opened:
        opened.save(out, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"


def _outlines(text: Text, sheet: float) -> str:
    font = _font(text.style)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale = text.size / font["head"].unitsPerEm
    x = (sheet - width(text.text, text.size, text.style)) / 2
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.3f}".rstrip("0").rstrip("."))
    for character in text.text:
        glyph = glyphs[names.get(ord(character), ".notdef")]
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, text.y + MIDDLE * text.size)))
        x += glyph.width * scale
    return str(pen.getCommands())


@cache
def _font(style: Style) -> TTFont:
    return TTFont(BytesIO(STYLES[style].read_bytes()), lazy=True)
