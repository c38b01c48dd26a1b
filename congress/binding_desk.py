"""What staff do to bindings: move, release, unlock, each with a line in the audit.

A delegate is bound whole, by the account's openid and the mini program's: both are moved or released together.
"""

from dataclasses import dataclass
from datetime import datetime

import peewee

from congress import attempts, audit, binding, binding_flags, delegates, identities
from congress.binding_flags import LOCKED_BADGE, LOCKED_OPENID, Flag
from congress.catalogue import beijing, naive
from congress.errors import Conflict, Invalid, NotFound
from congress.notices import rebinding
from models import Binding, BindingChange, Follower, MiniUser, database

CLAIMS = ("taken", "other_badge")
LONGEST = 200  # characters of a reason


@dataclass(frozen=True, slots=True)
class Bound:
    """One binding as staff see it. `bound` is aware, +08:00; `follows` says nothing of the mini program."""

    badge: str
    openid: str
    how: str
    bound: datetime
    follows: bool
    miniprogram: bool = False


def bindings() -> tuple[Bound, ...]:
    """All bindings of the account by badge."""
    rows = Binding.select().order_by(Binding.badge)
    return tuple(Bound(row.badge, row.openid, row.how, beijing(row.bound_at), bool(row.follows)) for row in rows)


def page(search: str = "", after: str = "", most: int = 50) -> tuple[Bound, ...]:
    """Bindings of the account by badge: those whose badge holds `search`, the next ones after the badge `after`."""
    rows = Binding.select().where(Binding.badge > after).order_by(Binding.badge).limit(most)
    if search:
        rows = rows.where(Binding.badge.contains(search))
    return tuple(Bound(row.badge, row.openid, row.how, beijing(row.bound_at), bool(row.follows)) for row in rows)


def mini_bindings() -> tuple[Bound, ...]:
    """All bindings of the mini program by badge."""
    rows = MiniUser.select().where(MiniUser.badge.is_null(False)).order_by(MiniUser.badge)
    found = [(row, row.badge or "", row.bound_at or row.seen_at) for row in rows]
    return tuple(Bound(badge, row.openid, row.how, beijing(at), True, True) for row, badge, at in found)


def held(badge: str) -> tuple[Bound, ...]:
    """Who is bound to a badge: none, one, or the two openids of one person."""
    account = Binding.select().where(Binding.badge == badge)
    found = [Bound(row.badge, row.openid, row.how, beijing(row.bound_at), bool(row.follows)) for row in account]
    return (*found, *(each for each in mini_bindings() if each.badge == badge))


def badge_of(flag: Flag) -> str:
    """The badge that the person of a matter is bound to; empty for none."""
    return binding.badge_of(flag.openid, miniprogram=flag.miniprogram) if flag.openid else ""


def move(number: int, reason: str, by: str, at: datetime) -> Flag:
    """Give the badge of a second claim to the person who claimed it, whose own binding ends; the flag.

    Who loses the badge is told, unless it is taken back (binding_history.restore) soon.
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
    try:
        with database.atomic():
            before, account = _holder(badge, flag.miniprogram), _holder(badge, False)
            theirs = binding.badge_of(flag.openid, miniprogram=flag.miniprogram)
            if theirs not in ("", badge):
                _note(
                    "release", theirs, reason, by, at, old_openid=flag.openid, flag=number,
                    miniprogram=flag.miniprogram,
                )  # fmt: skip
            _end(badge, theirs)
            _bind(badge, flag, at)
            binding_flags.close(at, badge=badge, openid=flag.openid, kinds=CLAIMS, miniprogram=flag.miniprogram)
            change = _note(
                "move", badge, reason, by, at, old_openid=before, new_openid=flag.openid, flag=number,
                miniprogram=flag.miniprogram,
            )  # fmt: skip
            if not flag.miniprogram:
                rebinding.regained(flag.openid, by, at)
            if account not in ("", flag.openid) and not _is_one_person(account, flag):
                rebinding.lost(change, account, at)
    except peewee.IntegrityError:
        raise Conflict("binding") from None  # the engine's own words would tell an openid
    binding.join_of(flag.openid, at, miniprogram=flag.miniprogram)
    return flag


def release(badge: str, reason: str, by: str, at: datetime) -> None:
    """End the binding of a badge, so that it can be bound anew. `at` is aware.

    Raises NotFound when it is not bound; Invalid("reason").
    """
    reason = _reason(reason)
    with database.atomic():
        held = [(mini, _holder(badge, mini)) for mini in (False, True)]
        if not any(openid for _, openid in held):
            raise NotFound(badge)
        _end(badge)
        binding_flags.close(at, badge=badge, kinds=("taken",))
        for mini, openid in held:
            if openid:
                _note("release", badge, reason, by, at, old_openid=openid, miniprogram=mini)


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
    mini = flag is not None and flag.miniprogram
    with database.atomic():
        attempts.forget(openid=openid, badge=badge, miniprogram=mini)
        kinds = (LOCKED_OPENID if openid else LOCKED_BADGE,)
        binding_flags.close(at, badge=badge, openid=openid, kinds=kinds, miniprogram=mini)
        _note("unlock", badge, reason[:LONGEST], by, at, old_openid=openid, flag=number, miniprogram=mini)


def dismiss(number: int, reason: str, by: str, at: datetime) -> None:
    """Close a matter that needs nothing done. `at` is aware. Raises NotFound; Invalid with `reason` or `closed`."""
    reason = _reason(reason)
    flag = binding_flags.flag(number)
    with database.atomic():
        if not binding_flags.settle(number, at):
            raise Invalid("closed")
        _note("dismiss", flag.badge, reason, by, at, old_openid=flag.openid, flag=number, miniprogram=flag.miniprogram)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason")
    return reason.strip()[:LONGEST]


def _holder(badge: str, miniprogram: bool) -> str:
    table = MiniUser if miniprogram else Binding
    row = table.get_or_none(table.badge == badge)
    return row.openid if row is not None else ""


def _is_one_person(account: str, flag: Flag) -> bool:
    """Whether the platform says that the account's openid and the claim's, of the mini program, are one person."""
    unionid = identities.unionid_of(flag.openid) if flag.miniprogram else ""
    same = (Follower.openid == account) & (Follower.unionid == unionid)
    return bool(unionid) and bool(Follower.select().where(same).exists())


def _end(*badges: str) -> None:
    wanted = [badge for badge in badges if badge]
    Binding.delete().where(Binding.badge.in_(wanted)).execute()
    identities.end(*wanted)


def _bind(badge: str, flag: Flag, at: datetime) -> None:
    values = {"badge": badge, "how": "staff", "bound_at": naive(at), "message_key": f"flag:{flag.number}"}
    if flag.miniprogram:
        MiniUser.update(values).where(MiniUser.openid == flag.openid).execute()
    else:
        Binding.insert({**values, "openid": flag.openid, "follows_since": naive(at)}).execute()


def _note(
    what: str, badge: str, reason: str, by: str, at: datetime, *,
    old_openid: str = "", new_openid: str = "", flag: int = 0, miniprogram: bool = False,
) -> int:  # fmt: skip
    """Put a change on record; its number."""
    number = BindingChange.insert({
        "at": naive(at), "by": by[:80], "what": what, "badge": badge, "reason": reason, "flag": flag,
        "old_openid": old_openid, "new_openid": new_openid, "miniprogram": miniprogram,
    }).execute()  # fmt: skip
    audit.note(by, f"binding.{what}", badge or str(flag), at, reason)
    return int(number)
