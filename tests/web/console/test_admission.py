"""The office lets somebody in from the console; the desk is told how to get that."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

import models
from congress import catalogue
from congress.checkin import arrivals, board, stages
from congress.checkin.plan import DeskPlan, StagePlan
from tests.console import AT, TOKEN, console_app, signed_in
from tests.web.console.test_bindings import NASTY, noted, words

CASE = "/console/admit?stage=report&badge=A-001&desk=hall-a"
FORM = {"stage": "report", "badge": "A-001", "desk": "hall-a", "mark": "m1", "reason": "临时通知列席"}


@pytest.fixture
def app(database_url: str) -> Flask:
    """Four people, a stage that is over, one that is open, one for representatives alone."""
    hour = timedelta(hours=1)
    stages.use(
        (
            StagePlan(key="report", name="报到", opens=AT - 2 * hour, closes=AT - hour),
            StagePlan(key="sitting", name="大会", opens=AT - hour, closes=AT + hour, who="正式代表"),
        ),
        (DeskPlan(key="hall-a", name="大堂A台"),),
    )
    for badge, name in (("A-001", "测试甲"), ("A-002", "测试乙"), ("B-101", "测试丙"), ("C-101", "测试丙")):
        category = "正式代表" if badge < "B" else "列席人员"
        models.Delegate.create(badge=badge, name=name, delegation="教育代表团", category=category)
    models.Revision.raise_()
    catalogue.expire()
    board._boards.clear()
    return console_app()


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return signed_in(app, "office")


def came(stage: str = "report") -> list[tuple[str, str, str]]:
    return [(badge, seen.desk, seen.by) for badge, seen in board.board(stage, AT).came]


def test_from_the_refusal_to_the_admission_and_back(office: FlaskClient) -> None:
    page = office.get(CASE).text
    asked = words(page)
    assert "不能签到 签到已经结束：“报到” 5月6日 08:40 截止" in asked
    assert "仍然放行" in asked
    (mark,) = re.findall(r'name="mark" value="(\w+)"', page)
    assert came() == []

    done = office.post("/console/admit", data={**FORM, "mark": mark, "reason": NASTY})
    assert done.headers["Location"] == "/console/admit?stage=report&badge=A-001&desk=hall-a"
    after = office.get(done.headers["Location"]).text
    assert NASTY not in after
    shown = words(after)
    assert "A-001 已放行，现在算已签到。" in shown
    assert "已签到 5月6日 09:40，大堂A台，经手人 office" in shown
    assert "仍然放行" not in shown
    assert f"A-001 5月6日 09:40 报到 {escape(NASTY)} office 撤销…" in shown
    assert came() == [("A-001", "hall-a", "office")]
    again = office.post("/console/admit", data={**FORM, "mark": mark}, follow_redirects=True)
    assert "A-001 已经签到过，不用再放行。" in words(again.text)

    (undo,) = re.findall(r'href="(/console/admit/\d+/undo)"', after)
    number = undo.split("/")[3]
    assert "撤销 A-001 的放行？ 环节 报到 签到 5月6日 09:40，大堂A台，经手人 office" in words(office.get(undo).text)
    refused = office.post(undo, data={"reason": " "})
    assert (refused.status_code, "请写明原因，再按一次。" in refused.text, len(came())) == (400, True, 1)
    back = office.post(undo, data={"reason": "认错了人"}, follow_redirects=True)
    assert "A-001 的放行已撤销，这次签到不再算数。" in words(back.text)
    assert "office 已撤销" in words(back.text)
    for answer in (office.get(undo, follow_redirects=True),
                   office.post(undo, data={"reason": "x"}, follow_redirects=True)):  # fmt: skip
        assert "这次放行先前已经撤销了。" in words(answer.text)
    assert came() == []
    assert noted() == [
        ("office", "checkin.admit", "A-001", f"report #{number}: {NASTY}"),
        ("office", "checkin.undo", "A-001", "report: 认错了人"),
    ]
    assert "放行 A-001" in words(office.get("/console/audit").text)


def test_no_reason_no_admission(office: FlaskClient) -> None:
    refused = office.post("/console/admit", data={**FORM, "reason": " "})
    assert (refused.status_code, "请写明原因，再按一次。" in refused.text) == (400, True)
    assert (models.CheckinEntry.select().count(), noted()) == (0, [])


def test_whom_the_stage_is_not_for(office: FlaskClient) -> None:
    case = {"stage": "sitting", "badge": "B-101"}
    assert "不在“大会”的范围内（只限：正式代表）" in words(office.get("/console/admit", query_string=case).text)
    office.post("/console/admit", data={**FORM, **case})
    assert came("sitting") == [("B-101", "hall-a", "office")]
    plain = words(office.get("/console/admit?stage=sitting&badge=a002").text)
    assert "现在可以直接签到，不用放行：请在签到页扫码。" in plain
    assert "仍然放行" not in plain


def test_a_refused_scan_of_the_board_is_let_in_by_its_number(office: FlaskClient) -> None:
    early = AT - timedelta(hours=3)
    refused = arrivals.arrive("report", "A-002", early, mark="m:1", desk="hall-a", by="wang")
    page = words(office.get(f"/console/admit?number={refused.number}").text)
    assert "扫码时间 5月6日 06:40 不能签到 还没到签到时间：“报到” 5月6日 07:40 开始" in page
    form = {**FORM, "badge": "A-002", "number": str(refused.number)}
    done = office.post("/console/admit", data=form, follow_redirects=True)
    assert "A-002 已放行，现在算已签到。" in words(done.text)
    assert came() == [("A-002", "hall-a", "wang")]
    assert noted() == [("office", "checkin.admit", "A-002", f"report #{refused.number}: 临时通知列席")]
    again = office.post("/console/admit", data=form, follow_redirects=True)
    assert "这一条刚刚已经有人处理过了，请看下面的放行记录。" in words(again.text)
    for wrong in ("0", "x", "²", "9" * 10):
        assert office.get("/console/admit", query_string={"number": wrong}).status_code == 404
    for wrong in ("x", "²", "9" * 10):
        assert office.post("/console/admit", data={**FORM, "number": wrong}).status_code == 302
    assert came() == [("A-002", "hall-a", "wang")]


def test_who_is_not_on_the_roster_is_not_let_in(office: FlaskClient) -> None:
    told = "Z-9 不在名册上，不能放行。 请核对代表证号，或者用姓名再查一次。"
    assert told in words(office.get("/console/admit?stage=report&badge=Z-9").text)
    refused = office.post("/console/admit", data={**FORM, "badge": "Z-9"})
    assert (refused.status_code, told in words(refused.text)) == (400, True)
    nobody = words(office.post("/console/admit/find", data={"stage": "report", "asked": NASTY}).text)
    assert "不能放行。姓名要写完整" in nobody
    assert (models.CheckinEntry.select().count(), noted()) == (0, [])


@pytest.mark.parametrize("asked", ["a-001", "A001", "测试甲", "001"])
def test_a_person_is_found_by_badge_or_name(office: FlaskClient, asked: str) -> None:
    found = office.post("/console/admit/find", data={"stage": "report", "asked": asked})
    assert found.headers["Location"] == "/console/admit?stage=report&badge=A-001"


def test_namesakes_are_chosen_by_badge(office: FlaskClient) -> None:
    page = office.post("/console/admit/find", data={"stage": "report", "asked": "测试丙", "desk": "hall-a"}).text
    assert re.findall(r'href="(/console/admit\?[^"]+)"', page) == [
        f"/console/admit?stage=report&amp;badge={badge}&amp;desk=hall-a" for badge in ("B-101", "C-101")
    ]


def test_the_desk_reads_how_to_get_it_and_can_do_nothing(app: Flask) -> None:
    desk = signed_in(app, "desk")
    page = desk.get(CASE).text
    told = words(page)
    assert "签到已经结束：“报到” 5月6日 08:40 截止" in told
    assert "签到台不能放行，会务组可以。请这样做： 1. 请会务组的同事在自己的手机或电脑上登录工作台。" in told
    assert [
        each for each in ("仍然放行</button>", 'name="reason"', 'name="asked"', "最近的放行", "测试甲") if each in page
    ] == []
    for path in ("/console/admit", "/console/admit/find", "/console/admit/1/undo"):
        assert desk.post(path, data={**FORM, "asked": "A-001"}).status_code == 403
    assert (models.CheckinEntry.select().count(), noted()) == (0, [])


def test_nothing_without_the_token(app: Flask, office: FlaskClient) -> None:
    office.post("/console/admit", data=FORM)
    number = models.CheckinEntry.get().id
    del office.environ_base[TOKEN]
    for path in ("/console/admit", "/console/admit/find", f"/console/admit/{number}/undo"):
        assert office.post(path, data={**FORM, "badge": "A-002", "asked": "A-001"}).status_code == 419
    assert came() == [("A-001", "hall-a", "office")]
    assert len(noted()) == 1


def test_the_ways_to_the_page(app: Flask, office: FlaskClient) -> None:
    assert 'href="/console/admit"' in office.get("/console/").text
    assert 'data-admit="/console/admit"' in office.get("/console/checkin").text
    assert 'data-admit="/console/admit"' in office.get("/console/board?stage=report").text
    desk = signed_in(app, "desk")
    assert 'href="/console/admit"' not in desk.get("/console/").text
    assert 'data-admit=""' in desk.get("/console/board?stage=report").text
