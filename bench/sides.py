"""The two sides of the comparison, each with an embedded store of its own, and what they use of the processor."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import config
from clock import Clock
from supervision import preparation, programs
from supervision.keeper import Keeper
from supervision.process import Program

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


class Side:
    """A running web server: its port, and the processor time of its whole process tree."""

    def __init__(self, name: str, port: int, pid: int) -> None:
        self.name, self.port, self._pid = name, port, pid

    def cpu(self) -> float:
        """Seconds of user and system time so far, of the master and its workers."""
        stats = [_stat(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        parents = {pid: parent for pid, parent, _ in stats}
        return sum(ticks for pid, _, ticks in stats if self._belongs(pid, parents)) / TICKS

    def _belongs(self, pid: int, parents: dict[int, int]) -> bool:
        while pid and pid != self._pid:
            pid = parents.get(pid, 0)
        return pid == self._pid


def _stat(entry: Path) -> tuple[int, int, int]:
    try:
        fields = (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0, 0, 0  # gone in between
    return int(entry.name), int(fields[1]), int(fields[11]) + int(fields[12])


@contextmanager
def product(folder: Path) -> Iterator[Side]:
    """The product as `make run` starts it, the demo congress loaded."""
    with _environment(folder) as settings, _kept(settings) as keeper:
        preparation.migrate(settings)
        preparation.load_demo(settings)
        keeper.start(programs.web(settings))
        yield Side("product", settings.port, keeper.processes[-1].pid)


@contextmanager
def plain(folder: Path) -> Iterator[Side]:
    """bench/plain.py under the same server with the same settings."""
    with _environment(folder) as settings, _kept(settings) as keeper:
        like = programs.web(settings)
        keeper.start(Program("plain", [*like.command[:-1], "bench.plain:create_app()"],
                             {"REDIS_URL": settings.redis}, like.ready))  # fmt: skip
        yield Side("plain", settings.port, keeper.processes[-1].pid)


@contextmanager
def _environment(folder: Path) -> Iterator[config.Settings]:
    """Settings for one side. Children read the environment, so it holds the same for as long as they are started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name in ("CONFIG", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(folder), "PORT": str(port)}
    for name in ("logs", "redis", "metrics"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = config.load()
    if settings.clock_start:
        Clock(settings.clock_start, settings.clock_file).set(settings.clock_start)
    yield settings


@contextmanager
def _kept(settings: config.Settings) -> Iterator[Keeper]:
    keeper = Keeper(settings.data / "logs", ROOT)
    try:
        keeper.start(programs.store(settings))
        yield keeper
    finally:
        keeper.stop()


def load(side: Side, connections: int, per_connection: int, file: Path) -> bytes:
    """Run the load generator against `side`; its JSON."""
    command = [sys.executable, str(ROOT / "bench" / "load.py"), str(side.port), str(connections), str(per_connection)]
    return subprocess.run([*command, str(file)], check=True, stdout=subprocess.PIPE).stdout
