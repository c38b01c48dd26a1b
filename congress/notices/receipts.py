"""The platform's own signs that something arrived, or did not."""

from datetime import datetime, timedelta

from congress.catalogue import naive
from congress.notices.batches import UNSURE
from congress.notices.ledger import Row
from models import NoticeRecipient

SKEW = timedelta(minutes=2)  # by which the platform's clock may be behind ours
NEAR = timedelta(minutes=10)  # within which a sign without a number of ours belongs to an attempt


def template(openid: str, message_id: str, status: str, at: datetime) -> None:
    """TEMPLATESENDJOBFINISH: by its number where the answer of the call is on record, else by the person's attempt.

    What failed gets a banner, unless the person refuses messages. `at` is aware.
    """
    if status == "success":
        _arrived(openid, "template", message_id, at)
    elif "block" in status:
        _failed(openid, "template", message_id, at, Row.GONE)
    else:
        _failed(openid, "template", message_id, at, Row.BANNER)


def subscription(openid: str, arrived: bool, message_id: str, at: datetime) -> None:
    """subscribe_msg_sent_event, of the person's last attempt before `at` (aware)."""
    if arrived:
        _arrived(openid, "subscription", message_id, at)
    else:
        _failed(openid, "subscription", message_id, at, Row.BANNER)


def _arrived(openid: str, channel: str, message_id: str, at: datetime) -> None:
    """What nobody knows of yet is settled: the attempt of a process that is gone, also when its banner waits."""
    row = NoticeRecipient
    if message_id and row.select().where((row.message_id == message_id) & (row.openid == openid)).exists():
        return
    unsure = (row.state == Row.TRYING.value) & (row.channel == channel)
    unsure |= (row.state == Row.BANNER.value) & (row.why == UNSURE) & (row.channel == channel)
    found = _nearest(openid, unsure, at)
    if found is not None:
        change = {
            "state": Row.SENT.value, "channel": channel, "message_id": message_id, "settled_at": naive(at), "why": "",
        }  # fmt: skip
        row.update(change).where((row.id == found) & unsure).execute()


def _failed(openid: str, channel: str, message_id: str, at: datetime, state: Row) -> None:
    row = NoticeRecipient
    known = (row.channel == channel) & row.state.in_([Row.SENT.value, Row.TRYING.value])
    if message_id and channel == "template":
        # The answer of the call may not be on record yet.
        known &= (row.message_id == message_id) | (row.state == Row.TRYING.value)
    found = _nearest(openid, known, at)
    if found is not None:
        why = "the platform could not deliver it" if state is Row.BANNER else "refuses messages"
        change = {"state": state.value, "due": naive(at), "why": why, "hinted": False}
        row.update(change).where((row.id == found) & known).execute()


def _nearest(openid: str, which: object, at: datetime) -> int | None:
    """The last attempt for this person that was not after `at`, and not long before it."""
    row, now = NoticeRecipient, naive(at)
    tried = (row.tried_at <= now + SKEW) & (row.tried_at >= now - NEAR)
    found = row.select(row.id).where((row.openid == openid) & which & tried).order_by(row.tried_at.desc()).first()
    return found.id if found is not None else None
