"""The board of unanswered questions in a real browser: sort, write, look, send, take back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

import models
from congress import catalogue, unanswered, unanswered_answers
from tests.browser.consoles import entrance
from tests.console import AT, console_app
from tests.numbering import from_one
from understanding.gist import gist

pytestmark = [pytest.mark.browser, pytest.mark.long]
ASKED = {
    "停车场在哪": 4, "哪里可以停车": 2, "车停哪儿": 1, "我叫某某，请问停车场在哪": 1, "停车要钱吗": 3, "有健身房吗": 2,
    "发票抬头怎么写": 5, "合唱团还招人吗": 1,
}  # fmt: skip


@pytest.fixture
def page(database_url: str, chromium: Browser) -> Iterator[Page]:
    """The console of somebody of the office, over a board with questions; half of the people were here lately."""
    from_one(models.Unanswered)
    from_one(models.StaffAnswer)
    from_one(models.Notice)
    models.Faq.create(key="a", question="停车证怎么办", answer="到会务组领。")
    models.Revision.raise_()
    catalogue.expire()
    number = 0
    for text, times in ASKED.items():
        for _ in range(times):
            number += 1
            at = AT - timedelta(minutes=100 - number)
            unanswered.keep(f"m:{number}", f"o{number}", at, text, gist=gist(text, at), nearest="faq:a")
    app = console_app(reach=lambda openids, at: frozenset(each for each in openids if int(each[1:]) % 2))
    with entrance(app, chromium) as enter:
        yield enter("li")


def fits(page: Page) -> bool:
    """Whether nothing has to be moved sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_from_the_board_to_the_answer_and_back(page: Page) -> None:
    page.goto("/console/")
    page.get_by_role("link", name="去答复").click()
    assert fits(page)
    page.get_by_role("link", name="停车场在哪").click()
    assert fits(page)
    page.get_by_label("答复", exact=False).first.fill("地下二层，凭代表证免费。")
    page.get_by_label("关键词，句子里出现就算").check()
    page.get_by_label("关键词（选“关键词”时填）", exact=False).fill("车")
    page.get_by_role("button", name="下一步：看效果").click()
    expect(page.get_by_role("alert")).to_contain_text("至少要两个汉字")
    page.get_by_label("关键词（选“关键词”时填）", exact=False).fill("停车")
    page.get_by_role("button", name="下一步：看效果").click()
    expect(page.get_by_role("alert")).to_contain_text("停车证怎么办")
    expect(page.get_by_role("alert")).to_contain_text("停车要钱吗")
    assert fits(page)
    page.get_by_role("button", name="返回修改").click()
    page.get_by_label("作为常见问题", exact=False).first.check()
    page.get_by_role("button", name="下一步：看效果").click()
    expect(page.locator(".bubble").first).to_have_text("您之前问“停车场在哪”，答复来了：\n地下二层，凭代表证免费。")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="确认，发给 4 人").dblclick()
    expect(page.get_by_text("已答复。")).to_be_visible()
    assert fits(page)
    [answer] = unanswered_answers.answers()
    assert (answer.asked, answer.draft.words) == (8, ("哪里可以停车", "车停哪儿"))
    page.get_by_role("button", name="撤回这个答复").click()
    expect(page.get_by_text("8 条提问回到“待答”")).to_be_visible()
    assert unanswered.groups()[0].likeliest == "停车场在哪"


def test_sorting_by_hand(page: Page) -> None:
    page.goto("/console/unanswered")
    page.get_by_role("link", name="停车场在哪").click()
    page.locator(".apart li", has_text="车停哪儿").get_by_role("button").click()
    expect(page.get_by_text("已单独列为一个问题")).to_be_visible()
    page.get_by_label("和另一个问题合并").select_option(label="车停哪儿（1 人）")
    page.get_by_role("button", name="合并", exact=True).click()
    expect(page.get_by_text("已合并")).to_be_visible()
    page.get_by_role("button", name="恢复自动归类").click()
    expect(page.get_by_text("已恢复自动归类")).to_be_visible()
    page.get_by_role("button", name="不答这个问题").click()
    expect(page.get_by_text("共 8 条提问")).to_be_visible()
    page.get_by_role("link", name="不答").click()
    page.get_by_role("button", name="放回待答").click()
    expect(page.get_by_text("没有放在一边的问题")).to_be_visible()
