"""The log when nothing can be written any more."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import logs, structlog
logs.configure("info")
logs.write("answered", "info", {"key": "m:1"})
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
