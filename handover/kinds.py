"""What a domain says about the files it takes: kinds of tables and of manuscripts, and what reading one row yields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handover.notes import Note
from models.base import HandedOver

if TYPE_CHECKING:
    from handover.around import Around
    from handover.rows import Row


Fits = Callable[[Any], bool]  # whether a cell's value is of some field


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was read: the columns of its table but the key, and where it stood."""

    key: str
    values: Mapping[str, Any]
    subject: str
    sheet: str = ""
    line: int = 0
    media: Mapping[str, bytes] = field(default_factory=dict)  # pictures that come with it, by file name


@dataclass(frozen=True, slots=True)
class About:
    """What the reader of a table may know beside the row: the title lines, the sheet's and file's names, the days
    around, the headings as written by the field of their column.
    """

    titles: tuple[str, ...]
    around: "Around"
    headings: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()  # lines above the file's other tables, and dates in them: they may tell the year

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.titles[-2]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a merge changes, with the columns that say something.

    `before` is None for a row that is new, and what it said when it was `withdrawn`; `after` is None for one that no
    longer counts.
    """

    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    withdrawn: bool = False  # it did not count before


class Telling(StrEnum):
    """Whether people are told of what a hand-over changes."""

    ALOUD = "aloud"
    QUIETLY = "quietly"  # nobody, and what was about to be told of the same rows is not told either
    DRY = "dry"  # only find out what would be told


@dataclass(frozen=True, slots=True)
class Occasion:
    """When changes are told: `at` is now, aware; nothing goes out before `grace` is over."""

    at: datetime
    grace: timedelta = timedelta(0)
    telling: Telling = Telling.ALOUD


@dataclass(frozen=True, slots=True)
class Told:
    """What people will be told: the words, how many are concerned, and the number under which it can be stopped."""

    words: str
    people: int
    number: int = 0  # 0 in a dry run


@dataclass(frozen=True)
class Kind:
    """A kind of table.

    `headings`: field -> the headings it goes by. `needs`: for each group one of its fields must have a column, else the
    sheet is not of this kind. `identity`: fields that make two rows the same thing (empty: the key alone). `several`:
    different rows of one identity are all right and are numbered. `private`: fields that a report shows masked.
    `hints`: words in names of files or sheets that tell it from kinds with the same headings. `contents`: fields whose
    column can be told by its values when no heading names it, or another's heading, with what says so of one value.
    `echoes`: a field that says the same as another one in other words -> that one, by which its column is told too.
    `instead`: such a field -> the one beside which it is not looked for.
    `rest`: the field into which its readers put those columns of unknown headings that handover.guarding lets through
    (Row.rest); empty: none are taken. `told`: words in such a heading that make it one for everybody, though elsewhere
    it would be for staff's own eyes. `people`: the field with the names of persons, who are told of by no such column.
    `like`: field -> words in a heading that say enough when no known heading does, the first field first; `others`:
    words with which a heading is of somebody or something else. `sure`: field -> a pattern of headings that are
    its own, whatever they end with; `shapes`: field -> a pattern of what its values look like. `naming`: the field that
    names a row, which may be told by what is left over where names (`hints`) or other columns say what the table is;
    `hinted`: what it needs then.
    `begin` is called once per table and gives the reader of its rows. `tell`, if there is one, is called with what a
    file changed, after the rows and in their transaction.
    """

    name: str
    model: type[HandedOver]
    key: str  # the column that holds the key
    headings: Mapping[str, tuple[str, ...]]
    needs: tuple[tuple[str, ...], ...]
    begin: Callable[[About], Callable[["Row"], Entry | Sequence[Entry]]]
    identity: tuple[str, ...] = ()
    several: bool = False
    private: frozenset[str] = frozenset()
    hints: tuple[str, ...] = ()
    rest: str = ""
    told: tuple[str, ...] = ()
    people: str = ""
    contents: Mapping[str, Fits] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    echoes: Mapping[str, str] = field(default_factory=dict)
    dated: str = ""  # the field that holds the congress's own days
    like: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    sure: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, str] = field(default_factory=dict)
    naming: str = ""
    hinted: tuple[tuple[str, ...], ...] = ()
    tell: Callable[[Sequence[Change], Occasion], tuple[Told, ...]] | None = None

    @cached_property
    def fields(self) -> Mapping[str, tuple[str, ...]]:
        """Heading, in the form that handover.cells.heading gives, -> the fields it may stand for, likeliest first."""
        found: dict[str, tuple[str, ...]] = {}
        for name, written in self.headings.items():
            for heading in written:
                found[heading] = (*found.get(heading, ()), name)
        return found


@dataclass(frozen=True)
class Manuscript:
    """A kind of document that is one entry as a whole.

    `read` gets the file, the folder and the days around; its entry's key is the wanted one, made unique by the
    loader. It raises handover.rows.Refused, or handover.archive.Unusable for a file that can't be read. `is_one` tells
    from file and folder whether a document is surely meant so: of any other, tables of known kinds are taken as such.
    """

    name: str
    model: type[HandedOver]
    key: str
    endings: tuple[str, ...]
    read: Callable[[Path, Path, "Around"], tuple[Entry, tuple[Note, ...]]]
    is_one: Callable[[Path, Path], bool] = lambda path, root: True
