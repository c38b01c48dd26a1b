"""`server.py followers`: what staff see of the followers on record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import commands
from tests.wechat.conftest import Time
from tests.wechat.stand_in import StandIn


@pytest.fixture
def stand_in(tmp_path: Path, database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    running = StandIn(tmp_path, Time())
    names = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "WECHAT_API_URL": running.url}
    for name, value in (names | {"DATA_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    yield running
    running.stop()


def test_the_list_is_read_and_told(stand_in: StandIn, redis_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    import redis

    redis.Redis.from_url(redis_url).flushdb()  # the token of another test's stand-in
    people = [stand_in.follower() for _ in range(3)]
    assert commands.main(["followers", "count"]) == 0
    assert commands.main(["followers", "sync"]) == 0
    stand_in.platform.store.set_following(people[0], False, 0.0, "")
    assert commands.main(["followers", "sync"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "现在关注公众号的有 0 人。",
        "平台名单上有 3 人。", "现在关注公众号的有 3 人。",
        "平台名单上有 2 人，另有 1 人已经取消关注。", "现在关注公众号的有 2 人。",
    ]  # fmt: skip


def test_a_platform_that_is_away_is_one_line(stand_in: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    stand_in.stop()
    assert commands.main(["followers", "sync"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
