"""The platform's list of followers, read page by page and compared with what the pushes said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from congress import followers, joining
from congress.catalogue import beijing, naive
from models import Binding, Follower, FollowerRun, database

AT_ONCE = 500  # openids in one statement
STALE = timedelta(hours=12)  # a run that began longer ago is begun anew: the list has moved on
EVERY = timedelta(days=1)  # between two runs


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of the list. `began` is aware, +08:00; `following` the openid after which the next page begins."""

    number: int
    began: datetime
    following: str
    pages: int
    found: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the platform told of one person."""

    openid: str
    follows: bool
    unionid: str = ""


def due(at: datetime) -> bool:
    """Whether the list is to be read, or to be read on, at `at` (aware)."""
    if _open(at) is not None:
        return True
    last = FollowerRun.select().where(FollowerRun.ended_at.is_null(False)).order_by(FollowerRun.id.desc()).first()
    # A run of the future is from before a demo's clock was set back.
    return last is None or not naive(at - EVERY) < last.began_at <= naive(at)


def begin(at: datetime) -> Run:
    """Go on with the run that was cut off, or begin one. `at` is aware."""
    row = _open(at) or FollowerRun.create(began_at=naive(at).replace(microsecond=0))
    return _run(row)


def page(run: Run, openids: Sequence[str], following: str) -> Run:
    """Note one page of the list; the run as it is now. Somebody else's progress with the same run is left alone.

    Who is on it followed at the run's begin; a push that is newer knows better.
    """
    for start in range(0, len(openids), AT_ONCE):
        _note(run, openids[start : start + AT_ONCE])
    here = (FollowerRun.id == run.number) & (FollowerRun.following == run.following)
    values = {"following": following, "pages": run.pages + 1, "found": run.found + len(openids)}
    FollowerRun.update(values).where(here).execute()
    return _run(FollowerRun.get_by_id(run.number))


def end(run: Run, total: int, at: datetime) -> int:
    """The list is through: whoever was not on it and has not come since has left; how many. `at` is aware.

    `total` is how many there are by the platform's word. A list that is shorter has lost a page somewhere, and nobody
    has left because of that.
    """
    left = 0
    if run.found >= total:
        row = Follower
        gone = row.follows & (row.listed != run.number) & (row.since <= naive(run.began))
        for openid in [each.openid for each in row.select(row.openid).where(gone)]:
            followers.turn(openid, False, run.began)
            left += 1
    FollowerRun.update(ended_at=naive(at)).where(FollowerRun.id == run.number).execute()
    return left


def unasked(most: int) -> tuple[str, ...]:
    """Followers whose unionid the platform has not been asked for."""
    row = Follower
    rows = row.select(row.openid).where(row.follows & row.asked_at.is_null()).order_by(row.id).limit(most)
    return tuple(each.openid for each in rows)


def told(answers: Iterable[Told], at: datetime) -> int:
    """Note what the platform told at `at` (aware); how many unionids there were among it."""
    found = 0
    for each in answers:
        if not each.follows:
            followers.turn(each.openid, False, at)
            continue
        found += bool(each.unionid)
        joining.follower_known(each.openid, each.unionid, at)
        Follower.update(asked_at=naive(at)).where((Follower.openid == each.openid) & Follower.follows).execute()
    return found


def _open(at: datetime) -> FollowerRun | None:
    row = FollowerRun.select().where(FollowerRun.ended_at.is_null()).order_by(FollowerRun.id.desc()).first()
    return row if row is not None and naive(at - STALE) < row.began_at <= naive(at) else None


def _run(row: FollowerRun) -> Run:
    return Run(row.id, beijing(row.began_at), row.following, row.pages, row.found)


def _note(run: Run, openids: Sequence[str]) -> None:
    row, since = Follower, naive(run.began)
    with database.atomic():
        there = {each.openid: each for each in row.select().where(row.openid.in_(openids))}
        new = [openid for openid in openids if openid not in there]
        if new:
            rows = [{"openid": openid, "since": since, "listed": run.number} for openid in new]
            row.insert_many(rows).on_conflict_ignore().execute()
        row.update(listed=run.number).where(row.openid.in_(openids)).execute()
    back = [each.openid for each in there.values() if not each.follows and each.since <= since]
    bound = Binding.select(Binding.openid).where(Binding.openid.in_(new) & ~Binding.follows) if new else ()
    for openid in [*back, *(each.openid for each in bound)]:
        followers.turn(openid, True, run.began)
