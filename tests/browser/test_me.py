"""One's own pages on the stand-in's phone: sign in, bind, see the seat, be told, take the data away, erase it."""

import json
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import redis
from playwright.sync_api import FrameLocator, Page, expect
from werkzeug.serving import make_server

import config
import models
from congress import catalogue
from congress.notices import grants
from server import create_app
from simulator.app import create_app as create_stand_in
from simulator.settings import Settings
from tests.browser.conftest import ACCOUNT, START, Stage
from tests.browser.test_oauth import people, tap
from tests.web.own import BADGES, digits, roster, values

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = [pytest.mark.browser, pytest.mark.long]
CHANGE = "SB-agenda-change--------------------------a"


class Door:
    """An address that is known before whoever answers there."""

    def __init__(self) -> None:
        self.app: Any = None
        self.server = make_server("127.0.0.1", 0, self, threaded=True)
        self.server.daemon_threads = True  # type: ignore[attr-defined]  # an event stream never ends by itself
        self.port = self.server.port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        found: Iterable[bytes] = self.app(environ, start_response)
        return found

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def stage(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Stage]:
    """The product with five delegates and a menu that leads to their pages, beside the stand-in."""
    redis.Redis.from_url(redis_url).flushdb()  # tickets of another test's stand-in
    roster()
    catalogue.expire()
    product, platform = Door(), Door()
    made = Stage(f"http://127.0.0.1:{platform.port}", f"http://127.0.0.1:{product.port}")
    settings = config.load(
        data_dir=tmp_path, database_url=database_url, redis_url=redis_url, port=product.port,
        simulator_port=platform.port, clock=START.isoformat(), log_level="error",
    )  # fmt: skip
    stand_in = Settings(ACCOUNT, None, f"{made.product}/wechat", made.url, tmp_path, START, "plain")
    platform.app, product.app = create_stand_in(stand_in), create_app(settings)
    button = {"type": "view", "name": "我的信息", "url": f"{made.product}/me"}
    assert made.platform("/cgi-bin/menu/create", {"button": [button]})["errcode"] == 0
    yield made
    platform.stop()
    product.stop()
    platform.app.extensions["platform"].store.close()
    models.close()


def by(place: Page | FrameLocator, test: str) -> Any:
    return place.locator(f'[data-test="{test}"]')


def bind(frame: FrameLocator, badge: str) -> None:
    by(frame, "badge").fill(badge.lower())
    by(frame, "digits").fill(digits(badge))
    by(frame, "bind").click()
    expect(by(frame, "seat")).to_have_text(models.Delegate.get(models.Delegate.badge == badge).seat)


def test_from_the_menu_to_ones_seat_to_being_told_to_being_forgotten(page: Page, stage: Stage) -> None:
    [openid] = people(page, stage, "王代表")
    frame = tap(page, openid, 0)
    expect(frame.locator("h1")).to_have_text("先绑定身份")
    by(frame, "badge").fill(BADGES[0])
    by(frame, "digits").fill("0000")
    by(frame, "bind").click()
    expect(by(frame, "outcome")).to_contain_text("核对没有通过")
    bind(frame, BADGES[0])

    frame.locator(".own").get_by_role("link", name="通知").click()
    expect(frame.locator("#subscribed")).to_contain_text("每同意一次")
    frame.get_by_role("button", name="打开通知").click()
    by(page, "ask-yes").click()
    expect(frame.locator("#subscribed")).to_contain_text("下次有变动会马上通知您")
    offered = stage.call("/phone/act", {"openid": openid, "do": "subscriptions"})["templates"]
    assert [one["grants"] for one in offered if one["template_id"] == CHANGE] == [1]
    for _ in range(400):  # the platform tells us by a push of its own
        if grants.count(openid, CHANGE):
            break
        page.wait_for_timeout(25)
    assert grants.count(openid, CHANGE) == 1
    frame.get_by_role("button", name="打开通知").click()
    by(page, "ask-no").click()
    expect(frame.locator("#subscribed")).to_contain_text("好的，不打扰您")

    frame.locator(".own").get_by_role("link", name="数据").click()
    by(frame, "show").click()
    expect(by(frame, "export")).to_contain_text("1排11座")
    frame.get_by_role("link", name="返回").click()
    by(frame, "erase").click()
    by(frame, "erase-first").click()
    expect(frame.locator('[role="alert"]')).to_contain_text("请先勾选")
    by(frame, "read").check()
    by(frame, "erase-first").click()
    by(frame, "erase-second").click()
    expect(by(frame, "told")).to_have_text("已经删除")
    assert models.Binding.select().count() == 0
    by(page, "browser-close").click()
    expect(tap(page, openid, 0).locator("h1")).to_have_text("先绑定身份")


def test_two_phones_in_one_browser_are_two_people(page: Page, stage: Stage) -> None:
    one, other = people(page, stage, "王代表", "李代表")
    first = tap(page, one, 0)
    bind(first, BADGES[0])
    second = tap(page, other, 0)
    bind(second, BADGES[1])
    for frame, mine, others in ((first, BADGES[0], BADGES[1]), (second, BADGES[1], BADGES[0])):
        for name in ("日程", "数据", "名片"):
            frame.locator(".own").get_by_role("link", name=name).click()
            expect(frame.locator('[aria-current="page"]')).to_have_text(name)
        text = frame.locator("body").inner_html()
        assert values(mine) - {models.Delegate.get(models.Delegate.badge == mine).phone} <= {
            value for value in values(mine) if value in text
        }
        assert not [value for value in values(others) if value in text]


def test_outside_of_the_phone_a_page_says_how(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.product}/me")
    expect(by(page, "told")).to_have_text("请在微信里打开")
    with urllib.request.urlopen(f"{stage.product}/metrics", timeout=10) as answer:
        assert BADGES[0] not in answer.read().decode()
    assert json.dumps(page.context.cookies()) == "[]"
