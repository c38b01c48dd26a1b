"""Rows of the table of union services."""

import re
from collections.abc import Callable
from datetime import date

from handover import cells, keys
from handover.dates import Calendar
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from handover.telephones import telephone
from handover.words import words
from models import Programme
from union.handover.headings import headings, hints, like, others, told


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader of rows with dates of the year that the titles name."""
    calendar = Calendar(about.titles, about.around)

    def read(row: Row) -> Entry:
        name = row.subject = row.needed("name")
        row.key = keys.key(keys.pinyin(name))
        summary = [row.lines("summary")]
        opens, closes = (_day(row, field, calendar, summary, about) for field in ("opens", "closes"))
        if cells.text(row.raw("span")) and not (opens or closes):
            opens, closes = _span(row, calendar, summary, about)
        if opens and closes and closes < opens:
            row.dropped("closes_before_opens", "closes", closes.isoformat(), new=opens.isoformat())
            closes = None
        quota, quota_words = _quota(row)
        place = row.text("counter")
        return row.entry(
            row.key, name=name, brand=row.text("brand"), opens=opens, closes=closes, quota=quota,
            summary="\n".join(filter(None, [*summary, *row.rest()])), materials=row.text("materials"),
            audience=row.text("audience"), counter=place, hotline=row.text("hotline") or _number(place),
            quota_words=quota_words,
        )  # fmt: skip

    return read


def _number(place: str) -> str:
    """The telephone number that stands beside a place."""
    said = re.search(rf"(?:{'|'.join(words()['before_number'])})[:\uff1a]?\s*(\d[\d\s-]{{5,18}}\d)", place)
    return "" if said is None else telephone(said[1]) or ""


def _day(row: Row, field: str, calendar: Calendar, summary: list[str], about: About) -> date | None:
    written = row.raw(field)
    read = calendar.read(written)
    if read is None:
        _tell(row, field, summary, about)
        return None
    if read.contradicts:
        row.doubtful("date_weekday", field, cells.text(written), new=read.day.isoformat())
    if read.assumed:
        row.doubtful(calendar.assumption, field, cells.text(written), new=read.day.isoformat())
    return read.day


def _tell(row: Row, field: str, summary: list[str], about: About) -> None:
    """Words in place of dates (`all the year`) go into the summary, under their heading."""
    written = row.text(field)
    if written and field != "span" and re.search(r"\d", written):
        row.dropped("value_date", field, written)  # meant as a date, but there is no such
    elif written:
        row.corrected("date_in_words", field, written, "")
        summary.append(words()["headed"].format(heading=about.headings[field], value=written))


def _span(row: Row, calendar: Calendar, summary: list[str], about: About) -> tuple[date | None, date | None]:
    """First and last day of a cell that holds both; a date alone is the last."""
    written = row.text("span")
    until = re.sub(rf"(?:{'|'.join(words()['until'])})$", "", written)
    first, rest = calendar.split(re.sub(rf"^(?:{'|'.join(words()['from_now'])})", "", until))
    rest = re.sub(rf"^(?:[-‐-―−~〜～]+|{'|'.join(words()['to'])})", "", rest)
    last = calendar.read(rest) if rest else None
    if first is None or (rest and last is None):
        _tell(row, "span", summary, about)
        return None, None
    if first.assumed:
        row.doubtful(calendar.assumption, "span", written, new=first.day.isoformat())
    return (first.day, last.day) if last else (None, first.day)


def _quota(row: Row) -> tuple[int | None, str]:
    """How many may take part, None when the number is not limited or is not all that is said of it; staff's own words
    where they say more than the number.
    """
    written = row.text("quota")
    if not written or cells.bare(written) in words()["unlimited"]:
        return None, ""
    units = "".join(words()["counted"])
    if match := re.fullmatch(rf"(\d[\d,]*)\s*[{units}]?", written):
        return int(match[1].replace(",", "")), ""
    if match := re.fullmatch(rf"(\d[\d,]*)\s*(?:{'|'.join(words()['places'])})", written):
        return int(match[1].replace(",", "")), written
    return None, row.cut("quota", written, Programme.quota_words.max_length)


KIND = Kind(
    name="programmes", model=Programme, key="key", headings=headings("programmes"), hints=hints("programmes"),
    like=like("programmes"), others=others("programmes"), naming="name",
    hinted=(("name",), ("brand", "quota", "opens", "closes", "span", "materials", "audience", "summary", "counter")),
    needs=(("name",), ("brand", "quota", "opens", "closes", "materials")), begin=begin, identity=("name",),
    rest="summary", told=told("programmes"),
)  # fmt: skip
