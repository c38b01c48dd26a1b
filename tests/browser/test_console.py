"""The office's first day in a real browser: the one-time password, a claim settled, what the audit log says of it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

import models
from congress import binding, binding_desk, catalogue, delegates, staff_desk
from tests.browser.consoles import served
from tests.console import AT, console_app

pytestmark = [pytest.mark.browser, pytest.mark.long]
A, B = "oAAAAAAAAAAAAAAAAAAAAAAAAAAA1", "oBBBBBBBBBBBBBBBBBBBBBBBBBBB2"
NEW = "three cups of tea"


@pytest.fixture
def url(database_url: str) -> Iterator[str]:
    for badge in ("A-001", "A-002"):
        models.Delegate.create(badge=badge, name="测试甲", delegation="教育代表团", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    binding.by_key(A, delegates.key_of("A-001"), AT, "e:1")
    binding.by_key(B, delegates.key_of("A-001"), AT, "e:2")
    with served(console_app()) as address:
        yield address


def fits(page: Page) -> None:
    """Nothing is cut off sideways, on a phone and at a desk; nothing was refused by the policy."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    low = page.evaluate(
        "[...document.querySelectorAll('button, .button, nav a, select, input:not([type=hidden]):not([hidden])')]"
        ".filter(each => each.type !== 'radio' && each.offsetHeight < 44).map(each => each.outerHTML)"
    )
    assert low == [], page.url


def test_from_the_first_sign_in_to_a_moved_binding(url: str, context: BrowserContext, page: Page) -> None:
    password = staff_desk.first_owner(AT)
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if "Content Security Policy" in told.text else None)

    page.goto(f"{url}/console/bindings")
    expect(page.get_by_role("heading", name="登录工作台")).to_be_visible()
    fits(page)
    page.get_by_label("账号").fill("admin")
    page.get_by_label("密码").fill("not this one")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("账号或密码不对")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("heading", name="请先换成自己的密码")).to_be_visible()
    fits(page)
    page.get_by_label("一次性密码").fill(password)
    page.get_by_label(re.compile("^新密码")).fill(NEW)
    page.get_by_label("再输一次新密码").fill(NEW)
    page.get_by_role("button", name="换密码").click()
    expect(page.get_by_role("status")).to_contain_text("密码已换好")
    fits(page)

    page.get_by_role("link", name="改绑给认领的人").click()
    expect(page.get_by_text("代表证 A-001 改为绑定给来认领的微信。")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="改绑给认领的人").click()  # the browser itself asks for the reason
    assert binding.badge_of(A) == "A-001"
    page.get_by_label(re.compile("^原因")).fill("本人换了手机")
    page.get_by_role("button", name="改绑给认领的人").click()
    expect(page.get_by_role("status")).to_have_text("A-001 已改绑给认领的人。")
    assert [(each.badge, each.openid) for each in binding_desk.bindings()] == [("A-001", B)]
    fits(page)

    page.get_by_role("link", name="记录", exact=True).click()
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("admin")
    expect(first).to_contain_text("改绑")
    expect(first).to_contain_text("A-001")
    expect(first).to_contain_text("本人换了手机")
    fits(page)

    for path in ("users", "users/admin/reset", "delegates", "delegates/A-001", "bindings/A-001", "password", "nowhere"):
        page.goto(f"{url}/console/{path}")
        fits(page)
    page.goto(f"{url}/console/bindings/A-001")
    page.get_by_role("button", name="撤销这次改动").click()
    expect(page.get_by_role("status")).to_have_text("A-001 已恢复成改动以前的绑定。")
    assert binding.badge_of(A) == "A-001"

    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录工作台")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="登录工作台")).to_be_visible()
    assert refused == []
