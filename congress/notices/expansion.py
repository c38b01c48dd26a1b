"""From the outbox to the ledger: a due notice's audience written into rows, page by page."""

from datetime import datetime

import models
from congress.catalogue import naive
from congress.notices import audience
from congress.notices.audience import GONE, UNBOUND, Audience, Person
from congress.notices.ledger import OPEN, Row
from congress.notices.outbox import State
from models import Notice, NoticeBatch, NoticeRecipient

PAGE = 200  # recipients of a page, which is a batch
WHY = {GONE: "unfollowed", UNBOUND: "unbound"}


def promote(at: datetime) -> int:
    """Begin with what is due at `at` (aware); how many notices that are."""
    due = (Notice.state == State.QUEUED.value) & (Notice.due <= naive(at))
    return int(Notice.update(state=State.SENDING.value).where(due).execute())


def unread() -> tuple[int, ...]:
    """The notices whose audience is not in the ledger yet, those of the highest priority first."""
    mine = (Notice.state == State.SENDING.value) & ~Notice.expanded
    return tuple(row.id for row in Notice.select(Notice.id).where(mine).order_by(Notice.priority.desc(), Notice.id))


def expand(number: int, at: datetime) -> bool:
    """Write the next page of an audience; whether there is more. `at` is aware.

    Where it stands is committed together with the rows: whoever is killed over it leaves nothing half done, and of two
    processes at the same page one does nothing. Memory holds one page.
    """
    row = Notice.get_or_none((Notice.id == number) & (Notice.state == State.SENDING.value) & ~Notice.expanded)
    if row is None:
        return False
    people = audience.page(Audience(row.audience_kind, row.audience_value), row.cursor, PAGE)
    # Also still to be sent: one that was paused meanwhile may be edited, and have another audience.
    mine = (Notice.id == number) & (Notice.cursor == row.cursor) & (Notice.state == State.SENDING.value)
    mine &= ~Notice.expanded
    if not people:
        Notice.update(expanded=True).where(mine).execute()
        return False
    with models.database.atomic():
        if Notice.update(cursor=people[-1].cursor).where(mine).execute():
            _write(number, people, naive(at).replace(microsecond=0))
    return True


def enter(number: int, people: tuple[Person, ...], at: datetime) -> None:
    """Write all of a notice's audience into the ledger before it is due, in the caller's transaction. `at` is aware."""
    _write(number, people, naive(at).replace(microsecond=0))
    Notice.update(expanded=True).where(Notice.id == number).execute()


def sweep(at: datetime) -> None:
    """Settle what cancelling and the end of a notice's term leave behind, and finish what is through. `at` is aware."""
    now = naive(at).replace(microsecond=0)
    over = Notice.state.in_([State.SENDING.value, State.QUEUED.value, State.PAUSED.value]) & (Notice.expires <= now)
    for row in list(Notice.select(Notice.id).where(over)):  # read to the end before anything is written
        _drop(row.id, "expired", now)
        Notice.update(expanded=True, state=State.SENDING.value).where((Notice.id == row.id) & over).execute()
    ended = Notice.select(Notice.id).where(Notice.state == State.CANCELLED.value)
    left = NoticeBatch.open & NoticeBatch.notice.in_(ended)
    for batch in list(NoticeBatch.select(NoticeBatch.notice).where(left).distinct()):
        _drop(batch.notice, "cancelled", now)
    working = NoticeBatch.select(NoticeBatch.notice).where(NoticeBatch.open)
    through = (Notice.state == State.SENDING.value) & Notice.expanded & Notice.id.not_in(working)
    Notice.update(state=State.DONE.value, finished=now).where(through).execute()


def put_away(at: datetime) -> None:
    """Settle banners that nobody is to read any more: whoever comes now (`at`, aware) is not shown them anyway."""
    now = naive(at).replace(microsecond=0)
    expired = (Notice.state == State.DONE.value) & (Notice.expires <= now)
    # One that is cancelled when it is through has no open batch by which `sweep` would find it.
    for why, over in (("expired", expired), ("cancelled", Notice.state == State.CANCELLED.value)):
        waits = NoticeRecipient.notice.in_(Notice.select(Notice.id).where(over))
        waits &= NoticeRecipient.state == Row.BANNER.value
        NoticeRecipient.update(state=Row.DROPPED.value, why=why, settled_at=now).where(waits).execute()


def _write(number: int, people: tuple[Person, ...], now: datetime) -> None:
    batch = NoticeBatch.insert(notice=number, due=now).execute()
    rows = [
        {
            "notice": number, "batch": batch, "openid": each.openid or f"#{each.badge}", "badge": each.badge,
            "state": Row.GONE.value if each.standing in WHY else Row.WAITING.value, "due": now,
            "why": WHY.get(each.standing, ""), "settled_at": now if each.standing in WHY else None,
        }
        for each in people
    ]  # fmt: skip
    NoticeRecipient.insert_many(rows).on_conflict_ignore().execute()
    written = NoticeRecipient.select().where(NoticeRecipient.batch == batch).count()
    Notice.update(recipients=Notice.recipients + written).where(Notice.id == number).execute()


def _drop(number: int, why: str, now: datetime) -> None:
    """Nobody who was not told is told any more; what is on its way is settled by whoever sends it."""
    row = NoticeRecipient
    waits = (row.notice == number) & row.state.in_([Row.WAITING.value, Row.BANNER.value])
    row.update(state=Row.DROPPED.value, why=why, settled_at=now).where(waits).execute()
    working = row.select(row.batch).where((row.notice == number) & row.state.in_(OPEN))
    NoticeBatch.update(open=False).where(
        (NoticeBatch.notice == number) & NoticeBatch.open & NoticeBatch.id.not_in(working)
    ).execute()
