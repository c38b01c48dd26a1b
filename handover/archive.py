"""Whether an Office file may be opened at all: what it really is, and how large it would become."""

import zipfile
from pathlib import Path

LARGEST = 60 * 1024 * 1024  # bytes of the file
UNPACKED = 150 * 1024 * 1024  # bytes of all parts together
PARTS = 5000
# A part above a megabyte that shrank to less than a two-hundredth is built to blow up, not typed by anybody.
RATIO, RATIO_FROM = 200, 1024 * 1024

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # also the wrapping of a file with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTENT = {".xlsx": "xl/workbook.xml", ".xlsm": "xl/workbook.xml", ".docx": "word/document.xml"}


class Unusable(Exception):
    """The file can't be read; the text is the code of the reason."""


def check(path: Path) -> None:
    """Raise Unusable with file_empty, file_large, file_password, file_old_format, file_not_office, file_wrong_ending,
    file_broken or file_bomb for a file that must not be opened.
    """
    size = path.stat().st_size
    if not size:
        raise Unusable("file_empty")
    if size > LARGEST:
        raise Unusable("file_large")
    with path.open("rb") as stream:
        start = stream.read(8)
        if start == _OLD_OFFICE:
            raise Unusable("file_password" if _ENCRYPTED in stream.read() else "file_old_format")
    if not start.startswith(b"PK"):
        raise Unusable("file_not_office")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unusable("file_broken") from None
    names = {part.filename for part in parts}
    if _CONTENT[path.suffix.lower()] not in names:
        raise Unusable("file_wrong_ending" if names & set(_CONTENT.values()) else "file_broken")
    blown = any(part.file_size > RATIO_FROM and part.file_size > RATIO * max(part.compress_size, 1) for part in parts)
    if blown or len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Unusable("file_bomb")
