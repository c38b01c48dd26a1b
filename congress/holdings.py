"""Where the tables hold something about one person, what of it they are shown, and what an erasure leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models import (
    Binding,
    BindingChange,
    BindingFlag,
    BindingTry,
    CheckinEntry,
    Delegate,
    Follower,
    Grant,
    Message,
    MiniUser,
    NoticeRecipient,
    Scan,
    Unanswered,
)
from models.base import Row

ERASED = "erased"


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A badge with the openids bound to it: the account's and the mini program's, which are two worlds.

    Without a badge it is whoever has the openids, and no more than they left themselves.
    """

    badge: str
    openids: tuple[str, ...] = ()
    mini: tuple[str, ...] = ()

    @property
    def badges(self) -> tuple[str, ...]:
        """The badge, if there is one: an empty one stands in the rows of everybody who has none."""
        return (self.badge,) if self.badge else ()

    @property
    def all(self) -> tuple[str, ...]:
        """The openids of both."""
        return self.openids + self.mini


def person(badge: str) -> Person:
    """Who is bound to a badge."""
    account = tuple(row.openid for row in Binding.select().where(Binding.badge == badge))
    return Person(badge, account, tuple(row.openid for row in MiniUser.select().where(MiniUser.badge == badge)))


@dataclass(frozen=True)
class Holding:
    """Rows of one table. `left`: what the columns become at an erasure; None: the rows are deleted."""

    name: str
    table: type[Row]
    of: Callable[[Person], Any]  # the condition that finds a person's rows
    shown: tuple[str, ...]
    left: Callable[[Any], Mapping[str, Any]] | None = None

    def rows(self, who: Person) -> list[dict[str, Any]]:
        """What the person is shown: times with their offset, everything else as it stands."""
        table: Any = self.table
        found = table.select().where(self.of(who)).order_by(table.id)
        return [{name: _plain(getattr(row, name)) for name in self.shown} for row in found]

    def erase(self, who: Person) -> int:
        """Delete the rows, or leave what may stay; how many. Inside the caller's transaction."""
        table: Any = self.table
        if self.left is None:
            return int(table.delete().where(self.of(who)).execute())
        found = list(table.select().where(self.of(who)))
        for row in found:
            table.update(self.left(row)).where(table.id == row.id).execute()
        return len(found)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S}+08:00"
    return value.isoformat() if isinstance(value, date) else value


def _by_openid(table: Any) -> Callable[[Person], Any]:
    return lambda who: table.badge.in_(who.badges) | _whose(table, who)


def _whose(table: Any, who: Person) -> Any:
    account, mini = (~table.miniprogram & table.openid.in_(who.openids)), table.miniprogram & table.openid.in_(who.mini)
    return account | mini


def _changes(who: Person) -> Any:
    table, found = BindingChange, BindingChange.badge.in_(who.badges)
    for mini, openids in ((False, who.openids), (True, who.mini)):
        named = table.old_openid.in_(openids) | table.new_openid.in_(openids)
        found |= (table.miniprogram == mini) & named
    return found


def _scans(who: Person) -> Any:
    found: Any = Scan.id < 0
    for openid in who.openids:
        found |= Scan.message_key.startswith(f"e:{openid}:")  # as wechat/asking.py makes the key of an event
    return found


ROSTER = (
    "badge", "name", "sex", "nation", "category", "delegation", "post", "phone", "seat", "room", "meal", "coach",
    "dining_table", "group_room", "further",
)  # fmt: skip
# The roster's own row is emptied by congress/privacy.py: it stays, so that no file brings the person back.
HOLDINGS = (
    Holding("roster", Delegate, lambda who: Delegate.badge.in_(who.badges), ROSTER, lambda row: emptied()),
    Holding(
        "bindings", Binding, lambda who: Binding.badge.in_(who.badges),
        ("openid", "how", "bound_at", "follows", "follows_since"),
    ),
    Holding(
        "follower", Follower, lambda who: Follower.openid.in_(who.openids), ("openid", "unionid", "follows", "since"),
        lambda row: {"unionid": "", "asked_at": None},  # they still follow: the account's list has them
    ),
    Holding(
        "mini_program", MiniUser, lambda who: MiniUser.badge.in_(who.badges),
        ("openid", "unionid", "how", "bound_at", "seen_at"),
    ),
    Holding("binding_tries", BindingTry, _by_openid(BindingTry), ("badge", "at")),
    Holding("binding_matters", BindingFlag, _by_openid(BindingFlag), ("kind", "badge", "at", "closed_at")),
    Holding(
        "binding_changes", BindingChange, _changes, ("at", "by", "what", "badge", "reason"),
        lambda row: {"old_openid": "", "new_openid": "", "reason": ""},
    ),
    Holding(
        "messages", Message, lambda who: Message.openid.in_(who.all), ("at", "kind", "text", "title", "url", "done_at"),
    ),
    Holding("unanswered", Unanswered, lambda who: _whose(Unanswered, who), ("at", "text")),
    Holding(
        "scans", Scan, _scans, ("scene", "at", "first"),
        lambda row: {"message_key": f"{ERASED}:{row.id}"},  # the code's count stays
    ),
    Holding(
        "check_ins", CheckinEntry, lambda who: CheckinEntry.badge.in_(who.badges),
        ("stage", "at", "desk", "by", "how", "told", "reason", "undone"),
    ),
    Holding(
        "notices", NoticeRecipient, lambda who: NoticeRecipient.badge.in_(who.badges) | _told(who),
        ("notice", "state", "channel", "settled_at", "why"),
        lambda row: {
            "openid": f"{ERASED}:{row.id}", "badge": "", "message_id": "", "told_key": "",
            "state": "dropped" if row.state in ("waiting", "trying", "banner") else row.state,
        },
    ),
    Holding("grants", Grant, lambda who: Grant.openid.in_(who.openids), ("template", "at", "ended")),
)  # fmt: skip


def _told(who: Person) -> Any:
    return NoticeRecipient.openid.in_([*who.all, *(f"#{badge}" for badge in who.badges)])


def emptied() -> dict[str, Any]:
    """What an erasure leaves of the roster's row, but for the time of it."""
    return dict.fromkeys((*ROSTER[1:], "digest", "source", "sheet"), "") | {
        "line": 0, "withdrawn": True, "scene_key": None,
    }  # fmt: skip
