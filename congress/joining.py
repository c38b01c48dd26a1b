"""What the platform tells of unionids, which bring a person's two openids together."""

from datetime import datetime

from congress import binding, binding_flags, identities
from congress.claims import Outcome
from models import Follower


def mini_user_came(openid: str, unionid: str, at: datetime) -> str:
    """Somebody signed in to the mini program; the badge that they are bound to now, or empty. `at` is aware.

    `unionid` is empty when the platform told none.
    """
    identities.seen(openid, at, unionid)
    binding.join(unionid, at)
    _doubt(openid, unionid, at, miniprogram=True)
    return identities.badge_of(openid)


def follower_known(openid: str, unionid: str, at: datetime) -> None:
    """The platform told the unionid of somebody who follows, empty for none. `at` is aware."""
    Follower.update(unionid=unionid).where((Follower.openid == openid) & Follower.follows).execute()
    binding.join(unionid, at)
    _doubt(openid, unionid, at, miniprogram=False)


def _doubt(openid: str, unionid: str, at: datetime, *, miniprogram: bool) -> None:
    # Both were bound before anybody knew that they are two people; which of them is the delegate only staff can tell.
    badge = binding.badge_of(openid, miniprogram=miniprogram)
    if badge and identities.stranger(badge, unionid, miniprogram=miniprogram) is Outcome.TAKEN:
        binding_flags.raise_(Outcome.TAKEN.value, openid, badge, at, miniprogram=miniprogram)
