"""A whole walk over one's own pages on the product as it is served: what logs, addresses and figures tell of it."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from prometheus_client import REGISTRY, generate_latest
from werkzeug.test import TestResponse

import config
import logs
import models
from congress import catalogue
from server import create_app
from tests.web.own import BADGES, OPEN, WEB, Phone, World, digits, roster, values
from tests.wechat.conftest import Time
from tests.wechat.stand_in import StandIn


class Walk(Phone):
    """Keeps every address that it went to, as an access log would."""

    def __init__(self, world: World, openid: str, addresses: list[str]) -> None:
        super().__init__(world, openid, world.browser())
        self.addresses = addresses

    def get(self, path: str, **headers: str) -> TestResponse:
        self.addresses.append(f"GET {path}")
        return super().get(path, **headers)

    def post(self, path: str, data: object) -> TestResponse:
        self.addresses.append(f"POST {path}")
        return super().post(path, data)  # type: ignore[arg-type]


@pytest.fixture
def world(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The stand-in, and the product's own application that logs all it has to say."""
    monkeypatch.setattr(logs, "_lowest", logs._lowest)
    redis.Redis.from_url(redis_url).flushdb()
    roster()
    catalogue.expire()
    stand_in = StandIn(tmp_path, Time())
    found = World(stand_in, tmp_path)
    found.app = create_app(
        config.load(
            data_dir=tmp_path,
            database_url=database_url,
            redis_url=redis_url,
            clock="",
            log_level="debug",
            public_url=WEB,
            wechat_api_url=stand_in.url,
            wechat_open_url=OPEN,
        )
    )
    yield found
    stand_in.stop()


def test_nothing_private_is_told_of_a_whole_walk(
    world: World, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)  # the product turns on nothing below it in a library
    addresses: list[str] = []
    walk = Walk(world, world.stand_in.follower(), addresses)
    other = Walk(world, world.stand_in.follower(), addresses)
    key = models.Delegate.get(models.Delegate.badge == BADGES[0]).scene_key
    private = (values(BADGES[0]) - {BADGES[0]}) | {walk.openid, other.openid, key, digits(BADGES[0])}
    walk.bind(BADGES[0], "0000")
    shown = walk.bind(BADGES[0], digits(BADGES[0])).text
    other.bind(BADGES[0], digits(BADGES[0]))
    for page in ("", "agenda", "notices", "data", "export", "export?show=", "erase"):
        shown += walk.page(page).text
    walk.get("/me/back?code=WRONG&state=0")
    walk.post(f"/me/{walk.place}/bind", {"badge": BADGES[0], "digits": digits(BADGES[0])})
    models.database.execute_sql("ALTER TABLE delegate RENAME TO away")
    assert walk.page("").status_code == 500
    models.database.execute_sql("ALTER TABLE away RENAME TO delegate")
    walk.send(walk.send(walk.page("erase"), "erase", read="yes"), "erase")
    figures = generate_latest(REGISTRY).decode() + world.browser().get("/metrics", base_url=WEB).text
    figures = re.sub(r" [0-9.e+-]+$", "", figures, flags=re.MULTILINE)  # a time or a sum holds any four digits some day
    own = [record for record in caplog.records if record.name not in ("werkzeug", "urllib3.connectionpool")]
    told = "".join(capfd.readouterr()) + "\n".join(record.getMessage() for record in own)
    told += "\n".join(str(record.exc_info[1]) for record in own if record.exc_info)
    paths = "\n".join(addresses)
    assert all(value in shown for value in private - {other.openid, key})  # the walk did meet them
    for secret in private:
        assert secret not in paths
        assert secret not in figures
        assert secret not in told
    assert {urlsplit(each.split(" ")[1]).query.partition("=")[0] for each in addresses} <= {"", "code", "show", "to"}
    assert not [each for each in addresses if BADGES[0] in each]
