"""Brings the tables to what a file says, by the fewest statements; nothing is ever deleted."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import fn

from handover import cells
from handover.kinds import Change, Entry
from handover.notes import Note, Verdict, masked, shown
from models.base import HandedOver

VARIABLES = 900  # bound values in one statement: SQLite of old allowed 999
LONG = ("body",)  # told as changed without its text
LATER = (
    "cancelled",
    "dining_table",
    "group_room",
    "further",
    "counter",
    "hotline",
    "quota_words",
)  # columns of a later release count when they say something: rows from before it are unchanged
PLACE = ("source", "sheet", "line")  # where a row stands: not what it says


@dataclass
class Hold:
    """What must stay although the file does not bring it: rows that were refused, sheets that were not read."""

    keys: Collection[str] = ()
    sheets: Collection[str] = ()


@dataclass
class Merged:
    """What a merge did (or would do). `changed`: readers of the content must look again."""

    notes: list[Note] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)  # by sheet
    changed: bool = False
    changes: list[Change] = field(default_factory=list)  # of rows, new ones too; none when nobody watches


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    digest: str
    source: str
    sheet: str
    line: int
    withdrawn: bool
    position: int = 0
    erased_at: datetime | None = None


class Merger:
    """Merges one kind of rows from one file into their table. With `write` off it only finds out."""

    def __init__(
        self, model: type[HandedOver], key: str, source: str, private: Collection[str], *, write: bool,
        watched: bool = False,
    ) -> None:  # fmt: skip
        self._model: Any = model
        self._key, self._source = key, source
        self._private, self._write, self._watched = private, write, watched
        self._ordered = "position" in model._meta.fields
        self._further = [name for name in ("position", "erased_at") if name in model._meta.fields]

    def has_rows(self) -> bool:
        """Whether this file ever brought rows of this kind."""
        return bool(self._model.select().where(self._model.source == self._source).exists())

    def merge(self, entries: Sequence[Entry], hold: Hold) -> Merged:
        """Insert, change, restore and withdraw. The caller holds the transaction and has settled who owns which key."""
        known = self._known()
        merged = Merged()
        inserts, changes, moves = [], {}, {}
        for position, entry in enumerate(entries):
            row = dict(entry.values) | {self._key: entry.key, "digest": digest(entry.values), "withdrawn": False}
            row |= {"source": self._source, "sheet": entry.sheet, "line": entry.line}
            if self._ordered:
                row["position"] = position
            before = known.get(entry.key)
            if before is None:
                inserts.append(row)
                merged.notes.append(_note(Verdict.ADDED, "row_added", entry))
            elif before.erased_at is not None:
                # At that person's own wish: no file of staff's undoes it, and the report does not tell the name.
                merged.notes.append(Note(Verdict.SKIPPED, "row_erased", entry.sheet, entry.line, entry.key))
            elif before.withdrawn or before.digest != row["digest"]:
                changes[before.id] = (entry, row, before)
            else:
                if before.source != self._source:
                    merged.notes.append(_note(Verdict.CHANGED, "row_source", entry, source=before.source))
                else:
                    merged.kept[entry.sheet] = merged.kept.get(entry.sheet, 0) + 1
                if _moved(before, row):
                    moves[before.id] = row
                    merged.changed |= before.position != row.get("position", 0)
        old = self._rows(list(changes))
        merged.notes += self._changed(changes, old)
        brought = {entry.key for entry in entries} | set(hold.keys)
        gone = {
            key: row for key, row in known.items()
            if row.source == self._source and not row.withdrawn and key not in brought and row.sheet not in hold.sheets
        }  # fmt: skip
        merged.notes += self._withdrawn(gone)
        merged.changed |= bool(inserts or changes or gone)
        if self._watched:
            merged.changes = [Change(row[self._key], None, row) for row in inserts]
            merged.changes += [Change(e.key, old[id_], row, b.withdrawn) for id_, (e, row, b) in changes.items()]
            last = self._rows([row.id for row in gone.values()])
            merged.changes += [Change(key, last[row.id], None) for key, row in gone.items()]
        if self._write:
            self._insert(inserts)
            for id_, (_, row, _) in changes.items():
                self._model.update(row).where(self._model.id == id_).execute()
            self._move(moves)
            for ids in _chunks([row.id for row in gone.values()], VARIABLES):
                self._model.update(withdrawn=True).where(self._model.id.in_(ids)).execute()
        return merged

    def _known(self) -> dict[str, _Known]:
        model = self._model
        columns = [model.id, model.digest, model.source, model.sheet, model.line, model.withdrawn]
        columns += [getattr(model, name) for name in self._further]
        rows = model.select(getattr(model, self._key), *columns).tuples()
        return {
            key: _Known(*rest[:6], **dict(zip(self._further, rest[6:], strict=True))) for key, *rest in rows.iterator()
        }

    def _rows(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        found: dict[int, dict[str, Any]] = {}
        for ids in _chunks(numbers, VARIABLES):
            found |= {row["id"]: row for row in self._model.select().where(self._model.id.in_(ids)).dicts()}
        return found

    def _changed(
        self, changes: Mapping[int, tuple[Entry, dict[str, Any], _Known]], old: Mapping[int, dict[str, Any]]
    ) -> Iterator[Note]:
        for id_, (entry, _, before) in changes.items():
            told = tuple(
                (name, self._shown(name, old[id_][name]), self._shown(name, value))
                for name, value in entry.values.items()
                if old[id_][name] != value and not isinstance(value, bool)  # a mark drawn from other values
            )  # fmt: skip
            verdict, code = (Verdict.RESTORED, "row_restored") if before.withdrawn else (Verdict.CHANGED, "row_changed")
            yield Note(verdict, code, entry.sheet, entry.line, entry.subject, {}, told)

    def _withdrawn(self, gone: Mapping[str, _Known]) -> Iterator[Note]:
        naming = next(name for name in ("title", "name", "question") if name in self._model._meta.fields)
        names: dict[int, str] = {}
        for ids in _chunks([row.id for row in gone.values()], VARIABLES):
            of = self._model.select(self._model.id, getattr(self._model, naming)).where(self._model.id.in_(ids))
            names |= dict(of.tuples())
        for key, row in gone.items():
            subject = masked(names[row.id]) if naming in self._private else names[row.id]
            yield Note(Verdict.WITHDRAWN, "row_withdrawn", row.sheet, row.line, subject, {"key": key})

    def _shown(self, name: str, value: Any) -> str:
        if name in LONG:
            return ""
        return masked(value) if name in self._private else shown(cells.text(value))

    def _places(self) -> tuple[str, ...]:
        return (*PLACE, "position") if self._ordered else PLACE

    def _insert(self, rows: Sequence[dict[str, Any]]) -> None:
        for some in _chunks(rows, VARIABLES // max((len(row) for row in rows), default=1)):
            self._model.insert_many(some).execute()

    def _move(self, rows: Mapping[int, dict[str, Any]]) -> None:
        """One line put in at the top moves all lines below it: many rows in one statement.

        Changes of content go row by row: PostgreSQL would not know the type of an empty value in such a statement.
        """
        fields = [self._model._meta.fields[name] for name in self._places()]
        objects = [
            self._model(id=id_, **{field.name: row[field.name] for field in fields}) for id_, row in rows.items()
        ]
        if objects:
            self._model.bulk_update(objects, fields, batch_size=VARIABLES // (2 * len(fields) + 1))


def absent(kinds: Iterable[Any], present: Collection[str]) -> dict[str, int]:
    """Source -> rows that still count though their file is not among `present`."""
    left: dict[str, int] = {}
    for model in kinds:
        rows = model.select(model.source, fn.COUNT(model.id)).where(~model.withdrawn).group_by(model.source).tuples()
        for source, number in rows:
            if source and source not in present:
                left[source] = left.get(source, 0) + number
    return dict(sorted(left.items()))


def digest(values: Mapping[str, Any]) -> str:
    """Of what a row says, the same for the same values on every machine."""
    said = {name: value for name, value in values.items() if value or name not in LATER}
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _moved(before: _Known, row: Mapping[str, Any]) -> bool:
    place = (before.source, before.sheet, before.line, before.position)
    return place != (row["source"], row["sheet"], row["line"], row.get("position", 0))


def _note(verdict: Verdict, code: str, entry: Entry, **values: str) -> Note:
    return Note(verdict, code, entry.sheet, entry.line, entry.subject, values)


def _chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
