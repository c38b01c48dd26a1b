"""The outbox: a notice is written in the transaction of its cause, and goes through its states from there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from congress import audit
from congress.catalogue import beijing, naive
from congress.errors import Conflict, Invalid, NotFound
from congress.notices.audience import Audience
from models import Notice

WORDS = 2048  # bytes of UTF-8: more doesn't fit into one message (docs/wechat.md, section 7)
TITLE = 100  # characters


class State(StrEnum):
    """Where a notice stands."""

    DRAFT = "draft"
    WAITING = "waiting"  # for the approval of a second person
    QUEUED = "queued"  # goes out when it is due
    SENDING = "sending"
    PAUSED = "paused"  # by staff, or because the platform refuses: then `why` says what to look at
    CANCELLED = "cancelled"
    DONE = "done"  # every recipient's row is settled, or has a banner that waits


# From which states each step is taken.
STEPS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.DRAFT}),
    State.QUEUED: frozenset({State.DRAFT, State.WAITING, State.PAUSED}),
    State.PAUSED: frozenset({State.QUEUED, State.SENDING}),
    # One that is through may still have banners that wait.
    State.CANCELLED: frozenset(set(State) - {State.CANCELLED}),
}
# Which kind goes before which; equals take turns.
PRIORITY = {"change": 30, "binding": 30, "reminder": 20, "answer": 15, "announcement": 10, "overview": 0}
# Kinds that go to whoever has just been here: as a customer-service message, and else not at all.
SERVICE_ONLY = frozenset({"answer"})


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it stands. Times are aware, +08:00; `details` are further named values for templates."""

    number: int
    mark: str
    kind: str
    state: State
    audience: Audience
    title: str
    words: str
    at: datetime
    due: datetime
    expires: datetime | None
    by: str = ""
    approved_by: str = ""
    url: str = ""
    why: str = ""
    recipients: int = 0
    expanded: bool = False
    finished: datetime | None = None
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def service_only(self) -> bool:
        """Whether it is sent inside an open window alone, and waits for nobody."""
        return self.kind in SERVICE_ONLY


def write(
    kind: str, mark: str, audience: Audience, words: str, at: datetime, *, due: datetime | None = None,
    expires: datetime | None = None, by: str = "", url: str = "", title: str = "",
    details: Mapping[str, str] | None = None, state: State = State.QUEUED, priority: int | None = None,
) -> int:  # fmt: skip
    """Write a notice inside the caller's transaction; its number. The same `mark` again is the same notice.

    `words` is what people read in the chat, at most WORDS bytes; `title` and `details` (when, place) fill templates.
    Times are aware; due now unless said otherwise; after `expires` nobody is told any more. Raises Invalid.
    """
    if not words.strip() or len(words.encode()) > WORDS:
        raise Invalid("words")
    if not mark or len(mark) > 190:
        raise Invalid("mark")
    if expires is not None and expires <= (due or at):
        raise Invalid("expires")
    Notice.insert({
        "mark": mark, "kind": kind, "state": state.value, "audience_kind": audience.kind,
        "audience_value": audience.value, "title": title[:TITLE], "words": words,
        "details": json.dumps(dict(details or {}), ensure_ascii=False), "url": url, "by": by[:80], "at": _whole(at),
        "due": _whole(due or at), "expires": _whole(expires) if expires else None,
        "priority": PRIORITY.get(kind, 10) if priority is None else priority,
    }).on_conflict_ignore().execute()  # fmt: skip
    return int(Notice.get(Notice.mark == mark).id)


def submit(number: int, by: str, at: datetime) -> None:
    """Hand a draft to a second person. Raises Conflict, NotFound."""
    _step(number, State.WAITING, by, at, "notice.submitted")


def approve(number: int, by: str, at: datetime) -> None:
    """Let it go out: only somebody else than who wrote it may. Raises Conflict, NotFound."""
    if not by or notice(number).by == by:
        raise Conflict("a second person approves")
    _step(number, State.QUEUED, by, at, "notice.approved", only=State.WAITING, approved_by=by[:80])


def pause(number: int, by: str, at: datetime) -> None:
    """Hold it; what is on its way arrives. Raises Conflict, NotFound."""
    _step(number, State.PAUSED, by, at, "notice.paused")


def resume(number: int, by: str, at: datetime) -> None:
    """Go on with one that was paused, or that the platform had stopped. Raises Conflict, NotFound."""
    _step(number, State.QUEUED, by, at, "notice.resumed", only=State.PAUSED, why="")


def cancel(number: int, by: str, at: datetime) -> None:
    """End it: who was not told will not be, and no banner of it is shown any more. Raises Conflict, NotFound."""
    _step(number, State.CANCELLED, by, at, "notice.cancelled", finished=_whole(at))


def stop(number: int, why: str) -> None:
    """The platform refuses in a way that staff must look at; the recipients wait. Nothing if it isn't being sent."""
    sent = Notice.state.in_([State.SENDING.value, State.QUEUED.value])
    change = Notice.update({Notice.state: State.PAUSED.value, Notice.why: why[:200]})
    change.where((Notice.id == number) & sent).execute()


def notice(number: int) -> Told:
    """One notice. Raises NotFound."""
    row = Notice.get_or_none(Notice.id == number)
    if row is None:
        raise NotFound(str(number))
    return _told(row)


def notices(*, states: tuple[State, ...] = (), kind: str = "", before: int = 0, most: int = 50) -> tuple[Told, ...]:
    """The newest first; only those in `states` and of `kind` if given; `before` a number."""
    query = Notice.select().order_by(Notice.id.desc()).limit(most)
    if states:
        query = query.where(Notice.state.in_([each.value for each in states]))
    if kind:
        query = query.where(Notice.kind == kind)
    if before:
        query = query.where(Notice.id < before)
    return tuple(map(_told, query))


def _step(
    number: int, to: State, by: str, at: datetime, what: str, *, only: State | None = None, **values: object
) -> None:  # fmt: skip
    states = [each.value for each in (STEPS[to] if only is None else {only})]
    change = Notice.update({"state": to.value, **values}).where((Notice.id == number) & Notice.state.in_(states))
    if not change.execute():
        raise Conflict(notice(number).state.value)
    audit.note(by, what, str(number), at)


def _whole(at: datetime) -> datetime:
    """As every engine keeps it: MariaDB has no fractions, and rounding up would make it due late."""
    return naive(at).replace(microsecond=0)


def _told(row: Notice) -> Told:
    return Told(
        row.id, row.mark, row.kind, State(row.state), Audience(row.audience_kind, row.audience_value), row.title,
        row.words, beijing(row.at), beijing(row.due), beijing(row.expires) if row.expires else None, row.by,
        row.approved_by, row.url, row.why, row.recipients, row.expanded,
        beijing(row.finished) if row.finished else None, json.loads(row.details),
    )  # fmt: skip
