"""The words of notices, from templates/chat/notices."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from congress.agenda import Item

FOLDER = Path(__file__).parents[2] / "templates" / "chat"
MESSAGE = 2048  # bytes of UTF-8 in one message (docs/wechat.md, section 7)
THING = 20  # characters of a `thing` in a template (docs/wechat.md, section 13)
BANNER = 160  # characters above an answer
MORE = "\u2026"
# Where a text may be broken: behind the end of a sentence, else behind a part of one or a space.
SENTENCE = re.compile(r"[\u3002\uff01\uff1f!?\n]")
PART = re.compile(r"[\uff0c\u3001\uff1b\uff1a,;:\s\uff09)\u201d\u300b]")


def words(template: str, **values: Any) -> str:
    """The words of templates/chat/notices/<template>, without blank lines at either end. Raises jinja2's errors."""
    return _environment().get_template(f"notices/{template}").render(values).strip()


def moment(at: datetime) -> str:
    """A time as templates take it for their keywords `time` and `date` (docs/wechat.md, section 13)."""
    return words("moment.txt", at=at)


def details(item: Item) -> dict[str, str]:
    """For templates, none of them empty: the item's name, when and where it is, what to bear in mind."""
    return {
        "item": short(item.title), "when": moment(item.starts),
        "place": short(words("detail.txt", what="place", item=item)),
        "note": short(words("detail.txt", what="note", item=item)),
    }  # fmt: skip


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=False, undefined=StrictUndefined, trim_blocks=True,  # noqa: S701
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


def fitting(text: str, most: int = MESSAGE) -> str:
    """The text, or what `most` bytes of UTF-8 hold of it, ended at a sentence or part of one, with an ellipsis."""
    if len(text.encode()) <= most:
        return text
    room = text.encode()[: most - len(MORE.encode())].decode(errors="ignore")
    return _ended(room) + MORE


def short(text: str, most: int = THING) -> str:
    """One line of at most `most` characters; what is longer ends behind a part of a sentence, with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else _ended(line[: most - len(MORE)]) + MORE


def _ended(room: str) -> str:
    """The text up to its last good place to stop; all of it when that would lose more than half."""
    for stop in (SENTENCE, PART):
        last = max((found.end() for found in stop.finditer(room)), default=0)
        if last * 2 > len(room):
            return room[:last].rstrip("\n \u3002\uff0c\u3001\uff1b\uff1a,;:")
    # A number or a Latin word is not cut in two.
    whole = re.sub(r"[0-9A-Za-z:.\-]+$", "", room)
    return (whole if len(whole) * 2 > len(room) else room).rstrip()
