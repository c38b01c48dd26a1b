"""Marks for what was planned, so that no process plans it again."""

from collections.abc import Collection
from datetime import datetime

from congress.catalogue import naive
from models import PlannedNotice


def known(marks: Collection[str]) -> frozenset[str]:
    """Which of these were planned."""
    rows = PlannedNotice.select(PlannedNotice.mark).where(PlannedNotice.mark.in_(list(marks)))
    return frozenset(row.mark for row in rows)


def first(mark: str, at: datetime) -> bool:
    """Set the mark in the caller's transaction; False if it was set already, whoever did it. `at` is aware."""
    values = {"mark": mark, "at": naive(at)}
    return bool(PlannedNotice.insert(values).on_conflict_ignore().as_rowcount().execute())
