"""Loads a hand-over folder: a transaction for each file, so that a broken one leaves all else whole."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import peewee

import models
from handover import archive, folder, reading, store
from handover.around import Around
from handover.keys import free
from handover.kinds import Entry, Kind, Manuscript, Occasion, Telling, Told
from handover.notes import Note, Verdict
from handover.report import FileReport, Report, SheetReport
from handover.rows import Refused

Progress = Callable[[str, float, int], None]  # file, share of it that is done (0 to 1), number of files


def load(
    root: Path,
    kinds: Sequence[Kind | Manuscript],
    *,
    media: Path,
    at: datetime,
    dry_run: bool = False,
    quiet: bool = False,
    grace: timedelta = timedelta(0),
    now: Callable[[], datetime] | None = None,
    progress: Progress = lambda source, share, count: None,
) -> Report:
    """Bring the tables to what the files under `root` say; `media` is the folder for the manuscripts' pictures.

    `at`, the time now, gives a year to dates for which nothing else tells one. A dry run finds out the same and writes
    nothing. People are told of what changed when `grace` is over, unless `quiet`; it begins with each file, at `now()`
    (aware).
    Raises NotADirectoryError, and peewee's errors when the database is gone.
    """
    if not root.is_dir():
        raise NotADirectoryError(root)
    endings = [ending for kind in kinds if isinstance(kind, Manuscript) for ending in kind.endings]
    found = list(folder.files(root, endings))
    occasion = Occasion(at, grace, Telling.DRY if dry_run else Telling.QUIETLY if quiet else Telling.ALOUD)
    loading = _Loading(
        root,
        kinds,
        media,
        occasion,
        now or (lambda: at),
        {file.source for file in found if not file.left_out},
        [file.path for file in found if not (file.left_out or file.failed)],
    )
    reports = []
    for file in found:
        progress(file.source, 0.0, len(found))
        reports.append(loading.file(file, partial(_step, progress, file.source, len(found))))
    left = store.absent({kind.model for kind in kinds}, loading.present)
    return Report(root, at, dry_run, tuple(reports), left, models.Revision.current())


def _step(progress: Progress, source: str, count: int, share: float) -> None:
    progress(source, share, count)


class _Loading:
    """One run over a folder; remembers which file brought which key, for a later file may not take it away."""

    def __init__(
        self,
        root: Path,
        kinds: Sequence[Kind | Manuscript],
        media: Path,
        occasion: Occasion,
        now: Callable[[], datetime],
        present: set[str],
        paths: Sequence[Path],
    ) -> None:
        self.present, self._now = present, now
        self._root, self._media, self._occasion, self._at = root, media, occasion, occasion.at
        self._dry_run = occasion.telling is Telling.DRY
        self._tables = [kind for kind in kinds if isinstance(kind, Kind)]
        self._manuscripts = [kind for kind in kinds if isinstance(kind, Manuscript)]
        self._claims: dict[tuple[str, str], tuple[str, Entry]] = {}
        self._addresses: set[str] = set()
        self._around = Around(self._at, paths, self._tables)

    def file(self, file: folder.File, progress: Callable[[float], None]) -> FileReport:
        """Load one file."""
        if file.left_out:
            report = FileReport(file.source, notes=(Note(Verdict.SKIPPED, file.left_out),))
        else:
            try:
                if file.failed:
                    raise archive.Unusable(file.failed)
                # Reading takes seconds, for which nobody else could write: the transaction begins after it.
                bring = self._read(file, progress)
                with models.database.atomic():
                    report = bring()
                    if report.changed and not self._dry_run:
                        models.Revision.raise_()
            except archive.Unusable as unusable:
                report = FileReport(file.source, notes=(Note(Verdict.FAILED, str(unusable)),))
            except Refused as refused:
                report = FileReport(file.source, notes=(Note(Verdict.FAILED, refused.code, values=refused.values),))
            except (peewee.DataError, peewee.IntegrityError):
                report = FileReport(file.source, notes=(Note(Verdict.FAILED, "file_not_stored"),))
        progress(1.0)
        return report

    def _read(self, file: folder.File, progress: Callable[[float], None]) -> Callable[[], FileReport]:
        """Read a file; what brings it into the tables."""
        ending = file.path.suffix.lower()
        for manuscript in self._manuscripts:
            if ending in manuscript.endings:
                if not manuscript.is_one(file.path, self._root):
                    read = reading.read(file.path, self._tables, self._around, progress)
                    if any(sheet.kind for sheet in read.sheets):
                        return partial(self._workbook, file, read)
                return partial(self._document, manuscript, file, *manuscript.read(file.path, self._root, self._around))
        read = reading.read(file.path, self._tables, self._around, progress)
        if not any(sheet.kind for sheet in read.sheets):
            raise archive.Unusable("file_no_table")
        return partial(self._workbook, file, read)

    def _workbook(self, file: folder.File, read: reading.Reading) -> FileReport:
        notes, kept, changed = list(read.notes), dict[tuple[str, str], int](), False
        told: tuple[Told, ...] = ()
        for kind in self._tables:
            owned, foreign = self._claim(kind, file.source, read.entries.get(kind.name, []))
            hold = read.holds.get(kind.name, store.Hold((), read.unknown))
            watched, write = kind.tell is not None, not self._dry_run
            merger = store.Merger(kind.model, kind.key, file.source, kind.private, write=write, watched=watched)
            if not owned and not merger.has_rows():
                notes += foreign
                continue
            merged = merger.merge(owned, hold)
            notes += [*foreign, *merged.notes]
            kept |= {(sheet, kind.name): number for sheet, number in merged.kept.items()}
            changed |= merged.changed
            if kind.tell is not None and merged.changes:
                told += kind.tell(merged.changes, replace(self._occasion, at=self._now()))
        sheets = tuple(replace(sheet, kept=kept.get((sheet.name, sheet.kind), 0)) for sheet in read.sheets)
        return FileReport(file.source, sheets, tuple(notes), changed, told)

    def _claim(self, kind: Kind, source: str, entries: Sequence[Entry]) -> tuple[list[Entry], list[Note]]:
        """The entries that no earlier file of this run brought, and notes on the others."""
        owned, notes = [], []
        for entry in entries:
            owner, first = self._claims.setdefault((kind.name, entry.key), (source, entry))
            if owner == source:
                owned.append(entry)
                continue
            same = first.values == entry.values
            verdict = Verdict.SKIPPED if same else Verdict.REFUSED
            code = "row_repeated_file" if same else "row_conflict_file"
            told = {"file": owner, "sheet": first.sheet, "line": str(first.line)}
            notes.append(Note(verdict, code, entry.sheet, entry.line, entry.subject, told))
        return owned, notes

    def _document(self, kind: Manuscript, file: folder.File, entry: Entry, notes: Sequence[Note]) -> FileReport:
        first = self._claims.setdefault((kind.name, entry.key), (file.source, entry))
        if first[0] != file.source and first[1].values == entry.values:
            told = {"file": first[0], "sheet": "", "line": "0"}
            notes = (*notes, Note(Verdict.SKIPPED, "row_repeated_file", subject=entry.subject, values=told))
            entries = []
        else:
            entries = [replace(entry, key=self._address(kind, file.source, entry))]
        if not self._dry_run:
            self._pictures(entry)
        merger = store.Merger(kind.model, kind.key, file.source, (), write=not self._dry_run)
        merged = merger.merge(entries, store.Hold())
        sheet = SheetReport("", kind.name, sum(merged.kept.values()))
        return FileReport(file.source, (sheet,), (*notes, *merged.notes), merged.changed)

    def _address(self, kind: Manuscript, source: str, entry: Entry) -> str:
        """The key that this file's entry has had, or a free one; one that a vanished file had is taken over."""
        model: Any = kind.model
        key = getattr(model, kind.key)
        rows: dict[str, str] = dict(model.select(key, model.source).tuples())
        wanted = next((each for each, owner in rows.items() if owner == source), None)
        if wanted is None:
            taken = {each for each, owner in rows.items() if owner in self.present}
            wanted = free(entry.key, taken | self._addresses, key.max_length)
        self._addresses.add(wanted)  # a dry run leaves no trace of it in the table
        return wanted

    def _pictures(self, entry: Entry) -> None:
        for name, data in entry.media.items():
            target = self._media / name
            if not target.exists():
                self._media.mkdir(parents=True, exist_ok=True)
                beside = target.with_name(f".{name}.part")
                beside.write_bytes(data)
                beside.replace(target)
