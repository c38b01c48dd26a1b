"""Cut Noto Sans SC down to the characters that a printed page needs; run by hand, see README.md beside it."""

import sys
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).parent
# Tables for hinting and for vertical or contextual setting: a page set in straight lines does without.
DROPPED = ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx"]


def characters() -> set[str]:
    """GB 2312; the frequent characters of Big5, for guests who write them; Latin; and characters.txt."""
    found = set((HERE / "characters.txt").read_text(encoding="utf-8")) - {"\n"}
    found |= {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    for codec, leads in (("gb2312", range(0xA1, 0xF8)), ("big5", range(0xA1, 0xC7))):
        for lead in leads:
            for trail in range(0x40, 0xFF):
                found.update(bytes((lead, trail)).decode(codec, "ignore"))
    return {character for character in found if character.isprintable() or character == "\xa0"}


def cut(source: Path, target: Path) -> None:
    """Write the part of the font file `source` that `characters` names to `target`."""
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, drop_tables=[*subset.Options().drop_tables, *DROPPED]
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(characters())))
    cutter.subset(font)
    # The same input gives the same file, byte for byte.
    font.recalcTimestamp = False
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for style in ("400Regular", "700Bold"):
        cut(folder / style / f"NotoSansSC_{style}.ttf", HERE / f"NotoSansSC-{style[3:]}.ttf")
