"""Which banners the message path was told of: it asks for a person's banners only after a hint."""

from collections.abc import Sequence
from datetime import datetime

from congress.catalogue import naive
from congress.notices.ledger import Row
from models import NoticeRecipient

AT_ONCE = 500


def missing(at: datetime) -> dict[int, str]:
    """Some ledger rows whose banner waits at `at` (aware) without a hint, with their openids."""
    row = NoticeRecipient
    which = (row.state == Row.BANNER.value) & ~row.hinted & (row.due <= naive(at))
    return {each.id: each.openid for each in row.select(row.id, row.openid).where(which).limit(AT_ONCE)}


def given(rows: Sequence[int]) -> None:
    """These have their hint now."""
    NoticeRecipient.update(hinted=True).where(NoticeRecipient.id.in_(list(rows))).execute()


def page(after: int) -> dict[int, str]:
    """The next rows behind a number whose banner waits, hinted or not: a store that lost its hints gets them again."""
    row = NoticeRecipient
    which = (row.state == Row.BANNER.value) & (row.id > after)
    rows = row.select(row.id, row.openid).where(which).order_by(row.id).limit(AT_ONCE)
    return {each.id: each.openid for each in rows}
