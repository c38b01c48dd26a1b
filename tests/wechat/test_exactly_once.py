"""Exactly one answer over real processes: web workers, the worker, slow handlers, repeated deliveries, kills."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from tests.conftest import LONG
from tests.pushes import message
from tests.wechat.platform import Api, Person, seen_by

ROOT = Path(__file__).parents[2]
WORKERS = 4 if LONG else 2
# Seconds to an answer. The quick suite sees those within the first two deliveries, the long one all three.
DELAYS = [0, 0.05, 1, 2.5, 4.2, 4.4, 4.45, 4.5, 4.55, 4.6, 4.9, 5, 5.1, 6, 8, 9.4, 9.5, 9.6, 9.9, 10, 10.1, 12]
DELAYS += [14.2, 14.4, 14.45, 14.5, 14.55, 14.6, 14.9, 15, 15.5, 16]


@dataclass
class Running:
    """The product's processes for one test."""

    port: int
    api: Api
    redis: "redis.Redis"
    folder: Path

    def log(self) -> str:
        return "".join(path.read_text() for path in self.folder.glob("*.log"))


@pytest.fixture(scope="module")
def running(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("exactly-once")
    api = Api()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DATA_DIR": str(folder), "REDIS_URL": redis_url, "WECHAT_API_URL": api.url, "PORT": str(port), "CLOCK": "",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    environment |= {"WEB_WORKERS": str(WORKERS), "WEB_THREADS": "64"}
    gunicorn = [sys.executable, "-m", "gunicorn", "tests.wechat.scripted:create_app()"]
    with (folder / "web.log").open("wb") as web_log, (folder / "worker.log").open("wb") as worker_log:
        web = subprocess.Popen(gunicorn, cwd=ROOT, env=environment, stdout=web_log, stderr=web_log)
        worker = subprocess.Popen(
            [sys.executable, "worker.py"], cwd=ROOT, env=environment, stdout=worker_log, stderr=worker_log
        )
        deadline = time.monotonic() + 60
        while (folder / "web.log").read_text().count("Worker is ready") < WORKERS:
            assert time.monotonic() < deadline, (folder / "web.log").read_text()
            time.sleep(0.05)
        server = redis.Redis.from_url(redis_url)
        yield Running(port, api, server, folder)
        server.close()
        for process in (web, worker):
            process.terminate()
        for process in (web, worker):
            process.wait(20)
    api.close()


def deliver_all(people: list[Person], port: int, doubled: bool) -> None:
    threads = [threading.Thread(target=person.deliver, args=(port,), kwargs={"doubled": doubled}) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wait_for_late(people: list[Person], api: Api, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not all(seen_by(person, api) for person in people):
        time.sleep(0.1)


@pytest.mark.alone
@pytest.mark.timeout(120)
@pytest.mark.parametrize("doubled", [False, pytest.param(True, marks=pytest.mark.long)])
def test_no_double_effect_no_lost_answer_no_prompt(running: Running, doubled: bool):
    """Delays that include every boundary; in the second run each delivery comes twice at once."""
    delays = DELAYS if LONG else DELAYS[: DELAYS.index(8)]
    people = []
    for number, delay in enumerate(delays):
        mark = f"{'double' if doubled else 'single'}-{number}-{delay}-{time.time_ns()}"
        mode = ("plain", "compat", "safe")[number % 3]
        people.append(Person(message(Content=f"wait {delay} {mark}", openid=f"o-{mark}", mode=mode)))
    deliver_all(people, running.port, doubled)
    wait_for_late(people, running.api, 20)
    time.sleep(1.0)  # for what must not come: a second answer
    for person, delay in zip(people, delays, strict=True):
        mark = person.push.fields["FromUserName"].removeprefix("o-")
        assert not person.prompt, (delay, person.attempts, running.log())
        assert running.redis.get(f"effect:{mark}") == b"1", (delay, person.attempts)
        assert seen_by(person, running.api) == {mark: 1}, (delay, person.attempts, running.log())


@pytest.mark.alone
@pytest.mark.timeout(90)
@pytest.mark.parametrize("deaths", [1, pytest.param(2, marks=pytest.mark.long)])
def test_a_worker_that_dies_over_a_push_does_not_lose_it(running: Running, deaths: int):
    """One process killed over each of the first deliveries: the next takes over, before the person sees a prompt."""
    mark = f"die-{deaths}-{time.time_ns()}"
    person = Person(message(Content=f"die {deaths} {mark}", openid=f"o-{mark}"))
    slow_attempts(person, running.port)
    wait_for_late([person], running.api, 25)
    assert seen_by(person, running.api) == {mark: 1}, (person.attempts, running.log())
    assert running.redis.get(f"deaths:{mark}") == str(deaths + 1).encode()
    assert not person.prompt, (person.attempts, running.log())


def slow_attempts(person: Person, port: int) -> None:
    """Attempts five seconds apart, also when one fails at once, as the platform spaces them."""
    for _ in range(3):
        started = time.monotonic()
        reply = person._attempt(port)
        if reply is not None:
            person.replies.extend([reply] if reply else [])
            person.done = True
            return
        time.sleep(max(0.0, 5 - (time.monotonic() - started)))
    person.prompt = True
