"""A card as a PNG, sharp on A4."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from paper.card import Card, type_of
from paper.symbol import QUIET

BOX = 24  # pixels a module
PAPER = "#ffffff"


def png(card: Card, logo: Path | None = None) -> bytes:
    """The picture. OSError when the logo is not a picture."""
    sheet = Image.new("RGB", (round(card.width * BOX), round(card.height * BOX)), PAPER)
    pen = ImageDraw.Draw(sheet)
    for x, y, width, height in card.symbol.rectangles:
        left, top = (x + QUIET) * BOX, (y + QUIET) * BOX
        pen.rectangle((left, top, left + width * BOX - 1, top + height * BOX - 1), fill="black")
    if logo and card.symbol.logo:
        side = round(card.symbol.logo * BOX)
        with Image.open(logo) as opened:
            mark = opened.convert("RGBA")
        mark.thumbnail((side, side), Image.Resampling.LANCZOS)
        if max(mark.size) < side:  # a small logo is enlarged to the place it has
            scale = side / max(mark.size)
            mark = mark.resize((round(mark.width * scale), round(mark.height * scale)), Image.Resampling.LANCZOS)
        middle = (QUIET + card.symbol.size / 2) * BOX
        sheet.paste(mark, (round(middle - mark.width / 2), round(middle - mark.height / 2)), mark)
    for text in card.texts:
        font = type_of(text.style, round(text.size * BOX))
        pen.text((sheet.width / 2, text.y * BOX), text.text, font=font, fill=text.colour, anchor="mm")
    out = BytesIO()
    sheet.save(out, "PNG", optimize=True, dpi=(600, 600))
    return out.getvalue()


def is_picture(file: Path) -> bool:
    """Whether a file is a picture that may be a logo."""
    try:
        with Image.open(file) as opened:
            opened.verify()
            return opened.format in ("PNG", "JPEG")
    except (OSError, SyntaxError, ValueError):
        return False
