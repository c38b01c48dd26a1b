"""Messages for staff, as the office sees them."""

from datetime import timedelta

import pytest
from flask import Flask

import models
from congress import audit, binding, catalogue, delegates, messages
from congress.messages import Left
from tests.console import AT, console_app, signed_in
from tests.numbering import from_one

OPENID = "oAAAAAAAAAAAAAAAAAAAAAAAAAA1"
STRANGER = "oBBBBBBBBBBBBBBBBBBBBBBBB9xyz"


@pytest.fixture
def app(database_url: str) -> Flask:
    models.Delegate.create(badge="A-001", name="测试甲", delegation="教育代表团", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    binding.by_key(OPENID, delegates.key_of("A-001"), AT, "e:1")
    from_one(models.Message)
    messages.leave("m:1", OPENID, AT, "空调太冷了\n<b>谢谢</b>")
    messages.leave("m:2", STRANGER, AT, "", kind="image", media_id="M", url="http://mmbiz.qpic.cn/x/0")
    messages.leave("m:3", STRANGER, AT, "", kind="link", url="javascript:alert(1)", title="点我")
    return console_app()


def test_what_the_domain_tells(app: Flask) -> None:
    link, picture, words = messages.left()
    assert link == Left(3, AT, STRANGER, "", "link", "", "点我", "", None, "")
    assert picture == Left(2, AT, STRANGER, "", "image", "", "", "http://mmbiz.qpic.cn/x/0", None, "")
    assert words == Left(1, AT, OPENID, "A-001", "text", "空调太冷了\n<b>谢谢</b>", "", "", None, "")
    assert messages.left(before=2) == (words,)
    assert messages.left(most=1) == (link,)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil", "http://", "https://a@evil/", "http://[", "http://a\nb",
     "ftp://a/b", ""],
)  # fmt: skip
def test_addresses_that_are_no_page_of_the_web_are_no_links(app: Flask, url: str) -> None:
    messages.leave("m:4", OPENID, AT, "", kind="link", url=url)
    assert messages.left(most=1)[0].url == ""


def test_the_newest_first_masked_and_escaped(app: Flask) -> None:
    page = signed_in(app, "office").get("/console/messages").text
    assert page.index("第 3 号") < page.index("第 2 号") < page.index("第 1 号")
    assert OPENID not in page
    assert STRANGER not in page
    assert "微信 …9xyz" in page
    assert '<a href="/console/delegates/A-001">A-001</a>' in page
    assert "&lt;b&gt;谢谢&lt;/b&gt;" in page
    assert "javascript:" not in page
    assert '<a href="http://mmbiz.qpic.cn/x/0" target="_blank" rel="noreferrer noopener">看图片</a>' in page
    assert "<img" not in page
    assert [(line.what, line.subject) for line in audit.lines(what="message.seen")] == [("message.seen", "1-3")]


def test_done_and_undone(app: Flask) -> None:
    office = signed_in(app, "office")
    assert "有 3 条留言还没有处理" in office.get("/console/").text
    assert office.post("/console/messages/2/done").location == "/console/messages"
    assert office.post("/console/messages/2/done").status_code == 302  # pressing twice is done once
    assert [each.number for each in messages.left()] == [3, 1]
    row = messages.left(only_open=False)[1]
    assert (row.number, row.done, row.done_by) == (2, AT, "office")
    page = office.get("/console/messages?show=all").text
    assert "office · 5月6日 09:40 处理" in page
    assert office.post("/console/messages/2/undo", data={"show": "all"}).location == "/console/messages?show=all"
    assert [each.number for each in messages.left()] == [3, 2, 1]
    assert messages.waiting() == 3
    lines = [(line.by, line.what, line.subject) for line in audit.lines() if line.what != "message.seen"]
    assert lines == [("office", "message.reopened", "2"), ("office", "message.done", "2")]


def test_pages(app: Flask) -> None:
    for number in range(40):
        messages.leave(f"n:{number}", OPENID, AT + timedelta(minutes=number), f"第{number}句")
    office = signed_in(app, "office")
    first = office.get("/console/messages").text
    assert ("第39句" in first, "第9句" in first) == (True, False)
    assert "/console/messages?before=14" in first
    second = office.get("/console/messages?before=14").text
    assert ("第9句" in second, "空调太冷了" in second, "更早的" in second) == (True, True, False)


def test_nothing_there(database_url: str) -> None:
    office = signed_in(console_app(), "office")
    assert "没有未处理的留言。" in office.get("/console/messages").text
    assert "还没有人留言。" in office.get("/console/messages?show=all").text
    assert audit.lines(what="message.seen") == ()
    assert office.post("/console/messages/7/done").status_code == 404


def test_only_the_office(app: Flask) -> None:
    desk = signed_in(app, "desk")
    assert desk.get("/console/messages").status_code == 403
    assert desk.post("/console/messages/1/done").status_code == 403
    assert "留言" not in desk.get("/console/").text
