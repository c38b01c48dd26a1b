"""Somebody is refused at a desk: what the desk reads, how the office lets the person in, in real browsers."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clock import BEIJING
from congress import audit
from congress.checkin import arrivals
from tests.browser import hall as halls
from tests.browser.hall import Hall, badge, code

pytestmark = [pytest.mark.browser, pytest.mark.long]
AT = datetime(2019, 5, 5, 12, 10, tzinfo=BEIJING)
STAGE = "bulletin"  # opens the next morning
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def hall(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Hall]:
    """The product with twelve people."""
    expect.set_options(timeout=30_000)
    made = halls.hall(database_url, redis_url, tmp_path, people=12)
    yield made
    made.stop()


def fits(page: Page) -> None:
    """Nothing is cut off sideways, on a phone and at a desk; what is tapped is large enough."""
    for size in (PHONE, {"width": 1280, "height": 800}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (page.url, size)
    low = page.evaluate(
        "[...document.querySelectorAll('button, .button, select, input:not([type=hidden])')]"
        ".filter(each => each.offsetParent && each.offsetHeight < 44).map(each => each.outerHTML)"
    )
    assert low == [], page.url


def test_the_desk_is_told_whom_to_ask(chromium: Browser, hall: Hall) -> None:
    desk = halls.desk(chromium, hall, "desk1").open(STAGE, "hall-a")
    expect(desk.by("link")).to_have_attribute("data-state", "online")
    desk.scan(code(7))
    expect(desk.by("overrule")).to_be_visible()
    fits(desk.page)
    desk.scan("http://weixin.qq.com/q/02somebodyelse")  # nobody's code: there is nothing to decide
    expect(desk.by("overrule")).to_be_hidden()
    desk.scan(code(7))
    desk.page.get_by_role("link", name="仍然放行").click()
    expect(desk.page.get_by_role("heading", name=f"放行 {badge(7)}")).to_be_visible()
    expect(desk.page.get_by_text("签到台不能放行，会务组可以。")).to_be_visible()
    expect(desk.page.get_by_role("button", name="仍然放行")).to_have_count(0)
    fits(desk.page)
    desk.page.get_by_role("link", name="回到签到页").click()
    expect(desk.by("text")).to_be_focused()  # at the same stage and desk
    expect(desk.by("link")).to_have_attribute("data-state", "online")
    hall.stop()
    expect(desk.by("link")).to_have_attribute("data-state", "offline")
    desk.scan(code(7))
    expect(desk.by("verdict")).to_have_text("不能签到")
    expect(desk.by("overrule")).to_be_hidden()
    desk.context.close()


def test_the_office_lets_the_person_in_and_takes_it_back(chromium: Browser, hall: Hall) -> None:
    office = halls.desk(chromium, hall, "office", viewport=PHONE).open(STAGE, "hall-a")
    page = office.page
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if "Content Security Policy" in told.text else None)
    expect(office.by("link")).to_have_attribute("data-state", "online")
    office.scan(code(7))
    page.get_by_role("link", name="仍然放行").click()
    expect(page.get_by_text("还没到签到时间：“领取大会简报” 5月6日 07:00 开始")).to_be_visible()
    fits(page)
    page.get_by_label("放行的原因").fill("提前领取，已核对证件")
    page.get_by_role("button", name="仍然放行").click()
    expect(page.get_by_role("status")).to_have_text(f"{badge(7)} 已放行，现在算已签到。")
    fits(page)
    assert arrivals.arrived(STAGE) == {badge(7)}
    page.get_by_role("link", name="回到签到页").click()
    expect(office.by("count")).to_have_text("已到 1 / 12 人")

    page.goto(f"{hall.url}/console/admit")
    page.get_by_role("link", name="撤销…").click()
    fits(page)
    page.get_by_label("原因").fill("认错了人")
    page.get_by_role("button", name="撤销放行").click()
    expect(page.get_by_role("status")).to_have_text(f"{badge(7)} 的放行已撤销，这次签到不再算数。")
    expect(page.get_by_role("row", name=badge(7))).to_contain_text("已撤销")
    assert arrivals.arrived(STAGE) == frozenset()
    assert [(line.by, line.what, line.subject) for line in audit.lines(subject=badge(7))] == [
        ("office", "checkin.undo", badge(7)), ("office", "checkin.admit", badge(7)),
    ]  # fmt: skip
    page.get_by_label("环节").select_option(STAGE)
    page.get_by_label("代表证号或姓名").fill("9")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_role("alert")).to_contain_text("名册上没有“9”，不能放行")
    fits(page)
    assert refused == []
    office.context.close()


def test_the_office_goes_from_the_board_to_the_decision(chromium: Browser, hall: Hall) -> None:
    office = halls.desk(chromium, hall, "office", viewport=PHONE).signed_in()
    arrivals.arrive(STAGE, badge(3), AT, mark="m3", desk="hall-a", by="desk1", how="gun")
    office.page.goto(f"{hall.url}/console/board?stage={STAGE}")
    office.by("refused-list").get_by_role("link", name="仍然放行").click()
    expect(office.page.get_by_role("heading", name=f"放行 {badge(3)}")).to_be_visible()
    expect(office.page.get_by_role("button", name="仍然放行")).to_be_visible()
    office.context.close()
