"""The stand-in on a real socket, and the command line pointed at it."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from simulator.app import create_app
from simulator.clock import Clock
from simulator.platform import Platform
from simulator.settings import BEIJING, App, Settings

ROOT = Path(__file__).parents[2]
START = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
ACCOUNT = App("wx0123456789abcdef", "demosecret", "gh_demo00000001", "demotoken", "A" * 43)


class StandIn:
    """The platform as the product reaches it: over HTTP, in another thread."""

    def __init__(self, data: Path) -> None:
        self.clock = Clock(START, data / "clock.json")
        app = create_app(Settings(ACCOUNT, None, "http://127.0.0.1:1/wechat", "", data, START, "safe"), self.clock)
        self.platform: Platform = app.extensions["platform"]
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def calls(self, path: str) -> list[str]:
        """What the ledger says of each call of an address, oldest first."""
        return [entry["verdict"] for entry in self.platform.ledger.entries() if entry["what"] == path]

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self.platform.store.close()


@pytest.fixture
def stand_in(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A stand-in of the test's own; commands that run here or in a child process talk to it."""
    import redis

    redis.Redis.from_url(redis_url).flushdb()
    data = tmp_path / "data"
    found = StandIn(data)
    values = {
        "DATABASE_URL": database_url, "REDIS_URL": redis_url, "DATA_DIR": str(data), "WECHAT_API_URL": found.url,
        "WECHAT_MP_URL": found.url, "CLOCK": START.isoformat(), "NO_COLOR": "",
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    yield found
    found.close()


def start(*args: str) -> "subprocess.Popen[bytes]":
    """A command as a process of its own, with this environment."""
    command = [sys.executable, str(ROOT / "server.py"), *args]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def awaited(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for it."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("not within the time")
