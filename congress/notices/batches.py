"""Batches of recipients, each worked on by one process: lease, intent before the call, result after it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import Case

import models
from congress.catalogue import beijing, naive
from congress.notices import grants, outbox
from congress.notices.ledger import OPEN, Row
from congress.notices.outbox import State, Told
from models import Notice, NoticeBatch, NoticeRecipient

UNSURE = "unsure"  # why a banner waits when nobody knows whether the message went out
CLOSED = "window"  # why somebody is not told of what waits for nobody: there was no open window
LEASE = 45.0  # seconds; longer than a call with its repeats takes, and renewed with every wave
SMALL = 1000  # recipients of a notice that is through in seconds and needn't wait for large ones
LOOKED_AT = 50  # batches of the front that are looked at for one that is free
# The platform sends a template message under the same client_msg_id once within ten minutes (docs/wechat.md, 12).
REPEATABLE = timedelta(minutes=9)
# The platform tells of a subscription notification that was sent by an event of its own, some seconds later.
SIGN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Work:
    """A batch that is ours."""

    batch: int
    notice: Told


@dataclass(frozen=True, slots=True)
class Recipient:
    """One to whom something is to be sent. `again`: a template message may have gone out, and is to be repeated;
    `stale`: it may have, and it is too late for that."""

    number: int
    openid: str
    tried: tuple[str, ...] = ()
    again: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be called. `grant` is the one that it uses, 0 for none."""

    recipient: Recipient
    channel: str
    grant: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a recipient: the row's new state. `tried` adds a channel that is out of the question now.

    WAITING with a channel: nobody knows whether it went out, and that channel may repeat it.
    """

    recipient: Recipient
    state: Row
    channel: str = ""
    why: str = ""
    message_id: str = ""
    due: datetime | None = None
    tried: str = ""


class Lost(Exception):
    """The batch is not ours any more, or its notice is no longer to be sent."""


def claim(owner: str, at: datetime, wall: float, gone: Callable[[str], bool]) -> Work | None:
    """A batch for `owner`, of the notice whose turn it is; None when nothing is due at `at` (aware).

    The higher priority goes first, of equals the small ones, and of these and of the large ones each in turn. A batch
    whose owner is `gone`, or let its lease run out at `wall` (Unix seconds), is taken over, and what that owner left
    open is settled first.
    """
    batch, now, small = NoticeBatch, naive(at), Notice.expanded & (Notice.recipients <= SMALL)
    rows = (
        batch.select(batch.id, batch.notice, batch.owner, batch.leased)
        .join(Notice, on=(Notice.id == batch.notice))
        .where(batch.open & (batch.due <= now) & (Notice.state == State.SENDING.value))
        .order_by(Notice.priority.desc(), Case(None, [(small, 0)], 1), Notice.served, batch.id)
        .limit(LOOKED_AT)
    )
    for row in list(rows):  # read to the end: SQLite lets nobody write over a reading that has begun
        if row.owner and row.leased > wall and not gone(row.owner):
            continue
        mine = (batch.id == row.id) & (batch.owner == row.owner) & batch.open
        notice = outbox.notice(row.notice)
        with models.database.atomic():
            if not batch.update(owner=owner, leased=wall + LEASE).where(mine & (batch.leased <= row.leased)).execute():
                continue
            Notice.update(served=wall).where(Notice.id == row.notice).execute()
            _recover(row.id, now, waits=not notice.service_only)
        return Work(row.id, notice)
    return None


def waiting(work: Work, at: datetime) -> tuple[Recipient, ...]:
    """The recipients of a batch that are due at `at` (aware)."""
    row, now = NoticeRecipient, naive(at)
    due = (row.batch == work.batch) & (row.state == Row.WAITING.value) & (row.due <= now)
    rows = row.select(row.id, row.openid, row.tried, row.tried_at).where(due).order_by(row.id)
    return tuple(_recipient(each, now) for each in rows)


def turn(
    work: Work, owner: str, at: datetime, wall: float, results: Iterable[Result], intents: Sequence[Intent] = ()
) -> tuple[Intent, ...]:  # fmt: skip
    """Put on record what became of the calls so far and what is called next, in one transaction.

    Gives back the intents that may be called now: those whose grant is still there. Raises Lost, with the results on
    record, when nothing more may be called.
    """
    now = naive(at).replace(microsecond=0)
    with models.database.atomic():
        for each in results:
            _settle(each, now)
        mine = (NoticeBatch.id == work.batch) & (NoticeBatch.owner == owner)
        NoticeBatch.update(leased=wall + LEASE).where(mine).execute()
        ours = NoticeBatch.select().where(mine).exists()  # MariaDB counts rows that changed, not rows that were found
        sending = Notice.select().where((Notice.id == work.notice.number) & (Notice.state == State.SENDING.value))
        lost = not ours or not sending.exists()
        taken = () if lost else tuple(each for each in intents if _intend(each, now))
    if lost:
        raise Lost(str(work.batch))
    return taken


def reconnect() -> None:
    """Give a connection back that failed; the next look opens another."""
    models.close()


def release(work: Work, owner: str, at: datetime, not_before: datetime | None = None) -> None:
    """Give a batch back: closed when nothing of it is open, else due with its earliest recipient."""
    row = NoticeRecipient
    with models.database.atomic():
        left = row.select(row.due).where((row.batch == work.batch) & row.state.in_(OPEN)).order_by(row.due).first()
        change: dict[str, object] = {"owner": "", "leased": 0.0, "open": left is not None}
        if left is not None:
            change["due"] = max(left.due, naive(not_before or at).replace(microsecond=0))
        NoticeBatch.update(change).where((NoticeBatch.id == work.batch) & (NoticeBatch.owner == owner)).execute()


def _recipient(row: NoticeRecipient, now: datetime) -> Recipient:
    tried = tuple(filter(None, row.tried.split(",")))
    since: datetime | None = row.tried_at
    return Recipient(row.id, row.openid, tried, since is not None, since is not None and since <= now - REPEATABLE)


def _intend(intent: Intent, now: datetime) -> bool:
    number = intent.recipient.number
    if intent.grant and not grants.use(intent.grant, number):
        return False
    mine = (NoticeRecipient.id == number) & (NoticeRecipient.state == Row.WAITING.value)
    # A repeated template message counts from its first attempt.
    change: dict[str, object] = {"state": Row.TRYING.value, "channel": intent.channel}
    if not intent.recipient.again:
        change["tried_at"] = now
    return bool(NoticeRecipient.update(change).where(mine).execute())


def _settle(result: Result, now: datetime) -> None:
    row, state = NoticeRecipient, result.state
    change: dict[str, object] = {"state": state.value, "why": result.why[:160], "channel": result.channel}
    before = row.state.in_([Row.TRYING.value, Row.WAITING.value])
    if state in (Row.WAITING, Row.BANNER):
        change["due"] = naive(result.due).replace(microsecond=0) if result.due else now
    if state is Row.WAITING and not result.channel:
        change["tried_at"] = None
    if state is Row.BANNER:
        change |= {"channel": result.channel or "banner", "hinted": False}
    if state is not Row.WAITING:
        change["settled_at"] = now
    if state is not Row.SENT or result.message_id:
        change["message_id"] = result.message_id  # else the platform's sign may have come already, with its number
    if result.tried:
        change["tried"] = ",".join([*result.recipient.tried, result.tried])
    if state is Row.SENT:
        # Somebody took us for dead; the person has not seen the banner yet.
        before |= row.state.in_([Row.BANNER.value, Row.GONE.value]) & (row.why == UNSURE)
    row.update(change).where((row.id == result.recipient.number) & before).execute()


def _recover(batch: int, now: datetime, *, waits: bool) -> None:
    """Settle what an owner who is gone had begun: whether its calls arrived, nobody here knows.

    A template message is repeated under the same id. What has no id is not sent again: its words become a banner, and
    should the platform's own sign come (congress/notices/receipts.py) before it is shown, it counts as sent. Of a
    notice that does not wait for people (`waits`) no banner is left.
    """
    row = NoticeRecipient
    open_ = (row.batch == batch) & (row.state == Row.TRYING.value)
    if not waits:
        row.update(state=Row.GONE.value, settled_at=now, why=UNSURE).where(open_).execute()
        return
    repeat = open_ & (row.channel == "template") & (row.tried_at > now - REPEATABLE)
    row.update(state=Row.WAITING.value, due=now).where(repeat).execute()
    signed = open_ & (row.channel == "subscription") & (row.message_id != "")
    row.update(state=Row.SENT.value, settled_at=now).where(signed).execute()
    banner = {"state": Row.BANNER.value, "settled_at": now, "hinted": False}
    awaited = open_ & row.channel.in_(["subscription", "template"])
    row.update(banner | {"due": now + SIGN, "why": UNSURE}).where(awaited).execute()
    row.update(banner | {"due": now, "why": UNSURE}).where(open_).execute()


def earliest(at: datetime) -> datetime | None:
    """When the next batch is due, if there is one; aware."""
    batch = NoticeBatch
    sending = Notice.select(Notice.id).where(Notice.state == State.SENDING.value)
    row = batch.select(batch.due).where(batch.open & batch.notice.in_(sending)).order_by(batch.due).first()
    return beijing(row.due) if row else None
