"""The notices that one person was sent: for that person alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from congress.catalogue import beijing
from congress.notices.ledger import Row
from models import Notice, NoticeRecipient

MOST = 50


@dataclass(frozen=True, slots=True)
class Mine:
    """A notice as it reached a person. `at` is aware, +08:00."""

    title: str
    words: str
    at: datetime


def of(openid: str) -> tuple[Mine, ...]:
    """The newest first, MOST at most."""
    row = NoticeRecipient
    query: Iterable[tuple[str, str, str, datetime]] = (
        row.select(row.openid, Notice.title, Notice.words, row.settled_at)
        .join(Notice, on=(Notice.id == row.notice))
        .where((row.openid == openid) & row.state.in_([Row.SENT.value, Row.TOLD.value]))
        .order_by(row.settled_at.desc(), row.id.desc())
        .limit(MOST)
        .tuples()
        .iterator()
    )
    # An engine may compare without case.
    return tuple(Mine(title, words, beijing(at)) for whose, title, words, at in query if whose == openid and at)
