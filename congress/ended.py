"""For each kind of data with a life span: which rows it is over for, and what becomes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from congress import privacy
from congress.catalogue import beijing
from congress.checkin import arrivals
from congress.holdings import ERASED
from models import (
    AuditLine,
    Binding,
    BindingChange,
    BindingFlag,
    BindingTry,
    CheckinEntry,
    Delegate,
    Delegation,
    Follower,
    FollowerRun,
    Grant,
    Message,
    MiniUser,
    Notice,
    NoticeRecipient,
    Revision,
    Scan,
    Unanswered,
)
from models.base import Row

PEOPLE = 20  # in a transaction: each is dozens of statements, for which others who write wait
Condition = Callable[[datetime], Any]  # of a time as the tables hold it


@dataclass(frozen=True)
class Rule:
    """Rows of a table; `left` is what their columns become, None: they are deleted."""

    table: type[Row]
    over: Condition
    left: Callable[[Any], Mapping[str, Any]] | None = None

    def count(self, before: datetime) -> int:
        """How many are over."""
        return int(self.table.select().where(self.over(before)).count())

    def take(self, before: datetime, at: datetime, most: int) -> int:
        """Take out some; how many."""
        table: Any = self.table
        rows = list(table.select().where(self.over(before)).order_by(table.id).limit(most))
        if self.left is None and rows:
            table.delete().where(table.id.in_([row.id for row in rows])).execute()
        elif self.left is not None:
            for row in rows:
                table.update(self.left(row)).where(table.id == row.id).execute()
        return len(rows)


class _Roster(Rule):
    """Everybody who is left, and the conveners' numbers; a roster that is handed over anew brings people back."""

    def take(self, before: datetime, at: datetime, most: int) -> int:
        rows = list(
            Delegate.select(Delegate.badge).where(self.over(before)).order_by(Delegate.id).limit(min(most, PEOPLE))
        )
        for row in rows:
            privacy.erase(row.badge, "system", at, "retention", for_good=False)
        named = (Delegation.convener != "") | (Delegation.phone != "")
        if Delegation.update(convener="", phone="", digest="").where(named).execute():
            Revision.raise_()
        return len(rows)


class _CheckIns(Rule):
    """At one blow for all stages, so that the boards are told."""

    def take(self, before: datetime, at: datetime, most: int) -> int:
        return arrivals.forget(before=beijing(before))


def _left_by_strangers(before: datetime) -> Any:
    gone = Follower.select(Follower.openid).where(~Follower.follows & (Follower.since < before))
    return Message.openid.in_(gone) & Message.openid.not_in(Binding.select(Binding.openid))


def _finished(before: datetime) -> Any:
    over = Notice.select(Notice.id).where(Notice.finished < before)
    return NoticeRecipient.notice.in_(over) & ~NoticeRecipient.openid.startswith(f"{ERASED}:")


# Messages of those who left come before the record that they left.
RULES: Mapping[str, Rule] = {
    "roster": _Roster(Delegate, lambda before: Delegate.name != ""),
    "check_ins": _CheckIns(CheckinEntry, lambda before: CheckinEntry.at < before),
    "messages": Rule(Message, lambda before: Message.at < before),
    "messages_unfollowed": Rule(Message, _left_by_strangers),
    "unanswered": Rule(Unanswered, lambda before: Unanswered.at < before),
    "unanswered_askers": Rule(
        Unanswered,
        lambda before: (Unanswered.at < before) & (Unanswered.openid != ""),
        lambda row: {"openid": "", "message_key": f"{ERASED}:{row.id}"},
    ),
    "followers_gone": Rule(Follower, lambda before: ~Follower.follows & (Follower.since < before)),
    "follower_runs": Rule(FollowerRun, lambda before: FollowerRun.ended_at < before),
    "mini_users": Rule(MiniUser, lambda before: MiniUser.badge.is_null() & (MiniUser.seen_at < before)),
    "binding_tries": Rule(BindingTry, lambda before: BindingTry.at < before),
    "binding_matters": Rule(BindingFlag, lambda before: BindingFlag.closed_at < before),
    "binding_changes": Rule(
        BindingChange,
        lambda before: (
            (BindingChange.at < before)
            & ((BindingChange.old_openid != "") | (BindingChange.new_openid != "") | (BindingChange.reason != ""))
        ),
        lambda row: {"old_openid": "", "new_openid": "", "reason": ""},
    ),
    "scans": Rule(
        Scan,
        lambda before: (Scan.at < before) & ~Scan.message_key.startswith(f"{ERASED}:"),
        lambda row: {"message_key": f"{ERASED}:{row.id}"},
    ),
    "notices": Rule(
        NoticeRecipient,
        _finished,
        lambda row: {"openid": f"{ERASED}:{row.id}", "badge": "", "message_id": "", "told_key": ""},
    ),
    "grants": Rule(Grant, lambda before: (Grant.ended != "") & (Grant.at < before)),
    "audit": Rule(AuditLine, lambda before: AuditLine.at < before),
}
