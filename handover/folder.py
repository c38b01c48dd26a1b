"""Goes through a hand-over folder: which files are content, and why the others are not."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from handover import separated, workbook
from handover.words import words

WORKBOOKS = (*workbook.ENDINGS, *separated.ENDINGS)
OLD = (".xls", ".et", ".doc", ".wps", ".rtf", ".ods", ".odt", ".pages", ".numbers")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
LONGEST = 200  # characters of a path inside the folder, as the tables hold it


@dataclass(frozen=True, slots=True)
class File:
    """A file with its path inside the folder. `failed` and `left_out` are codes of reasons, or empty."""

    path: Path
    source: str
    left_out: str = ""
    failed: str = ""


def files(folder: Path, manuscripts: Collection[str]) -> Iterator[File]:
    """All files in order of their names; `manuscripts` are the endings that manuscripts have."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        source = path.relative_to(folder).as_posix()
        left_out, failed = _left_out(path, source, manuscripts), ""
        if not left_out and path.suffix.lower() in OLD:
            failed = "file_old_format"
        elif not left_out and len(source) > LONGEST:
            failed = "file_long_name"
        yield File(path, source[:LONGEST], left_out, failed)


def _left_out(path: Path, source: str, manuscripts: Collection[str]) -> str:
    name, ending = path.name, path.suffix.lower()
    if name.startswith(("~$", ".~")):
        return "file_temporary"
    if any(part.startswith((".", "__MACOSX")) for part in source.split("/")) or name == "Thumbs.db":
        return "file_system"
    if path.is_symlink() or not path.is_file():
        return "file_link"
    if any(name.casefold().startswith(word) for word in words()["not_content"]):
        return "file_not_content"
    if ending in PICTURES:
        return "file_picture"
    if ending not in (*WORKBOOKS, *OLD, *manuscripts):
        return "file_unknown"
    return ""
