"""Rows of the table of union services."""

import re
from collections.abc import Callable
from datetime import date

from handover import cells, keys
from handover.dates import Calendar
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from handover.words import words
from models import Programme
from union.handover.headings import headings, hints, like, others


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows with dates of the year that the titles name."""
    calendar = Calendar(about.titles, about.around)

    def read(row: Row) -> Entry:
        name = row.subject = row.needed("name")
        row.key = keys.key(keys.pinyin(name))
        opens, closes = _day(row, "opens", calendar), _day(row, "closes", calendar)
        if cells.text(row.raw("span")) and not (opens or closes):
            opens, closes = _span(row, calendar)
        if opens and closes and closes < opens:
            row.dropped("closes_before_opens", "closes", closes.isoformat(), new=opens.isoformat())
            closes = None
        return row.entry(
            row.key, name=name, brand=row.text("brand"), summary=row.lines("summary"), quota=_quota(row), opens=opens,
            closes=closes, materials=row.text("materials"), audience=row.text("audience"),
        )  # fmt: skip

    return read


def _day(row: Row, field: str, calendar: Calendar) -> date | None:
    written = row.raw(field)
    read = calendar.read(written)
    if read is None:
        if cells.text(written):
            row.dropped("value_date", field, cells.text(written))
        return None
    if read.contradicts:
        row.doubtful("date_weekday", field, cells.text(written), new=read.day.isoformat())
    if read.assumed:
        row.doubtful(calendar.assumption, field, cells.text(written), new=read.day.isoformat())
    return read.day


def _span(row: Row, calendar: Calendar) -> tuple[date | None, date | None]:
    """First and last day of a cell that holds both; a date alone is the last."""
    written = row.text("span")
    first, rest = calendar.split(re.sub(rf"(?:{'|'.join(words()['until'])})$", "", written))
    rest = re.sub(rf"^(?:[-‐-―−~〜～]+|{'|'.join(words()['to'])})", "", rest)
    last = calendar.read(rest) if rest else None
    if first is None or (rest and last is None):
        row.dropped("value_date", "span", written)
        return None, None
    if first.assumed:
        row.doubtful(calendar.assumption, "span", written, new=first.day.isoformat())
    return (first.day, last.day) if last else (None, first.day)


def _quota(row: Row) -> int | None:
    """How many may take part; None when the number is not limited."""
    written = row.text("quota")
    if not written or cells.bare(written) in words()["unlimited"]:
        return None
    units = "".join(words()["counted"])
    if match := re.fullmatch(rf"(\d[\d,]*)\s*[{units}]?", written):
        return int(match[1].replace(",", ""))
    row.dropped("value_number", "quota", written)
    return None


KIND = Kind(
    name="programmes", model=Programme, key="key", headings=headings("programmes"), hints=hints("programmes"),
    like=like("programmes"), others=others("programmes"), naming="name",
    hinted=(("name",), ("brand", "quota", "opens", "closes", "span", "materials", "audience", "summary")),
    needs=(("name",), ("brand", "quota", "opens", "closes", "materials")), begin=begin, identity=("name",),
)  # fmt: skip
