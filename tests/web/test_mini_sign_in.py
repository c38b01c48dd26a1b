"""The mini program signs in over the stand-in's wx.login: its openid joins whom the platform says it is."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import models
from clock import BEIJING
from commands import listing
from congress import binding, catalogue, delegates
from tests.wechat.conftest import START, Time
from tests.wechat.stand_in import APPID, MINI_APPID, MINI_SECRET, SECRET, StandIn
from web import errors, mini_sign_in
from wechat.client import Client
from wechat.tokens import LocalTokens

AT = datetime(2019, 5, 5, 13, 0, tzinfo=BEIJING)
ROOT = Path(__file__).parents[2]


class StoppedClock:
    """Shows one time."""

    def now(self) -> datetime:
        return AT


@pytest.fixture
def stand_in(database_url: str, tmp_path: Path) -> Iterator[StandIn]:
    for badge in ("A-001", "A-002"):
        models.Delegate.create(badge=badge, name="甲", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    running = StandIn(tmp_path, Time())
    running.switch(unionid=True)
    yield running
    running.stop()


@pytest.fixture
def product(stand_in: StandIn) -> FlaskClient:
    app = Flask("mini", template_folder=str(ROOT / "templates"))
    url = stand_in.url
    client = Client(MINI_APPID, MINI_SECRET, url, url, LocalTokens(), miniprogram=True, now=lambda: START)
    app.register_blueprint(mini_sign_in.blueprint(StoppedClock(), client.exchange_login))
    errors.register(app)
    return app.test_client()


def code(stand_in: StandIn, openid: str) -> str:
    return str(stand_in.act(openid, "mini_login")["code"])


def test_a_follower_who_is_bound_is_known_in_the_mini_program(stand_in: StandIn, product: FlaskClient) -> None:
    openid, guest = stand_in.follower(), stand_in.follower()
    binding.by_key(openid, delegates.key_of("A-001"), AT, "e:1")
    client = Client(APPID, SECRET, stand_in.url, stand_in.url, LocalTokens(), now=lambda: START)
    listing.sync(client, lambda: AT, lambda: True, unionids=True)
    answer = product.post("/api/v1/sign-in", json={"code": code(stand_in, openid)})
    assert (answer.status_code, answer.get_json()) == (200, {"bound": True, "badge": "A-001"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert binding.badge_of(stand_in.mini_openid(openid), miniprogram=True) == "A-001"
    unknown = product.post("/api/v1/sign-in", json={"code": code(stand_in, guest)})
    assert unknown.get_json() == {"bound": False, "badge": ""}


def test_without_unionids_nobody_is_guessed(stand_in: StandIn, product: FlaskClient) -> None:
    stand_in.switch(unionid=False)
    openid = stand_in.follower()
    binding.by_key(openid, delegates.key_of("A-001"), AT, "e:1")
    answer = product.post("/api/v1/sign-in", json={"code": code(stand_in, openid)})
    assert answer.get_json() == {"bound": False, "badge": ""}
    binding.by_key(stand_in.mini_openid(openid), delegates.key_of("A-001"), AT, "m:1", miniprogram=True)
    again = product.post("/api/v1/sign-in", json={"code": code(stand_in, openid)})
    assert again.get_json() == {"bound": True, "badge": "A-001"}


@pytest.mark.parametrize("given", [None, [], {}, {"code": ""}, {"code": 1}, {"code": "x" * 129}])
def test_what_is_no_code_is_refused(product: FlaskClient, given: object) -> None:
    answer = product.post("/api/v1/sign-in", json=given)
    assert (answer.status_code, answer.get_json()["error"]["status"]) == (400, 400)


def test_a_code_is_good_once(stand_in: StandIn, product: FlaskClient) -> None:
    used = code(stand_in, stand_in.follower())
    answers = [product.post("/api/v1/sign-in", json={"code": used}).status_code for _ in range(2)]
    assert answers == [200, 401]


def test_whom_the_platform_blocks_is_told(stand_in: StandIn, product: FlaskClient) -> None:
    fresh = code(stand_in, stand_in.follower())
    stand_in.switch(mini_login_blocked=True)
    assert product.post("/api/v1/sign-in", json={"code": fresh}).status_code == 403
