"""Rows of the schedule."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from congress.handover.headings import headings
from handover import cells, keys
from handover.dates import Calendar
from handover.kinds import About, Entry, Kind
from handover.rows import LONGEST, Row
from handover.spans import Span, Unreadable, span
from models import AgendaItem


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader that carries the day on, as a schedule names it once for all rows of the day."""
    calendar = Calendar(about.titles, about.at)
    carried: date | None = next((day.day for title in about.titles if (day := calendar.read(title))), None)
    assumed: set[int] = set()

    def read(row: Row) -> Entry:
        nonlocal carried
        lines = [*row.lines("title", longest=LONGEST).split("\n"), ""]
        row.subject = lines[0]
        carried, written = _day(row, calendar, carried, assumed)
        if not lines[0]:
            row.refuse("needed", "title")
        row.key = keys.key(f"{carried:%m%d}", keys.pinyin(lines[0]))
        times = _times(row, written)
        midnight = datetime.combine(carried, time())
        return row.entry(
            row.key, day=carried, starts=midnight + timedelta(minutes=times.starts),
            ends=None if times.ends is None else midnight + timedelta(minutes=times.ends),
            title=row.cut("title", lines[0], AgendaItem.title.max_length), detail="\n".join(lines[1:-1]),
            place=row.text("place"), audience=row.text("audience"), remark=row.lines("remark"),
        )  # fmt: skip

    return read


def _day(row: Row, calendar: Calendar, carried: date | None, assumed: set[int]) -> tuple[date, Any]:
    """The row's day, and its time cell without a date that stood in it."""
    time_field = "time" if row.raw("time") is not None else "starts"
    written = row.raw("day")
    rest = row.raw(time_field)
    read = calendar.read(written)
    if written not in (None, "") and read is None:
        row.refuse("date_unreadable", "day", cells.text(written))
    if read is None and isinstance(rest, datetime):
        read = calendar.read(rest)
    elif read is None and isinstance(rest, str):
        read, rest = calendar.split(rest, loose=False)
    if read is None:
        if carried is None:
            row.refuse("date_missing", "day")
        return carried, rest
    if read.contradicts:
        row.doubtful("date_weekday", "day", cells.text(written), new=read.day.isoformat())
    if calendar.outside(read.day):
        row.doubtful("date_outside", "day", cells.text(written), new=read.day.isoformat())
    if read.assumed and read.day.year not in assumed:
        assumed.add(read.day.year)
        row.doubtful("date_year", "day", cells.text(written), new=read.day.isoformat())
    return read.day, rest


def _times(row: Row, written: Any) -> Span:
    """When it is. Raises Refused for a time that can't be read."""
    told = cells.text(written)
    try:
        times = span(written)
        if times.ends is None and row.raw("ends") is not None:
            told = f"{told}—{cells.text(row.raw('ends'))}"
            until = span(row.raw("ends"))
            times = span(f"{times}-{until}")
    except Unreadable as unreadable:
        row.refuse(str(unreadable), "time", told)
    for code in times.how:
        if code == "end_before_start":
            row.dropped(code, "time", told, new=str(times))
        else:
            row.corrected(code, "time", told, str(times))
    if not times.how and isinstance(written, str) and _compact(told) != _compact(str(times)):
        row.corrected("time_written", "time", told, str(times))
    return times


def _compact(written: str) -> str:
    """Without spaces and leading zeros, every dash the same: such differences are not worth a word."""
    parts = "".join(written.split()).replace("~", "-").replace("—", "-").replace("–", "-").split("-")
    return "-".join(part.removeprefix("0") for part in parts if part)


KIND = Kind(
    name="agenda", model=AgendaItem, key="key", headings=headings("agenda"),
    needs=(("time", "starts"), ("title",)), begin=begin, identity=("day", "title"), several=True,
)  # fmt: skip
