"""The npm packages with which the conformance tests call the stand-in, installed once for a lock file."""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent / "conformance"
_SECONDS = 180


def missing() -> str:
    """Why those tests can't run here; empty if they can. Installs what isn't there yet."""
    npm = shutil.which("npm")
    if shutil.which("node") is None:
        return "no node found"
    if _installed():
        return ""
    if npm is None:
        return "node is here, but no npm to install them"
    with (FOLDER / "package-lock.json").open() as file:
        # Two runs at the same time must not install over each other.
        fcntl.flock(file, fcntl.LOCK_EX)
        if _installed():
            return ""
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            ended = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return f"npm ci took more than {_SECONDS} s"
        if ended.returncode:
            said = [line for line in ended.stderr.splitlines() if "error" in line]
            return f"npm ci failed ({said[0] if said else 'without a word'})"
    return ""


def _installed() -> bool:
    """Whether npm wrote down that what it installed is what the lock file names."""
    written = FOLDER / "node_modules" / ".package-lock.json"
    return written.is_file() and _digests(written) == _digests(FOLDER / "package-lock.json")


def _digests(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {name: package["integrity"] for name, package in packages.items() if name}
