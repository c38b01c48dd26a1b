"""What one person may read again: their own last notices, for a guest the public ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from congress.catalogue import beijing, naive
from congress.notices.ledger import Row
from congress.notices.outbox import State
from models import Notice, NoticeRecipient

MOST = 5
LOOKED_BACK = timedelta(days=7)
# Of what was cancelled, those who were told of it before may read it again; nobody else.
RECEIVED = (Row.SENT.value, Row.TOLD.value)
OUT = (State.SENDING.value, State.DONE.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice as a person reads it again. `over`: what it tells of has passed. `at` is aware, +08:00."""

    number: int
    title: str
    words: str
    at: datetime
    over: bool


def last(openid: str, badge: str, at: datetime, most: int = MOST) -> tuple[Entry, ...]:
    """The newest first: what went to this openid or, also before it was bound, to this badge (empty for a guest), and
    what went to everybody. `at` is aware.
    """
    row, since = NoticeRecipient, naive(at - LOOKED_BACK)
    mine = (row.openid == openid) | (row.badge == badge) if badge else row.openid == openid
    ledger = row.select(row.notice).join(Notice, on=(Notice.id == row.notice))
    reached = ledger.where(mine & (row.state.in_(RECEIVED) | Notice.state.in_(OUT)))
    public = (Notice.audience_kind == "everyone") & Notice.state.in_(OUT)
    rows = (
        Notice.select(Notice.id, Notice.title, Notice.words, Notice.due, Notice.expires)
        .where((Notice.id.in_(reached) | public) & (Notice.due >= since) & (Notice.due <= naive(at)))
        .order_by(Notice.due.desc(), Notice.id.desc())
        .limit(most)
    )
    return tuple(
        Entry(
            each.id, each.title, each.words, beijing(each.due), each.expires is not None and each.expires <= naive(at)
        )
        for each in rows
    )
