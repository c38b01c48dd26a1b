"""What a person may ask of us: a copy of everything held about them, and that it is erased."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import models
from congress import audit
from congress.catalogue import beijing, naive
from congress.checkin import arrivals
from congress.errors import NotFound
from congress.holdings import HOLDINGS, Person, person
from models import AuditLine, BindingChange, Delegate, Grant, Revision, Scene, database
from models.congress import new_key

GONE = "…"  # stands where a private value was in a line that must stay


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took: rows by holding. The openids are for whoever forgets the sessions in Redis, and nobody
    else."""

    badge: str
    rows: Mapping[str, int]
    openids: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """A binding that staff ended. `what` is move or restore, or release if nobody got the badge; `at` aware, +08:00."""

    badge: str
    what: str
    at: datetime


def export(badge: str, at: datetime, by: str = "self") -> dict[str, Any]:
    """Everything held about a person, as plain values for JSON; noted in the audit log. `at` is aware.

    `by` is the staff member's login when it is not the person. Raises NotFound for an unknown or erased badge.
    """
    _known(badge)
    who = person(badge)
    held: dict[str, Any] = {"badge": badge, "made_at": f"{naive(at):%Y-%m-%dT%H:%M:%S}+08:00"}
    held |= {holding.name: holding.rows(who) for holding in HOLDINGS}
    lines = AuditLine.select().where(AuditLine.subject == badge).order_by(AuditLine.id)
    held["audit"] = [{"at": f"{row.at:%Y-%m-%dT%H:%M:%S}+08:00", "by": row.by, "what": row.what} for row in lines]
    audit.note(by, "privacy.export", badge, at)
    return held


def export_unbound(openid: str, at: datetime) -> dict[str, Any]:
    """The same for an openid of the account that is bound to no badge: what it left itself, nothing of any roster.

    Of what staff did to its binding the reason and their name are left out: they were written about the badge, which
    may be another person's. `at` is aware.
    """
    who = Person("", (openid,))
    held: dict[str, Any] = {"badge": "", "made_at": f"{naive(at):%Y-%m-%dT%H:%M:%S}+08:00"}
    held |= {holding.name: holding.rows(who) for holding in HOLDINGS}
    held["binding_changes"] = [{key: row[key] for key in ("at", "what", "badge")} for row in held["binding_changes"]]
    audit.note("self", "privacy.export", "", at, "unbound")
    return held


def ended(openid: str) -> Ended | None:
    """How the latest binding of an openid of the account ended, while that is on record; None for never."""
    table = BindingChange
    mine = (table.old_openid == openid) & ~table.miniprogram & table.what.in_(["move", "release", "restore"])
    row = table.select().where(mine).order_by(table.id.desc()).first()
    if row is None or row.old_openid != openid:
        return None
    return Ended(row.badge, row.what if row.new_openid else "release", beijing(row.at))


def erase(badge: str, by: str, at: datetime, reason: str = "", *, for_good: bool = True) -> Erased:
    """Erase what is held about a person; the same again changes nothing more. `at` is aware.

    The binding ends and the personal code opens nothing any more. The roster keeps the badge's number with a mark that
    it was erased, so that no hand-over brings the person back (without `for_good` staff may hand them over anew); the
    audit log keeps who did what, without private values. Raises NotFound for a badge that was never there.
    """
    row = Delegate.get_or_none(Delegate.badge == badge)
    if row is None:
        raise NotFound(badge)
    who = person(badge)
    secrets = tuple(filter(None, (row.name, row.phone, row.scene_key or "", *who.all)))
    with database.atomic():
        counts = {"check_ins": arrivals.forget(badge)}  # it tells the boards
        if row.scene_key:
            Scene.delete().where((Scene.kind == "delegate") & (Scene.scene.endswith(row.scene_key))).execute()
        _redact(badge, secrets)
        counts |= {holding.name: n for holding in HOLDINGS if (n := holding.erase(who)) and holding.name != "check_ins"}
        kept = {"erased_at": row.erased_at or naive(at)} if for_good else {"scene_key": new_key()}
        Delegate.update(kept).where(Delegate.badge == badge).execute()
        Revision.raise_()
        told = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()) if number)
        audit.note(by, "privacy.erase", badge, at, f"{told}; {reason}" if reason else told)
    if not database.in_transaction():
        models.flush()  # the log of a file beside the database still has what was there before
    return Erased(badge, counts, who.all)


def unfollowed(openid: str, at: datetime) -> None:
    """Somebody stopped following: what only served to write to them goes at once. Inside the caller's transaction.

    The binding stays, closed to others. What they left for staff goes when its life span is over
    (congress/retention.yaml), as does the record that they once followed.
    """
    Grant.delete().where((Grant.openid == openid) & (Grant.at <= naive(at))).execute()


def is_erased(badge: str) -> bool:
    """Whether the person of a badge had their data erased."""
    return bool(Delegate.select().where((Delegate.badge == badge) & Delegate.erased_at.is_null(False)).exists())


def _known(badge: str) -> None:
    if not Delegate.select().where((Delegate.badge == badge) & (Delegate.name != "")).exists():
        raise NotFound(badge)


def _redact(badge: str, secrets: tuple[str, ...]) -> None:
    """Take private values out of what staff wrote about the person."""
    for row in AuditLine.select().where((AuditLine.subject == badge) & (AuditLine.detail != "")):
        detail = row.detail
        for secret in secrets:
            detail = detail.replace(secret, GONE)
        if detail != row.detail:
            AuditLine.update(detail=detail).where(AuditLine.id == row.id).execute()


__all__ = ["Ended", "Erased", "Person", "ended", "erase", "export", "export_unbound", "is_erased", "unfollowed"]
