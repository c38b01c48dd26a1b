"""Who lost a binding since staff gave it to another WeChat is told, and told again when it is theirs after all."""

from contextlib import suppress
from datetime import datetime, timedelta

from congress.catalogue import naive
from congress.errors import Conflict
from congress.notices import expansion, outbox, wording
from congress.notices.audience import FOLLOWING, GONE, Audience, Person
from congress.notices.batches import UNSURE
from congress.notices.held import SYSTEM
from congress.notices.ledger import Row
from congress.notices.outbox import State
from models import Binding, Follower, Notice, NoticeRecipient

KIND = "binding"
LOST, BACK = f"{KIND}:lost:", f"{KIND}:back:"  # and the number of the change
UNDO = timedelta(minutes=1)  # in which staff can take a wrong move back before anybody hears of it
LASTS = timedelta(days=7)
HEARD = (Row.SENT.value, Row.TOLD.value, Row.TRYING.value)
UNHEARD = (Row.WAITING.value, Row.BANNER.value)


def lost(change: int, openid: str, at: datetime) -> None:
    """The account's `openid` lost its badge by the change with this number; it is told when UNDO is over.

    `at` is aware. Called in the transaction of the change. The words name nobody, and no badge: whoever reads them may
    have been the wrong person all along.
    """
    _write(f"{LOST}{change}", "lost", openid, at, at + UNDO)


def regained(openid: str, by: str, at: datetime) -> bool:
    """The account's `openid` has a badge again: of a loss that it was not told of yet, it is not told any more.

    Whether it did hear of one, or perhaps did. `at` is aware.
    """
    row, now, heard = NoticeRecipient, naive(at).replace(microsecond=0), False
    losses = Notice.mark.startswith(LOST) & (Notice.state != State.CANCELLED.value)
    found = row.select().join(Notice, on=(Notice.id == row.notice)).where((row.openid == openid) & losses)
    for each in [each for each in found if each.openid == openid]:  # an engine may compare without case
        # Whoever sends takes the row in the same way: it is either dropped here, or on its way.
        dropped = {"state": Row.DROPPED.value, "why": "cancelled", "settled_at": now}
        quicker = not row.update(dropped).where((row.id == each.id) & row.state.in_(UNHEARD)).execute()
        unsure = each.state == Row.BANNER.value and each.why == UNSURE
        # Not read again: on MariaDB this transaction goes on seeing the row as it was.
        heard |= unsure or each.state in HEARD or (each.state in UNHEARD and quicker)
        with suppress(Conflict):  # staff cancelled it a moment ago
            outbox.cancel(each.notice, by, at)
    return heard


def undone(change: int, again: int, badge: str, by: str, at: datetime) -> None:
    """A move with the number `change` was taken back by `again`: who was told of the loss is told that it is over.

    `at` is aware. Nothing for a person whose account is not bound to the badge again.
    """
    row = NoticeRecipient
    notice = row.select(row.openid).join(Notice, on=(Notice.id == row.notice)).where(Notice.mark == f"{LOST}{change}")
    told = notice.first()
    if told is None or not Binding.select().where((Binding.openid == told.openid) & (Binding.badge == badge)).exists():
        return
    if regained(told.openid, by, at):
        _write(f"{BACK}{again}", "back", told.openid, at, at)


def _write(mark: str, what: str, openid: str, at: datetime, due: datetime) -> None:
    words, title = (wording.words("binding.txt", what=each) for each in (what, "title"))
    number = outbox.write(
        KIND, mark, Audience("person"), words, at, due=due, expires=due + LASTS, by=SYSTEM, title=title
    )
    follower = Follower.get_or_none(Follower.openid == openid)
    standing = GONE if follower is not None and not follower.follows else FOLLOWING
    # Bound to nothing, or to another badge by then, they are in no audience. The ledger holds their openid already, in
    # which it is found when their data are to be shown or erased; the badge is somebody else's now.
    expansion.enter(number, (Person(0, openid, "", standing),), at)
