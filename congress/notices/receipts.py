"""The platform's own signs that something arrived, or did not.

A sign settles what nobody knows of, the attempt of a process that is gone, only where it can mean nothing else: a sign
that is taken for the wrong notice would leave a person out, one that is not taken costs no more than a banner.
"""

from datetime import datetime, timedelta
from typing import Any

import models
from congress.catalogue import naive
from congress.notices.batches import UNSURE
from congress.notices.ledger import Row
from models import NoticeRecipient

SKEW = timedelta(minutes=2)  # by which the platform's clock may be behind ours
NEAR = timedelta(minutes=10)  # within which a sign belongs to an attempt
BLOCKED, UNDELIVERED = "refuses messages", "the platform could not deliver it"
row = NoticeRecipient


def template(openid: str, message_id: str, status: str, at: datetime) -> None:
    """TEMPLATESENDJOBFINISH, by its number, or by the person's only attempt whose answer is not on record.

    What failed gets a banner, unless the person refuses messages; `at` is aware. An attempt that is merely under way
    needs no sign of success: it is answered, or repeated under its own id.
    """
    with models.database.atomic():
        known = list(row.select().where((row.message_id == message_id) & (row.openid == openid))) if message_id else []
        tried = [] if known else _of(openid, "template", at)
        if status != "success":
            lost = Row.GONE if "block" in status else Row.BANNER
            _lose(known or [each for each in tried if each.state == Row.TRYING.value], lost, at)
        elif len(tried) == 1 and tried[0].state == Row.BANNER.value:
            _found(tried[0], message_id, at)


def subscription(openid: str, arrived: bool, message_id: str, at: datetime) -> None:
    """subscribe_msg_sent_event; its number is in no answer, so that it is matched by person and time (`at`, aware).

    One that arrived is the sign of a message that we know was sent, as long as there is one without a sign. When it is
    one that failed and it might be any of several, each of them gets a banner.
    """
    with models.database.atomic():
        if message_id and row.select().where((row.message_id == message_id) & (row.openid == openid)).exists():
            return
        tried = _of(openid, "subscription", at)
        sent = [each for each in tried if each.state == Row.SENT.value and not each.message_id]
        open_ = [each for each in tried if each.state != Row.SENT.value]
        if not arrived:
            _lose(sent + open_, Row.BANNER, at)
        elif sent:
            row.update(message_id=message_id).where(row.id == sent[0].id).execute()
        elif len(open_) == 1 and open_[0].state == Row.TRYING.value:
            # Whoever tries knows better; should it be gone, whoever takes over finds the sign.
            row.update(message_id=message_id).where((row.id == open_[0].id) & (row.state == open_[0].state)).execute()
        elif len(open_) == 1:
            _found(open_[0], message_id, at)


def _of(openid: str, channel: str, at: datetime) -> list[Any]:
    """The person's attempts by that channel not long before `at`: sent, under way, or such as nobody knows of."""
    now = naive(at)
    unsure = (row.state == Row.BANNER.value) & (row.why == UNSURE)
    tried = (row.tried_at <= now + SKEW) & (row.tried_at >= now - NEAR) & (row.channel == channel)
    which = row.state.in_([Row.SENT.value, Row.TRYING.value]) | unsure
    return list(row.select().where((row.openid == openid) & tried & which).order_by(row.id))


def _found(each: Any, message_id: str, at: datetime) -> None:
    change = {"state": Row.SENT.value, "message_id": message_id, "settled_at": naive(at), "why": ""}
    row.update(change).where((row.id == each.id) & (row.state == each.state)).execute()


def _lose(some: list[Any], state: Row, at: datetime) -> None:
    why = UNDELIVERED if state is Row.BANNER else BLOCKED
    change = {"state": state.value, "due": naive(at).replace(microsecond=0), "why": why, "hinted": False}
    for each in some:
        row.update(change).where((row.id == each.id) & (row.state == each.state)).execute()
