"""Tries to prove who one is: so many within an hour, for an openid and for a badge."""

from datetime import datetime, timedelta
from typing import Any

from congress.catalogue import naive
from models import BindingTry

MOST = 5  # tries
WINDOW = timedelta(hours=1)
KEPT = timedelta(days=1)


def begin(openid: str, badge: str, at: datetime, message_key: str, *, miniprogram: bool = False) -> bool:
    """Take one try; False when there is none left. `at` is aware; the same message key again takes no other.

    The try is written before it is counted, each in a statement of its own: of several at once, whoever writes last
    sees all, so that never more than MOST get through. What is refused takes no try: the lock ends with the hour.
    """
    values = {
        "message_key": message_key, "openid": openid, "badge": badge, "at": naive(at), "miniprogram": miniprogram,
    }  # fmt: skip
    new = BindingTry.insert(values).on_conflict_ignore().as_rowcount().execute()
    if max(used(openid, badge, at, miniprogram=miniprogram)) <= MOST:
        return True
    if new:  # a try that was taken before stays taken, whoever sends it again beside another
        BindingTry.delete().where(BindingTry.message_key == message_key).execute()
    BindingTry.delete().where(BindingTry.at < naive(at - KEPT)).execute()
    return False


def used(openid: str, badge: str, at: datetime, *, miniprogram: bool = False) -> tuple[int, int]:
    """How many tries the openid and the badge have taken in the hour before `at`."""
    recent = BindingTry.at > naive(at - WINDOW)
    return (
        BindingTry.select().where(recent & _of(openid, miniprogram)).count(),
        BindingTry.select().where(recent & (BindingTry.badge == badge)).count(),
    )


def forget(*, openid: str = "", badge: str = "", miniprogram: bool = False) -> None:
    """Give an openid, or a badge, its tries back."""
    BindingTry.delete().where(_of(openid, miniprogram) if openid else (BindingTry.badge == badge)).execute()


def _of(openid: str, miniprogram: bool) -> Any:
    return (BindingTry.openid == openid) & (BindingTry.miniprogram == miniprogram)
