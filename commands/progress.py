"""How far a long command is: a bar in a terminal, now and then a line in a file."""

import sys
from typing import TextIO

WIDTH = 30  # characters of the bar
EVERY = 50  # things between two lines where there is no terminal


class Progress:
    """Tells on stderr, so that what a command prints can be piped."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self.total, self.done = total, 0
        self._out = out or sys.stderr
        self._bar = self._out.isatty()

    def step(self, what: str) -> None:
        """One more is done."""
        self.done += 1
        if self._bar:
            full = WIDTH * self.done // self.total
            bar = "█" * full + "░" * (WIDTH - full)
            self._out.write(f"\r\x1b[K{bar} {self.done}/{self.total} {what}")
        elif self.done % EVERY == 0 or self.done == self.total:
            self._out.write(f"{self.done}/{self.total} {what}\n")
        self._out.flush()

    def close(self) -> None:
        """Leave the bar's line."""
        if self._bar and self.done:
            self._out.write("\n")
            self._out.flush()
