"""What staff should look at: second claims of a badge, locks after too many tries."""

from dataclasses import dataclass
from datetime import datetime

from congress.catalogue import beijing, naive
from congress.errors import NotFound
from models import BindingFlag

LOCKED_OPENID, LOCKED_BADGE = "locked_openid", "locked_badge"


@dataclass(frozen=True, slots=True)
class Flag:
    """One matter. `kind` is taken, other_badge, locked_openid or locked_badge; `openid` is whose message it was,
    empty for a badge's lock; `badge` the one that was asked for, empty for an openid's lock. Times aware, +08:00.
    `miniprogram` says whose openid it is."""

    number: int
    kind: str
    badge: str
    openid: str
    at: datetime
    closed: datetime | None
    miniprogram: bool = False


def raise_(kind: str, openid: str, badge: str, at: datetime, *, miniprogram: bool = False) -> None:
    """Flag a matter; while the same one is open, nothing changes. `at` is aware."""
    same = (BindingFlag.kind == kind) & (BindingFlag.openid == openid) & (BindingFlag.badge == badge)
    same &= BindingFlag.miniprogram == miniprogram
    before = BindingFlag.select().where(same & BindingFlag.closed_at.is_null(False)).count()
    values = {
        "mark": f"{'mini:' if miniprogram else ''}{kind}:{badge}:{openid}:{before}", "kind": kind, "badge": badge,
        "openid": openid, "at": naive(at), "miniprogram": miniprogram,
    }  # fmt: skip
    BindingFlag.insert(values).on_conflict_ignore().execute()


def flags(*, closed: bool = False) -> tuple[Flag, ...]:
    """The open matters, oldest first; with `closed` all of them."""
    rows = BindingFlag.select().order_by(BindingFlag.id)
    return tuple(map(_flag, rows if closed else rows.where(BindingFlag.closed_at.is_null())))


def flag(number: int) -> Flag:
    """The matter with this number. Raises NotFound."""
    row = BindingFlag.get_or_none(BindingFlag.id == number)
    if row is None:
        raise NotFound(str(number))
    return _flag(row)


def close(
    at: datetime, *, badge: str = "", openid: str = "", kinds: tuple[str, ...] = (), miniprogram: bool | None = None
) -> None:
    """Close the open matters of these kinds about a badge, an openid, or the two together. `at` is aware.

    `miniprogram` says whose openids it is about; None closes both applications' matters.
    """
    about = BindingFlag.closed_at.is_null() & BindingFlag.kind.in_(kinds)
    if badge:
        about &= BindingFlag.badge == badge
    if openid:
        about &= BindingFlag.openid == openid
    if miniprogram is not None:
        about &= BindingFlag.miniprogram == miniprogram
    BindingFlag.update(closed_at=naive(at)).where(about).execute()


def settle(number: int, at: datetime) -> bool:
    """Close one matter; whether it was open. `at` is aware."""
    open_one = (BindingFlag.id == number) & BindingFlag.closed_at.is_null()
    return bool(BindingFlag.update(closed_at=naive(at)).where(open_one).execute())


def _flag(row: BindingFlag) -> Flag:
    closed = beijing(row.closed_at) if row.closed_at else None
    return Flag(row.id, row.kind, row.badge, row.openid, beijing(row.at), closed, bool(row.miniprogram))
