"""Finds which field each column of a heading row stands for, and of which kind the row is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from handover import cells
from handover.guarding import is_guarded
from handover.kinds import Kind
from handover.words import words
from handover.workbook import Line

_LATIN = re.compile("[a-z]{2}|^[a-z]|[a-z]$")
LONGEST = 14  # characters of a heading that is known only by its end
ALIKE = 10  # and of one that is known only by a word in it


@dataclass(frozen=True)
class Headed:
    """The columns (from 0) of a heading row by field. `near`: those whose heading is only like a known one."""

    kind: Kind
    columns: dict[int, str]
    near: dict[int, str] = field(default_factory=dict)

    @property
    def all(self) -> dict[int, str]:
        """Every column that was found."""
        return self.columns | self.near

    def lacks(self, fields: set[str]) -> list[tuple[str, ...]]:
        """The groups of which a sheet of this kind must have one and `fields` have none."""
        return [group for group in self.kind.needs if not fields.intersection(group)]


def best(line: Line, kinds: Sequence[Kind], name: str = "", *, likely: bool = False) -> Headed | None:
    """The kind whose headings these are, the one with the most columns; None when it is no heading row.

    `name`, of sheet and file, decides between kinds that fit alike. `likely`: headings that are only like the known
    ones make a heading row too, if they are half of it.
    """
    marks = marked(line)
    found: tuple[int, Headed] | None = None
    mixed = likely or any(not mark.isascii() and _LATIN.search(mark) for _, mark in marks)
    for kind in kinds if len(marks) > 1 else ():
        if not mixed and not any(mark in kind.fields for _, mark in marks):
            continue  # as with nearly every row below the headings
        headed = _headed(kind, marks)
        if likely:
            _add_near(headed, marks)
        given = headed.all
        if len(given) < 2 or headed.lacks(set(given.values())) or (likely and 2 * len(given) < len(marks)):
            continue
        _add_near(headed, marks)
        score = 4 * len(headed.columns) + 2 * len(headed.near) + any(word in name for word in kind.hints)
        if found is None or score > found[0]:
            found = score, headed
    return _add_alike(found[1], line) if found else None


def nearest(lines: Sequence[Line], kinds: Sequence[Kind]) -> Headed | None:
    """The kind that a row almost was of, were it not for columns that it lacks."""
    tried = [matched(kind, line) for line in lines for kind in kinds]
    likely = [each for each in tried if len(each.columns) > 1]
    return max(likely, key=lambda each: (len(each.all), -len(each.lacks(set(each.all.values())))), default=None)


def matched(kind: Kind, line: Line) -> Headed:
    """The columns of a row as far as they can be of this kind, by all that is known of its headings."""
    marks = marked(line)
    return _add_alike(_add_near(_headed(kind, marks), marks), line)


def again(table_kind: Kind, columns: dict[int, str], line: Line) -> dict[int, str]:
    """The columns that get a field by their headings now that others were put right; `columns` has them from now on."""
    marks = marked(line)
    exact = Headed(table_kind, dict(columns))
    for at, mark in marks:
        free = [name for name in _exact(table_kind, mark) if name not in exact.columns.values()]
        if at not in exact.columns and free:
            exact.columns[at] = free[0]
    found = _add_alike(_add_near(exact, marks), line).all
    new = {at: name for at, name in found.items() if at not in columns}
    columns |= new
    return new


def marked(line: Line) -> list[tuple[int, str]]:
    """The cells that may be headings, with their columns."""
    running = words()["running"]
    marks = [(at, mark) for at, value in enumerate(line.values) if (mark := cells.heading(value))]
    return [(at, mark) for at, mark in marks if mark not in running]


def _headed(kind: Kind, marks: Sequence[tuple[int, str]]) -> Headed:
    columns: dict[int, str] = {}
    exact = [(at, _exact(kind, mark)) for at, mark in marks]
    # A heading that can mean only one thing takes its field first.
    for at, fields in sorted(exact, key=lambda each: (len(each[1]) > 1, each[0])):
        if free := next((name for name in fields if name not in columns.values()), None):
            columns[at] = free
    return Headed(kind, columns)


def _add_near(headed: Headed, marks: Sequence[tuple[int, str]]) -> Headed:
    for at, mark in marks:
        found = headed.all
        if at not in found and (free := _near(headed.kind, mark, set(found.values()))):
            headed.near[at] = free
    return headed


def _add_alike(headed: Headed, line: Line) -> Headed:
    """Also the columns whose heading has a word that says enough of what they are, or is explained in brackets."""
    kind = headed.kind
    for at, mark in marked(line):
        aside = cells.aside(line.values[at])
        if at in headed.all or len(mark) > ALIKE * (1 + mark.isascii()) or is_guarded(kind, line.values[at]):
            continue
        if (sure := _sure(kind, mark)) is not None:
            said = [sure]
        else:
            said = [name for name, words in kind.like.items() if any(word in mark for word in words)]
        free = (name for name in (*said, *_exact(kind, aside)) if name not in headed.all.values())
        if found := next(free, None):
            headed.near[at] = found
    return headed


def _exact(kind: Kind, mark: str) -> tuple[str, ...]:
    """The fields of a heading, which may stand there in two languages."""
    if found := kind.fields.get(mark):
        return found
    if mark.isascii() or not _LATIN.search(mark):
        return ()
    pieces = re.findall(r"[a-z.\-_#]+|[^a-z.\-_#\W]+", mark)
    fields = [kind.fields.get(piece, ()) for piece in pieces]
    return next((each for each in fields if each), ())


def _near(kind: Kind, mark: str, taken: set[str]) -> str | None:
    """The field of a heading that ends like a known one, or names two things; never for what identifies a person."""
    if is_guarded(kind, mark):
        return None
    guarded = {*kind.private, kind.key}
    if (sure := _sure(kind, mark)) is not None:
        return sure if sure not in taken and sure not in guarded else None
    for piece in re.split(rf"[/、|&,，+]|{'|'.join(words()['heading_joints'])}", mark):
        for ending in words()["heading_endings"]:
            piece = piece.removesuffix(ending) or piece
        for known in sorted(kind.fields, key=len, reverse=True):
            if len(known) > 1 and len(piece) <= LONGEST and (piece == known or _ends(piece, known)):
                for name in kind.fields[known]:
                    if name not in taken and name not in guarded:
                        return name
    return None


def _sure(kind: Kind, mark: str) -> str | None:
    """The field whose own words are in a heading; a like one that another field has is not for it, then."""
    return next((name for name, pattern in kind.sure.items() if re.search(pattern, mark)), None)


def _ends(piece: str, known: str) -> bool:
    return not known.isascii() and piece.endswith(known)
