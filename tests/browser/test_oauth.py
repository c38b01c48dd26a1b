"""The web login in the phone's in-app browser: each phone logs its own person in."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask, redirect, request
from playwright.sync_api import FrameLocator, Page, expect
from werkzeug.wrappers import Response

from tests.browser.conftest import ACCOUNT, Stage, _serve

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def site(stage: Stage) -> Iterator[str]:
    """A page of an account that asks who is looking, with a menu that opens it."""
    app = Flask("site")

    def login(scope: str) -> Response:
        values = [("appid", ACCOUNT.appid), ("redirect_uri", f"{request.host_url}back"), ("response_type", "code")]
        values += [("scope", scope), ("state", "s1")]
        return redirect(f"{stage.url}/connect/oauth2/authorize?{urlencode(values)}#wechat_redirect")

    app.add_url_rule("/base", view_func=lambda: login("snsapi_base"), endpoint="base")
    app.add_url_rule("/name", view_func=lambda: login("snsapi_userinfo"), endpoint="name")

    @app.get("/back")
    def back() -> str:
        if "code" not in request.args:
            return f"<h1>refused {request.args['state']}</h1>"
        asked = {"appid": ACCOUNT.appid, "secret": ACCOUNT.secret, "code": request.args["code"]}
        asked["grant_type"] = "authorization_code"
        return f"<h1>{stage.call('/sns/oauth2/access_token?' + urlencode(asked))['openid']}</h1>"

    server = _serve(app)
    origin = f"http://127.0.0.1:{server.port}"
    buttons = [{"type": "view", "name": name, "url": f"{origin}/{name}"} for name in ("base", "name")]
    assert stage.platform("/cgi-bin/menu/create", {"button": buttons})["errcode"] == 0
    yield origin
    server.shutdown()
    server.server_close()


def people(page: Page, stage: Stage, *names: str) -> list[str]:
    """Phones of followers of those names, side by side; their openids."""
    openids = [stage.call("/phone/users", {"name": name})["openid"] for name in names]
    for openid in openids:
        stage.call("/phone/act", {"openid": openid, "do": "follow", "wait": True})
    page.add_init_script(f"localStorage.setItem('open', '{str(openids).replace(chr(39), chr(34))}')")
    page.goto(stage.url)
    return openids


def tap(page: Page, openid: str, button: int) -> FrameLocator:
    """Tap a view button on that person's phone; the page that opens."""
    place = page.locator(f'[data-test="phone"][data-openid="{openid}"]')
    place.locator(f'[data-test="menu-{button}"]').click()
    return place.frame_locator('[data-test="browser-page"]')


def test_two_phones_log_in_two_people(page: Page, stage: Stage, site: str) -> None:
    one, other = people(page, stage, "王代表", "李代表")
    first, second = tap(page, one, 0), tap(page, other, 0)
    expect(first.locator("h1")).to_have_text(one)
    expect(second.locator("h1")).to_have_text(other)


def test_a_person_allows_or_refuses(page: Page, stage: Stage, site: str) -> None:
    [openid] = people(page, stage, "王代表")
    frame = tap(page, openid, 1)
    expect(frame.locator('[data-test="oauth-person"]')).to_have_text("王代表")
    frame.locator('[data-test="oauth-refuse"]').click()
    expect(frame.locator("h1")).to_have_text("refused s1")
    page.locator('[data-test="browser-close"]').click()
    frame = tap(page, openid, 1)
    frame.locator('[data-test="oauth-allow"]').click()
    expect(frame.locator("h1")).to_have_text(openid)


def test_outside_the_phone_nobody_is_logged_in(page: Page, stage: Stage, site: str) -> None:
    page.goto(f"{site}/base")
    expect(page.locator('[data-test="oauth-outside"] h1')).to_have_text("请在微信客户端打开链接")


def test_without_its_fragment_the_address_is_refused(page: Page, stage: Stage) -> None:
    window = stage.call(f"/phone/holder?openid={stage.call('/phone/users', {'name': '王代表'})['openid']}")["window"]
    values = [("appid", ACCOUNT.appid), ("redirect_uri", f"{stage.product}/page"), ("response_type", "code")]
    values += [("scope", "snsapi_base"), ("state", "")]
    address = f"{stage.url}/connect/oauth2/authorize?{urlencode(values)}"
    page.goto(f"{stage.url}/healthz")
    for end, seen in (("", '[data-test="oauth-error"][data-name="parameters"] h1'), ("#wechat_redirect", "h1")):
        frame = f'<iframe name="{window}" src="{address.replace("&", "&amp;")}{end}"></iframe>'
        page.evaluate("frame => { document.body.innerHTML = frame }", frame)
        shown = "无法打开页面" if not end else "一篇稿件"
        expect(page.frame_locator("iframe").locator(seen)).to_have_text(shown)
