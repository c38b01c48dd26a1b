"""What staff do to bindings: move, release, unlock, each with a line in the audit."""

from dataclasses import dataclass
from datetime import datetime

import peewee

from congress import attempts, binding_flags, delegates
from congress.binding_flags import LOCKED_BADGE, LOCKED_OPENID, Flag
from congress.catalogue import beijing, naive
from congress.errors import Conflict, Invalid, NotFound
from models import Binding, BindingChange, database

CLAIMS = ("taken", "other_badge")
LONGEST = 200  # characters of a reason


@dataclass(frozen=True, slots=True)
class Bound:
    """One binding as staff see it. `bound` is aware, +08:00."""

    badge: str
    openid: str
    how: str
    bound: datetime
    follows: bool


def bindings() -> tuple[Bound, ...]:
    """All bindings by badge."""
    rows = Binding.select().order_by(Binding.badge)
    return tuple(Bound(row.badge, row.openid, row.how, beijing(row.bound_at), bool(row.follows)) for row in rows)


def move(number: int, reason: str, by: str, at: datetime) -> Flag:
    """Give the badge of a second claim to the person who claimed it, whose own binding ends; the flag.

    `at` is aware. Raises NotFound when there is no such flag or badge; Invalid with the code `reason` (none was given),
    `no_claim` (the flag is of another kind) or `closed`; Conflict when somebody was quicker.
    """
    reason = _reason(reason)
    flag = binding_flags.flag(number)
    if flag.kind not in CLAIMS:
        raise Invalid("no_claim")
    if flag.closed:
        raise Invalid("closed")
    badge = delegates.badge(flag.badge).number
    values = {
        "badge": badge, "openid": flag.openid, "how": "staff", "bound_at": naive(at), "message_key": f"flag:{number}",
        "follows_since": naive(at),
    }  # fmt: skip
    try:
        with database.atomic():
            old = Binding.get_or_none(Binding.badge == badge)
            Binding.delete().where((Binding.badge == badge) | (Binding.openid == flag.openid)).execute()
            Binding.insert(values).execute()
            binding_flags.close(at, badge=badge, openid=flag.openid, kinds=CLAIMS)
            before = old.openid if old is not None else ""
            _note("move", badge, reason, by, at, old_openid=before, new_openid=flag.openid, flag=number)
    except peewee.IntegrityError:
        raise Conflict("binding") from None  # the engine's own words would tell an openid
    return flag


def release(badge: str, reason: str, by: str, at: datetime) -> None:
    """End the binding of a badge, so that it can be bound anew. `at` is aware.

    Raises NotFound when it is not bound; Invalid("reason").
    """
    reason = _reason(reason)
    with database.atomic():
        old = Binding.get_or_none(Binding.badge == badge)
        if old is None:
            raise NotFound(badge)
        Binding.delete().where((Binding.badge == badge) & (Binding.openid == old.openid)).execute()
        binding_flags.close(at, badge=badge, kinds=("taken",))
        _note("release", badge, reason, by, at, old_openid=old.openid)


def unlock(what: str, reason: str, by: str, at: datetime) -> None:
    """Give tries back: to a badge, or to whom the flag with this number is about. `at` is aware.

    Raises NotFound when there is no such badge or flag; Invalid("no_lock") for a flag of another kind.
    """
    number = int(what) if what.isascii() and what.isdecimal() and len(what) < 10 else 0
    flag = binding_flags.flag(number) if number else None
    if flag is not None and flag.kind not in (LOCKED_BADGE, LOCKED_OPENID):
        raise Invalid("no_lock")
    badge = flag.badge if flag is not None else delegates.badge(what).number
    openid = flag.openid if flag is not None else ""
    with database.atomic():
        attempts.forget(openid=openid, badge=badge)
        binding_flags.close(at, badge=badge, openid=openid, kinds=(LOCKED_OPENID if openid else LOCKED_BADGE,))
        _note("unlock", badge, reason[:LONGEST], by, at, old_openid=openid, flag=number)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason")
    return reason.strip()[:LONGEST]


def _note(
    what: str, badge: str, reason: str, by: str, at: datetime, *,
    old_openid: str = "", new_openid: str = "", flag: int = 0,
) -> None:  # fmt: skip
    BindingChange.insert({
        "at": naive(at), "by": by[:80], "what": what, "badge": badge, "reason": reason, "flag": flag,
        "old_openid": old_openid, "new_openid": new_openid,
    }).execute()  # fmt: skip
