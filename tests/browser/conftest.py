"""A real Chromium, and a stand-in whose webhook answers from a script."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import BaseWSGIServer, make_server

from simulator.app import create_app
from simulator.settings import BEIJING, App, Settings
from tests.browser.script import scripted_webhook
from tests.conftest import CHROMIUM

ACCOUNT = App("wx0123456789abcdef", "demosecret", "gh_demo00000001", "demotoken", "A" * 43)
START = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds on a busy machine
MENU = {
    "button": [
        {"name": "大会聚焦", "sub_button": [
            {"type": "click", "name": "今日议程", "key": "agenda.today"},
            {"type": "click", "name": "大会新闻", "key": "news.focus"},
            {"type": "view", "name": "全部日程", "url": "{origin}/page"},
        ]},
        {"type": "click", "name": "使用帮助", "key": "help.help"},
    ]
}  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """The addresses of a running stand-in and of the product's place beside it."""

    url: str
    product: str

    def call(self, path: str, body: Any = None) -> dict[str, Any]:
        """Ask the stand-in; a body makes it a POST of raw UTF-8 JSON."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as response:
            answer: dict[str, Any] = json.load(response)
        return answer

    def platform(self, path: str, body: Any) -> dict[str, Any]:
        """Call the platform's API as the product would."""
        asked = {"grant_type": "client_credential", "appid": ACCOUNT.appid, "secret": ACCOUNT.secret}
        token = self.call("/cgi-bin/token?" + urlencode(asked))["access_token"]
        return self.call(f"{path}?access_token={token}", body)

    def create_code(self, scene: str) -> dict[str, Any]:
        """A permanent parametric code."""
        info = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
        return self.platform("/cgi-bin/qrcode/create", info)


def _serve(app: Flask, port: int = 0) -> BaseWSGIServer:
    server = make_server("127.0.0.1", port, app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]  # an event stream never ends by itself
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A stand-in in plain mode with a menu and one code, and the scripted webhook."""
    product = _serve(scripted_webhook())
    origin = f"http://127.0.0.1:{product.port}"
    app = create_app(Settings(ACCOUNT, None, f"{origin}/wechat", "http://127.0.0.1", tmp_path, START, "plain"))
    server = _serve(app)
    made = Stage(f"http://127.0.0.1:{server.port}", origin)
    menu = json.loads(json.dumps(MENU).replace("{origin}", origin))
    assert made.platform("/cgi-bin/menu/create", menu)["errcode"] == 0
    made.create_code("desk_hall-a")
    yield made
    for running in (server, product):
        running.shutdown()
        running.server_close()
    app.extensions["platform"].store.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium with an empty profile; tests/conftest.py leaves these tests out where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A window of 1280 x 800 in which any script error fails the test."""
    opened = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai")
    expect.set_options(timeout=PATIENCE)
    broken: list[str] = []
    opened.on("weberror", lambda error: broken.append(str(error.error)))
    yield opened
    opened.close()
    assert broken == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    return tab
