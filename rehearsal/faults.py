"""What goes wrong on cue, each fault by its name; each returns when it is over."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from rehearsal.phone import Phone
from rehearsal.stage import Stage

HELD = 1.5  # seconds that a push may be held up: later ones overtake it


class Faults:
    """The levers of platform and product, by the names of the schedule's cues."""

    def __init__(self, stage: Stage, change: Mapping[str, str]) -> None:
        self._stage = stage
        self._change = change
        self.named: dict[str, Callable[[float], None]] = {
            "duplicates": lambda seconds: self._switched(seconds, duplicate=True),
            "concurrent": lambda seconds: self._switched(seconds, concurrent=True),
            "overtaking": lambda seconds: self._switched(seconds, hold_seconds=HELD),
            "lost": lambda seconds: self._switched(seconds, lost_response=True),
            "kill": lambda seconds: stage.kill_worker(),
            "replace": lambda seconds: stage.replace_workers(),
            "frozen": lambda seconds: stage.freeze(seconds, 1),
            "stalled": stage.freeze,
            "store": stage.stop_store,
            "busy": stage.keep_database_busy,
            "change": lambda seconds: self._load_change(),
        }

    def _switched(self, seconds: float, **values: bool | float) -> None:
        phone = Phone(self._stage.phone)
        calm = {row["name"]: row["default"] for row in phone.get("/phone/switches")["table"]}
        phone.switch(**values)
        try:
            time.sleep(seconds)
        finally:
            phone.switch(**{name: calm[name] for name in values})
            phone.close()

    def _load_change(self) -> None:
        """The organisers change a line of the agenda and load the folder again, while it runs."""
        rewrite(self._stage.files, self._change)
        self._stage.command("load", str(self._stage.files))


def rewrite(folder: Path, change: Mapping[str, str]) -> None:
    """Change the time of one agenda item in the hand-over file. LookupError when the file holds no such line."""
    file = folder / change["file"]
    book = openpyxl.load_workbook(file)
    for row in book[change["sheet"]].iter_rows():
        if any(str(cell.value or "").startswith(change["row"]) for cell in row):
            cell = next(cell for cell in row if cell.value == change["was"])
            cell.value = change["becomes"]
            book.save(file)
            return
    raise LookupError(change["row"])
