"""Recipients who wait until the platform counts its calls anew, and that this was brought about before its time."""

from datetime import datetime, timedelta

from congress import audit
from congress.catalogue import beijing, naive
from congress.notices.ledger import Row
from models import AuditLine, NoticeBatch, NoticeRecipient, database

WAITS = "wait_until"  # how the reason of whoever waits begins, as wechat.outcomes names it
HERE, ELSEWHERE = "quota.clear", "quota.cleared"  # codes of the audit log: by us, in the platform's own console


def hurry(by: str, at: datetime, *, here: bool) -> int:
    """The platform's counts were cleared, `here` by us: whoever waits for that is due now; how many. `at` is aware.

    Noted in the audit log, from which every sending process learns of it.
    """
    row, batch, now = NoticeRecipient, NoticeBatch, naive(at).replace(microsecond=0)
    parked = (row.state == Row.WAITING.value) & row.why.startswith(WAITS) & (row.due > now)
    with database.atomic():
        audit.note(by, HERE if here else ELSEWHERE, "", at)
        batches = [found.batch for found in row.select(row.batch).where(parked).distinct()]
        people = int(row.update(due=now).where(parked).execute())
        for number in batches:  # one by one: a large notice has more of them than a statement takes
            batch.update(due=now).where((batch.id == number) & batch.open & (batch.due > now)).execute()
    return people


def cleared() -> datetime | None:
    """When the counts were last cleared, to the second; aware."""
    line = AuditLine.select().where(AuditLine.what.in_([HERE, ELSEWHERE])).order_by(AuditLine.id.desc()).first()
    return beijing(line.at).replace(microsecond=0) if line is not None else None


def clears(at: datetime) -> int:
    """How often we cleared them in the month of `at` (aware); the platform allows ten (docs/wechat.md, 8.2)."""
    month = naive(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    after = (month + timedelta(days=32)).replace(day=1)
    line = AuditLine
    return int(line.select().where((line.what == HERE) & (line.at >= month) & (line.at < after)).count())
