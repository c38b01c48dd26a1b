"""Messages for staff in a real browser: read, done, taken back."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import models
from congress import binding, catalogue, delegates, messages
from tests.browser.consoles import entrance
from tests.console import AT, console_app
from tests.numbering import from_one

pytestmark = [pytest.mark.browser, pytest.mark.long]
OPENID, STRANGER = "oAAAAAAAAAAAAAAAAAAAAAAAAAA1", "oBBBBBBBBBBBBBBBBBBBBBBBB9xyz"
LONG = "二层东侧会议室的空调太冷，几位年纪大的代表都穿上了外套。" * 6


@pytest.fixture
def page(database_url: str, chromium: Browser) -> Iterator[Page]:
    """The console of somebody of the office, with messages of all kinds."""
    models.Delegate.create(badge="BJ14-0001", name="测试甲", delegation="教育代表团", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    binding.by_key(OPENID, delegates.key_of("BJ14-0001"), AT, "e:1")
    from_one(models.Message)
    messages.leave("m:1", OPENID, AT - timedelta(hours=2), "晚上的会能不能晚半小时？\n我们团的车 18:20 才到。")
    messages.leave(
        "m:2", STRANGER, AT - timedelta(hours=1), "", kind="image", media_id="M", url="http://mmbiz.qpic.cn/x/0"
    )
    address = "https://example.com/" + "a" * 150
    messages.leave("m:3", STRANGER, AT, "说明", kind="link", url=address, title="无障碍通道的位置")
    messages.leave("m:4", OPENID, AT, "空调太冷了。", kind="voice", media_id="V")
    messages.leave("m:5", STRANGER, AT, "", kind="voice", media_id="V")
    messages.leave("m:6", STRANGER, AT, "会议中心东门\n39.9 116.4", kind="location")
    messages.leave("m:7", OPENID, AT, LONG)
    with entrance(console_app(), chromium) as enter:
        yield enter("li")


def test_read_done_and_taken_back(page: Page) -> None:
    page.goto("/console/")
    expect(page.get_by_text("有 7 条留言还没有处理")).to_be_visible()
    page.get_by_role("link", name="去看留言").click()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"messages-{width}.png", full_page=True)
    first = page.get_by_role("listitem").filter(has_text="第 1 号")
    first.get_by_role("button", name="处理好了").click()
    expect(page.get_by_role("status")).to_contain_text("第 1 号留言已标为处理好")
    expect(page.get_by_text("第 1 号 ·")).to_have_count(0)
    page.get_by_role("link", name="全部").click()
    first.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("status")).to_contain_text("第 1 号留言已改回未处理")
    expect(first.get_by_role("button", name="处理好了")).to_be_visible()
