"""A desk's device passes from hand to hand: whose scans they are, and when the roster goes."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import models
from congress import audit
from tests.browser import hall as halls
from tests.browser.hall import Desk, Hall, badge, code, name

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]
CALLS = "**/console/checkin/*"


@pytest.fixture
def hall(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Hall]:
    """The product with a small roster; colleagues call one of its accounts by name."""
    expect.set_options(timeout=30_000)
    made = halls.hall(database_url, redis_url, tmp_path, people=20)
    models.Staff.update(name="小王").where(models.Staff.login == "desk1").execute()
    yield made
    made.stop()


@pytest.fixture
def desk(chromium: Browser, hall: Hall) -> Iterator[Desk]:
    """A desk that can be used without a network; no script may break in it."""
    made = halls.desk(chromium, hall, "desk1")
    broken: list[str] = []
    made.context.on("weberror", lambda error: broken.append(str(error.error)))
    made.open().kept()
    yield made
    made.context.close()
    assert broken == []


def change(login: str, **values: Any) -> None:
    """Change an account's row."""
    models.Staff.update(values).where(models.Staff.login == login).execute()


def by() -> list[tuple[str, str]]:
    """Badge and login of every entry."""
    return sorted((row.badge, row.by) for row in models.CheckinEntry.select())


def refuse(status: int, route: Route) -> None:
    """Answer as something does that is not ours."""
    route.fulfill(status=status, body="<h1>No</h1>")


def names_on(page: Page) -> list[str]:
    """Whom the page names, visible or not."""
    told = page.content()
    return sorted({name(number) for number in range(1, 21) if name(number) in told})


def test_a_scan_is_of_who_was_signed_in_when_it_was_made(hall: Hall, desk: Desk) -> None:
    desk.context.set_offline(True)
    expect(desk.by("link")).to_have_attribute("data-state", "offline")
    desk.scan(code(1))
    desk.scan(code(2))
    expect(desk.by("recent")).to_have_count(2)
    desk.by("undo").first.click()
    desk.by("undo-dialog").get_by_text("扫错了人").click()
    expect(desk.by("recent").first).to_have_attribute("data-state", "withdrawn")
    desk.page.reload()  # the page begins anew without a server that could tell who is signed in
    expect(desk.by("text")).to_be_visible()
    desk.scan(code(3))
    desk.scan(code(3))
    expect(desk.by("reason")).to_contain_text("签到（小王）")
    desk.page.evaluate(OLDER, [badge(4), 1557030600000])  # a page of the version before left this one
    change("desk1", generation=7)
    desk.context.set_offline(False)
    desk.by("notice-action").click()
    desk.page.wait_for_url("**/sign-in**")
    desk.login = "desk2"
    desk.sign_in()
    desk.settled()
    desk.scan(code(5))
    desk.settled()
    assert by() == [
        (badge(1), "desk1"), (badge(3), "desk1"), (badge(3), "desk1"), (badge(4), "desk2"), (badge(5), "desk2"),
    ]  # fmt: skip
    assert [(line.by, line.subject, line.detail) for line in audit.lines(what="checkin.brought")] == [
        ("desk2", "desk1", "scans=3")
    ]
    desk.scan(code(1))
    expect(desk.by("reason")).to_have_text("12:30 已在 大堂A台 签到（小王）")


