"""The log: what a line holds, and what happens when nothing can be written any more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import logs, structlog
logs.configure("info")
logs.write([(1557030000.0, "info", "answered", {"key": "m:1"})])
structlog.get_logger("message").error("redis is gone")
print("went on")
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_costs_a_line_and_no_answer():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=full, text=True, timeout=30, check=False,
            cwd=Path(__file__).parent.parent,
        )  # fmt: skip
    assert done.stdout == "went on\n"


LINES = """
import logs
logs.configure("info")
logs.write([
    (1557030000.5, "info", "answered", {"key": "m:1", "ms": 0.5}),
    (1557030001.0, "debug", "dropped", {}),
    (1557030002.0, "warning", "refused", {"reason": "signature"}),
])
"""


def test_lines_at_once():
    done = subprocess.run(
        [sys.executable, "-c", LINES], stderr=subprocess.PIPE, text=True, timeout=30, check=True,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert [json.loads(line) for line in done.stderr.splitlines()] == [
        {"key": "m:1", "ms": 0.5, "level": "info", "timestamp": "2019-05-05T04:20:00.500000Z", "event": "answered"},
        {"reason": "signature", "level": "warning", "timestamp": "2019-05-05T04:20:02Z", "event": "refused"},
    ]
