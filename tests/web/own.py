"""People with phones, the product's own pages and the stand-in's page of OAuth between them. For tests only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import Client as Browser
from werkzeug.test import TestResponse

import models
from clock import BEIJING
from congress import privacy
from tests import congress_rows
from tests.wechat.conftest import START as PLATFORM_START
from tests.wechat.stand_in import APPID, SECRET, StandIn
from web import errors, login, me, pages
from web.sealed import Sealer
from web.visits import Visits
from wechat.client import Client
from wechat.tokens import LocalTokens
from wechat.web_logins import WebLogins

ROOT = Path(__file__).parents[2]
WEB, OPEN = "http://127.0.0.1:8000", "http://127.0.0.1:8001"
AT = datetime(2019, 5, 6, 9, 40, tzinfo=BEIJING)
WECHAT = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"
BADGES = tuple(f"BJ14-000{number}" for number in range(1, 6))


@dataclass
class World:
    """The product and the stand-in; `at` and `wall` are moved by hand."""

    stand_in: StandIn
    media: Path
    templates: tuple[str, ...] = ("SB-agenda-change--------------------------a",)
    at: datetime = AT
    wall: float = 1_800_000_000.0

    def __post_init__(self) -> None:
        self.client = Client(
            APPID, SECRET, self.stand_in.url, self.stand_in.url, LocalTokens(), now=lambda: PLATFORM_START,
            sleep=lambda seconds: None,
        )  # fmt: skip
        self.app = self.made()

    def now(self) -> datetime:
        return self.at

    def made(self, web: str = WEB, **platform: Any) -> Flask:
        """The application with these pages, and the public ones beside them."""
        app = Flask("own", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
        sealer = Sealer("a key for tests that seals visits")
        visits = Visits(sealer, secure=web.startswith("https:"), wall=lambda: self.wall)
        person = WebLogins(self.client, LocalTokens()).person
        scripts = me.Scripts(APPID, f"{OPEN}/jweixin.js", OPEN, self.client.page_signature, self.templates)
        tools = me.Tools(self, visits, sealer, web, scripts, privacy.export, privacy.erase)
        app.register_blueprint(pages.blueprint(self, self.media, OPEN))
        app.register_blueprint(login.blueprint(login.Platform(APPID, OPEN, person, **platform), visits, sealer, web))
        app.register_blueprint(me.blueprint(tools))
        errors.register(app)
        return app

    def phone(self, openid: str = "", browser: Browser | None = None) -> "Phone":
        """A person's phone; by default a new follower's, with a browser of its own."""
        return Phone(self, openid or self.stand_in.follower(), browser or self.browser())

    def browser(self) -> Browser:
        return Browser(self.app)


class Phone:
    """A person who opens pages. `browser` holds the cookies; two people may share one."""

    def __init__(self, world: World, openid: str, browser: Browser) -> None:
        self.openid, self.browser = openid, browser
        self.platform = world.stand_in._app.test_client()
        self.platform.get(f"/phone/holder?openid={openid}&cookie=1")
        self.place = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        """One request to the product, as WeChat's browser makes it."""
        return self.browser.get(path, base_url=WEB, headers={"User-Agent": WECHAT, **headers})

    def post(self, path: str, data: Mapping[str, str]) -> TestResponse:
        return self.browser.post(path, base_url=WEB, data=dict(data), headers={"User-Agent": WECHAT})

    def follow(self, response: TestResponse) -> TestResponse:
        """Go wherever a response leads, over the stand-in and back."""
        for _ in range(8):
            if response.status_code not in (302, 303):
                break
            where = urlsplit(response.headers["Location"])
            path = f"{where.path}?{where.query}" if where.query else where.path
            on_platform = f"{where.scheme}://{where.netloc}" == OPEN
            response = self.platform.get(path) if on_platform else self.get(path)
            if not on_platform and (found := re.match(r"/me/([0-9a-f]{12})/", where.path)):
                self.place = found[1]
        return response

    def open(self, path: str = "/me") -> TestResponse:
        """Open a page as the menu does."""
        return self.follow(self.get(path))

    def page(self, name: str) -> TestResponse:
        """Open a page of one's own that was open before."""
        return self.follow(self.get(f"/me/{self.place}/{name}"))

    def send(self, page: TestResponse, path: str, **values: str) -> TestResponse:
        """Send the form of a page."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
        return self.follow(self.post(f"/me/{self.place}/{path}", hidden | values))

    def bind(self, badge: str, digits: str) -> TestResponse:
        """Open the pages and bind."""
        return self.send(self.open(), "bind", badge=badge, digits=digits)


def roster() -> None:
    """Five delegates of whom no two share a value."""
    congress_rows.fill()
    for number, badge in enumerate(BADGES, 1):
        models.Delegate.create(
            badge=badge, name=f"甲乙{'一二三四五'[number - 1]}", category="正式代表", delegation="教育代表团",
            phone=f"1990000{number}{number}{number}{number}", seat=f"{number}排{number}{number}座",
            room=f"{number}号楼60{number}", meal=f"{number}号餐厅", coach=f"{number}{number}号车",
        )  # fmt: skip
    models.Revision.raise_()


def values(badge: str) -> set[str]:
    """What only this delegate's page may show."""
    row = models.Delegate.get(models.Delegate.badge == badge)
    return {row.badge, row.name, row.phone, row.seat, row.room, row.meal, row.coach}


def digits(badge: str) -> str:
    return str(models.Delegate.get(models.Delegate.badge == badge).phone)[-4:]
