"""Who is who: an openid bound to a badge, one for one.

Every rule that must hold over processes is a unique column: whoever comes second finds the row of the first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hmac import compare_digest

from congress import attempts, binding_flags, delegates
from congress.catalogue import naive
from models import Binding, Delegate

DIGITS = 4  # of the telephone, from its end


class Outcome(StrEnum):
    """What became of a claim."""

    BOUND = "bound"
    ALREADY = "already"  # it was this person's before
    OTHER_BADGE = "other_badge"  # the person is bound to another badge
    TAKEN = "taken"  # the badge is bound to another person
    WRONG = "wrong"  # badge or telephone, and nobody says which
    NO_TELEPHONE = "no_telephone"  # none on file: only the desk can help
    LOCKED = "locked"  # too many tries within the hour


@dataclass(frozen=True, slots=True)
class Claim:
    """An answer to a claim; `badge` is the one that the person is bound to now, or empty."""

    outcome: Outcome
    badge: str = ""


def badge_of(openid: str) -> str:
    """The badge that an openid is bound to, also while its holder does not follow; empty for none."""
    row = Binding.get_or_none(Binding.openid == openid)
    return row.badge if row is not None and row.openid == openid else ""  # an engine may compare without case


def by_key(openid: str, key: str, at: datetime, message_key: str) -> Claim:
    """Bind by the key of a personal code; `at` is aware. Raises NotFound for a key that is nobody's."""
    return _claim(openid, delegates.by_key(key), "code", at, message_key)


def by_telephone(openid: str, badge: str, digits: str, at: datetime, message_key: str) -> Claim:
    """Bind by badge number and the last four digits of the telephone on file. `at` is aware.

    At most attempts.MOST tries an hour for an openid and for a badge; then it is locked, and flagged to staff.
    """
    if not attempts.begin(openid, badge, at, message_key):
        _flag_locks(openid, badge, at)
        return Claim(Outcome.LOCKED)
    row = Delegate.get_or_none((Delegate.badge == badge) & ~Delegate.withdrawn)
    on_file = row.phone[-DIGITS:] if row is not None else ""
    if row is not None and len(on_file) < DIGITS:
        return Claim(Outcome.NO_TELEPHONE)
    # An unknown badge is compared too, so that it takes as long as a known one.
    right = compare_digest((on_file or "-" * DIGITS).encode(), digits.encode())
    if row is None or not right:
        _flag_locks(openid, badge, at)
        return Claim(Outcome.WRONG)
    return _claim(openid, row.badge, "telephone", at, message_key)


def unfollowed(openid: str, at: datetime) -> None:
    """The person stopped following: the binding stays and stays closed to others. `at` is aware."""
    _turn(openid, at, follows=False)


def resumed(openid: str, at: datetime) -> None:
    """The person follows again; costs one look for those who are not bound. `at` is aware."""
    if Binding.select().where(Binding.openid == openid).exists():
        _turn(openid, at, follows=True)


def _turn(openid: str, at: datetime, *, follows: bool) -> None:
    # Pushes overtake each other: an older one does not undo a newer one.
    later = Binding.follows_since <= naive(at)
    Binding.update(follows=follows, follows_since=naive(at)).where((Binding.openid == openid) & later).execute()


def _claim(openid: str, badge: str, how: str, at: datetime, message_key: str) -> Claim:
    values = {
        "badge": badge, "openid": openid, "how": how, "bound_at": naive(at), "message_key": message_key,
        "follows_since": naive(at),
    }  # fmt: skip
    Binding.insert(values).on_conflict_ignore().execute()
    # A statement of its own: it sees whatever row was in the way of ours.
    rows = list(Binding.select().where((Binding.openid == openid) | (Binding.badge == badge)))
    if not rows:  # staff released it a moment ago
        return _claim(openid, badge, how, at, message_key)
    mine = next((row for row in rows if row.openid == openid), None)
    if mine is not None and mine.badge == badge:
        return Claim(Outcome.BOUND if mine.message_key == message_key else Outcome.ALREADY, badge)
    outcome = Outcome.OTHER_BADGE if mine is not None else Outcome.TAKEN
    binding_flags.raise_(outcome.value, openid, badge, at)
    return Claim(outcome, mine.badge if mine is not None else "")


def _flag_locks(openid: str, badge: str, at: datetime) -> None:
    by_openid, by_badge = attempts.used(openid, badge, at)
    if by_openid >= attempts.MOST:
        binding_flags.raise_(binding_flags.LOCKED_OPENID, openid, "", at)
    if by_badge >= attempts.MOST:
        binding_flags.raise_(binding_flags.LOCKED_BADGE, "", badge, at)
