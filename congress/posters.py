"""Pictures of codes, to print and hang up."""

from functools import cache
from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_H

# Travels with us: a bare machine has no Chinese font.
FONT = Path(__file__).parent.parent / "static" / "fonts" / "NotoSansSC-Medium-subset.ttf"
BOX = 24  # pixels a module: sharp on A4
QUIET = 4  # modules of white around a code, as its standard asks
INK, SOFT, PAPER = "#1c1a18", "#57524c", "#ffffff"
TITLE, LINE, FOOT = 64, 42, 26  # pixels
LEADING = 1.4
GAP = 20  # pixels between the title and what follows


def draw(payload: str, title: str, lines: tuple[str, ...] = (), foot: str = "") -> bytes:
    """A PNG: the code of `payload` (error correction H), below it the title, further lines and a small foot."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_H, box_size=BOX, border=QUIET)
    code.add_data(payload)
    code.make(fit=True)
    picture = code.make_image(fill_color="black", back_color="white").get_image().convert("RGB")
    width = picture.width - 2 * QUIET * BOX
    texts = [(part, TITLE, INK) for part in wrap(title, TITLE, width)]
    texts += [(part, LINE, INK) for line in lines for part in wrap(line, LINE, width)]
    texts += [(part, FOOT, SOFT) for part in wrap(foot, FOOT, width)]
    height = picture.height + round(sum(size * LEADING for _, size, _ in texts)) + GAP + QUIET * BOX // 2
    sheet = Image.new("RGB", (picture.width, height), PAPER)
    sheet.paste(picture, (0, 0))
    pen, y = ImageDraw.Draw(sheet), float(picture.height)
    for number, (text, size, colour) in enumerate(texts):
        y += GAP if number and size != texts[number - 1][1] == TITLE else 0
        pen.text((sheet.width / 2, y), text, font=_font(size), fill=colour, anchor="ma")
        y += size * LEADING
    out = BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


def wrap(text: str, size: int, width: int) -> list[str]:
    """The text in lines of at most `width` pixels; Chinese may be broken at any character."""
    lines, line = [], ""
    for character in " ".join(text.split()):
        if line and _font(size).getlength(line + character) > width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line] if line else lines


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
