"""Rows of the schedule."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from congress.handover.headings import headings, hints, like, others, told, words
from congress.handover.standing import standing
from congress.notices import changes
from handover import cells, days, keys
from handover.around import Clock
from handover.dates import Calendar
from handover.kinds import About, Entry, Kind
from handover.places import are_people, is_place
from handover.rows import LONGEST, Row
from handover.spans import MIDNIGHT, Span, Unreadable, span
from handover.words import words as clock_words
from models import AgendaItem

SMALL_HOURS = range(60, 6 * 60)  # minutes after midnight at which nobody meets
FAR = Clock(datetime(2000, 1, 1), date(2000, 1, 1))  # for dates of which only matters that they are some


def begin(about: About) -> Callable[[Row], list[Entry]]:
    """A reader that carries the day on, as a schedule names it once for all rows of the day."""
    known = _Days(about)

    def read(row: Row) -> list[Entry]:
        lines = [*row.lines("title", longest=LONGEST).split("\n"), ""]
        among, written, part = known.of(row, lines[0])
        row.subject = lines[0] or row.refuse("needed", "title")
        stands = standing(row, lines[0], _remark(row))
        row.subject = lines[0] = stands.title
        row.key = keys.key(f"{among[0]:%m%d}", keys.pinyin(lines[0]))
        spans = [known.likely(row, times, among[0], part) for times in _times(row, written, part)]
        values = {
            "title": row.cut("title", lines[0], AgendaItem.title.max_length), "detail": "\n".join(lines[1:-1]),
            "place": row.text("place"), "audience": row.text("audience"), "remark": stands.remark,
            "cancelled": stands.cancelled,
        }  # fmt: skip
        return [_item(row, day, times, values) for day in among for times in spans]

    return read


def _item(row: Row, day: date, times: Span, values: Mapping[str, Any]) -> Entry:
    midnight = datetime.combine(day, time())
    day += timedelta(days=times.starts // MIDNIGHT)  # what is said to be on the morning after
    return row.entry(
        keys.key(f"{day:%m%d}", keys.pinyin(row.subject)), day=day, starts=midnight + timedelta(minutes=times.starts),
        ends=None if times.ends is None else midnight + timedelta(minutes=times.ends), **values,
    )  # fmt: skip


def _remark(row: Row) -> str:
    """The remark, with who is in the chair."""
    host, remark = row.text("host"), row.lines("remark")
    return "\n".join(filter(None, [f"{words()['host']}{host}" if host else "", remark, *row.rest()]))


class _Days:
    """Finds each row's day: in its own cell, in its time cell, or named above for a group of rows."""

    def __init__(self, about: About) -> None:
        self._calendar = Calendar([*about.titles, *about.elsewhere], about.around.schedule)
        self._title = days.of_titles(about.titles, about.around.schedule)
        self._carried: date | None = None
        self._part = self._written = ""
        self._looked: set[str] = set()
        self._assumed: set[int] = set()
        self._latest: tuple[date, int] | None = None  # the last row's day and start

    def of(self, row: Row, subject: str) -> tuple[list[date], Any, str]:
        """The day or days, the row's time cell without a date in it, and the part of the day. Raises Refused."""
        row.subject = subject
        if named := days.named(row.own, self._calendar):
            row.subject = ""
            self._take(row, named)
            row.pass_over("line_day" if named.day else "line_part", "day", named.written)
        written, rest = row.raw("day"), row.raw("time" if row.raw("time") is not None else "starts")
        if among := days.among(cells.text(written), self._calendar):
            return among, rest, row.text("part")
        read = days.named([written], self._calendar) if cells.text(written) else None
        if cells.text(written) and read is None:
            row.refuse("date_unreadable", "day", cells.text(written))
        if read is None and isinstance(rest, datetime):
            read = days.named([rest], self._calendar)
        elif read is None and isinstance(rest, str):
            day, rest = self._calendar.split(rest, loose=False)
            read = days.Named(day, written=cells.text(row.raw("time"))) if day else None
        if read is not None:
            self._take(row, read)
        elif self._carried is None and self._title is not None:
            self._take(row, self._title)
            if self._title.among:
                row.corrected("date_title", "day", self._title.written, str(self._carried))
        if self._carried is None:
            row.refuse("date_missing", "day")
        return [self._carried], rest, row.text("part") or self._part

    def likely(self, row: Row, times: Span, day: date, part: str) -> Span:
        """The times, in the afternoon if they are of the small hours without a word for it and follow a later row."""
        follows = self._latest is not None and self._latest[0] == day and self._latest[1] > times.starts
        if not part and times.starts in SMALL_HOURS and not re.match(r"\D*0\d", str(row.raw("time") or "")):
            if follows and not times.how:
                old, half = str(times), 12 * 60
                times = replace(times, starts=times.starts + half, ends=times.ends and times.ends + half)
                row.corrected("time_afternoon", "time", old, str(times))
            elif not times.how:
                row.doubtful("time_night", "time", str(times))
        self._latest = day, times.starts
        return times

    def _take(self, row: Row, named: days.Named) -> None:
        """Carry the day on, and tell once what is doubtful about it: merged cells give it to many rows."""
        read, written = named.day, named.written
        if read is None or written != self._written:  # a merged cell says the same again
            self._part = named.part
        if read is None:
            return
        self._carried, self._written = read.day, written
        if written not in self._looked:
            self._looked.add(written)
            if read.contradicts:
                row.doubtful("date_weekday", "day", written, new=read.day.isoformat())
            if self._calendar.outside(read.day):
                row.doubtful("date_outside", "day", written, new=read.day.isoformat())
            if read.assumed and read.day.year not in self._assumed:
                self._assumed.add(read.day.year)
                row.doubtful(self._calendar.assumption, "day", written, new=read.day.isoformat())


