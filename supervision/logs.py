"""The children's log files."""

import re
from pathlib import Path

ERROR = re.compile(r'"level": ?"(error|critical)"|\[(ERROR|CRITICAL)\]')
WIDTH = 200  # characters of a log line that are shown in the terminal
AT_ONCE = 5  # lines shown of one log between two looks


class Log:
    """A child's output in `folder`/<name>.log; what the start before wrote stays beside it as <name>.log.1."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file = folder / f"{name}.log"
        if self.file.exists():
            self.file.replace(folder / f"{name}.log.1")
        self.file.touch()
        self._seen = 0
        self._in_traceback = False

    def last(self, lines: int = 8) -> list[str]:
        """The end of the log, without empty lines."""
        text = self.file.read_bytes()[-20_000:].decode(errors="replace")
        return [line for line in text.splitlines() if line.strip()][-lines:]

    def new_errors(self) -> list[str]:
        """Lines that tell of an error and were written since the last call: shortened, at most AT_ONCE and a count."""
        size = self.file.stat().st_size
        if size < self._seen:
            self._seen = 0  # cut from outside
        with self.file.open("rb") as handle:
            handle.seek(self._seen)
            fresh = handle.read()
        whole, newline, _ = fresh.rpartition(b"\n")
        self._seen += len(whole) + len(newline)
        found = [line[:WIDTH] for line in whole.decode(errors="replace").splitlines() if self._tells_of_error(line)]
        if len(found) > AT_ONCE:
            found[AT_ONCE:] = [f"... and {len(found) - AT_ONCE} more"]
        return found

    def _tells_of_error(self, line: str) -> bool:
        """Of a traceback the line that names the exception, the first one that is not indented."""
        if self._in_traceback:
            self._in_traceback = line.startswith(" ") or not line
            return not self._in_traceback
        self._in_traceback = line.startswith("Traceback ")
        return bool(ERROR.search(line))
