"""Lines between a title and its text that name author, column or date without a label."""

import re
from collections.abc import Mapping
from functools import cache

from congress.handover.headings import words
from handover import cells

LONGEST = 60  # characters of such a line
PART = 14  # and of each part of it but the date
PARTS = 3
SENTENCE = re.compile("[\u3002\uff01\uff1f!?\uff0c,\uff1b;]")


def byline(text: str, column: str = "") -> Mapping[str, str]:
    """Field -> value of a line that is nothing else; empty for any other. `column` is known from elsewhere."""
    line = re.sub(r"^[\s>*_#\u2014-]+|[\s*_\u2014-]+$", "", text)
    if not line or len(line) > LONGEST or "\n" in line:
        return {}
    found: dict[str, str] = {}
    moment = re.search(words()["moment"], line)
    if moment:
        found["published"] = " ".join(moment[0].split())
        if re.match(r"\s*[-\u2010-\u2015~\uff5e\u81f3]\s*\d", line[moment.end() :]):
            return {}  # the days of something
        line = f"{line[: moment.start()]}\u3000{line[moment.end() :]}"
    if SENTENCE.search(line):
        return {}
    parts = [
        cells.text(part).strip("()\uff08\uff09[]\u3010\u3011 ")
        for part in re.split(r"[\u3000\t|\uff5c\u00b7/]|\s{2,}", line)
    ]
    parts = [re.sub(rf"(?:{_any('dated')})\s*[:\uff1a]?$", "", part) for part in parts if part]
    parts = [part for part in parts if part]
    if len(parts) > PARTS or any(len(part) > PART for part in parts):
        return {}
    if moment and not moment["year"] and any(not _is_author(part) and part != column for part in parts):
        return {}  # a day among words: a subtitle
    for part in parts:
        named = is_column(part, alone=not moment and len(parts) == 1)
        if not _is_author(part) and "column" not in found and (part == column or named):
            found["column"] = part
        elif moment or _is_author(part):
            found["author"] = " ".join(filter(None, (found.get("author"), part)))
        else:
            return {}
    return found


def dateline(text: str) -> str:
    """The date of a report that begins with it, as newspapers do: `...7 13...`; empty when it does not."""
    match = re.match(rf"[^\s\u3002\uff0c]{{0,12}}?\s*(?P<moment>{words()['moment']})\s*(?:{_any('dispatch')})", text)
    return match["moment"] if match else ""


def signed(text: str) -> str:
    """The date that is all there is in a line, with its year."""
    match = re.fullmatch(rf"\s*(?:{words()['moment']})\s*", text)
    return match[0].strip() if match and match["year"] else ""


def _is_author(part: str) -> bool:
    return bool(re.match(rf"(?:{_any('bylines')})", part)) or bool(re.search(rf"(?:{_any('offices')})$", part))


def is_column(part: str, *, alone: bool = False) -> bool:
    """Whether words can be a column's name; `alone` in a line they might be the first heading of the text, too."""
    return bool(re.search(rf"(?:{_any('columns_alone' if alone else 'column_ends')})$", part))


@cache
def _any(name: str) -> str:
    return "|".join(sorted(map(re.escape, words()[name]), key=len, reverse=True))
