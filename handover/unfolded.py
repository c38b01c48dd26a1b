"""Unfolds cells and lines that begin with a time (`9:00-9:30 opening (hall)`) into rows with a column for each part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from handover import cells, days
from handover.places import is_place
from handover.words import words
from handover.workbook import Line, Sheet

FIRST = 15  # the headings stand within so many lines
HALF = 0.5  # share of a column's cells that must begin with a time
LINES = 3  # so many lines of a text, and
SHARE = 0.4  # this share of them, begin with a time where the text is a schedule
TITLE = 2  # place of the title among the columns that are put behind the others
LONGEST = 80  # characters of a line of a schedule


def unfolded(sheet: Sheet) -> Sheet | None:
    """The sheet with a row for each time in its cells; None where no column's cells begin with one."""
    place = next((at for at, line in enumerate(sheet.lines[:FIRST]) if _is_head(line)), None)
    if place is None:
        return None
    head, below = sheet.lines[place], sheet.lines[place + 1 :]
    timed = [at for at in range(len(head.values)) if _is_timed(below, at)]
    if not timed:
        return None
    others = [at for at in range(len(head.values)) if at not in timed]
    named = words()["unfolded"]
    heads = (*(head.values[at] for at in others), named["part"], named["time"], named["title"], named["place"])
    lines = [*sheet.lines[:place], replace(head, values=heads)]
    for line in below:
        lines += _rows(line, head, timed, others)
    return replace(sheet, lines=tuple(lines))


def schedule(written: Sequence[str], name: str) -> Sheet | None:
    """The sheet of a text of which many lines begin with a time; None for any other text."""
    lines = [(number, line) for number, line in enumerate(map(cells.text, written), 1) if line]
    begun = [number for number, line in lines if len(line) <= LONGEST and _opening().match(line)]
    if len(begun) < LINES or len(begun) < SHARE * len(lines):
        return None
    dated = re.compile(rf"\d{words()['month']}\d|\d{{4}}[-/.]\d")
    if not any(dated.search(line) for line in (name, *(line for _, line in lines))):
        return None
    named = words()["unfolded"]
    head = Line(begun[0], (named["day"], named["time"], named["title"], named["place"]))
    above = [Line(number, (line,)) for number, line in lines if number < begun[0]]
    rows = [Line(number, (None, *(_apart(line) or (line,)))) for number, line in lines if number >= begun[0]]
    return Sheet(name, (*above, head, *(_single(row) for row in rows)))


def _single(line: Line) -> Line:
    """A line without a time in the place of the day that it may name."""
    return replace(line, values=line.values[1:]) if len(line.values) == 2 else line


def _is_head(line: Line) -> bool:
    return len(line.own) > 1 and all(
        isinstance(each, str) and len(each) <= 12 and not _starts(each) for each in line.own
    )


def _is_timed(lines: Sequence[Line], at: int) -> bool:
    held = [line.values[at] for line in lines if at < len(line.values) and line.values[at] not in (None, "")]
    return bool(held) and sum(map(_starts, held)) > HALF * len(held)


def _starts(value: Any) -> bool:
    return isinstance(value, str) and _opening().match(value) is not None


def _rows(line: Line, head: Line, timed: Sequence[int], others: Sequence[int]) -> Iterator[Line]:
    """One line for each time in a line; the line itself where there is none."""
    kept = tuple(line.values[at] if at < len(line.values) else None for at in others)
    filled = frozenset(place for place, at in enumerate(others) if at in line.filled)
    struck = frozenset(place for place, at in enumerate(others) if at in line.struck)
    beside = [at for at in others if head.values[at] != words()["unfolded"]["day"]]  # one of them may be the place
    found: list[tuple[str, ...]] = []
    gone: list[frozenset[int]] = []  # struck columns of each
    for at in timed:
        written = cells.text(line.values[at]) if at < len(line.values) and at not in line.filled else ""
        part = cells.text(head.values[at])
        for each in written.split("\n"):
            if apart := _apart(each, places=len(beside) < 2):
                found.append((part if days.is_part(part) else "", *apart))
            elif each and found:
                found[-1] = (*found[-1][:2], f"{found[-1][2]}\n{each}", found[-1][3])
            elif each:
                found.append(("", "", each, ""))
        # Of a struck cell the words are, which stand in the column of titles now.
        gone += [struck | ({len(others) + TITLE} if at in line.struck else set())] * (len(found) - len(gone))
    if not found:
        yield replace(line, values=kept, filled=filled, struck=struck)
    for values, where in zip(found, gone, strict=True):
        yield replace(line, values=(*kept, *values), filled=filled, struck=where)


def _apart(written: str, *, places: bool = True) -> tuple[str, str, str] | None:
    """Time, title and place of a line; None for one without a time."""
    if (begun := _opening().match(written)) is None:
        return None
    title = begun["rest"].strip()
    behind = re.fullmatch(r"(.+?)\s*[(\uff08]([^()\uff08\uff09]{2,30})[)\uff09]", title)
    if places and behind:
        place = re.sub(rf"^\w{{0,2}}(?:{words()['unfolded']['place']})[:\uff1a]", "", behind[2])
        if is_place(place) or place != behind[2]:
            return begun["time"], behind[1], place
    return begun["time"], title, ""


@cache
def _opening() -> re.Pattern[str]:
    """A time, or from when to when, and something behind it."""
    word = words()
    periods = "|".join(sorted((each for names in word["periods"].values() for each in names), key=len, reverse=True))
    hours = "|".join(word["hour"])
    moment = (
        rf"(?:{periods})?\s?\d{{1,2}}(?:[:\uff1a]\d{{2}}|(?:{hours})(?:\d{{1,2}}{word['minute'][0]}?|{word['half']})?)"
    )
    to = rf"\s?(?:[-‐-―−~〜～]+|{'|'.join(word['to'])})\s?"
    return re.compile(
        rf"\s*(?P<time>{moment}(?:{to}{moment})?)[\s,:;|\uff0c\uff1a\u3001]*(?P<rest>[^\d\s\-–—~].+)", re.I | re.S
    )
