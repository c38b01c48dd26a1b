"""Who is to be told: an audience, read page by page."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from congress import followers
from congress.errors import Invalid
from models import Binding, Delegate, Follower, Notice, NoticeRecipient, Unanswered

KINDS = ("everyone", "delegates", "delegation", "role", "absent", "badges", "told", "person", "asked")
NAMED = ("delegation", "role", "absent", "badges", "told", "asked")  # kinds that name something
FOLLOWING, GONE, UNBOUND = "following", "gone", "unbound"


@dataclass(frozen=True, slots=True)
class Audience:
    """Everyone who follows; all delegates; those of a delegation, of a role (the roster's category), those who are
    absent at a stage of the check-in, those with these badges (`Audience.of_badges`), or those who were told of an
    earlier notice, by its number. `person` is one person, written into the ledger together with the notice; `asked`
    are those whose questions an answer of staff's is for, by its number."""

    kind: str
    value: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or (self.kind in NAMED and not self.value):
            raise Invalid(f"audience {self.kind}")

    @classmethod
    def of_badges(cls, badges: Sequence[str]) -> "Audience":
        """Exactly these delegates."""
        return cls("badges", json.dumps(sorted(set(badges))))

    @property
    def badges(self) -> tuple[str, ...]:
        """The badges of an audience that lists them."""
        return tuple(json.loads(self.value)) if self.kind == "badges" else ()


@dataclass(frozen=True, slots=True)
class Person:
    """One of an audience. `cursor` is where the next page goes on behind; `standing` FOLLOWING, GONE or UNBOUND.

    Who is not bound has no openid.
    """

    cursor: int
    openid: str
    badge: str
    standing: str


def page(audience: Audience, after: int, most: int) -> tuple[Person, ...]:
    """The next `most` people at most behind the cursor `after` (0 begins); an empty page is the end.

    Delegates who can't be reached, since they are not bound or don't follow, are told of as such. The same person may
    come again when a binding moves meanwhile: the ledger takes each once.
    """
    if audience.kind == "everyone":
        found = followers.page(after, most)
        return tuple(Person(number, openid, "", FOLLOWING) for number, openid in found)
    if audience.kind == "person":
        return ()
    if audience.kind == "told":
        return tuple(_told(int(audience.value), after, most))
    if audience.kind == "asked":
        return tuple(_asked(int(audience.value), after, most))
    query = (
        Delegate.select(Delegate.id, Delegate.badge, Binding.openid, Binding.follows)
        .left_outer_join(Binding, on=(Binding.badge == Delegate.badge))
        .where((Delegate.id > after) & ~Delegate.withdrawn)
        .order_by(Delegate.id)
        .limit(most)
    )
    if audience.kind == "delegation":
        query = query.where(Delegate.delegation == audience.value)
    elif audience.kind == "role":
        query = query.where(Delegate.category == audience.value)
    elif audience.kind in ("absent", "badges"):
        query = query.where(
            Delegate.badge.in_(_absent(audience.value) if audience.kind == "absent" else audience.badges)
        )
    rows: Iterable[tuple[int, str, str | None, bool | None]] = query.tuples().iterator()
    return tuple(_person(*values) for values in rows)


def _told(notice: int, after: int, most: int) -> Iterator[Person]:
    """Who got it, perhaps got it, or will see it with their next contact."""
    row = NoticeRecipient
    cancelled = Notice.select(Notice.id).where((Notice.id == notice) & (Notice.state == "cancelled"))
    seen = row.state.in_(["sent", "told", "trying"]) | ((row.state == "banner") & row.notice.not_in(cancelled))
    rows: Iterable[tuple[int, str, str]] = (
        row.select(row.id, row.openid, row.badge)
        .where((row.notice == notice) & (row.id > after) & seen)
        .order_by(row.id)
        .limit(most)
        .tuples()
        .iterator()
    )
    return (Person(number, openid, badge, FOLLOWING) for number, openid, badge in rows)


def _asked(answer: int, after: int, most: int) -> Iterator[Person]:
    """Who asked it in the account; somebody may come again, who asked twice."""
    row = Unanswered
    rows: Iterable[tuple[int, str, bool | None]] = (
        row.select(row.id, row.openid, Follower.follows)
        .left_outer_join(Follower, on=(Follower.openid == row.openid))
        .where((row.answer == answer) & (row.id > after) & (row.openid != "") & ~row.miniprogram)
        .order_by(row.id)
        .limit(most)
        .tuples()
        .iterator()
    )
    return (Person(number, openid, "", GONE if follows is False else FOLLOWING) for number, openid, follows in rows)


def size(audience: Audience) -> int:
    """How many people an audience is, with those who can't be reached."""
    if audience.kind == "everyone":
        return followers.count()
    if audience.kind == "person":
        return 1
    if audience.kind == "asked":
        return len({each.openid for each in people(audience)})
    found, after = 0, 0
    while more := page(audience, after, 2000):
        found, after = found + len(more), more[-1].cursor
    return found


def people(audience: Audience, *, at_once: int = 500) -> "Sequence[Person]":
    """All of a small audience."""
    found: list[Person] = []
    while more := page(audience, found[-1].cursor if found else 0, at_once):
        found += more
    return found


def _person(number: int, badge: str, openid: str | None, follows: bool | None) -> Person:
    if not openid:
        return Person(number, "", badge, UNBOUND)
    return Person(number, openid, badge, FOLLOWING if follows else GONE)


def _absent(stage: str) -> tuple[str, ...]:
    from congress.checkin import arrivals  # the check-in reads the delegates as well

    return tuple(arrivals.absent(stage))
