"""One child process with its log file."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from supervision.logs import Log

LAUNCHER = Path(__file__).with_name("launch.py")


def bound(command: list[str]) -> list[str]:
    """The command line that runs `command` so that it dies with this process, even on kill -9 (Linux only)."""
    if sys.platform != "linux":
        return command
    return [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), *command]


@dataclass(frozen=True)
class Program:
    """What to run. `ready` says whether it answers yet; `grace` is how many seconds it gets to stop."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = lambda: True
    stop_signal: int = signal.SIGTERM
    grace: float = 8.0


class Process:
    """A program that runs, or ran. Its output goes to `log`; times are seconds of the monotonic clock."""

    def __init__(self, program: Program, log: Log, folder: Path) -> None:
        self.program = program
        self.log = log
        self.started = 0.0
        self._folder = folder
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        """The program's name."""
        return self.program.name

    @property
    def pid(self) -> int:
        """Its process id; 0 before the first start."""
        return self._popen.pid if self._popen else 0

    def start(self) -> None:
        """Run it in a session of its own: Ctrl-C in the terminal reaches the supervisor only, which stops in order."""
        self.started = time.monotonic()
        with self.log.file.open("ab") as output:
            self._popen = subprocess.Popen(
                bound(self.program.command),
                cwd=self._folder,
                env={**os.environ, **self.program.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ended(self) -> int | None:
        """The exit code (negative: the signal) of a process that was started and is gone; else None."""
        return self._popen.poll() if self._popen else None

    def ask_to_stop(self) -> None:
        """Send the stop signal, if it still runs."""
        if self._popen and self._popen.poll() is None:
            self._popen.send_signal(self.program.stop_signal)

    def wait_or_kill(self, seconds: float) -> bool:
        """Wait for the end, kill what is left of the process group afterwards; whether it ended by itself."""
        if self._popen is None:
            return True
        try:
            self._popen.wait(max(seconds, 0.0))
            return True
        except subprocess.TimeoutExpired:
            return False
        finally:
            self.kill()
            self._popen.wait()

    def kill(self) -> None:
        """End it and its own children at once, without waiting: a signal handler may call this."""
        # An error: nobody of the group is left (macOS says so with PermissionError).
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._popen is not None:
                os.killpg(self._popen.pid, signal.SIGKILL)
