"""The ledger: one row for each recipient of a notice, saying by which channel, when, and if not, why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from peewee import fn

from congress.catalogue import beijing, naive
from models import Notice, NoticeRecipient

SHOWN = ("queued", "sending", "done")  # states of a notice whose banners are shown
AT_ONCE = 10  # banners that one answer carries at most; the rest comes with the next


class Row(StrEnum):
    """Where a recipient stands."""

    WAITING = "waiting"
    TRYING = "trying"  # the attempt is on record; what came of it is not, yet
    SENT = "sent"
    BANNER = "banner"  # the words wait for the person's next contact
    TOLD = "told"  # and were shown there
    GONE = "gone"  # can't be reached: not bound, does not follow, refuses
    DROPPED = "dropped"  # it was cancelled, or nobody was to read it so late


OPEN = (Row.WAITING.value, Row.TRYING.value)


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a notice is: recipients by state, and those who were sent it by channel."""

    states: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)  # why people are gone or dropped

    @property
    def total(self) -> int:
        """All recipients so far."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient, by badge where it is known. `at` is when the row was settled, aware."""

    number: int
    badge: str
    state: str
    channel: str
    why: str
    at: datetime | None


def counts(notice: int) -> Counts:
    """The counts of one notice."""
    row, number = NoticeRecipient, fn.COUNT(NoticeRecipient.id)
    mine = row.notice == notice
    states = row.select(row.state, number).where(mine).group_by(row.state)
    channels = row.select(row.channel, number).where(mine & (row.state == Row.SENT.value)).group_by(row.channel)
    lost = row.state.in_([Row.GONE.value, Row.DROPPED.value])
    reasons = row.select(row.why, number).where(mine & lost).group_by(row.why)
    return Counts(_pairs(states), _pairs(channels), _pairs(reasons))


def lines(notice: int, *, after: int = 0, state: str = "", most: int = 100) -> tuple[Line, ...]:
    """The recipients in the order of the ledger; only those in one state if given."""
    row = NoticeRecipient
    query = row.select().where((row.notice == notice) & (row.id > after)).order_by(row.id).limit(most)
    if state:
        query = query.where(row.state == state)
    return tuple(
        Line(each.id, each.badge, each.state, each.channel, each.why,
             beijing(each.settled_at) if each.settled_at else None)
        for each in query
    )  # fmt: skip


def banners(openid: str, message_key: str, at: datetime) -> tuple[str, ...]:
    """The words that wait for this person, now told under `message_key`; the same key gets the same ones again.

    At most AT_ONCE, oldest first. `at` is aware. What expired or was cancelled meanwhile is not shown.
    """
    row, now = NoticeRecipient, naive(at)
    shown = Notice.state.in_(SHOWN) & (Notice.expires.is_null() | (Notice.expires > now))
    waiting = (row.state == Row.BANNER.value) & (row.due <= now)
    again = (row.state == Row.TOLD.value) & (row.told_key == message_key[:190])
    query: Iterable[tuple[int, str, str, str]] = (
        row.select(row.id, row.openid, row.state, Notice.words)
        .join(Notice, on=(Notice.id == row.notice))
        .where((row.openid == openid) & row.state.in_([Row.BANNER.value, Row.TOLD.value]) & (again | (waiting & shown)))
        .order_by(row.id)
        .limit(AT_ONCE)
        .tuples()
        .iterator()
    )
    found = [each for each in query if each[1] == openid]  # an engine may compare without case
    taken = []
    for number, _, state, words in found:
        if state == Row.BANNER.value:
            told = {"state": Row.TOLD.value, "told_key": message_key[:190], "settled_at": now}
            mine = (row.id == number) & (row.state == Row.BANNER.value)
            if not row.update(told).where(mine).execute():
                continue  # another of the person's contacts took it a moment ago
        taken.append(words)
    return tuple(taken)


def waiting(openid: str) -> bool:
    """Whether a banner waits for this person."""
    row = NoticeRecipient
    return bool(row.select().where((row.openid == openid) & (row.state == Row.BANNER.value)).exists())


def _pairs(query: Any) -> dict[str, int]:
    return dict(query.tuples())
