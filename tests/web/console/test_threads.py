"""Boards under the real web server: however many are opened, messages of the platform find a thread."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

import models
from tests.console import PASSWORD, account
from tests.pushes import Push
from web.console.streams import places

ROOT = Path(__file__).parents[3]
THREADS, BOARDS = 8, 30
PATIENCE = 20  # seconds: the platform gives five to a message, a busy machine gets more


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[str]:
    """One process of the web server with few threads."""
    account("desk", "desk")
    models.Delegate.create(badge="A-1", name="某甲")
    models.Revision.raise_()
    port = _free_port()
    environment = os.environ | {
        "DATABASE_URL": database_url, "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path), "PORT": str(port),
        "WEB_WORKERS": "1", "WEB_THREADS": str(THREADS), "CLOCK": "2019-05-05T12:30+08:00",
    }  # fmt: skip
    log = tmp_path / "web.log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "gunicorn", "server:create_app()"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not _answers(url):
            assert process.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/healthz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


def _signed_in(url: str) -> requests.Session:
    session = requests.Session()
    page = session.get(f"{url}/console/sign-in", timeout=PATIENCE).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    form = {"login": "desk", "password": PASSWORD, "csrf_token": token}
    answer = session.post(f"{url}/console/sign-in", data=form, timeout=PATIENCE, allow_redirects=False)
    assert answer.status_code == 302
    return session


def _push(url: str, number: int) -> int:
    delivery = Push(
        {"ToUserName": "gh_demo00000001", "FromUserName": f"oBOARD{number:022d}", "CreateTime": str(int(time.time())),
         "MsgType": "text", "Content": "帮助", "MsgId": str(8_000_000 + number)}
    ).deliver()  # fmt: skip
    return requests.post(
        f"{url}/wechat?{delivery.query}", data=delivery.body, headers={"Content-Type": "text/xml"}, timeout=PATIENCE
    ).status_code


@pytest.mark.long
def test_thirty_boards_leave_the_platform_its_threads(server: str) -> None:
    session = _signed_in(server)
    stream = f"{server}/console/board/stream?stage=report"
    with ExitStack() as stack:
        answers = []
        for _ in range(BOARDS):
            answer = stack.enter_context(session.get(stream, stream=True, timeout=PATIENCE))
            answers.append(answer.status_code)
        assert sorted(answers) == [200] * places(THREADS) + [503] * (BOARDS - places(THREADS))
        # While they are held, as many messages at once as there are threads left, again and again.
        left = THREADS - places(THREADS)
        together = threading.Barrier(left)

        def messages(who: int) -> list[int]:
            told = []
            for turn in range(10):
                together.wait(PATIENCE)
                told.append(_push(server, 100 * who + turn))
            return told

        with ThreadPoolExecutor(left) as pool:
            told = [status for each in pool.map(messages, range(left)) for status in each]
        assert told == [200] * 10 * left
        # Those without a stream have the figures all the same.
        figures = session.get(f"{server}/console/board/figures?stage=report", timeout=PATIENCE).json()
        assert (figures["arrived"], figures["expected"]) == (0, 1)
    # The streams were given up: their places come back as soon as the server notices.
    deadline = time.monotonic() + 60
    status = 503
    while status == 503 and time.monotonic() < deadline:
        with session.get(stream, stream=True, timeout=PATIENCE) as again:
            status = again.status_code
        time.sleep(0.2)
    assert status == 200
