"""A message costs what it cost before there was a console: nothing of it runs for one."""

import sys
from pathlib import Path
from types import FrameType

import pytest
import redis

import config
from server import create_app
from tests.console import token_of
from tests.pushes import message

OF_THE_CONSOLE = (
    "web/console", "congress/staff", "congress/passwords", "flask_limiter", "flask_wtf", "limits", "argon2",
    "werkzeug/middleware/proxy_fix",
)  # fmt: skip


@pytest.mark.parametrize("proxies", [0, 1])
def test_nothing_of_the_console_runs_for_a_message(
    database_url: str, redis_url: str, tmp_path: Path, proxies: int
) -> None:
    settings = config.load(database_url=database_url, redis_url=redis_url, data_dir=tmp_path, proxies=proxies)
    client = create_app(settings).test_client()
    files: set[str] = set()

    def heard(frame: FrameType, what: str, argument: object) -> None:
        if what == "call":
            files.add(frame.f_code.co_filename)

    def status(path: str, **values: object) -> int:
        files.clear()
        sys.setprofile(heard)
        try:
            return client.open(path, **values).status_code  # type: ignore[arg-type]
        finally:
            sys.setprofile(None)

    push = message(Content="wifi").deliver()
    asked = {"query_string": push.query, "data": push.body, "content_type": "text/xml", "method": "POST"}
    assert status("/wechat", **asked) == 200
    assert any(file.endswith("wechat/gateway.py") for file in files)
    assert [file for file in files for part in OF_THE_CONSOLE if f"/{part}" in file] == []
    assert status("/console/sign-in") == 200  # by which the same look finds it
    assert any("/web/console/" in file for file in files)


@pytest.mark.parametrize(("proxies", "other"), [(0, 429), (1, 401)])
def test_whose_address_it_is_a_proxy_says_only_where_there_is_one(
    database_url: str, redis_url: str, tmp_path: Path, proxies: int, other: int
) -> None:
    redis.Redis.from_url(redis_url).flushdb()
    settings = config.load(database_url=database_url, redis_url=redis_url, data_dir=tmp_path, proxies=proxies)
    client = create_app(settings).test_client()
    token = token_of(client.get("/console/sign-in").text)

    def enter(address: str) -> int:
        form = {"login": "nobody", "password": "guess", "csrf_token": token}
        # What the sender wrote itself stands before what our proxy added.
        forwarded = {"X-Forwarded-For": f"203.0.113.9, {address}"}
        return client.post("/console/sign-in", data=form, headers=forwarded).status_code

    assert [enter("192.0.2.1") for _ in range(6)] == [401] * 5 + [429]
    assert enter("192.0.2.2") == other
