"""Delegates' cards, accounts, the audit log, the first page."""

import ast
import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

import models
from congress import audit, catalogue, staff, staff_desk
from congress.checkin import arrivals, stages
from congress.checkin.plan import StagePlan
from congress.notices import outbox
from congress.notices.audience import Audience
from congress.notices.outbox import State
from tests.console import AT, account, console_app, signed_in
from tests.web.console.test_bindings import NASTY, noted, words
from web.console import audit_log

ROOT = Path(__file__).parents[3]


@pytest.fixture
def app(database_url: str) -> Flask:
    for badge, name, phone in (
        ("A-001", "测试甲", "19900001111"), ("A-002", NASTY, ""), ("B-101", "测试丙", "19900003333"),
        ("C-101", "测试丙", "010-84901111"),
    ):  # fmt: skip
        models.Delegate.create(badge=badge, name=name, delegation="教育代表团", phone=phone, seat="1排2座")
    models.Revision.raise_()
    catalogue.expire()
    return console_app()


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return signed_in(app, "office")


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [("a-001", "A-001"), ("A001", "A-001"), ("测试甲", "A-001"), ("测 试 甲", "A-001"), ("001", "A-001")],
)
def test_one_delegate_is_found_at_once(office: FlaskClient, asked: str, leads_to: str) -> None:
    found = office.post("/console/delegates", data={"asked": asked})
    assert found.headers["Location"] == f"/console/delegates/{leads_to}"


def test_namesakes_are_told_apart_by_badge_without_their_names(office: FlaskClient) -> None:
    for asked in ("测试丙", "101"):
        page = office.post("/console/delegates", data={"asked": asked}).text
        assert re.findall(r"<h3>(.*?)</h3>", page) == ["B-101", "C-101"]
    assert noted() == []
    none = office.post("/console/delegates", data={"asked": NASTY + "x"}).text
    assert "没有找到" in none
    assert "<script>alert" not in none


def test_a_card_hides_the_telephone_until_it_is_asked_for_and_both_are_noted(office: FlaskClient) -> None:
    card = office.get("/console/delegates/A-001").text
    assert "测试甲" in card
    assert "199******11" in card
    assert "19900001111" not in card
    assert noted() == [("office", "card.seen", "A-001", "")]
    shown = office.post("/console/delegates/A-001/telephone").text
    assert "19900001111" in shown
    assert noted()[1:] == [("office", "card.telephone", "A-001", ""), ("office", "card.seen", "A-001", "")]
    assert office.get("/console/delegates/X-999").status_code == 404
    nasty = office.get("/console/delegates/A-002").text
    assert "<script>alert" not in nasty
    assert "&lt;script&gt;" in nasty
    assert "名单里没有" in nasty


def test_an_owner_makes_and_ends_accounts(app: Flask) -> None:
    owner = signed_in(app, "owner")
    form = {"login": "Wang", "name": NASTY, "role": "desk"}
    made = owner.post("/console/users", data=form)
    password = re.findall(r'<span class="secret">([^<]+)</span>', made.text)
    assert password[0] == "wang"
    assert staff.sign_in("wang", password[1], AT) is not None
    listed = owner.get("/console/users").text
    assert password[1] not in listed
    assert "<script>alert" not in listed
    assert "&lt;script&gt;" in listed
    for wrong, status, said in (
        (form, 409, "这个账号名已经有了"), ({**form, "login": "王"}, 400, "账号名不能用"),
        ({**form, "login": "x1", "role": "king"}, 400, "请选一种权限"),
        ({**form, "login": "x1", "name": "长" * 41}, 400, "名字太长"),
    ):  # fmt: skip
        answer = owner.post("/console/users", data=wrong)
        assert (answer.status_code, said in answer.text) == (status, True)

    again = re.findall(r'<span class="secret">([^<]+)</span>', owner.post("/console/users/wang/reset").text)[1]
    assert staff.sign_in("wang", password[1], AT) is None
    assert staff.sign_in("wang", again, AT) is not None
    said = owner.post("/console/users/wang/role", data={"role": "owner"}, follow_redirects=True)
    assert "wang 的权限已改。" in said.text
    assert owner.post("/console/users/wang/role", data={"role": "king"}).status_code == 400
    assert "wang 已停用" in owner.post("/console/users/wang/disable", follow_redirects=True).text
    last = owner.post("/console/users/owner/disable", follow_redirects=True)
    assert "owner 是最后一个管理员，不能停用或降级。" in last.text
    assert "wang 已恢复" in owner.post("/console/users/wang/enable", follow_redirects=True).text
    assert owner.get("/console/users/nobody/reset").status_code == 404
    assert [line for line in noted() if line[1].startswith("user.")] == [
        ("owner", "user.added", "wang", "desk"), ("owner", "user.reset", "wang", ""),
        ("owner", "user.role", "wang", "owner"), ("owner", "user.disabled", "wang", ""),
        ("owner", "user.enabled", "wang", ""),
    ]  # fmt: skip


