"""The openids of the mini program, each bound to a badge beside the account's, one for one.

An openid says nothing outside its own application: the same text may be two people in two of them. So nobody looks one
up without saying whose it is, and the mini program's have a table of their own. That two openids are one person is
known by the platform's unionid alone, which is often missing. Where two are known they must be the same: whoever comes
second finds out after writing, and withdraws. Two at the same instant may both withdraw; both are flagged to staff.
"""

from collections.abc import Iterable
from datetime import datetime

import peewee

from congress import binding_flags
from congress.catalogue import naive
from congress.claims import Claim, Outcome
from models import Binding, Follower, MiniUser, database

NOBODY = {"badge": None, "how": "", "bound_at": None, "message_key": ""}


def badge_of(openid: str) -> str:
    """The badge that an openid of the mini program is bound to; empty for none."""
    row = MiniUser.get_or_none(MiniUser.openid == openid)
    return (row.badge or "") if row is not None and row.openid == openid else ""


def seen(openid: str, at: datetime, unionid: str = "") -> None:
    """Somebody uses the mini program, and perhaps the platform told their unionid. `at` is aware."""
    MiniUser.insert(openid=openid, unionid=unionid, seen_at=naive(at)).on_conflict_ignore().execute()
    values = {"seen_at": naive(at)} | ({"unionid": unionid} if unionid else {})
    MiniUser.update(values).where(MiniUser.openid == openid).execute()


def claim(openid: str, badge: str, how: str, at: datetime, message_key: str) -> Claim:
    """Bind an openid of the mini program to a badge that exists; a second claim is refused and flagged."""
    seen(openid, at)
    values = {"badge": badge, "how": how, "bound_at": naive(at), "message_key": message_key}
    free = (MiniUser.openid == openid) & MiniUser.badge.is_null()
    refused = stranger(badge, unionid_of(openid), miniprogram=True)
    taken = False
    if refused is None:
        try:
            with database.atomic():
                MiniUser.update(values).where(free).execute()
        except peewee.IntegrityError:
            taken = True
    row = MiniUser.get_or_none(MiniUser.openid == openid)
    mine = row.badge if row is not None else None
    if row is not None and mine == badge:
        if row.message_key != message_key:
            return Claim(Outcome.ALREADY, badge)
        # Looked at once more: the account's claim may have come while ours was written.
        refused = stranger(badge, row.unionid, miniprogram=True)
        if refused is None:
            return Claim(Outcome.BOUND, badge)
        MiniUser.update(NOBODY).where((MiniUser.openid == openid) & (MiniUser.message_key == message_key)).execute()
        mine = None
    elif mine is None and refused is None and not taken:  # staff released it a moment ago
        return claim(openid, badge, how, at, message_key)
    outcome = Outcome.OTHER_BADGE if mine else refused or Outcome.TAKEN
    binding_flags.raise_(outcome.value, openid, badge, at, miniprogram=True)
    return Claim(outcome, mine or "")


def stranger(badge: str, unionid: str, *, miniprogram: bool) -> Outcome | None:
    """Why the platform's word forbids the person with this unionid a badge in one application: what it is in the other.

    None when nothing is known against it.
    """
    for other, union in _bound(unionid, badge, miniprogram=not miniprogram) if unionid else ():
        if other == badge and union not in ("", unionid):
            return Outcome.TAKEN
        if other != badge and union == unionid:
            return Outcome.OTHER_BADGE
    return None


def end(*badges: str) -> None:
    """Take the mini program's openids from these badges."""
    MiniUser.update(NOBODY).where(MiniUser.badge.in_(badges)).execute()


def unionid_of(openid: str) -> str:
    """What the platform told of an openid of the mini program; empty for nothing."""
    row = MiniUser.get_or_none(MiniUser.openid == openid)
    return row.unionid if row is not None else ""


def _bound(unionid: str, badge: str, *, miniprogram: bool) -> list[tuple[str, str]]:
    """Badge and unionid of who is bound in one application and has this unionid or this badge."""
    if miniprogram:
        about = MiniUser.badge.is_null(False) & ((MiniUser.badge == badge) | (MiniUser.unionid == unionid))
        return [(row.badge or "", row.unionid) for row in MiniUser.select().where(about)]
    rows = Binding.select(Binding.badge, Follower.unionid).join(Follower, on=(Binding.openid == Follower.openid))
    found: Iterable[tuple[str, str]] = (
        rows.where((Binding.badge == badge) | (Follower.unionid == unionid)).tuples().iterator()
    )
    return list(found)
