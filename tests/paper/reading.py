"""Printed pages as a camera sees them: rendered by pdfium, decoded by zxing-cpp and, where it is installed, zbar."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image

try:
    from pyzbar import pyzbar
except ImportError:  # the wheel does not carry the library; Debian: libzbar0
    pyzbar = None

DPI = 150
Reader = Callable[[Image.Image], list[str]]


def _zxing(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert {each.ec_level for each in found} <= {"H"}
    return [each.text for each in found]


def _zbar(picture: Image.Image) -> list[str]:
    return [each.data.decode() for each in pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])]


READERS: dict[str, Reader] = {"zxing-cpp": _zxing} | ({"zbar": _zbar} if pyzbar else {})


def decoded(picture: Image.Image) -> list[str]:
    """What every reader finds in a picture, in which they must agree."""
    readings = [reader(picture) for reader in READERS.values()]
    assert all(reading == readings[0] for reading in readings), readings
    return readings[0]


def pages(pdf: bytes, dpi: int = DPI, grey: bool = True) -> Iterator[Image.Image]:
    """The pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    for page in document:
        yield page.render(scale=dpi / 72, grayscale=grey).to_pil()


def texts(pdf: bytes) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return [page.get_textpage().get_text_range() for page in document]


def outline(pdf: bytes) -> list[str]:
    """The titles of a PDF's outline."""
    return [entry.get_title() for entry in pypdfium2.PdfDocument(BytesIO(pdf)).get_toc()]


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    """Widths and heights of the pages in millimetres."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return {(round(page.get_width() / 72 * 25.4), round(page.get_height() / 72 * 25.4)) for page in document}


def cut(page: Image.Image, per_page: int, height: float) -> Iterator[Image.Image]:
    """The labels of a sheet as scissors along the marks give them: two columns of 95 mm, `height` mm each."""
    unit = page.width / 210
    rows = per_page // 2
    left, top = (210 - 2 * 95) / 2, (297 - rows * height) / 2
    for place in range(per_page):
        x, y = left + place % 2 * 95, top + place // 2 * height
        yield page.crop((round(x * unit), round(y * unit), round((x + 95) * unit), round((y + height) * unit)))


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of everything that is not white."""
    return picture.convert("L").point(lambda value: 255 if value < 250 else 0).getbbox()
