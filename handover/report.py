"""What a hand-over did, as plain values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath

from handover.kinds import Told
from handover.notes import Note, Verdict


@dataclass(frozen=True, slots=True)
class SheetReport:
    """One sheet of a file, or a manuscript as a whole (`name` empty). `kind` is empty for a sheet nobody recognised."""

    name: str
    kind: str
    kept: int = 0  # rows that were there already, word for word


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file. `source` is its path inside the folder; a file that was not taken at all has `failed` or `left_out`."""

    source: str
    sheets: tuple[SheetReport, ...] = ()
    notes: tuple[Note, ...] = ()
    changed: bool = False  # something in the tables is different now (or would be, in a dry run)
    told: tuple[Told, ...] = ()  # what people will hear of it

    @property
    def failed(self) -> bool:
        """Whether the file could not be read; what it brought earlier is as it was."""
        return any(note.verdict is Verdict.FAILED for note in self.notes)

    @property
    def left_out(self) -> bool:
        """Whether the file is none of the kinds that are read."""
        return not self.sheets and not self.failed

    def counts(self) -> Mapping[str, int]:
        """How many notes of each verdict, and `kept`."""
        counted = Counter(note.verdict.value for note in self.notes)
        counted["kept"] = sum(sheet.kept for sheet in self.sheets)
        return {name: number for name, number in counted.items() if number}

    def of(self, *verdicts: Verdict) -> tuple[Note, ...]:
        """The notes of these verdicts."""
        return tuple(note for note in self.notes if note.verdict in verdicts)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole hand-over."""

    folder: PurePath
    at: datetime
    dry_run: bool
    files: tuple[FileReport, ...] = ()
    absent: Mapping[str, int] = field(default_factory=dict)  # source -> rows that stay though the file is not here
    revision: int = 0  # of the content, after it

    @property
    def failed(self) -> bool:
        """Whether any file could not be read."""
        return any(file.failed for file in self.files)

    @property
    def changed(self) -> bool:
        """Whether anything is different from before."""
        return any(file.changed for file in self.files)

    @property
    def told(self) -> tuple[Told, ...]:
        """What people will hear of it."""
        return tuple(told for file in self.files for told in file.told)

    def counts(self) -> Mapping[str, int]:
        """The files' counts, added up."""
        total: Counter[str] = Counter()
        for file in self.files:
            total.update(file.counts())
        return dict(total)
