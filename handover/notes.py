"""One remark of a hand-over's report: what became of a row, or of one value in it.

A note holds codes and values only; the words that staff read are in templates/handover/phrases.yaml under the code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_MOBILE = re.compile(r"(?<!\d)1[3-9]\d([\s-]?)\d{4}\1\d{4}(?!\d)")
_NAME = re.compile(r"(?<=[(\uff08])[^\W\d]+(?=[)\uff09])")  # whose it is, in brackets behind a number
SHOWN = 200  # characters of a value that are worth repeating in a report


class Verdict(StrEnum):
    """What became of it, in the order in which a report tells it."""

    FAILED = "failed"  # a whole file could not be read; what it brought earlier is kept
    REFUSED = "refused"  # a row was not taken
    DROPPED = "dropped"  # the row was taken without this value
    DOUBTFUL = "doubtful"  # taken as it stands, but somebody should look
    WITHDRAWN = "withdrawn"  # no longer in the file: kept, not shown
    SKIPPED = "skipped"  # not content, or not of a kind that is read
    CORRECTED = "corrected"  # taken after a repair
    CHANGED = "changed"
    RESTORED = "restored"  # withdrawn earlier, back in the file
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Note:
    """One remark. `line` is the row as the spreadsheet shows it, 0 for a manuscript or a whole sheet."""

    verdict: Verdict
    code: str
    sheet: str = ""
    line: int = 0
    subject: str = ""  # what the row is about: a title, a name
    values: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[tuple[str, str, str], ...] = ()  # field, from, to


def shown(value: object) -> str:
    """A value as a report repeats it: one line, not endless, no personal telephone number in full."""
    return _short(_MOBILE.sub(lambda match: _hidden(match[0]), _line(value)))


def masked(value: object) -> str:
    """As much of a private value as finds it in staff's own file: `199 **** 0005`, of a name the first character."""
    text = _line(value)
    if any(sign.isdigit() for sign in text):
        return _short(_NAME.sub(lambda name: name[0][:1] + "*" * (len(name[0]) - 1), _hidden(text)))
    return _short(text[:1] + "".join(" " if sign.isspace() else "*" for sign in text[1:]))


def _line(value: object) -> str:
    return re.sub(r"\s*\n\s*", " / ", "" if value is None else str(value)).strip()


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _hidden(text: str) -> str:
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    edge = 3 if len(places) >= 9 else 1
    hidden = set(places[edge : len(places) - (4 if len(places) >= 9 else 1)])
    return "".join("*" if at in hidden else sign for at, sign in enumerate(text))
