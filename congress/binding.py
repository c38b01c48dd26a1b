"""Who is who: an openid bound to a badge, one for one.

Every rule that must hold over processes is a unique column: whoever comes second finds the row of the first.
"""

from datetime import datetime
from hmac import compare_digest

from congress import attempts, binding_flags, delegates, identities
from congress.catalogue import naive
from congress.claims import Claim, Outcome
from models import Binding, Delegate, Follower, MiniUser

__all__ = [
    "Claim",
    "Outcome",
    "badge_of",
    "by_key",
    "by_telephone",
    "claim",
    "join",
    "join_of",
    "resumed",
    "unfollowed",
]

DIGITS = 4  # of the telephone, from its end


def badge_of(openid: str, *, miniprogram: bool = False) -> str:
    """The badge that an openid is bound to, also while its holder does not follow; empty for none.

    The account's openids and the mini program's are two worlds: `miniprogram` says which one is meant.
    """
    if miniprogram:
        return identities.badge_of(openid)
    row = Binding.get_or_none(Binding.openid == openid)
    return row.badge if row is not None and row.openid == openid else ""  # an engine may compare without case


def by_key(openid: str, key: str, at: datetime, message_key: str, *, miniprogram: bool = False) -> Claim:
    """Bind by the key of a personal code; `at` is aware. Raises NotFound for a key that is nobody's."""
    return claim(openid, delegates.by_key(key), "code", at, message_key, miniprogram=miniprogram)


def by_telephone(
    openid: str, badge: str, digits: str, at: datetime, message_key: str, *, miniprogram: bool = False
) -> Claim:
    """Bind by badge number and the last four digits of the telephone on file. `at` is aware.

    At most attempts.MOST tries an hour for an openid and for a badge; then it is locked, and flagged to staff.
    """
    if not attempts.begin(openid, badge, at, message_key, miniprogram=miniprogram):
        _flag_locks(openid, badge, at, miniprogram)
        return Claim(Outcome.LOCKED)
    row = Delegate.get_or_none((Delegate.badge == badge) & ~Delegate.withdrawn)
    on_file = row.phone[-DIGITS:] if row is not None else ""
    if row is not None and len(on_file) < DIGITS:
        return Claim(Outcome.NO_TELEPHONE)
    # An unknown badge is compared too, so that it takes as long as a known one.
    right = compare_digest((on_file or "-" * DIGITS).encode(), digits.encode())
    if row is None or not right:
        _flag_locks(openid, badge, at, miniprogram)
        return Claim(Outcome.WRONG)
    return claim(openid, row.badge, "telephone", at, message_key, miniprogram=miniprogram)


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


def claim(openid: str, badge: str, how: str, at: datetime, message_key: str, *, miniprogram: bool = False) -> Claim:
    """Bind an openid to a badge that exists; a second claim is refused and flagged. `at` is aware."""
    if miniprogram:
        made = identities.claim(openid, badge, how, at, message_key)
        if made.outcome is Outcome.BOUND:
            join_of(openid, at, miniprogram=True)
        return made
    values = {
        "badge": badge, "openid": openid, "how": how, "bound_at": naive(at), "message_key": message_key,
        "follows_since": naive(at),
    }  # fmt: skip
    Binding.insert(values).on_conflict_ignore().execute()
    # A statement of its own: it sees whatever row was in the way of ours.
    rows = list(Binding.select().where((Binding.openid == openid) | (Binding.badge == badge)))
    if not rows:  # staff released it a moment ago
        return claim(openid, badge, how, at, message_key)
    mine = next((row for row in rows if row.openid == openid), None)
    outcome = Outcome.OTHER_BADGE if mine is not None else Outcome.TAKEN
    if mine is not None and mine.badge == badge:
        if mine.message_key != message_key:
            return Claim(Outcome.ALREADY, badge)
        unionid = _unionid(openid)
        refused = identities.stranger(badge, unionid, miniprogram=False)
        if refused is None:
            join(unionid, at)
            return Claim(Outcome.BOUND, badge)
        Binding.delete().where((Binding.openid == openid) & (Binding.message_key == message_key)).execute()
        outcome, mine = refused, None
    binding_flags.raise_(outcome.value, openid, badge, at)
    return Claim(outcome, mine.badge if mine is not None else "")


def join(unionid: str, at: datetime) -> None:
    """Bind in one application what a unionid's person is bound to in the other. `at` is aware.

    Two badges are left as they are and flagged, as is a badge whose other openid is somebody else.
    """
    follower = Follower.get_or_none((Follower.unionid == unionid) & Follower.follows) if unionid else None
    user = MiniUser.get_or_none(MiniUser.unionid == unionid) if unionid else None
    if follower is None or user is None:
        return
    row = Binding.get_or_none(Binding.openid == follower.openid)
    if row is not None and row.badge != user.badge:
        identities.claim(user.openid, row.badge, "unionid", at, f"unionid:{row.id}")
    elif row is None and user.badge:
        claim(follower.openid, user.badge, "unionid", at, f"unionid:{user.id}")


def join_of(openid: str, at: datetime, *, miniprogram: bool = False) -> None:
    """The same for whoever an openid is. `at` is aware."""
    join(identities.unionid_of(openid) if miniprogram else _unionid(openid), at)


def _unionid(openid: str) -> str:
    row = Follower.get_or_none(Follower.openid == openid)
    return row.unionid if row is not None else ""


def _flag_locks(openid: str, badge: str, at: datetime, miniprogram: bool) -> None:
    by_openid, by_badge = attempts.used(openid, badge, at, miniprogram=miniprogram)
    if by_openid >= attempts.MOST:
        binding_flags.raise_(binding_flags.LOCKED_OPENID, openid, "", at, miniprogram=miniprogram)
    if by_badge >= attempts.MOST:
        binding_flags.raise_(binding_flags.LOCKED_BADGE, "", badge, at)
