"""Announcements by staff: written by one person, approved by another, corrected afterwards.

How far one is says its notice in the outbox; here stands what is needed before: the words as staff wrote them, the
version that was seen, and the time at which it is to go out.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import peewee

from congress import audit
from congress.catalogue import beijing, naive
from congress.errors import Conflict, Invalid, NotFound
from congress.notices import outbox, wording
from congress.notices.audience import Audience
from congress.notices.outbox import State, Told
from models import Announcement, Notice, database

KIND = "announcement"
LONGEST_TITLE = 30  # characters
KEPT = timedelta(days=3)  # for which it waits as a banner for those who could not be sent it
URGENT = 40  # goes before everything else
AHEAD = timedelta(days=60)  # the latest time at which it may go out
OPEN = (State.DRAFT.value, State.WAITING.value)


@dataclass(frozen=True, slots=True)
class Draft:
    """What staff want to say. `page` is an absolute address or empty; `send_at`, aware, or None for at once."""

    title: str
    text: str
    audience: Audience
    page: str = ""
    urgent: bool = False
    send_at: datetime | None = None
    corrects: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """An announcement: its notice, what was written, and the number that rises with every edit."""

    notice: Told
    draft: Draft
    version: int
    changed: datetime

    @property
    def is_open(self) -> bool:
        """Whether it may still be edited: nobody was told of it."""
        held = self.notice.state in (State.QUEUED, State.PAUSED)
        return self.notice.state in (State.DRAFT, State.WAITING) or (held and not self.notice.recipients)


def message(draft: Draft) -> str:
    """The words as people read them. Raises Invalid with what is wrong: title, text, long, page."""
    title, text = draft.title.strip(), draft.text.strip()
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        raise Invalid("title")
    if not text or any(not (sign.isprintable() or sign == "\n") for sign in text):
        raise Invalid("text")
    if draft.page and (not draft.page.startswith(("https://", "http://")) or set(draft.page) & set(" \"'<>\n")):
        raise Invalid("page")
    words = wording.words("announcement.txt", draft=replace(draft, title=title, text=text))
    if len(words.encode()) > wording.MESSAGE:
        raise Invalid("long")
    return words


def write(draft: Draft, form: str, by: str, at: datetime) -> int:
    """Keep a draft; its number. `form` is the form's own mark: sent twice it is one draft. `at` is aware.

    Raises Invalid: title, text, long, page, time, form.
    """
    words, due = message(draft), _due(draft, at)
    mark = f"{KIND}:{form}"
    if not form.isalnum() or len(form) > 40:
        raise Invalid("form")
    try:
        with database.atomic():
            row = {"mark": mark, "text": draft.text.strip(), "urgent": draft.urgent, "corrects": draft.corrects}
            row |= {"send_at": naive(draft.send_at) if draft.send_at else None, "changed_at": naive(at)}
            own = Announcement.insert(row).execute()
            number = outbox.write(
                KIND, mark, draft.audience, words, at, due=due, expires=due + KEPT, by=by, url=draft.page,
                title=draft.title.strip(), details=_details(draft, due), state=State.DRAFT,
                priority=URGENT if draft.urgent else None,
            )  # fmt: skip
            Announcement.update(notice=number).where(Announcement.id == own).execute()
            audit.note(by, "notice.written", str(number), at, _about(draft))
            return number
    except peewee.IntegrityError:
        found = Announcement.get_or_none(Announcement.mark == mark)
        if found is None or outbox.notice(found.notice).by != by:
            raise Invalid("form") from None
        return int(found.notice)


def edit(number: int, version: int, draft: Draft, by: str, at: datetime) -> None:
    """Change it: a draft again, whoever approved it before. `at` is aware.

    Raises Conflict when it was edited meanwhile or is going out; Invalid; NotFound.
    """
    words, due = message(draft), _due(draft, at)
    with database.atomic():
        _next(number, version, {
            "text": draft.text.strip(), "urgent": draft.urgent, "changed_at": naive(at),
            "send_at": naive(draft.send_at) if draft.send_at else None,
        })  # fmt: skip
        held = Notice.state.in_([State.QUEUED.value, State.PAUSED.value]) & ~Notice.expanded & (Notice.recipients == 0)
        change = Notice.update({
            "state": State.DRAFT.value, "audience_kind": draft.audience.kind, "audience_value": draft.audience.value,
            "title": draft.title.strip(), "words": words, "url": draft.page, "by": by[:80], "approved_by": "",
            "priority": URGENT if draft.urgent else outbox.PRIORITY[KIND], "cursor": 0,
            **_times(draft, due),
        })  # fmt: skip
        changed = change.where((Notice.id == number) & (Notice.state.in_(OPEN) | held)).execute()
        if (
            not changed and outbox.notice(number).state is not State.DRAFT
        ):  # one that is saved as it was changes nothing
            raise Conflict("begun")
        audit.note(by, "notice.edited", str(number), at, _about(draft))


def submit(number: int, version: int, by: str, at: datetime) -> None:
    """Hand it to a second person. Again is no error. Raises Conflict, NotFound."""
    found = announcement(number)
    if found.notice.state is State.WAITING and found.version == version:
        return
    with database.atomic():
        _next(number, version, {}, rises=False)
        outbox.submit(number, by, at)


def approve(number: int, version: int, people: int, by: str, at: datetime) -> None:
    """Let it go out now, or at its time. `people`: how many recipients the approver was shown. `at` is aware.

    Raises Conflict: own (who wrote it may not), version (it was edited since), or its state; NotFound.
    """
    with database.atomic():
        _next(number, version, {}, rises=False)
        if not by or _person(outbox.notice(number).by) == _person(by):
            raise Conflict("own")
        outbox.approve(number, by, at)
        found = announcement(number)
        due = max(found.draft.send_at or at, at)
        Notice.update(_times(found.draft, due)).where(Notice.id == number).execute()
        audit.note(by, "notice.confirmed", str(number), at, f"people={people} version={version}")


def announcement(number: int) -> Written:
    """One announcement by the number of its notice. Raises NotFound."""
    row = Announcement.get_or_none(Announcement.notice == number)
    if row is None:
        raise NotFound(str(number))
    notice = outbox.notice(number)
    draft = Draft(
        notice.title, row.text, notice.audience, notice.url, bool(row.urgent),
        beijing(row.send_at) if row.send_at else None, row.corrects,
    )  # fmt: skip
    return Written(notice, draft, row.version, beijing(row.changed_at))


def corrections(number: int) -> tuple[int, ...]:
    """The announcements that correct this one."""
    rows = Announcement.select(Announcement.notice).where(Announcement.corrects == number).order_by(Announcement.id)
    return tuple(row.notice for row in rows)


def correcting(number: int) -> Draft:
    """A correction to begin with: to those who were told, or see it in what waits for them. Raises NotFound."""
    found = announcement(number)
    title = wording.words("correction_title.txt", title=found.draft.title)
    return Draft(wording.short(title, LONGEST_TITLE), found.draft.text, Audience("told", str(number)),
                 found.draft.page, found.draft.urgent, None, number)  # fmt: skip


def _person(by: str) -> str:
    """The same person on the command line and in the console."""
    return by.removeprefix("cli:")


def _next(number: int, version: int, values: dict[str, object], *, rises: bool = True) -> None:
    """Take the row for this transaction, if it is still at the version that was seen."""
    row, mine = Announcement, Announcement.notice == number
    # There and back: MariaDB counts rows that changed, not rows that were found.
    if not row.update(version=-version).where(mine & (row.version == version)).execute():
        announcement(number)
        raise Conflict("version")
    row.update({"version": version + rises, **values}).where(mine & (row.version == -version)).execute()


def _due(draft: Draft, at: datetime) -> datetime:
    if draft.send_at is None:
        return at
    if not at < draft.send_at <= at + AHEAD:
        raise Invalid("time")
    return draft.send_at


def _times(draft: Draft, due: datetime) -> dict[str, object]:
    whole = naive(due).replace(microsecond=0)
    details = json.dumps(_details(draft, due), ensure_ascii=False)
    return {"due": whole, "expires": whole + KEPT, "details": details}


def _details(draft: Draft, due: datetime) -> dict[str, str]:
    return {
        "day": wording.words("day.txt", at=due), "when": wording.moment(due), "note": wording.short(draft.text),
    }  # fmt: skip


def _about(draft: Draft) -> str:
    value = draft.audience.value if draft.audience.kind != "badges" else str(len(draft.audience.badges))
    return f"{draft.audience.kind} {value} {'urgent' if draft.urgent else ''}".strip()
