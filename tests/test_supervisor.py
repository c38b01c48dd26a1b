"""The whole product under its supervisor, with real signals: nothing is left behind, trouble is one line."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.long


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """`python supervisor.py` on a data folder and ports of its own."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.environment = {"DATA_DIR": str(data), "PORT": str(free_port()), "SIMULATOR_PORT": str(free_port())}
        self.environment |= environment
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []

    def start(self) -> "Running":
        self.process = subprocess.Popen(
            [sys.executable, "supervisor.py"], cwd=ROOT, env={**os.environ, **self.environment}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return self

    def until_ready(self) -> "Running":
        assert self.process
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("  Data "):  # below "Ready in", the accounts and addresses
                return self
        raise AssertionError("".join(self.said))

    def children(self) -> dict[int, str]:
        """Every process below the supervisor, and how it was called."""
        assert self.process
        parents, names = {}, {}
        for entry in Path("/proc").iterdir():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                names[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
            except (OSError, ValueError):
                continue  # no process, or gone in between
        below = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in below} - below:
            below |= more
        return {pid: names[pid] for pid in below - {self.process.pid}}

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal; the exit code and what was said since."""
        assert self.process
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest

    def get(self, path: str) -> tuple[int, str]:
        address = f"http://127.0.0.1:{self.environment['PORT']}{path}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that a first start leaves behind."""
    data = tmp_path_factory.mktemp("first") / "data"
    first = Running(data).start().until_ready()
    assert any("loading the demo congress" in line for line in first.said)
    assert first.end(signal.SIGINT)[0] == 0
    # The owner's one-time password is shown once, here, and is in no file.
    (password,) = re.findall(r"one-time password \S+ (\S+)", "".join(first.said))
    assert not [file for file in data.rglob("*") if file.is_file() and password.encode() in file.read_bytes()]
    return data


@pytest.fixture
def product(loaded: Path, tmp_path: Path) -> Iterator[Running]:
    """Not started yet; its data folder is that of an earlier start."""
    running = Running(Path(shutil.copytree(loaded, tmp_path / "data")))
    yield running
    if running.process and running.process.poll() is None:
        running.process.kill()
        running.process.communicate()


def gone(pids: dict[int, str]) -> None:
    """Wait until none of them lives; the test's time-out is the limit."""
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_and_the_data_is_kept(product: Running, number: int) -> None:
    product.start().until_ready()
    children = product.children()
    started = [
        name
        for name in ("valkey", "worker.py", "background.py", "beat.py", "server:create_app", "simulator.app")
        for call in children.values()
        if name in call
    ]
    assert sorted(set(started)) == [
        "background.py", "beat.py", "server:create_app", "simulator.app", "valkey", "worker.py",
    ]  # fmt: skip
    status, page = product.get("/agenda")
    assert status == 200
    assert product.get("/healthz")[0] == 200

    code, said = product.end(number)
    assert (code, said.splitlines()[-1]) == (0, "Stopped. 已停止。")
    assert any("/console" in line for line in product.said)
    assert not any("one-time password" in line for line in product.said)  # there is an owner already
    gone(children)

    product.start().until_ready()
    assert not any("loading the demo congress" in line for line in product.said)
    assert product.get("/agenda") == (200, page)
    assert product.end(signal.SIGINT)[0] == 0


def test_kill_9_of_the_supervisor_leaves_nothing(product: Running) -> None:
    product.start().until_ready()
    children = product.children()
    assert len(children) >= 10  # store, worker, sender and its two, beat, web and its two, simulator and its one
    assert product.process
    product.process.kill()
    product.process.communicate()
    gone(children)

    product.said.clear()
    product.start().until_ready()  # neither lock, socket nor ports are left over
    assert product.end(signal.SIGINT)[0] == 0


def test_a_store_that_is_killed_comes_back_with_its_data(product: Running) -> None:
    import redis

    product.start().until_ready()
    url = f"unix://{product.data / 'redis.sock'}"
    client = redis.Redis.from_url(url)
    client.set("kept", "yes")
    store = next(pid for pid, call in product.children().items() if "valkey" in call)
    os.kill(store, signal.SIGKILL)
    gone({store: ""})
    while True:
        try:
            kept: Any = redis.Redis.from_url(url).get("kept")
            break
        except redis.ConnectionError:
            time.sleep(0.1)
    assert kept == b"yes"
    code, said = product.end(signal.SIGINT)
    assert code == 0
    assert re.search(r"! store ended \(signal 9\); starting it again in 0\.5 s", said)


def test_a_second_instance_is_refused_in_one_line(product: Running) -> None:
    product.start().until_ready()
    assert product.process
    second = Running(product.data).start()
    assert second.process
    said, _ = second.process.communicate(timeout=60)
    assert (second.process.returncode, said) == (
        1,
        f"The data folder {product.data} is in use by a running instance (process {product.process.pid}). Stop that "
        "one, or choose another folder and ports: DATA_DIR=/path PORT=8010 SIMULATOR_PORT=8011 make run\n",
    )


@pytest.mark.parametrize(
    ("environment", "code", "line"),
    [
        (
            {"PORT": "taken"},
            1,
            r"Port \d+ on 127\.0\.0\.1 is taken by another program\. Stop it, or .*: PORT=\d+ make run",
        ),
        ({"SIMULATOR_PORT": "taken"}, 1, r"Port \d+ on 127\.0\.0\.1 is taken .*: SIMULATOR_PORT=\d+ make run"),
        (
            {"DATA_DIR": "/proc/data"},
            1,
            r"The data folder /proc/data can't be written \(.*\)\. .*DATA_DIR=/path make run",
        ),
        ({"WEB_WORKERS": "0"}, 2, r"web_workers \(WEB_WORKERS\): .*"),
        ({"CONFIG": "/nowhere.yaml"}, 2, r"no configuration file at /nowhere\.yaml .*"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, 1, r"No Redis server answers at redis://127\.0\.0\.1:1/0 \(.*\)\. .*"),
        (
            {"DATABASE_URL": "postgresql://u@127.0.0.1:1/d"},
            1,
            r"The database at postgresql://u@127\.0\.0\.1:1/d can't .*",
        ),
        (
            {"DATABASE_URL": "mysql://u@127.0.0.1:1/d"},
            1,
            r"The database at mysql://u@127\.0\.0\.1:1/d can't be reached .*",
        ),
        (
            {"DATABASE_URL": "oracle://u@127.0.0.1/d"},
            2,
            r"database_url \(DATABASE_URL\): .*",
        ),
    ],
)
def test_trouble_is_one_line(tmp_path: Path, environment: dict[str, str], code: int, line: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = str(taken.getsockname()[1])
        given = {name: port if value == "taken" else value for name, value in environment.items()}
        running = Running(tmp_path / "data", **given).start()
        assert running.process
        said, _ = running.process.communicate(timeout=60)
    assert running.process.returncode == code
    lines = [each for each in said.splitlines() if not each.startswith(("信息小助手", "  ✓", "Stopping"))]
    assert len(lines) == 1
    assert re.fullmatch(line, lines[0])


def test_a_long_data_path_gets_its_socket_elsewhere(loaded: Path, tmp_path: Path) -> None:
    running = Running(Path(shutil.copytree(loaded, tmp_path / ("long" * 30) / "data"))).start().until_ready()
    assert running.get("/healthz")[0] == 200
    assert running.end(signal.SIGINT)[0] == 0
