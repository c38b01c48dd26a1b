"""The newcomer's walk through the whole running product, in a real browser.

PICTURE=docs/phone.png saves what the phone shows on the way, side by side, for the README.
"""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.long]

ROOT = Path(__file__).parents[2]
GAP = 16  # pixels around the phones of the picture
BEHIND = "#e2e5ea"
START = 90  # seconds that the product may take to load the demo and start on a busy machine


@dataclass(frozen=True)
class Product:
    """The two addresses that a newcomer meets."""

    phone: str
    web: str


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer; the product said:\n{log.read_text(errors='replace')[-3000:]}")


def _ready(process: subprocess.Popen[bytes], log: Path) -> None:
    """The supervisor has printed its last word: menu and codes are made."""
    deadline = time.monotonic() + START
    while "Ready" not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"the product did not start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.2)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """What `make run` starts, on ports and a data folder of its own."""
    web, phone = _free_port(), _free_port()
    log = tmp_path / "supervisor.log"
    environment = os.environ | {"PORT": str(web), "SIMULATOR_PORT": str(phone), "DATA_DIR": str(tmp_path / "data")}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "supervisor.py")], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    try:
        _ready(process, log)
        started = Product(f"http://127.0.0.1:{phone}", f"http://127.0.0.1:{web}")
        _wait_for(started.web + "/healthz", process, log)
        yield started
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, log.read_text(errors="replace")[-3000:]


class Hand:
    """What a newcomer does with the phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def by(self, test: str) -> Locator:
        return self.page.locator(f'[data-test="{test}"]')

    @property
    def answers(self) -> Locator:
        return self.page.locator('[data-test="bubble"][data-from="account"]')

    def answer_to(self, do: str, *words: str) -> str:
        """Tap a menu entry (its name) or say something else; the one answer that follows."""
        before = self.answers.count()
        if words:
            self.say(words[0])
        else:
            self.tap(do)
        expect(self.answers).to_have_count(before + 1)
        return self.answers.last.inner_text()

    def say(self, words: str) -> None:
        if self.by("to-keyboard").is_visible():
            self.by("to-keyboard").click()
        self.by("input").fill(words)
        self.by("input").press("Enter")

    def tap(self, name: str) -> None:
        """A menu entry, wherever it stands."""
        if self.by("to-menu").is_visible():
            self.by("to-menu").click()
        for column in range(3):
            self.by(f"menu-{column}").click()
            entry = self.page.locator(".submenu-item", has_text=re.compile(f"^{name}$"))
            if entry.count():
                entry.click()
                return
        raise AssertionError(f"the menu has no {name}")


def _side_by_side(pictures: list[bytes]) -> Image.Image:
    phones = [Image.open(io.BytesIO(picture)) for picture in pictures]
    wide, high = phones[0].width + GAP, phones[0].height + GAP
    joined = Image.new("RGB", (wide * len(phones) + GAP, high + GAP), BEHIND)
    for place, phone in enumerate(phones):
        joined.paste(phone, (wide * place + GAP, GAP))
    return joined


@pytest.mark.timeout(240)
def test_the_newcomers_walk(page: Page, product: Product) -> None:
    page.goto(product.phone)
    hand = Hand(page)
    hand.by("scan").click()
    page.locator('[data-test^="code-desk_"]').first.click()
    hand.by("follow").click()
    expect(hand.answers.first).to_contain_text("大会聚焦")
    welcome = "\n".join(answer.inner_text() for answer in hand.answers.all())
    assert [column for column in ("大会服务", "大会聚焦", "代表风采") if column not in welcome] == []
    pictures = [hand.by("phone").screenshot()]

    today = hand.answer_to("今日议程")
    assert "13:00" in today
    assert "报到" in today

    morning = hand.answer_to("ask", "明天上午有什么会")
    assert "9:00" in morning
    assert "开幕" in morning
    afternoon = hand.answer_to("ask", "那下午呢")
    assert "分组讨论" in afternoon
    assert "开幕大会" not in afternoon
    pictures.append(hand.by("phone").screenshot())

    hand.answer_to("最新消息")
    card = hand.answers.last.locator('[data-test="card"]').first
    title = card.locator(".card-title, .cards-title").inner_text()
    card.click()
    article = page.frame_locator('[data-test="browser-page"]')
    expect(article.locator("h1").first).to_have_text(title)
    hand.by("browser-close").click()

    wifi = hand.answer_to("ask", "wifi")
    assert re.search("wi-?fi|无线", wifi, re.IGNORECASE)

    if name := os.environ.get("PICTURE"):
        pictures.append(hand.by("phone").screenshot())
        _side_by_side(pictures).save(ROOT / name, optimize=True)
