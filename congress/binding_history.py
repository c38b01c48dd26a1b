"""What staff did to a delegate's bindings, and taking it back."""

from dataclasses import dataclass
from datetime import datetime

import peewee

from congress import audit, binding
from congress.catalogue import beijing, naive
from congress.errors import Conflict, NotFound
from congress.notices import rebinding
from models import Binding, BindingChange, MiniUser, database

UNDOABLE = ("move", "release")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `what` is move, release, unlock, dismiss or restore; `undoable` says whether it can be taken back
    now. Times aware, +08:00."""

    number: int
    at: datetime
    by: str
    what: str
    badge: str
    reason: str
    old_openid: str
    new_openid: str
    miniprogram: bool
    undoable: bool


def changes(badge: str, most: int = 20) -> tuple[Change, ...]:
    """The latest changes of a badge, newest first."""
    rows = list(
        BindingChange.select().where(BindingChange.badge == badge).order_by(BindingChange.id.desc()).limit(most)
    )
    return tuple(_change(row, rows) for row in rows)


def change(number: int) -> Change:
    """The change with this number. Raises NotFound."""
    row = BindingChange.get_or_none(BindingChange.id == number)
    if row is None:
        raise NotFound(str(number))
    return next(each for each in changes(row.badge, 1000) if each.number == number)


def restore(number: int, by: str, at: datetime) -> Change:
    """Put back who was bound before a move or a release; the change. `at` is aware.

    Who was told that the binding is lost is told that it is back; who loses it now is told, if they had it for a while.
    Raises NotFound; Conflict when the badge or the person has been bound anew since.
    """
    wanted = change(number)
    if not wanted.undoable:
        raise Conflict("changed")
    try:
        with database.atomic():
            _put_back(wanted, at)
            again = BindingChange.insert({
                "at": naive(at), "by": by[:80], "what": "restore", "badge": wanted.badge, "reason": "", "flag": 0,
                "old_openid": wanted.new_openid, "new_openid": wanted.old_openid, "miniprogram": wanted.miniprogram,
            }).execute()  # fmt: skip
            audit.note(by, "binding.restore", wanted.badge, at, str(number))
            if wanted.what == "move" and not wanted.miniprogram:
                rebinding.undone(number, again, wanted.badge, by, at)
                # Given back to nobody it is a release, of which nobody is told.
                if wanted.old_openid and at >= wanted.at + rebinding.UNDO:
                    rebinding.lost(again, wanted.new_openid, at)
    except peewee.IntegrityError:
        raise Conflict("changed") from None  # the engine's own words would tell an openid
    binding.join_of(wanted.old_openid or wanted.new_openid, at, miniprogram=wanted.miniprogram)
    if wanted.what == "move" and wanted.miniprogram:
        # Their openid in the account, by which they are told, is bound again by the unionid alone.
        with database.atomic():
            rebinding.undone(number, again, wanted.badge, by, at)
    return wanted


def _put_back(wanted: Change, at: datetime) -> None:
    values = {"badge": wanted.badge, "how": "staff", "bound_at": naive(at), "message_key": f"change:{wanted.number}"}
    if wanted.miniprogram:
        held = (MiniUser.badge == wanted.badge) & (MiniUser.openid == wanted.new_openid)
        MiniUser.update(badge=None, how="", bound_at=None, message_key="").where(held).execute()
        if wanted.old_openid:
            free = (MiniUser.openid == wanted.old_openid) & MiniUser.badge.is_null()
            if not MiniUser.update(values).where(free).execute():
                raise Conflict("changed")
        return
    Binding.delete().where((Binding.badge == wanted.badge) & (Binding.openid == wanted.new_openid)).execute()
    if wanted.old_openid:
        Binding.insert({**values, "openid": wanted.old_openid, "follows_since": naive(at)}).execute()


def _change(row: BindingChange, newest_first: list[BindingChange]) -> Change:
    same = [
        each for each in newest_first if each.miniprogram == row.miniprogram and each.what in (*UNDOABLE, "restore")
    ]
    table = MiniUser if row.miniprogram else Binding
    undoable = False
    if row.what in UNDOABLE and same[0].id == row.id:
        holder = table.get_or_none(table.badge == row.badge)
        elsewhere = bool(row.old_openid) and binding.badge_of(row.old_openid, miniprogram=bool(row.miniprogram))
        undoable = (holder.openid if holder is not None else "") == row.new_openid and not elsewhere
    return Change(
        row.id, beijing(row.at), row.by, row.what, row.badge, row.reason, row.old_openid, row.new_openid,
        bool(row.miniprogram), undoable,
    )  # fmt: skip
