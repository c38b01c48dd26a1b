"""The text of a file, in whichever of the encodings in use here."""

import codecs
from pathlib import Path

from handover.archive import Unusable

LARGEST = 60 * 1024 * 1024  # bytes


def decoded(path: Path, largest: int = LARGEST) -> tuple[str, str]:
    """The text and the name of its encoding. Raises Unusable with file_empty, file_long or file_encoding."""
    size = path.stat().st_size
    if not size or size > largest:
        raise Unusable("file_long" if size else "file_empty")
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # what an editor of old calls Unicode
        return data.decode("utf-16", errors="replace"), "UTF-16"
    for encoding, name in (("utf-8-sig", "UTF-8"), ("gb18030", "GBK")):
        try:
            return data.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise Unusable("file_encoding")
