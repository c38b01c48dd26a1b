"""Announcing in a real browser: two people, a nervous double click, figures that follow, what is held counts down."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

import models
from congress.catalogue import naive
from congress.notices import outbox
from congress.notices.audience import Audience
from congress.notices.outbox import State
from tests.browser.consoles import Enter, entrance
from tests.console import AT, console_app
from tests.numbering import from_one

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def app(database_url: str) -> Flask:
    """The console over a roster of two."""
    for badge in ("A-001", "A-002"):
        models.Delegate.create(badge=badge, name="测试甲", category="正式代表", delegation="教育代表团")
    models.Revision.raise_()
    from_one(models.Notice)
    return console_app()


@pytest.fixture
def enter(app: Flask, chromium: Browser) -> Iterator[Enter]:
    """A browser of their own for each login, in the console."""
    with entrance(app, chromium) as enter:
        yield enter


def fits(page: Page) -> None:
    """Nothing is cut off sideways, on a phone and at a desk."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


def test_an_announcement_by_two(enter: Enter) -> None:
    wang, li = enter("wang"), enter("li")
    wang.goto("/console/notices")
    fits(wang)
    wang.get_by_role("link", name="写公告").click()
    wang.get_by_label("发给谁").select_option("role:正式代表")
    wang.get_by_label(re.compile("^标题")).fill("午餐改在二层")
    wang.get_by_label(re.compile("^正文")).fill("字" * 700)
    expect(wang.locator("[data-room]")).to_have_text("超出约 67 个字。")
    wang.get_by_label(re.compile("^正文")).fill("今天午餐改在二层餐厅。")
    expect(wang.locator("[data-room]")).to_contain_text("还能写约")
    fits(wang)
    wang.get_by_role("button", name="保存，看效果").dblclick()
    expect(wang.get_by_role("heading", name="午餐改在二层")).to_be_visible()
    expect(wang.locator(".bubble").first).to_have_text("【通知】午餐改在二层\n\n今天午餐改在二层餐厅。")
    fits(wang)
    wang.get_by_role("button", name="提交审批").click()
    expect(wang.get_by_role("status")).to_have_text("已提交。请另一位同事审批。")
    assert [each.number for each in outbox.notices()] == [1]

    li.goto("/console/notices")
    li.get_by_role("link", name="看内容并审批").click()
    fits(li)
    li.get_by_role("button", name="确认，发给 2 人").dblclick()
    expect(li.get_by_role("status")).to_have_text("已通过，正在发给 2 人。")
    assert (outbox.notice(1).state, outbox.notice(1).approved_by) == (State.QUEUED, "li")
    fits(li)


def test_the_figures_follow_and_the_end_is_seen(enter: Enter) -> None:
    outbox.write(
        "announcement", "m", Audience("delegates"), "甲", AT, by="wang", title="甲", details={"day": "d", "note": "n"}
    )
    models.Notice.update(state="sending", recipients=2, expanded=True).execute()
    for place in (1, 2):
        models.NoticeRecipient.create(notice=1, batch=1, openid=f"o{place}", badge=f"A-00{place}", state="waiting",
                                      due=naive(AT))  # fmt: skip
    page = enter("wang")
    page.goto("/console/notices/1")
    expect(page.locator("[data-figure=waiting]")).to_have_text("2")
    models.NoticeRecipient.update(state="sent", channel="service").where(
        models.NoticeRecipient.openid == "o1"
    ).execute()
    expect(page.locator("[data-figure=sent]")).to_have_text("1", timeout=30_000)
    expect(page.locator("[data-figure='channels.service']")).to_have_text("1")
    assert page.locator("progress").evaluate("each => each.value") == 50
    models.NoticeRecipient.update(state="sent", channel="service").execute()
    models.Notice.update(state="done").execute()
    expect(page.locator("h1 .tag")).to_have_text("已发完", timeout=30_000)


def test_what_is_held_counts_down_and_is_stopped(enter: Enter) -> None:
    outbox.write("change", "m", Audience.of_badges(["A-001"]), "【日程变动】会", AT, due=AT + timedelta(seconds=90),
                 by="system", title="日程变动：会",
                 details={"item": "会", "when": "w", "place": "p", "note": "n"})  # fmt: skip
    page = enter("wang")
    page.goto("/console/notices")
    expect(page.locator("[data-countdown]")).to_contain_text("秒后")
    page.get_by_role("button", name="不发这一条").click()
    expect(page.get_by_role("status")).to_have_text("已停发，没有发给任何人。")
    assert outbox.notice(1).state is State.CANCELLED
