"""The audit log: who saw or changed what, when."""

from dataclasses import dataclass
from datetime import datetime

from congress.catalogue import beijing, naive
from models import AuditLine

LONGEST_DETAIL = 500  # characters
PAGE = 100  # lines


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. `at` is aware, +08:00."""

    number: int
    at: datetime
    by: str
    what: str
    subject: str
    detail: str


def note(by: str, what: str, subject: str, at: datetime, detail: str = "") -> None:
    """Write a line, inside the caller's transaction. `at` is aware.

    `by` is a staff login, the operator's name, `self` or `system`; `what` a code such as `binding.move`; `subject` a
    badge, a login or a number. Private values (names, telephones, openids, keys) belong in none of them.
    """
    AuditLine.insert({
        "at": naive(at), "by": by[:80], "what": what, "subject": subject[:64], "detail": detail[:LONGEST_DETAIL],
    }).execute()  # fmt: skip


def lines(*, before: int = 0, by: str = "", what: str = "", subject: str = "", most: int = PAGE) -> tuple[Line, ...]:
    """The newest lines first; `before` a line's number, and only those of one person, kind or subject if given."""
    query = AuditLine.select().order_by(AuditLine.id.desc()).limit(most)
    for wanted, column in ((by, AuditLine.by), (what, AuditLine.what), (subject, AuditLine.subject)):
        if wanted:
            query = query.where(column == wanted)
    if before:
        query = query.where(AuditLine.id < before)
    return tuple(Line(row.id, beijing(row.at), row.by, row.what, row.subject, row.detail) for row in query)
