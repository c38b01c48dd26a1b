"""Which processes a process has started."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def children(pid: int) -> list[int]:
    """The process ids of a process's children."""
    if Path("/proc/self/stat").exists():
        parents = {int(entry.name): _parent(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
        return _of(pid, parents)
    listed = subprocess.run(["ps", "-axo", "pid=,ppid="], stdout=subprocess.PIPE, text=True, check=True).stdout
    return _of(pid, {int(line.split()[0]): int(line.split()[1]) for line in listed.splitlines()})


def _of(pid: int, parents: Mapping[int, int]) -> list[int]:
    return [child for child, parent in parents.items() if parent == pid]


def _parent(entry: Path) -> int:
    try:
        state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        return 0 if state == "Z" else int(parent)
    except OSError:
        return 0  # gone in between
