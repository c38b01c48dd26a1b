"""The page that tells why an answer came."""

import logging
import re
from functools import partial

import pytest
from flask import Flask

import handlers
import models
from handlers import explaining
from tests.console import console_app, signed_in
from tests.handlers.conftest import demo
from tests.handlers.phone import Phone
from web import pages
from wechat.router import Table

__all__ = ["demo"]  # fixtures

TEXT = "那选举几点"


@pytest.fixture
def app(demo: None, tmp_path: object) -> Flask:
    """The console with the handlers behind it, and the pages that it links to."""
    found = console_app(explain=partial(explaining.explained, Table(handlers.ROUTERS)))
    found.register_blueprint(pages.blueprint(found.extensions["console tools"].clock, tmp_path))  # type: ignore[arg-type]
    return found


def rows() -> dict[str, int]:
    """How many there are in each table."""
    return {
        table.__name__: table.select().count()
        for table in map(models.__dict__.get, models.__all__)
        if hasattr(table, "select")
    }


def page_of(app: Flask, **form: str) -> tuple[int, str]:
    """What the office sees, blanks between tags aside."""
    got = signed_in(app, "office").post("/console/explain", data=form)
    return got.status_code, " ".join(got.get_data(as_text=True).split())


def test_every_stage_the_scores_and_the_answer(app: Flask) -> None:
    status, page = page_of(app, text=TEXT, at="2019-05-06T10:00")
    assert status == 200
    assert "<strong>日程</strong> / 找某一项，第 1 步定于资料检索" in page
    assert '<span class="tag">选举</span> <small>词义：选举' in page
    assert (
        'href="/agenda/0507-dahuixuanju" target="_blank" rel="noopener">大会选举</a> <small>5月7日 14:00</small>'
        in page
    )
    assert '<td class="number" data-name="按词得分">1.00</td>' in page
    assert "<dt>由谁回答</dt><dd>agenda.on_item</dd>" in page
    answer = page.partition('<div class="panel reply">')[2]
    assert answer.startswith("明天 5月7日（周二） 14:00—15:30 · 大会选举")
    assert 'value="那选举几点"' in page
    assert 'value="2019-05-06T10:00"' in page


def test_what_was_sent_before_and_another_spelling(app: Flask) -> None:
    _, page = page_of(app, text="在那儿", before="\n bimu dahui jidian \n\n")
    assert "<dt>上文</dt><dd>日程，agenda:0507-bimudahui，2019-05-07</dd>" in page
    assert "接着上文问 → 日程 / 找某一项（接上文）" in page
    _, page = page_of(app, text="玉备会议在哪")
    assert '换一种写法（同音）：玉备会议 → 预备会议 <span class="tag good">采用</span>' in page


def test_as_a_guest_and_without_effect(app: Flask) -> None:
    signed_in(app, "office")
    before = rows()
    _, page = page_of(app, text="我的座位在哪")
    assert "本人信息" in page
    assert "绑定" in page.partition('<div class="panel reply">')[2]
    for text, earlier in (("帮我转达谢意", "留言"), ("BJ14-0086 0001", "")):
        _, page = page_of(app, text=text, before=earlier)
        assert "这里不真的去办" in page
    page_of(app, text="火星上有生命吗")
    assert rows() == before


def test_what_is_no_question(app: Flask) -> None:
    status, page = page_of(app, text="  ")
    assert (status, "请先写一句话" in page) == (400, True)
    for at in ("noon", "0001-01-01T00:00", "9999-12-31T23:59"):
        status, page = page_of(app, text="明天下午有什么会", at=at)
        assert (status, "时间没看懂" in page) == (400, True)


def test_a_text_is_shown_as_it_is_and_logged_nowhere(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        _, page = page_of(app, text='<script>x</script> {{7*7}} "')
    assert "&lt;script&gt;x&lt;/script&gt; {{7*7}} &#34;" in page
    assert "<script>x" not in page
    assert [record for record in caplog.records if "7*7" in record.getMessage()] == []


def test_the_form_comes_with_the_congress_s_time(app: Flask) -> None:
    page = signed_in(app, "office").get("/console/explain").text
    assert 'value="2019-05-06T09:40"' in page
    assert "结论" not in page


def test_a_question_without_an_answer_is_looked_into_from_its_page(app: Flask) -> None:
    Phone("oASKS").say("火星上有生命吗")
    office = signed_in(app, "office")
    found = re.search(r"/console/unanswered/\d+", office.get("/console/unanswered").text)
    assert found
    page = office.get(found[0]).text
    assert 'action="/console/explain"' in page
    assert '<input type="hidden" name="text" value="火星上有生命吗">' in page
