"""The kind of phone that a person holds, which a conditional menu may ask for (docs/wechat.md, section 10)."""

from collections.abc import Mapping
from typing import Any

from simulator.phone.done import Done, Impossible
from simulator.platform import Platform
from simulator.store import User


def change(platform: Platform, user: User, values: Mapping[str, Any]) -> Done:
    """Take another phone in the hand: `platform` 1 is iOS, 2 Android, 3 anything else."""
    try:
        platform.people.set_platform(user.openid, values.get("platform", 0))
    except ValueError:
        raise Impossible("platform") from None
    # Another phone knows nothing of what the old one had fetched.
    platform.menus.forget(user.openid)
    platform.tell_user(user)
    return Done()


ACTS = {"platform": change}
