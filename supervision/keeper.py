"""Keeps the programs up: starts them in order, restarts what dies, stops them in the reverse order."""

import time
from pathlib import Path

from supervision import terminal
from supervision.logs import Log
from supervision.process import Process, Program

START_PATIENCE = 60.0  # seconds that a program gets to answer
SETTLED = 10.0  # seconds after which a death no longer counts as a failed start
TRIES = 5  # failed starts in a row before we give up
LONGEST_PAUSE = 8.0  # seconds before another try
LOOK = 0.25  # seconds between two looks at everything


class Hopeless(Exception):
    """A program dies at once, again and again. The text holds its last log lines."""


class Keeper:
    """All children of one supervisor. Logs go to `logs`; programs run in `folder`."""

    def __init__(self, logs: Path, folder: Path) -> None:
        self._logs = logs
        self._folder = folder
        self._running: list[Process] = []
        self._failures: dict[str, int] = {}
        self._due: dict[str, float] = {}

    @property
    def processes(self) -> tuple[Process, ...]:
        """Every child in the order of starting."""
        return tuple(self._running)

    def start(self, *programs: Program) -> None:
        """Start them together and wait until each answers. Hopeless: one ended or stayed silent."""
        fresh = [Process(program, Log(self._logs, program.name), self._folder) for program in programs]
        for process in fresh:
            self._running.append(process)
            process.start()
        for process in fresh:
            self._wait_until_ready(process)

    def watch(self) -> None:
        """Look after the children until an exception ends it. Hopeless: one can't be kept up."""
        while True:
            for process in self._running:
                self._look_at(process)
            time.sleep(LOOK)

    def stop(self) -> None:
        """Ask the last started first, wait for each, kill those that don't go."""
        while self._running:
            process = self._running[-1]
            process.ask_to_stop()
            if not process.wait_or_kill(process.program.grace):
                terminal.warn(f"{process.name} did not stop within {process.program.grace:g} s and was killed")
            self._running.pop()

    def kill(self) -> None:
        """End everything at once."""
        for process in self._running:
            process.kill()

    def _wait_until_ready(self, process: Process) -> None:
        deadline = process.started + START_PATIENCE
        while not process.program.ready():
            if process.ended() is not None:
                raise Hopeless(_last_words(process, f"ended at once ({_how(process)})"))
            if time.monotonic() > deadline:
                raise Hopeless(_last_words(process, f"did not answer within {START_PATIENCE:g} s"))
            time.sleep(0.05)

    def _look_at(self, process: Process) -> None:
        for line in process.log.new_errors():
            terminal.warn(f"{process.name}: {line}")
        name, now = process.name, time.monotonic()
        if name in self._due:
            if now >= self._due[name]:
                del self._due[name]
                process.start()
            return
        if process.ended() is None:
            if now - process.started > SETTLED:
                self._failures.pop(name, None)
            return
        failures = self._failures[name] = self._failures.get(name, 0) + 1
        if failures >= TRIES:
            raise Hopeless(_last_words(process, f"dies at once, {failures} times in a row ({_how(process)})"))
        pause = min(0.25 * 2**failures, LONGEST_PAUSE)
        terminal.warn(f"{name} ended ({_how(process)}); starting it again in {pause:g} s ({process.log.file})")
        process.kill()  # what it may have left of its own children holds the port
        self._due[name] = now + pause


def _how(process: Process) -> str:
    code = process.ended()
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _last_words(process: Process, what: str) -> str:
    lines = "\n".join(f"    {line}" for line in process.log.last())
    return f"{process.name} {what}. Its last lines ({process.log.file}):\n{lines}"
