"""What happens to desks: a camera, a browser that is killed, three scans at once, somebody else's network."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser, Page, expect

import models
from tests.browser import hall as halls
from tests.browser.conftest import ARGUMENTS
from tests.browser.hall import Desk, Hall, badge, code, name
from tests.conftest import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.long]
WIDE, HIGH = 640, 480  # pixels of the camera's picture


@pytest.fixture
def hall(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Hall]:
    """The product with a small roster."""
    expect.set_options(timeout=30_000)
    made = halls.hall(database_url, redis_url, tmp_path / "data", people=20)
    yield made
    made.stop()


def rows() -> list[tuple[str, str, str]]:
    table = models.CheckinEntry
    return sorted((row.badge, row.desk, row.how) for row in table.select() if row.holds)


def _film(file: Path, text: str) -> None:
    """A film of one picture, that of a code, as Chromium's pretended camera shows it."""
    picture = Image.new("L", (WIDE, HIGH), 200)
    symbol = qrcode.make(text, box_size=8).get_image().convert("L")
    picture.paste(symbol, ((WIDE - symbol.width) // 2, (HIGH - symbol.height) // 2))
    colours = bytes([128]) * (WIDE * HIGH // 2)
    file.write_bytes(
        f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\nFRAME\n".encode() + picture.tobytes() + colours
    )


def test_the_camera_reads_a_badge(chromium: Browser, hall: Hall, tmp_path: Path) -> None:
    _film(tmp_path / "badge.y4m", code(3))
    pretended = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    film = f"--use-file-for-fake-video-capture={tmp_path / 'badge.y4m'}"
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *pretended, film])
    try:
        desk = halls.desk(browser, hall, "desk1", viewport={"width": 390, "height": 844}, permissions=["camera"]).open()
        desk.by("camera").click()
        expect(desk.by("who")).to_have_text(name(3))
        expect(desk.by("result")).to_have_attribute("data-outcome", "arrived")
        desk.settled()
        assert rows() == [(badge(3), "hall-a", "camera")]
        desk.by("camera").click()
        expect(desk.page.locator("#lens")).to_be_hidden()
        desk.context.close()
    finally:
        browser.close()


def test_three_desks_in_the_same_instant_are_one_check_in(chromium: Browser, hall: Hall) -> None:
    places = ("hall-a", "hall-b", "hall-door")
    desks = [halls.desk(chromium, hall, f"desk{n + 1}").open("report", place) for n, place in enumerate(places)]
    for number in (1, 2, 3):
        for desk in desks:
            desk.page.evaluate(halls.GUN, code(number))
        for desk in desks:
            expect(desk.by("result")).to_have_attribute("data-outcome", re.compile("arrived|already"))
        assert sorted(desk.outcome() for desk in desks) == ["already", "already", "arrived"]
        for desk in desks:  # in the same second the smaller mark holds: it may be either of the others
            if desk.outcome() == "already":
                rest = [each for each in desks if each is not desk]
                others = "|".join(f"{each.by('desk-name').inner_text()} 签到（{each.login}）" for each in rest)
                expect(desk.by("reason")).to_have_text(re.compile(f"^12:3[01] 已在 ({others})$"))
    assert [who for who, _, _ in rows()] == [badge(1), badge(2), badge(3)]
    for desk in desks:
        expect(desk.by("findings")).to_be_hidden()
        desk.context.close()


def test_somebody_elses_network_is_no_answer(chromium: Browser, hall: Hall) -> None:
    desk = halls.desk(chromium, hall, "desk1").open()
    portal = "<html>Please accept the terms of our network</html>"
    desk.page.route("**/console/checkin/**", lambda route: route.fulfill(status=200, body=portal))
    desk.scan(code(5))
    assert desk.outcome() == "arrived"
    expect(desk.by("link")).to_have_attribute("data-state", "offline")
    expect(desk.by("waiting")).to_have_text("1 条待上传")
    assert rows() == []
    desk.page.unroute("**/console/checkin/**")
    desk.settled()
    assert rows() == [(badge(5), "hall-a", "gun")]
    desk.context.close()


def test_an_answer_that_is_lost_counts_once(chromium: Browser, hall: Hall) -> None:
    desk = halls.desk(chromium, hall, "desk1").open()
    lost: list[int] = []

    def lose(route: object) -> None:
        if not lost:  # the server has taken it, the desk hears nothing of it
            lost.append(route.fetch().status)  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    desk.page.route("**/console/checkin/arrive", lose)
    desk.scan(code(6))
    assert desk.outcome() == "arrived"
    desk.settled()
    assert (lost, rows(), models.CheckinEntry.select().count()) == ([200], [(badge(6), "hall-a", "gun")], 1)
    assert desk.dump("findings") == []
    desk.context.close()


@contextmanager
def _browser(profile: Path, chromium: Browser) -> Iterator[tuple[subprocess.Popen[bytes], Page]]:
    """Chromium as a process of its own with a profile that stays."""
    port = profile / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    command = [str(CHROMIUM), *ARGUMENTS, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not (port.exists() and "\n" in port.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        connected = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port.read_text().splitlines()[0]}")
        yield process, connected.contexts[0].new_page()
    finally:
        process.kill()
        process.wait(20)


def _desk(page: Page, hall: Hall) -> Desk:
    made = Desk.__new__(Desk)
    made.context, made.hall, made.login, made.page = page.context, hall, "desk1", page
    return made


def test_a_browser_that_is_killed_has_kept_its_queue(chromium: Browser, hall: Hall, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    with _browser(profile, chromium) as (process, page):
        desk = _desk(page, hall).open()
        desk.kept()
        hall.stop()
        for number in range(1, 8):
            desk.scan(code(number))
            assert desk.outcome() == "arrived"
        process.kill()
        process.wait(20)
    hall.start()
    with _browser(profile, chromium) as (_, page):
        desk = _desk(page, hall)
        page.goto(f"{hall.url}/console/checkin")
        if "sign-in" in page.url:  # Chromium had not written the new cookie to its disk yet
            desk.sign_in()
        desk.settled()
    assert rows() == [(badge(number), "hall-a", "gun") for number in range(1, 8)]
