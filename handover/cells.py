"""What a cell holds, as clean text."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

# Full-width digits, letters and the full-width space mean the same as the plain ones; full-width punctuation in Chinese
# prose is right as it is.
_PLAIN = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SPACES = re.compile(r"[^\S\n]+")


def text(value: Any) -> str:
    """A cell's value as text: spaces tidied, empty lines and control characters gone, whole numbers without `.0`."""
    match value:
        case None:
            return ""
        case str():
            return _tidy(value)
        case datetime():
            return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case time():
            return f"{value.hour}:{value.minute:02}"
        case float() if value.is_integer():
            return str(int(value))
    return _tidy(str(value))


def _tidy(written: str) -> str:
    if written.isprintable() and "  " not in written:  # as nearly all are; no other space is printable
        return written.strip()
    signs = (
        sign for sign in written.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
        if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )  # fmt: skip
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(signs).split("\n"))
    return "\n".join(line for line in lines if line)


def plain(written: str) -> str:
    """The same with plain digits and letters for full-width ones."""
    return written.translate(_PLAIN)


def bare(written: str) -> str:
    """For comparing: compatibility forms unified, no spaces, lower case."""
    return "".join(unicodedata.normalize("NFKC", written).split()).casefold()


def aside(value: Any) -> str:
    """What stands in the brackets of a heading, for comparing."""
    found = re.search(r"[(\[【](.+?)[)\]】]", bare(value)) if isinstance(value, str) and len(value) <= 60 else None
    return found[1] if found else ""


def heading(value: Any) -> str:
    """A heading for comparing: like `bare`, without what stands in brackets or after them, and without punctuation."""
    if not isinstance(value, str) or len(value) > 60:
        return ""
    words = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", bare(value))
    return words.strip(":*/、()[]【】")
