"""Values in replies that no row holds: times and numbers that would be made up."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime
from pathlib import Path

import models
from commands import rows
from commands.samples import LINK
from congress import cards, delegates
from congress.errors import NotFound
from understanding import Fact

CHAT = Path(__file__).parent.parent / "templates" / "chat"
# A time of the day, and any number of three digits and more: telephones, rooms, passwords, years.
VALUE = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?!\d)|\d{3,}")
# How far away something is, is worked out. (Escaped: about; metres or kilometres.)
DISTANCE = re.compile("\u7ea6\\s*[\\d.]+\\s*(?:\u7c73|\u516c\u91cc)")


class Grounds:
    """All values that the congress's rows and our own wording hold."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known = {value for text in texts for value in _values(text)}

    def missing(self, reply: str, *own: str) -> tuple[str, ...]:
        """The values of a reply that neither the rows nor `own` (what was asked, the person's own card) hold."""
        known = {value for text in own for value in _values(text)}
        found = _values(DISTANCE.sub(" ", unicodedata.normalize("NFKC", LINK.sub(" ", reply))))
        return tuple(dict.fromkeys(value for value in found if value not in known and value not in self._known))


def grounds(facts: Iterable[Fact], at: datetime) -> Grounds:
    """The grounds of the congress that is loaded, as it is at `at`."""
    texts = [rows.words_of(fact, at) for fact in facts]
    texts.append(delegates.example())
    texts += [path.read_text(encoding="utf-8") for path in CHAT.rglob("*.txt")]
    return Grounds([*texts, *(" ".join(map(str, row)) for row in models.Station.select().tuples().iterator())])


def card_of(badge: str) -> str:
    """What a person may be told of the roster; empty for nobody."""
    try:
        return " ".join(astuple(cards.card(badge))) if badge else ""
    except NotFound:
        return ""


def _values(text: str) -> list[str]:
    found = VALUE.findall(unicodedata.normalize("NFKC", text))
    return [value.removeprefix("0") if re.fullmatch("0\\d:.*", value) else value for value in found]
