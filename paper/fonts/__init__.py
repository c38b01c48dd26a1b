"""The fonts of everything printed: what they can write, how wide it is."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont, TTLibError

Style = Literal["", "B"]
HERE = Path(__file__).parent
STYLES: dict[Style, Path] = {"": HERE / "NotoSansSC-Regular.ttf", "B": HERE / "NotoSansSC-Bold.ttf"}


@cache
def advances(file: Path) -> Mapping[str, float]:
    """For each character of a font file how wide it is, in ems. ValueError when the file is no font that we can use."""
    try:
        with TTFont(file, fontNumber=0) as font:  # the first one of a collection
            widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
            return {chr(code): widths[name][0] / em for code, name in (font.getBestCmap() or {}).items()}
    except (TTLibError, OSError, KeyError) as error:
        raise ValueError(str(file)) from error


def width(text: str, size: float, style: Style = "", spare: Path | None = None) -> float:
    """How wide a text is, in the unit of its size. There is no kerning; what no font knows counts as a whole em."""
    known, other = advances(STYLES[style]), advances(spare) if spare else {}
    return size * sum(known.get(each) or other.get(each, 1.0) for each in text)


def missing(text: str, spare: Path | None = None) -> str:
    """The characters that neither our fonts nor the spare one can write, each once."""
    fonts = [advances(file) for file in STYLES.values()]
    other = advances(spare) if spare else {}
    unknown = dict.fromkeys(each for each in text if not each.isspace() and not all(each in font for font in fonts))
    return "".join(each for each in unknown if each not in other)


def unwritable(texts: Iterable[tuple[str, str]], spare: Path | None = None) -> list[tuple[str, str]]:
    """Of (whose, text) those that can't be written, with the characters that are missing."""
    return [(whose, lacking) for whose, text in texts if (lacking := missing(text, spare))]
