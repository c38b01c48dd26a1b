"""Grants: who accepted which subscription notification, and how often (docs/wechat.md, section 13)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from congress.catalogue import naive
from models import Grant

REFUSED, USED_UP = "refused", "used up"


def accept(openid: str, template: str, at: datetime, message_key: str) -> None:
    """The person accepted in the dialog: one notification. A repeated push grants once. `at` is aware."""
    mark = f"{message_key}:{template}"[:240]
    values = {"mark": mark, "openid": openid, "template": template, "at": naive(at)}
    Grant.insert(values).on_conflict_ignore().execute()


def refuse(openid: str, template: str, at: datetime) -> None:
    """The person turned these notifications off: what was granted until `at` (aware) is worth nothing any more."""
    mine = (Grant.openid == openid) & (Grant.template == template) & (Grant.ended == "") & (Grant.at <= naive(at))
    Grant.update(ended=REFUSED).where(mine).execute()


def count(openid: str, template: str) -> int:
    """How many notifications this person has granted and not been sent."""
    mine = (Grant.openid == openid) & (Grant.template == template) & (Grant.ended == "")
    return int(Grant.select().where(mine).count())


def of(openids: Sequence[str], template: str) -> dict[str, int]:
    """By openid the grant that a notification would use: the oldest. Who has none is not in it."""
    wanted = Grant.openid.in_(list(openids)) & (Grant.template == template) & (Grant.ended == "")
    rows: Iterable[tuple[str, int]] = (
        Grant.select(Grant.openid, Grant.id).where(wanted).order_by(Grant.id.desc()).tuples().iterator()
    )
    return dict(rows)


def use(grant: int, recipient: int) -> bool:
    """Use one grant for a ledger row; False if it was used or refused meanwhile."""
    return bool(Grant.update(ended=f"row {recipient}").where((Grant.id == grant) & (Grant.ended == "")).execute())


def none_left(openid: str, template: str) -> None:
    """The platform says that there is no grant (43101): ours are worth nothing."""
    mine = (Grant.openid == openid) & (Grant.template == template) & (Grant.ended == "")
    Grant.update(ended=USED_UP).where(mine).execute()
