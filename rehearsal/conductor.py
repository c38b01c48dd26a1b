"""Plays a plan: scene by scene, the congress clock running fast, faults on their cue."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rehearsal.codes import Codes
from rehearsal.desks import Desks, Entry
from rehearsal.faults import Faults, Office
from rehearsal.outbox import at_rest, planned_since
from rehearsal.pace import SLOWEST, WAITING, Pace
from rehearsal.phone import Phone
from rehearsal.plan import Cue, Plan, Scene, Visit
from rehearsal.senders import Played, Senders
from rehearsal.staff import Crew
from rehearsal.stage import Stage
from rehearsal.wire import Message, Service, Wire

PLANNING = 1.5  # wall seconds from the begin of the planning until what was planned is written
READ = 0.25  # wall seconds between two looks at the ledger
CROWDED = 150  # messages under way, besides those held up by a fault, at which the clock slows down
LATE = 20.0  # wall seconds in which late answers may still come
PATIENCE = 40.0  # wall seconds in which a message comes to its end; one that was never pushed has none
STEP = 0.01


@dataclass
class Moment:
    """A fault while it went on, in wall seconds; `ended` is 0 while it does. `error`: it could not be played."""

    name: str
    began: float
    shown: float  # congress time at its begin
    ended: float = 0.0
    error: str = ""


@dataclass
class Run:
    """What was played, and everything that came of it. Wall times in Unix seconds."""

    plan: Plan
    openids: Sequence[str]
    began: float = 0.0
    ended: float = 0.0
    complete: bool = False
    scenes: list[tuple[str, float, float]] = field(default_factory=list)  # name, from, to
    moments: list[Moment] = field(default_factory=list)
    played: list[Played] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    board: dict[str, Any] = field(default_factory=dict)  # the console's figures of the check-in, at the end
    entries: list[Entry] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    calls: dict[tuple[str, str], int] = field(default_factory=dict)


class Conductor:
    """One performance. `rate` is acts a second to aim at; with `speed` the clock runs so many times as fast instead."""

    def __init__(
        self, stage: Stage, plan: Plan, openids: Sequence[str], personal: Codes, crew: Crew, *,
        rate: float, speed: float | None,
    ) -> None:  # fmt: skip
        self._stage, self._plan, self._rate, self._speed = stage, plan, rate, speed
        self._phone = Phone(stage.phone)
        self._reader = Phone(stage.phone)
        self.pace = Pace(self._phone)
        self.wire = Wire(personal.names)
        template = stage.settings.notice_subscriptions["change"].id
        codes = {**self._phone.codes(), **personal.tickets}
        self._senders = Senders(stage.phone, openids, codes, self._phone.taps(), self.pace.shown, template)
        self.desks = Desks(plan.desks.stage, list(zip(plan.desks.keys, crew.desks, strict=True)), self.pace.shown)
        office = Office(crew.writer, crew.approver, plan.announcement, plan.desks.cut)
        self._faults = Faults(stage, plan.change, self.desks, office)
        self._stopping = threading.Event()
        self._reading = threading.Thread(target=self._keep_reading)
        self._lock = threading.Lock()
        self.run = Run(plan, openids)
        self.scene = ""

    def play(self, seen: Callable[[], None]) -> Run:
        """Play everything; `seen` is called again and again meanwhile. KeyboardInterrupt ends it early and cleanly."""
        self.run.began = time.time()
        # What was pushed before is not part of it; what was called counts for the quotas.
        earlier = self._phone.wire(0)
        self.wire.read(entry for entry in earlier if entry["direction"] == "api")
        self.wire.newest = max((entry["id"] for entry in earlier), default=0)
        self._reading.start()
        try:
            for scene in self._plan.scenes:
                self._play(scene, seen)
            self.run.complete = True
        finally:
            self._finish()
        return self.run

    def under_way(self) -> int:
        """Messages that were sent and have no valid answer so far."""
        with self._lock:
            over = len(self.wire.messages) - self.wire.under_way(time.time())
        return self._senders.sent - self._senders.refused - over

    def going_on(self) -> list[Moment]:
        """The faults of this moment."""
        return [moment for moment in self.run.moments if not moment.ended]

    def _play(self, scene: Scene, seen: Callable[[], None]) -> None:
        self.scene = scene.name
        speed = self._speed or self._rate / scene.rate
        if scene.begins - self.pace.shown() > self._stage.settings.session_ttl:
            self._stage.forget_sessions(self.run.openids)
        self.pace.jump(scene.begins, SLOWEST if scene.calm else speed)
        if scene.calm:
            self._rest(seen)
            self.pace.run(speed)
        began, cues = time.time(), list(scene.cues)
        for each in scene.timeline:
            while self.pace.shown() < each.at:
                self._start_due(cues)
                self._govern(speed)
                seen()
                time.sleep(STEP)
            if isinstance(each, Visit):
                self.desks.send(each)
            else:
                self._senders.send(each)
        while cues:
            self._start_due(cues)
            seen()
            time.sleep(STEP)
        while len(self._senders.played) < self._senders.sent or self.desks.under_way:
            seen()
            time.sleep(STEP)
        self.pace.run(SLOWEST)
        deadline = time.monotonic() + PATIENCE
        while self.under_way() > 0 and time.monotonic() < deadline:
            seen()
            time.sleep(STEP)
        self.run.scenes.append((scene.name, began, time.time()))
        while self.going_on():
            self.pace.run(WAITING)  # a change is told of after a grace of some seconds
            seen()
            time.sleep(STEP)
        self._await_notices(seen)

    def _rest(self, seen: Callable[[], None]) -> None:
        """Nobody does anything, until reminders were planned and are sent."""
        began, deadline = time.time(), time.monotonic() + PATIENCE
        while not planned_since(self._stage.settings, began) and time.monotonic() < deadline:
            seen()
            time.sleep(READ)
        time.sleep(PLANNING)
        self._await_notices(seen)

    def _await_notices(self, seen: Callable[[], None]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not at_rest(self._stage.settings, self.pace.shown()) and time.monotonic() < deadline:
            self.pace.run(WAITING)
            seen()
            time.sleep(READ)
        self.pace.run(SLOWEST)

    def _govern(self, speed: float) -> None:
        """Slow down while the machine can't keep up, so that nothing is done long after its time."""
        crowded = self.under_way() > CROWDED
        self.pace.run(speed / 4 if crowded and not self.going_on() else speed)

    def _start_due(self, cues: list[Cue]) -> None:
        while cues and cues[0].at <= self.pace.shown():
            cue = cues.pop(0)
            moment = Moment(cue.name, time.time(), cue.at)
            self.run.moments.append(moment)
            self._stage.hands.submit(self._disturb, cue, moment)

    def _disturb(self, cue: Cue, moment: Moment) -> None:
        try:
            self._faults.named[cue.name](cue)
        except Exception as error:  # noqa: BLE001  whatever goes wrong with a fault belongs into the report
            moment.error = f"{type(error).__name__}: {error}"
        finally:
            moment.ended = time.time()

    def _keep_reading(self) -> None:
        while not self._stopping.wait(READ):
            self._read()

    def _read(self) -> None:
        entries = self._reader.wire(self.wire.newest)
        with self._lock:
            self.wire.read(entries)

    def _finish(self) -> None:
        """Let what is under way end, also late answers, then put everything together."""
        self._senders.stop()
        self.desks.stop()
        self.run.board = self.desks.board()
        deadline = time.monotonic() + LATE
        while time.monotonic() < deadline and (self.under_way() > 0 or self.going_on()):
            time.sleep(READ)
        self._stopping.set()
        self._reading.join()
        self._read()
        self.run.ended = time.time()
        self.run.played = self._senders.played
        self.run.entries = self.desks.entries
        self.run.messages = list(self.wire.messages.values())
        self.run.services = self.wire.services
        self.run.calls = self.wire.calls
        self._phone.close()
        self._reader.close()
