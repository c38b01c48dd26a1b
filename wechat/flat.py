"""The usual push's XML read in one pass: flat, each element once, text in CDATA or bare."""

import re
from typing import Any

LIMIT = 4096  # bytes; the usual push has a tenth of it, and longer ones would make a pattern slow
_ELEMENT = re.compile(
    r"<([A-Za-z]\w*)>(?:<!\[CDATA\[([^]\r]*(?:](?!]>)[^]\r]*)*)]]>|([^<&>\r]*))</\1>\n? {0,8}", re.ASCII
)
# What XML 1.0 can't hold; a parser refuses it, and so it must get to see it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OPEN, _CLOSE = ("<xml>", "</xml>")


def read(body: bytes) -> dict[str, Any] | None:
    """The elements below <xml> as the platform sends them (docs/wechat.md, section 2); None for anything unusual.

    None means: nobody knows yet whether this is a push. Nesting, entities, repeated or empty elements, attributes,
    comments, carriage returns and whatever is no XML at all are for a real parser. What is not None is what that
    parser would find.
    """
    if len(body) > LIMIT:
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    place = 5
    if not text.startswith(_OPEN) or _FORBIDDEN.search(text):
        return None
    if text.startswith("\n    ", place):
        place += 5
    found: dict[str, Any] = {}
    match = _ELEMENT.match
    while (element := match(text, place)) is not None:
        name, sealed, bare = element.groups()
        if name in found:
            return None
        found[name] = bare if sealed is None else sealed
        place = element.end()
    end = text[place:]
    return found if found and (end == _CLOSE or end == "</xml>\n") else None
