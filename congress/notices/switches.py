"""Which kinds of automatic notices staff switched off."""

from datetime import datetime

from congress import audit
from congress.catalogue import naive
from congress.errors import Invalid
from models import NoticeSwitch, database

KINDS = ("change", "reminder", "overview")


def is_on(kind: str) -> bool:
    """Whether notices of this kind are written by themselves."""
    return not NoticeSwitch.select().where(NoticeSwitch.kind == kind).exists()


def off() -> dict[str, str]:
    """The kinds that are switched off, and who did it."""
    return {row.kind: row.by for row in NoticeSwitch.select().order_by(NoticeSwitch.kind)}


def turn(kind: str, on: bool, by: str, at: datetime) -> None:
    """Switch a kind on or off; again is no error. `at` is aware. Raises Invalid for an unknown kind."""
    if kind not in KINDS:
        raise Invalid("kind")
    with database.atomic():
        if on:
            changed = NoticeSwitch.delete().where(NoticeSwitch.kind == kind).execute()
        else:
            values = {"kind": kind, "by": by[:80], "at": naive(at)}
            changed = not NoticeSwitch.select().where(NoticeSwitch.kind == kind).exists()
            NoticeSwitch.insert(values).on_conflict_ignore().execute()
        if changed:
            audit.note(by, "notice.switched_on" if on else "notice.switched_off", kind, at)