def test_the_audit_log_is_filtered_paged_and_exported(office: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        audit.note("li", "card.seen", f"A-00{number}", AT)
    audit.note("=cmd|x", "staff.locked", "li", AT, f"@{NASTY}")
    monkeypatch.setattr(audit_log, "PAGE", 2)
    monkeypatch.setattr(audit_log, "TOGETHER", 2)
    page = office.get("/console/audit?what=card.seen&by=li").text
    assert re.findall(r'data-name="对象">([^<]*)', page) == ["A-002", "A-001"]
    (earlier,) = re.findall(r'href="(/console/audit\?before=[^"]+)"', page)
    rest = office.get(earlier.replace("&amp;", "&")).text
    assert re.findall(r'data-name="对象">([^<]*)', rest) == ["A-000"]
    assert "<strong>看了资料</strong>" in rest
    assert "<script>alert" not in office.get("/console/audit").text

    file = office.get("/console/audit.csv?by=li")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert rows[0] == ["编号", "时间", "谁", "做了什么", "代码", "对象", "说明"]
    assert [row[1:] for row in rows[1:]] == [
        ["2019-05-06 09:40:00", "li", "看了资料", "card.seen", f"A-00{number}", ""] for number in (2, 1, 0)
    ]
    assert file.headers["Content-Disposition"] == "attachment; filename=audit.csv"
    assert models.database.is_closed()  # the lines are read after the view is through
    everything = list(csv.reader(io.StringIO(office.get("/console/audit.csv").data.decode("utf-8-sig"))))
    assert everything[3][2:] == ["'=cmd|x", "有人多次输错密码", "staff.locked", "li", f"'@{NASTY}"]
    assert [line[1:] for line in noted()[-2:]] == [("audit.exported", "", "by=li"), ("audit.exported", "", "")]
    assert office.get("/console/audit?before=x").status_code == 200


def test_nothing_in_the_file_is_run_by_a_spreadsheet(office: FlaskClient) -> None:
    for sign in "=+-@＝＋－＠":
        audit.note(f"{sign}1+1", "card.seen", "A-001", AT)
    rows = list(csv.reader(io.StringIO(office.get("/console/audit.csv?what=card.seen").data.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == [f"'{sign}1+1" for sign in reversed("=+-@＝＋－＠")]


def test_the_first_page_tells_of_what_waits(app: Flask) -> None:
    account("li", "desk")
    office, owner, desk = (signed_in(app, role) for role in ("office", "owner", "desk"))
    assert "现在没有要处理的事。" in office.get("/console/").text
    assert "要处理的事" not in desk.get("/console/").text
    audit.note("system", "staff.locked", "li", AT)
    assert "有人多次输错这个账号的密码" in words(owner.get("/console/").text)
    assert "现在没有要处理的事。" in office.get("/console/").text
    menu = re.findall(
        r'<a href="([^"]+)"[^>]*>', office.get("/console/").text.partition("<nav")[2].partition("</nav")[0]
    )
    assert "/console/audit" in menu
    assert "/console/users" not in menu


def test_the_first_page_shows_open_stages_and_what_waits_for_approval(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "_plan", stages._plan)
    hour = timedelta(hours=1)
    stages.use((
        StagePlan(key="report", name="报到", opens=AT - hour, closes=AT + hour),
        StagePlan(key="later", name="以后的", opens=AT + hour, closes=AT + 2 * hour),
    ))  # fmt: skip
    arrivals.arrive("report", "A-001", AT, mark="m:1", how="typed")
    title = f"车改到{NASTY}"
    outbox.write("announcement", "n:1", Audience("delegates"), "x", AT, title=title, by="li", state=State.WAITING)
    desk, office = (words(signed_in(app, role).get("/console/").text) for role in ("desk", "office"))
    assert "正在签到 报到 1 / 4" in desk
    assert "以后的" not in desk
    assert "通知等待批准" not in desk
    assert f"通知等待批准 {escape(title)} li · 5月6日 09:40" in office


def test_what_the_audit_log_keeps_in_short_is_read_in_words(office: FlaskClient) -> None:
    for what, detail in (
        ("checkin.roster", "621 people, without telephones"), ("notice.written", "delegation 教育代表团 urgent"),
        ("notice.written", "everyone"), ("notice.confirmed", "people=12 version=1"), ("binding.move", "换了手机"),
    ):  # fmt: skip
        audit.note("li", what, "1", AT, detail)
    page = office.get("/console/audit?by=li").text
    details = re.findall(r'<td data-name="说明">(.*?)</td>', page, re.DOTALL)
    assert [each.strip() for each in details[:5]] == [
        "换了手机", "12 人，第 1 版", "全体关注者", "代表团：教育代表团，加急", "621 人，不含电话",
    ]  # fmt: skip


def codes() -> set[str]:
    """The codes that calls of audit.note in our source write out."""
    found = set()
    for folder in ("congress", "web", "commands", "handlers", "sending", "handover"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.note", "_change", "_step", "note"):
                    found |= {
                        each.value
                        for argument in node.args
                        for each in ast.walk(argument)
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                        if re.fullmatch(r"[a-z]+\.[a-z_]+", each.value)
                    }
    return found


def test_every_code_of_the_audit_log_has_words() -> None:
    known = {code for words_of in audit_log.groups().values() for code in words_of}
    assert {"staff.signed_in", "user.disabled", "card.seen"} <= codes()
    assert codes() - known == set()


def test_the_domain_refuses_what_no_form_offers(database_url: str) -> None:
    from congress.errors import Conflict, Invalid

    password = staff_desk.first_owner(AT)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", password)
    assert staff_desk.first_owner(AT) == ""
    with pytest.raises(Invalid, match="role"):
        staff_desk.add("li", "", "desk", "admin", AT, owner=True)
    with pytest.raises(Conflict, match="last_owner"):
        staff_desk.close("admin", "admin", AT)
    assert staff.admitted("admin", 1) == staff.staff("admin")
    assert staff.admitted("admin", 2) is None
