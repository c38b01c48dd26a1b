"""Rows of the frequently asked questions."""

import re
from collections.abc import Callable

from congress.handover.headings import headings, hints
from handover import keys
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from models import Faq


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows; rows do not depend on each other."""
    return _read


def _read(row: Row) -> Entry:
    question = row.subject = row.needed("question")
    row.key = keys.key(keys.pinyin(question))
    answer = row.lines("answer") or row.refuse("needed", "answer")
    ways = (way.strip() for way in re.split(r"[/／|｜;；\n]", row.lines("aliases")))
    return row.entry(row.key, question=question, aliases="\n".join(dict.fromkeys(filter(None, ways))), answer=answer)


KIND = Kind(
    name="faq", model=Faq, key="key", headings=headings("faq"), hints=hints("faq"),
    needs=(("question",), ("answer",)), begin=begin,
    identity=("question",),
)  # fmt: skip
