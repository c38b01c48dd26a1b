"""The product with a store cut for real: Redis stopped and started again, a database that never answers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests

import models
from handlers import render
from tests.conftest import EmbeddedRedis
from tests.pushes import event, message

ROOT = Path(__file__).parents[1]


@contextmanager
def product(folder: Path, **settings: str) -> Iterator[str]:
    """The web server with these settings; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"DATA_DIR": str(folder), "PORT": str(port), "CLOCK": "", "WEB_WORKERS": "1"} | settings
    command = [sys.executable, "-m", "gunicorn", "server:create_app()"]
    with (folder / "web.log").open("wb") as log:
        web = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        try:
            deadline = time.monotonic() + 60  # a database that never answers makes the start itself slow
            while time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            requests.get(f"{url}/healthz", timeout=30)
            yield url
        finally:
            web.terminate()
            web.wait(20)


def ask(url: str, text: str, openid: str = "oCUT") -> tuple[str, float]:
    """The reply's text, with the seconds it took."""
    delivery = message(Content=text, openid=openid).deliver()
    started = time.monotonic()
    answer = requests.post(f"{url}/wechat?{delivery.query}", data=delivery.body, timeout=5)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content).findtext("Content") or "", time.monotonic() - started


def health(url: str) -> tuple[int, dict[str, str]]:
    answer = requests.get(f"{url}/healthz", timeout=10)
    return answer.status_code, answer.json()


@pytest.mark.alone
def test_redis_stops_and_comes_back(tmp_path: Path, database_url: str, embedded_redis: EmbeddedRedis):
    with product(tmp_path, DATABASE_URL=database_url, REDIS_URL=embedded_redis.url) as url:
        answer, _ = ask(url, "帮助")
        assert answer != ""
        assert health(url) == (200, {"database": "ok", "redis": "ok", "status": "ok"})
        embedded_redis.stop()
        again, _ = ask(url, "帮助")
        assert again == answer
        assert health(url) == (200, {"database": "ok", "redis": "unreachable", "status": "degraded"})
        # A repeated delivery is still one push, within this process.
        delivery = event("CLICK", EventKey="help.help", openid="oTWICE").deliver()
        bodies = {
            requests.post(f"{url}/wechat?{delivery.query}", data=delivery.body, timeout=5).content for _ in range(2)
        }
        texts = {ElementTree.fromstring(body).findtext("Content") for body in bodies}
        assert len(texts) == 1
        embedded_redis.start()
        time.sleep(1.2)
        assert ask(url, "帮助")[0] == answer
        assert health(url) == (200, {"database": "ok", "redis": "ok", "status": "ok"})
    log = (tmp_path / "web.log").read_text()
    assert '"redis is gone"' in log
    assert '"redis is back"' in log
    assert "Traceback" not in log


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_a_database_that_never_answers(tmp_path: Path, embedded_redis: EmbeddedRedis, engine: str):
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(64)
        address = f"{engine}://nobody:nothing@127.0.0.1:{hole.getsockname()[1]}/none"
        with product(tmp_path, DATABASE_URL=address, REDIS_URL=embedded_redis.url) as url:
            answer, seconds = ask(url, "今天有什么会")
            assert answer == render("gateway/apology.txt").strip()
            assert seconds < 4.5
            status, state = health(url)
            assert (status, state["status"], state["redis"]) == (503, "down", "ok")
            assert state["database"] != "ok"


@pytest.mark.long
@pytest.mark.alone
def test_a_database_that_goes_leaves_what_is_known(tmp_path: Path, database_url: str, embedded_redis: EmbeddedRedis):
    if not database_url.startswith("sqlite"):
        # A server under test is shared with other tests and can't be stopped; the two tests above cut a server.
        return
    models.Rule.create(kind="exact", words="口令", reply="回答")
    models.Revision.raise_()
    with product(tmp_path, DATABASE_URL=database_url, REDIS_URL=embedded_redis.url) as url:
        assert ask(url, "口令")[0] == "回答"
        path = Path(database_url.removeprefix("sqlite:///"))
        for part in path.parent.glob(path.name + "*"):
            part.unlink()
        time.sleep(1.1)
        assert ask(url, "口令")[0] == "回答"