def _times(row: Row, written: Any, part: str) -> list[Span]:
    """When it is, once or several times a day. Raises Refused for a time that can't be read."""
    told = cells.text(written)
    if (
        told and part and part not in clock_words()["whole_day"]
    ):  # a column or a line of its own says morning or afternoon
        written = told = f"{part}{told}"
    try:
        times = span(written)
        if times.ends is None and row.raw("ends") is not None:
            told = f"{told}—{cells.text(row.raw('ends'))}"
            until = span(row.raw("ends"))
            if until.starts >= MIDNIGHT > times.starts:
                times = replace(times, ends=until.starts)
            else:
                later = times.starts // MIDNIGHT * MIDNIGHT  # a whole day, when it is the morning after
                times = span(f"{times}-{until}")
                ends = None if times.ends is None else times.ends + later
                times = replace(times, starts=times.starts + later, ends=ends)
    except Unreadable as unreadable:
        if several := _several(told):
            row.corrected("several_taken", "time", told, words()["between"].join(map(str, several)))
            return several
        row.refuse(str(unreadable), "time", told)
    for code in times.how:
        if code == "end_before_start":
            row.dropped(code, "time", told, new=str(times))
        else:
            row.corrected(code, "time", told, str(times))
    if not times.how and isinstance(written, str) and _compact(told) != _compact(str(times)):
        row.corrected("time_written", "time", told, str(times))
    return [times]


def _several(written: str) -> list[Span]:
    """The spans of a cell that holds more than one, each with its end; empty if it is anything else."""
    parts = [part for part in re.split(r"[、,，;；/\n]+|(?<=\d)\s+(?=\d)", written) if part.strip()]
    try:
        read = [span(part) for part in parts]
    except Unreadable:
        return []
    return read if len(read) > 1 and all(each.ends is not None for each in read) else []


@lru_cache(1024)
def _is_day(value: Any) -> bool:
    """Whether a cell names a day with its month, so that a column of such cells is the days'."""
    if isinstance(value, datetime):
        return value.time() == time()
    if isinstance(value, date):
        return True
    named = days.named([value], Calendar((), FAR)) if isinstance(value, str) else None
    return named is not None and named.day is not None


@lru_cache(1024)
def _is_time(value: Any) -> bool:
    """Whether a cell says when something begins, by the clock."""
    if isinstance(value, datetime):
        return value.time() != time()
    if not isinstance(value, (time, str)):
        return False
    try:
        return span(value).starts >= 0
    except Unreadable:
        return False


def _compact(written: str) -> str:
    """Without spaces and leading zeros, every dash the same: such differences are not worth a word."""
    parts = "".join(written.split()).replace("~", "-").replace("—", "-").replace("–", "-").split("-")
    return "-".join(part.removeprefix("0") for part in parts if part)


KIND = Kind(
    name="agenda", model=AgendaItem, key="key", headings=headings("agenda"),
    needs=(("time", "starts"), ("title",)), dated="day", begin=begin, identity=("day", "title"), several=True,
    tell=changes.tell, hints=hints("agenda"),
    like=like("agenda"), others=others("agenda"), naming="title",
    contents={"day": _is_day, "part": days.is_part, "time": _is_time, "place": is_place, "audience": are_people},
    instead={"time": "starts"}, rest="remark", told=told("agenda"),
)  # fmt: skip
