"""Says loudly when printed codes were read by one reader only."""

import pytest

from tests.paper import reading


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the reader that is not there."""
    if "zbar" not in reading.READERS:
        line = "NOT RUN HERE  zbar: printed codes were read by zxing-cpp alone (Debian: apt-get install libzbar0)"
        terminalreporter.write_line(line, yellow=True, bold=True)
