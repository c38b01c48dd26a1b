"""Who works on a batch: a process that can be told from any other, and seen to be gone."""

import os
import secrets
import socket
from pathlib import Path


def own() -> str:
    """A name for work that this process takes on; each call gives another one."""
    pid = os.getpid()
    return f"{_host()}/{pid}/{_began(pid)}/{secrets.token_hex(4)}"


def gone(owner: str) -> bool:
    """Whether that process certainly runs no more. One on another machine never is: its lease has to run out."""
    try:
        host, pid, began, _ = owner.split("/")
        if host != _host():
            return False
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # somebody's, and alive
    except ValueError:
        return False
    return _began(int(pid)) != began


def _host() -> str:
    return socket.gethostname().replace("/", "-")[:60]


def _began(pid: int) -> str:
    """When the process began, in the kernel's ticks, so that a number which is used again is told apart (Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "gone" if fields[0] in "ZX" else fields[19]
