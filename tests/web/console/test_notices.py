"""The console's pages of notices: written by one, approved by another, stopped, never sent by accident."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

import models
from congress import audit
from congress.catalogue import naive
from congress.notices import outbox
from congress.notices.audience import Audience
from congress.notices.outbox import State, Told
from tests.console import AT, console_app, signed_in
from tests.numbering import from_one

FORM = {
    "form": "a" * 32, "to": "delegates", "title": "午餐改在二层", "text": "今天午餐改在二层餐厅。", "when": "now",
    "version": "0", "corrects": "0", "page": "",
}  # fmt: skip
WORDS = "【通知】午餐改在二层\n\n今天午餐改在二层餐厅。"
PAGES = ("/console/notices", "/console/notices/new", "/console/notices/1", "/console/notices/1/progress",
         "/console/notices/1/people", "/console/notices/1/cancel", "/console/notices/1/edit",
         "/console/notices/1/approve")  # fmt: skip


class Forecast:
    """Counts what it is told to."""

    def __init__(self) -> None:
        self.ways: dict[str, int] = {"service": 2, "banner": 1, "unbound": 1}

    def __call__(self, notice: Told, at: datetime) -> Mapping[str, int]:
        return self.ways


@pytest.fixture
def counted() -> Forecast:
    """The forecast."""
    return Forecast()


@pytest.fixture
def app(database_url: str, counted: Forecast) -> Flask:
    """The console over a roster of four."""
    for number in range(1, 5):
        models.Delegate.create(
            badge=f"A-00{number}",
            name="甲",
            category="正式代表",
            delegation="东城区代表团" if number < 3 else "教育代表团",
        )
    models.Delegation.create(key="dongcheng", name="东城区代表团")
    from_one(models.Notice)
    models.Revision.raise_()
    return console_app(forecast=counted)


@pytest.fixture
def wang(app: Flask) -> FlaskClient:
    """Who writes."""
    return signed_in(app, "office", "wang")


@pytest.fixture
def li(app: Flask) -> FlaskClient:
    """Who approves."""
    return signed_in(app, "office", "li")


def said(page: str) -> list[str]:
    """The results that a page shows."""
    return re.findall(r'<p class="said [^"]*" role="status">([^<]*)</p>', page)


def follow(client: FlaskClient, path: str, **form: str) -> list[str]:
    """Post, and what the next page says."""
    answer = client.post(path, data=form, follow_redirects=True)
    assert answer.status_code == 200
    return said(answer.text)[-1:]


def test_from_the_first_word_to_the_outbox(wang: FlaskClient, li: FlaskClient) -> None:
    answer = wang.post("/console/notices/new", data=FORM)
    assert (answer.status_code, answer.location) == (302, "/console/notices/1")
    shown = wang.get("/console/notices/1").text
    assert "【通知】午餐改在二层\n\n今天午餐改在二层餐厅。" in shown
    assert re.findall(r"<dt>([^<]*)</dt><dd>([\d,]+) 人</dd>", shown) == [
        ("客服消息", "2"), ("下次来时显示", "1"), ("还没有绑定，送不到", "1")
    ]  # fmt: skip
    assert "<strong>4 人</strong>" in shown
    assert follow(wang, "/console/notices/1/submit", version="1") == ["已提交。请另一位同事审批。"]
    assert "看内容并审批" not in wang.get("/console/notices").text
    assert "看内容并审批" in li.get("/console/notices").text
    asked = li.get("/console/notices/1/approve").text
    assert "确认，发给 4 人" in asked
    assert follow(li, "/console/notices/1/approve", version="1", people="4") == ["已通过，正在发给 4 人。"]
    notice = outbox.notice(1)
    assert (notice.state, notice.by, notice.approved_by, notice.words, notice.audience) == (
        State.QUEUED, "wang", "li", WORDS, Audience("delegates"),
    )  # fmt: skip
    # A second click, and a second approver a moment later.
    assert follow(li, "/console/notices/1/approve", version="1", people="4") == ["已经有人审批过了。"]
    assert [line.what for line in audit.lines(subject="1")].count("notice.approved") == 1


def test_who_wrote_it_does_not_approve_it_by_any_way(wang: FlaskClient) -> None:
    wang.post("/console/notices/new", data=FORM)
    wang.post("/console/notices/1/submit", data={"version": "1"})
    assert wang.get("/console/notices/1/approve").location == "/console/notices/1"
    assert follow(wang, "/console/notices/1/approve", version="1", people="4") == [
        "写的人自己不能审批，请另一位同事审批。"
    ]
    assert outbox.notice(1).state is State.WAITING


def test_a_form_that_is_sent_twice_is_one(wang: FlaskClient) -> None:
    places = [wang.post("/console/notices/new", data=FORM).location for _ in range(2)]
    assert (places, len(outbox.notices())) == (["/console/notices/1"] * 2, 1)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "请写标题"), ({"text": "长" * 700}, "正文太长"), ({"to": ""}, "请选择发给谁"),
        ({"to": "role:主席团"}, "请选择发给谁"), ({"to": "badges:[]"}, "请选择发给谁"),
        ({"to": "told:1x"}, "请选择发给谁"), ({"page": "javascript:x"}, "页面地址要以"),
        ({"when": "later", "send_at": "2019-05-06T09:00"}, "请选择以后的时间"),
        ({"when": "later", "send_at": "x"}, "请选择以后的时间"), ({"form": "../x"}, "这个页面已经用过了"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(wang: FlaskClient, values: dict[str, str], words: str) -> None:
    answer = wang.post("/console/notices/new", data=FORM | values)
    assert (answer.status_code, words in answer.text, outbox.notices()) == (400, True, ())
    assert (FORM | values)["text"] in answer.text


def test_an_edit_asks_for_a_new_approval(wang: FlaskClient, li: FlaskClient) -> None:
    wang.post("/console/notices/new", data=FORM | {"when": "later", "send_at": "2019-05-06T15:00"})
    wang.post("/console/notices/1/submit", data={"version": "1"})
    assert follow(li, "/console/notices/1/approve", version="1", people="4") == ["已通过，5月6日 15:00 发给 4 人。"]
    assert outbox.notice(1).due == AT.replace(hour=15, minute=0)
    assert 'value="2019-05-06T15:00"' in wang.get("/console/notices/1/edit").text
    answer = wang.post("/console/notices/1/edit", data=FORM | {"version": "1", "text": "改过", "page": "/news"})
    assert answer.location == "/console/notices/1"
    notice = outbox.notice(1)
    assert (notice.state, notice.approved_by, notice.url) == (State.DRAFT, "", "http://127.0.0.1:8000/news")
    assert notice.words.endswith('改过\n\n<a href="http://127.0.0.1:8000/news">查看详情</a>')
    assert '改过\n\n<span class="link">查看详情</span>' in wang.get("/console/notices/1").text
    wang.post("/console/notices/1/submit", data={"version": "2"})
    # What li has open is the version of before.
    assert follow(li, "/console/notices/1/approve", version="1", people="4") == [
        "刚刚有人改过内容，这次没有做。请看过新的内容再决定。"
    ]
    assert outbox.notice(1).state is State.WAITING


def test_another_number_of_people_is_confirmed_again(wang: FlaskClient, li: FlaskClient, counted: Forecast) -> None:
    wang.post("/console/notices/new", data=FORM)
    wang.post("/console/notices/1/submit", data={"version": "1"})
    counted.ways = {"service": 300}
    answer = li.post("/console/notices/1/approve", data={"version": "1", "people": "4"})
    assert (answer.status_code, "现在是 300 人" in answer.text, "确认，发给 300 人" in answer.text) == (409, True, True)
    assert outbox.notice(1).state is State.WAITING
    assert follow(li, "/console/notices/1/approve", version="1", people="298") == ["已通过，正在发给 300 人。"]


def test_without_a_forecast_the_number_is_counted_all_the_same(wang: FlaskClient, counted: Forecast) -> None:
    counted.ways = {}
    wang.post("/console/notices/new", data=FORM | {"to": "delegation:东城区代表团"})
    assert "<strong>2 人</strong>" in wang.get("/console/notices/1").text


def going_out(state: str = "sending") -> int:
    """A change of which some were told."""
    number = outbox.write("change", "m", Audience("delegates"), "【日程变动】会", AT, by="system", title="日程变动：会",
                          details={"item": "会", "when": "w", "place": "p", "note": "n"})  # fmt: skip
    models.Notice.update(state=state, recipients=5, expanded=True).where(models.Notice.id == number).execute()
    rows = (("sent", "service", ""), ("sent", "template", ""), ("waiting", "", ""), ("banner", "", "no channel"),
            ("gone", "", "unbound"))  # fmt: skip
    for place, (row, channel, why) in enumerate(rows, 1):
        models.NoticeRecipient.create(notice=number, batch=1, openid=f"o{place}", badge=f"A-00{place}", state=row,
                                      channel=channel, why=why, due=naive(AT))  # fmt: skip
    return number


def test_progress_and_stopping_say_the_numbers(wang: FlaskClient) -> None:
    going_out()
    assert wang.get("/console/notices/1/progress", headers={"Accept": "application/json"}).json == {
        "state": "sending", "total": 5, "whole": True, "done": 4, "waiting": 1, "sent": 2, "banner": 1, "told": 0,
        "gone": 1, "dropped": 0, "share": 80, "channels": {"subscription": 0, "service": 1, "template": 1},
    }  # fmt: skip
    shown = wang.get("/console/notices/1").text
    assert ('data-figure="sent">2<' in shown, "还没有绑定微信" in shown) == (True, True)
    assert follow(wang, "/console/notices/1/pause") == ["已暂停。已经发出 2 人，其余等着。"]
    assert follow(wang, "/console/notices/1/pause") == ["刚刚有人同时在处理，请看现在的情况。"]
    assert follow(wang, "/console/notices/1/resume") == ["继续发。"]
    assert "已经发出 2 人、来时已看到 0 人：这些收不回来" in wang.get("/console/notices/1/cancel").text
    assert follow(wang, "/console/notices/1/cancel") == ["已停发。停之前已经发出 2 人、看到 0 人，这些收不回来。"]
    assert follow(wang, "/console/notices/1/resume") == ["已经停发了。"]
    people = wang.get("/console/notices/1/people?state=gone").text
    assert re.findall(r"A-00\d(?=</a></th>)", people) == ["A-005"]


def test_what_is_held_can_be_stopped_in_time(wang: FlaskClient) -> None:
    outbox.write("change", "m", Audience.of_badges(["A-001"]), "【日程变动】会", AT, due=AT + timedelta(seconds=20),
                 by="system", title="日程变动：会")  # fmt: skip
    shown = wang.get("/console/notices").text
    assert ('data-due="20"' in shown, "有关的代表 1 人" in shown) == (True, True)
    assert follow(wang, "/console/notices/1/cancel") == ["已停发，没有发给任何人。"]


def test_a_correction_is_begun_from_what_was_said(wang: FlaskClient) -> None:
    wang.post("/console/notices/new", data=FORM)
    shown = wang.get("/console/notices/new?corrects=1").text
    assert ('value="更正：午餐改在二层"' in shown, 'name="to"' in shown) == (True, False)
    values = FORM | {"form": "b" * 32, "corrects": "1", "title": "更正：午餐改在二层", "text": "仍在一层。"}
    assert wang.post("/console/notices/new", data=values).location == "/console/notices/2"
    notice = outbox.notice(2)
    assert (notice.audience, notice.words) == (Audience("told", "1"), "【更正】午餐改在二层\n\n仍在一层。")


def test_kinds_are_switched_off_and_on(wang: FlaskClient) -> None:
    assert follow(wang, "/console/notices/switches/reminder/off") == ["会议提醒不再自动发。"]
    assert "由 wang 停用" in wang.get("/console/notices").text
    assert follow(wang, "/console/notices/switches/reminder/on") == ["会议提醒恢复自动发。"]
    assert wang.post("/console/notices/switches/announcement/off").status_code == 404


@pytest.mark.parametrize("role", ["desk", ""])
def test_the_desk_and_strangers_see_and_do_nothing(app: Flask, wang: FlaskClient, role: str) -> None:
    wang.post("/console/notices/new", data=FORM)
    wang.post("/console/notices/1/submit", data={"version": "1"})
    other = signed_in(app, role) if role else app.test_client()
    seen = {page: other.get(page).status_code for page in PAGES}
    assert set(seen.values()) == {403 if role else 302}
    for path in ("new", "1/edit", "1/submit", "1/approve", "1/cancel", "1/pause", "switches/change/off"):
        answer = other.post(f"/console/notices/{path}", data=FORM | {"version": "1", "people": "4"})
        assert answer.status_code in ((403,) if role else (302, 419))
    assert (outbox.notice(1).state, len(outbox.notices())) == (State.WAITING, 1)


def test_a_post_without_the_token_does_nothing(wang: FlaskClient) -> None:
    wang.post("/console/notices/new", data=FORM)
    wang.environ_base.pop("HTTP_X_CSRFTOKEN")
    assert wang.post("/console/notices/1/cancel").status_code == 419
    assert outbox.notice(1).state is State.DRAFT