@pytest.mark.parametrize(
    ("state", "change_to", "words"),
    [
        ("signed-out", {"active": False}, "登录已失效"),
        ("forbidden", {"must_change": True}, "这个账号现在不能签到"),
    ],
)
def test_the_roster_goes_when_the_server_says_so_and_for_nothing_else(
    hall: Hall, desk: Desk, state: str, change_to: dict[str, object], words: str
) -> None:
    desk.scan(code(1))
    desk.settled()
    for status in (500, 503, 401, 403):  # the last two in a proxy's words, not in ours
        desk.page.route(CALLS, partial(refuse, status))
        with desk.page.expect_response(lambda found: "/hello" in found.url) as answered:
            desk.page.evaluate("dispatchEvent(new Event('focus'))")
        assert answered.value.status == status
        expect(desk.by("link")).to_have_attribute("data-state", "offline")
        desk.page.unroute(CALLS)
    hall.stop()
    desk.scan(code(2))
    assert (desk.outcome(), desk.by("who").inner_text()) == ("arrived", name(2))
    other = Desk(desk.context, hall, "desk1")
    other.page.goto(f"{hall.url}/console/checkin")
    expect(other.by("text")).to_be_visible()
    expect(other.by("recent")).to_have_count(2)
    assert name(2) in names_on(other.page)

    change("desk1", **change_to)
    hall.start()
    expect(desk.by("link")).to_have_attribute("data-state", state)
    for each in (desk, other):
        expect(each.by("notice")).to_contain_text(words)
        expect(each.by("notice")).to_contain_text("本机上的名单已清除。1 条记录保存在本机")
        expect(each.by("text")).to_be_hidden()
        expect(each.by("sign-out")).to_be_hidden()
        each.until("document.querySelectorAll('#recent li').length === 0")
        assert names_on(each.page) == []
    assert (desk.dump("kept"), [(row["badge"], row["op"]) for row in desk.dump("log")]) == ([], [(badge(2), "arrive")])
    assert by() == [(badge(1), "desk1")]

    change("desk1", active=True, must_change=False)
    for each in (desk, other):
        expect(each.by("text")).to_be_visible()
        expect(each.by("sign-out")).to_be_visible()
    desk.settled()
    assert by() == [(badge(1), "desk1"), (badge(2), "desk1")]


def test_a_roster_goes_though_no_desk_is_open(hall: Hall, desk: Desk) -> None:
    desk.scan(code(1))
    desk.settled()
    page = desk.page
    page.goto(f"{hall.url}/console/")
    assert desk.dump("kept") != []
    change("desk1", generation=7)
    page.route("**/nobody.js", lambda route: route.abort())  # the service worker alone
    page.goto(f"{hall.url}/console/checkin")
    page.wait_for_url("**/sign-in**")
    desk.until(f"!(await ({halls.DUMP})('kept')).length")
    page.unroute("**/nobody.js")
    desk.sign_in()
    expect(desk.by("text")).to_be_visible()  # another roster has come
    page.goto(f"{hall.url}/console/")
    assert desk.dump("kept") != []
    change("desk1", generation=8)
    page.goto(f"{hall.url}/console/")  # not through the worker: the page of the sign-in alone
    page.wait_for_url("**/sign-in**")
    desk.until(f"!(await ({halls.DUMP})('kept')).length")
    assert desk.dump("log") == []


def test_signing_out_elsewhere_in_the_browser_empties_the_desk(hall: Hall, desk: Desk) -> None:
    desk.scan(code(1))
    desk.settled()
    home = desk.context.new_page()
    home.goto(f"{hall.url}/console/")
    home.locator('form[action$="/sign-out"] button').first.click()
    home.wait_for_url("**/sign-in**")
    expect(desk.by("notice")).to_contain_text("本机上的名单已清除")
    expect(desk.by("text")).to_be_hidden()
    assert (names_on(desk.page), desk.dump("kept"), desk.dump("log")) == ([], [], [])


OLDER = """([badge, at]) => new Promise((resolve, reject) => {
  const request = indexedDB.open('checkin');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const transaction = request.result.transaction('log', 'readwrite');
    transaction.objectStore('log').add({
      op: 'arrive', mark: '0f0f0f0f-0000-4000-8000-000000000000', stage: 'report', badge, at, offset: 0,
      desk: 'hall-a', how: 'gun', by: 'desk3', shown: 'arrived', state: 'waiting', waiting: 1,
    });
    transaction.oncomplete = () => { request.result.close(); resolve(); };
  };
})"""
