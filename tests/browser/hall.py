"""A hall with check-in desks: the product with a roster, on a server that can be stopped and started again."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, expect
from werkzeug.serving import BaseWSGIServer, make_server

import config
import models
from server import create_app
from tests.console import PASSWORD, account

START = "2019-05-05T12:30+08:00"
GROUPS = ("东城区代表团", "西城区代表团", "朝阳区代表团", "海淀区代表团", "教育代表团", "交通代表团")
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = (
    "建国", "秀英", "志强", "丽华", "晓东", "海燕", "文博", "雪梅",
    "长江", "玉兰", "思远", "春生", "立新", "佳宁", "一鸣",
)  # fmt: skip
URL = "http://weixin.qq.com/q/02aBcDeFgHiJk{number:05d}w-_x"


def badge(number: int) -> str:
    return f"BJ14-{number:04d}"


def name(number: int) -> str:
    return FAMILY[number % len(FAMILY)] + GIVEN[number % len(GIVEN)]


def code(number: int) -> str:
    """What the picture on a badge encodes."""
    return URL.format(number=number)


def fill(people: int) -> None:
    """A roster with a code for everybody, three accounts of desks and one of the office. The last person is a guest."""
    with models.database.atomic():
        for place, each in enumerate(GROUPS):
            models.Delegation.create(key=f"g{place}", name=each, position=place)
        for number in range(1, people + 1):
            row = models.Delegate.create(
                badge=badge(number), name=name(number), delegation=GROUPS[number % len(GROUPS)], phone="19900010000",
                category="列席人员" if number == people else "正式代表", seat="1排1号",
            )  # fmt: skip
            models.Scene.create(
                kind="delegate", key=row.scene_key, scene=f"delegate_{row.scene_key}", ticket=f"T{number}",
                url=code(number), created="2019-05-01 00:00:00", permanent=True,
            )  # fmt: skip
        for login in ("desk1", "desk2", "desk3"):
            account(login, "desk")
        account("office", "office")
        models.Revision.raise_()


@dataclass
class Hall:
    """The running product."""

    app: Flask
    server: BaseWSGIServer | None = None
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def session(self, login: str) -> str:
        """The cookie of a session, without the time that a password takes."""
        client, now = self.app.test_client(), int(time.time())
        generation = models.Staff.get(models.Staff.login == login).generation
        with client.session_transaction(path="/console/") as session:
            session.permanent = True
            session.update(login=login, generation=generation, since=now, seen=now)
        cookie = client.get_cookie("staff", path="/console")
        assert cookie is not None
        return cookie.value

    def start(self) -> None:
        """Listen, on the same port as before."""
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.server.daemon_threads = True  # type: ignore[attr-defined]  # an event stream takes its time to end
        self.port = self.server.port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Stop listening: whoever calls is refused."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


def hall(database_url: str, redis_url: str, folder: Path, people: int = 240) -> Hall:
    """The product over the fixtures' stores, listening."""
    fill(people)
    settings = config.load(database_url=database_url, redis_url=redis_url, data_dir=folder, clock=START)
    made = Hall(create_app(settings))
    made.start()
    return made


class Desk:
    """One desk: a browser of its own with the page open."""

    def __init__(self, context: BrowserContext, hall: Hall, login: str) -> None:
        self.context, self.hall, self.login = context, hall, login
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)

    def by(self, test: str) -> Locator:
        return self.page.locator(f'[data-test="{test}"]')

    def open(self, stage: str = "report", desk: str = "hall-a") -> "Desk":
        """Choose stage and desk, signed in already."""
        self.signed_in()
        self.page.goto(f"{self.hall.url}/console/checkin")
        self.begin(stage, desk)
        return self

    def signed_in(self) -> "Desk":
        """Have a session in this browser."""
        # On the path that the server uses: a second one of another path would stand before it.
        cookie = {"name": "staff", "value": self.hall.session(self.login), "domain": "127.0.0.1", "path": "/console"}
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        return self

    def sign_in(self) -> None:
        self.page.locator('input[name="login"]').fill(self.login)
        self.page.locator('input[name="password"]').fill(PASSWORD)
        self.page.locator('input[name="password"]').press("Enter")
        self.page.wait_for_url("**/console/checkin")

    def begin(self, stage: str, desk: str) -> None:
        self.page.locator(f'[data-test="stage"][data-key="{stage}"]').click()
        self.page.locator(f'[data-test="desk"][data-key="{desk}"]').click()
        self.by("begin").click()
        expect(self.by("text")).to_be_focused()

    def kept(self) -> None:
        """Wait until the page can be opened without a network."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")

    def scan(self, text: str) -> None:
        """A scanner gun: keys without a pause, then Enter. The result is there when this returns."""
        self.page.evaluate(GUN, text)
        self.page.wait_for_function(
            "() => !['', undefined, 'pending'].includes(document.querySelector('#result').dataset.outcome)"
        )

    def outcome(self) -> str:
        return self.by("result").get_attribute("data-outcome") or ""

    def settled(self) -> None:
        """Wait until nothing waits to be sent."""
        self.until(f"!(await ({DUMP})('log')).some((row) => row.waiting)")
        expect(self.by("waiting")).to_be_hidden()

    def until(self, condition: str) -> None:
        """Wait for a condition that may await something (the page's own waiting takes a promise for true)."""
        self.page.evaluate(UNTIL.replace("CONDITION", condition))

    def dump(self, store: str) -> list[dict[str, Any]]:
        """All rows of a store of the page's database."""
        rows: list[dict[str, Any]] = self.page.evaluate(DUMP, store)
        return rows


def desk(chromium: Browser, hall: Hall, login: str, **options: Any) -> Desk:
    """A new browser for a desk."""
    viewport = {"width": 1280, "height": 800}
    made = chromium.new_context(**{"viewport": viewport, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
    return Desk(made, hall, login)


# Keys as the page sees them of a gun: physical keys of the usual layout, a millisecond or less apart.
GUN = """async (text) => {
  const codes = {':': 'Semicolon', '/': 'Slash', '.': 'Period', '-': 'Minus', '_': 'Minus', '?': 'Slash', '=': 'Equal'};
  const result = document.querySelector('#result');
  delete result.dataset.outcome;
  const press = (key, code, shiftKey) => (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', {key, code, shiftKey, bubbles: true, cancelable: true, composed: true}));
  for (const each of text) {
    const code = /[a-z]/i.test(each) ? `Key${each.toUpperCase()}` : /[0-9]/.test(each) ? `Digit${each}` : codes[each];
    press(each, code, /[A-Z:_?]/.test(each));
  }
  press('Enter', 'Enter', false);
}"""
UNTIL = """async () => {
  const end = performance.now() + 40_000;
  while (!(CONDITION)) {
    if (performance.now() > end) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}"""
DUMP = """(name) => new Promise((resolve, reject) => {
  const request = indexedDB.open('checkin');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const rows = request.result.transaction(name).objectStore(name).getAll();
    rows.onsuccess = () => { request.result.close(); resolve(rows.result); };
  };
})"""
