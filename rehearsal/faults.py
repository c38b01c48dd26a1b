"""What goes wrong on cue, each fault by its name; each returns when it is over."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from rehearsal.announcing import announce
from rehearsal.desks import Desks
from rehearsal.outbox import await_sending
from rehearsal.phone import Phone
from rehearsal.plan import Cue
from rehearsal.staff import Staff
from rehearsal.stage import Stage

SCRIPT = 15.0  # seconds that a script of faults may take
PATIENCE = 60.0  # seconds until a change's notices must go out
LOOK = 0.1
HELD = 1.5  # seconds that a push may be held up: later ones overtake it


@dataclass(frozen=True)
class Office:
    """Who announces what, and which desk's network is cut."""

    writer: Staff
    approver: Staff
    said: Mapping[str, str]
    cut: str


class Faults:
    """The levers of platform and product, by the names of the schedule's cues."""

    def __init__(self, stage: Stage, change: Mapping[str, str], desks: Desks, office: Office) -> None:
        self._stage = stage
        self._change = change
        self.named: dict[str, Callable[[Cue], None]] = {
            "duplicates": lambda cue: self._switched(cue.seconds, duplicate=True),
            "concurrent": lambda cue: self._switched(cue.seconds, concurrent=True),
            "overtaking": lambda cue: self._switched(cue.seconds, hold_seconds=HELD),
            "lost": lambda cue: self._scripted("lost", cue.times),
            "reset": lambda cue: self._scripted("reset", cue.times),
            "kill": lambda cue: stage.kill_worker(),
            "replace": lambda cue: stage.replace_workers(),
            "frozen": lambda cue: stage.freeze(cue.seconds, 1),
            "stalled": lambda cue: stage.freeze(cue.seconds),
            "store": lambda cue: stage.stop_store(cue.seconds),
            "busy": lambda cue: stage.keep_database_busy(cue.seconds),
            "offline": lambda cue: desks.offline(office.cut, cue.seconds),
            "announce": lambda cue: self._announce(office),
            "sender": lambda cue: self._kill_sender(),
            "change": lambda cue: self._load_change(),
        }

    def _announce(self, office: Office) -> None:
        announce(office.writer, office.approver, office.said)

    def _kill_sender(self) -> None:
        """In the middle of the notices of the changed agenda."""
        if not await_sending(self._stage.settings, "change", PATIENCE):
            raise LookupError("no notice of the change goes out")
        self._stage.kill_sender()

    def _scripted(self, fault: str, times: int) -> None:
        """Let the next pushes go wrong on their first delivery; returns when all of them have."""
        phone = Phone(self._stage.phone)
        phone.script([{"push": "", "fault": fault, "times": times}])
        deadline = time.monotonic() + SCRIPT
        try:
            while time.monotonic() < deadline and any(
                step["used"] < times for step in phone.get("/phone/script")["steps"]
            ):
                time.sleep(LOOK)
        finally:
            phone.script([])
            phone.close()

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
