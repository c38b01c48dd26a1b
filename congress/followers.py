"""Who follows the account, as its pushes and its list of followers say."""

from datetime import datetime

from congress import binding, privacy
from congress.catalogue import naive
from models import Follower


def turn(openid: str, follows: bool, at: datetime) -> None:
    """Somebody began to follow or stopped at `at` (aware); the same again changes nothing.

    Pushes overtake each other: an older one does not undo a newer one. Who leaves keeps the binding, closed to others;
    their unionid is forgotten, and asked for again when they come back.
    """
    when = naive(at).replace(microsecond=0)  # as every engine keeps it
    Follower.insert(openid=openid, follows=follows, since=when).on_conflict_ignore().execute()
    values = {"follows": follows, "since": when} | ({} if follows else {"unionid": "", "asked_at": None})
    Follower.update(values).where((Follower.openid == openid) & (Follower.since <= when)).execute()
    if follows:
        binding.resumed(openid, at)
    else:
        binding.unfollowed(openid, at)
        privacy.unfollowed(openid, at)


def page(after_id: int, most: int) -> tuple[tuple[int, str], ...]:
    """The next `most` of those who follow behind a row's number, each with that number; 0 begins."""
    row = Follower
    rows = row.select(row.id, row.openid).where(row.follows & (row.id > after_id)).order_by(row.id).limit(most)
    return tuple((each.id, each.openid) for each in rows)


def count() -> int:
    """How many follow."""
    return int(Follower.select().where(Follower.follows).count())
