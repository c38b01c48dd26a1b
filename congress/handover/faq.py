"""Rows of the frequently asked questions."""

import re
from collections.abc import Callable

from congress.handover.headings import headings, hints, like, others, words
from handover import keys
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from models import Faq

PAUSE, MARKS = "\u3001", " \u3001\uff0c,\u3002"
LEAST = 4  # characters of a part that can be a question
NUMBERED = r"^[(（]?\d{1,2}[)）.．、]\s*(?=\D)"


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows; rows do not depend on each other."""
    single = any(word in about.headings.get("aliases", "") for word in words()["single"])

    def read(row: Row) -> Entry:
        question = row.subject = row.needed("question")
        row.key = keys.key(keys.pinyin(question))
        answer = row.lines("answer") or row.refuse("needed", "answer")
        ways = dict.fromkeys(ways_of(row.lines("aliases"), single=single))
        answer = "\n".join([answer, *row.rest()])
        return row.entry(row.key, question=question, aliases="\n".join(ways), answer=answer)

    return read


def ways_of(written: str, *, single: bool = False) -> list[str]:
    """The other ways to ask that one cell holds: questions, or `single` words.

    A pause mark parts questions only where each part can be one.
    """
    ways: list[str] = []
    for line in re.split(r"[/／|｜;；\n]|(?<=[?？])|(?<=\D)\s*(?=\d{1,2}[.．]\D)", written):
        parts = re.split(r"[\u3001\uff0c,\s]+" if single else PAUSE, line.strip(MARKS))
        whole = not single and min(len(part.strip()) for part in parts) < LEAST
        ways += [line.strip(MARKS)] if whole else parts
    numbered = (re.sub(NUMBERED, "", way.strip()) for way in ways)
    return [way for way in numbered if way]


KIND = Kind(
    name="faq", model=Faq, key="key", headings=headings("faq"), hints=hints("faq"),
    like=like("faq"), others=others("faq"), naming="question",
    needs=(("question",), ("answer",)), rest="answer", echoes={"aliases": "question"}, begin=begin,
    identity=("question",),
)  # fmt: skip
