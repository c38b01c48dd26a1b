"""What a check-in desk asks the server for and sends it."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import models
from congress import audit
from congress.checkin import stages
from congress.checkin.plan import DeskPlan, StagePlan
from tests.console import AT, ROOT, StoppedClock, console_app, signed_in

MS = int(AT.timestamp() * 1000)
MARK, OTHER, THIRD = (f"{n:08d}-0000-4000-8000-000000000000" for n in (1, 2, 3))


@pytest.fixture
def app(database_url: str) -> Flask:
    """Two people, one stage."""
    stages.use(
        (StagePlan(key="report", name="报到", opens=AT - timedelta(hours=1), closes=AT + timedelta(hours=1)),),
        (DeskPlan(key="hall-a", name="大堂A台"),),
    )
    for number in (1, 2):
        models.Delegate.create(badge=f"A-{number}", name=f"某{number}", phone="13900001111")
    models.Revision.raise_()
    return console_app(StoppedClock())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, "desk")


def entry(mark: str, badge: str = "A-1", **values: object) -> dict[str, object]:
    return {"mark": mark, "stage": "report", "badge": badge, "at": MS, "desk": "hall-a", "how": "gun", **values}


def told(client: FlaskClient, *entries: dict[str, object]) -> list[dict[str, object]]:
    answer = client.post("/console/checkin/arrive", json={"entries": entries})
    assert (answer.status_code, answer.json["now"]) == (200, MS)
    results: list[dict[str, object]] = answer.json["results"]
    return results


def test_a_batch_is_answered_entry_by_entry_and_the_same_again(client: FlaskClient) -> None:
    first = {"at": MS, "desk": "hall-a", "by": "desk"}
    expected = [
        {"mark": MARK, "outcome": "arrived", "why": "", "first": first},
        {"mark": OTHER, "outcome": "already", "why": "", "first": first},
        {"mark": THIRD, "outcome": "refused", "why": "unknown_badge", "first": None},
    ]
    batch = [entry(MARK), entry(OTHER, at=MS + 1000), entry(THIRD, "A-9")]
    assert told(client, *batch) == expected
    assert told(client, *batch) == expected
    assert models.CheckinEntry.select().count() == 3


def test_nothing_was_scanned_later_than_now(client: FlaskClient) -> None:
    assert [each["outcome"] for each in told(client, entry(MARK, at=MS + 3 * 3600_000))] == ["arrived"]
    assert models.CheckinEntry.get().at == AT.replace(tzinfo=None)


def test_who_sends_is_who_is_signed_in(client: FlaskClient) -> None:
    told(client, entry(MARK, by="somebody else"))
    assert models.CheckinEntry.get().by == "desk"


def lines() -> list[tuple[str, str, str, str]]:
    """What the audit log holds of check-in, the oldest first."""
    return [(line.by, line.what, line.subject, line.detail) for line in reversed(audit.lines())]


def entries() -> list[tuple[str, str]]:
    """Mark and login of each entry."""
    return [(row.mark, row.by) for row in models.CheckinEntry.select().order_by(models.CheckinEntry.mark)]


def test_a_scan_is_of_whoever_was_handed_the_token_it_carries(app: Flask, client: FlaskClient) -> None:
    token = signed_in(app, "desk", "before").get("/console/checkin/hello").json["duty"]
    mine = client.get("/console/checkin/hello").json["duty"]
    batch = [entry(MARK, duty=token, at=MS - 1000), entry(OTHER, duty=mine), entry(THIRD, "A-2")]
    for _ in range(2):  # an answer that was lost: the same, and nothing noted twice
        first, again, older = told(client, *batch)
        assert first["first"] == {"at": MS - 1000, "desk": "hall-a", "by": "before"}
        assert (again["first"], older["first"]["by"]) == (first["first"], "desk")
    assert entries() == [(MARK, "before"), (OTHER, "desk"), (THIRD, "desk")]
    assert lines() == [("desk", "checkin.brought", "before", "scans=1")]


@pytest.mark.parametrize(
    "duty", ["", None, 7, [], {"login": "office"}, "office", "x" * 600, "WyJvZmZpY2UiLDld.AAAA", "\u00e9"]
)
def test_a_token_that_is_none_costs_no_scan(client: FlaskClient, duty: object) -> None:
    assert [each["outcome"] for each in told(client, entry(MARK, duty=duty))] == ["arrived"]
    assert (entries(), lines()) == ([(MARK, "desk")], [])


def test_a_check_in_is_taken_back_by_whoever_did_it(app: Flask, client: FlaskClient) -> None:
    token = signed_in(app, "desk", "before").get("/console/checkin/hello").json["duty"]
    told(client, entry(MARK))
    asked = {"mark": OTHER, "target": MARK, "reason": "扫错了人", "at": MS, "duty": token}
    for _ in range(2):
        assert client.post("/console/checkin/undo", json=asked).json["results"][0]["outcome"] == "undone"
    assert lines() == [
        ("before", "checkin.undo", "A-1", "report: 扫错了人"), ("desk", "checkin.brought", "before", "undone=1"),
    ]  # fmt: skip
    page = signed_in(app, "owner").get("/console/audit").text
    assert [each for each in ("代传别人的签到记录", "撤销 1 条") if each not in page] == []


def test_a_desk_is_told_the_names_of_colleagues_that_have_one(app: Flask, client: FlaskClient) -> None:
    models.Staff.update(name="小王").where(models.Staff.login == "desk").execute()
    assert told(client, entry(MARK))[0]["first"] == {"at": MS, "desk": "hall-a", "by": "小王"}
    hello = client.get("/console/checkin/hello?stage=report&seen=").json
    assert (hello["login"], hello["name"]) == ("desk", "小王")
    assert json.loads(hello["seen"]["payload"])["seen"] == [["A-1", MS, "hall-a", "小王"]]
    assert entries() == [(MARK, "desk")]


@pytest.mark.parametrize(
    ("values", "status"),
    [({"active": False}, 401), ({"generation": 9}, 401), ({"must_change": True}, 403)],
)
@pytest.mark.parametrize("path", ["hello", "roster?device=d"])
def test_a_desk_is_told_in_our_own_words_that_its_account_may_not(
    client: FlaskClient, values: dict[str, object], status: int, path: str
) -> None:
    models.Staff.update(values).where(models.Staff.login == "desk").execute()
    answer = client.get(f"/console/checkin/{path}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["error"]["status"]) == (status, status)


def test_the_page_of_the_sign_in_empties_the_desk(app: Flask) -> None:
    assert "/static/console/nobody.js" in app.test_client().get("/console/sign-in").text


def test_a_check_in_is_taken_back_once(client: FlaskClient) -> None:
    told(client, entry(MARK))
    asked = {"mark": OTHER, "target": MARK, "reason": "扫错了人"}
    for _ in range(2):
        answer = client.post("/console/checkin/undo", json=asked).json
        assert answer == {"now": MS, "results": [{"mark": OTHER, "outcome": "undone"}]}
    gone = client.post("/console/checkin/undo", json={**asked, "target": THIRD}).json
    assert gone["results"] == [{"mark": OTHER, "outcome": "refused", "why": "gone"}]


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{", '{"entries": []}', json.dumps({"entries": [entry("x")]}),
        json.dumps({"entries": [entry(MARK, at=-1)]}),
        json.dumps({"entries": [entry(MARK, at=10**18)]}), json.dumps({"entries": [entry(MARK, at=1.5)]}),
        json.dumps({"entries": [entry(MARK, stage="s" * 65)]}), json.dumps({"entries": [entry(MARK, how="magic")]}),
        json.dumps({"entries": [entry(MARK)] * 101}),
    ],
)  # fmt: skip
def test_what_no_desk_sends_is_refused_and_not_repeated(client: FlaskClient, body: str) -> None:
    answer = client.post("/console/checkin/arrive", data=body, content_type="application/json")
    assert (answer.status_code, "A-1" in answer.text) == (400, False)
    assert models.CheckinEntry.select().count() == 0


def test_a_request_has_a_largest_size(client: FlaskClient) -> None:
    answer = client.post("/console/checkin/arrive", data=b" " * 70_000, content_type="application/json")
    assert answer.status_code == 413


def test_hello_tells_who_time_and_what_changed(client: FlaskClient) -> None:
    hello = client.get("/console/checkin/hello?stage=report&seen=").json
    assert (hello["now"], hello["login"], json.loads(hello["seen"]["payload"])["seen"]) == (MS, "desk", [])
    assert client.get("/console/checkin/hello?stage=report&seen=0").json["seen"] is None
    told(client, entry(MARK))
    payload = client.get("/console/checkin/hello?stage=report&seen=0").json["seen"]["payload"]
    assert json.loads(payload)["seen"] == [["A-1", MS, "hall-a", "desk"]]
    assert client.get("/console/checkin/roster?device=d").json["roster"].keys() == {"payload", "signature"}


def test_the_page_holds_nobody_and_the_worker_keeps_all_its_files(app: Flask, client: FlaskClient) -> None:
    page = client.get("/console/checkin")
    assert page.text == signed_in(app, "office").get("/console/checkin").text
    assert [each for each in ("csrf-token", "某1", ">desk<") if each in page.text] == []
    worker = client.get("/console/checkin/worker.js")
    assert (worker.mimetype, worker.headers["Service-Worker-Allowed"]) == ("text/javascript", "/console/checkin")
    files = set(json.loads(re.findall(r"const FILES = (.*);", worker.text)[0]))
    assert set(re.findall(r'"(/static/[^"]*)"', page.text)) <= files
    for name in files:  # and all that those import
        file = ROOT / name.removeprefix("/")
        for other in re.findall(r'(?:from|importScripts\() ?"(\.[^"]*)"', file.read_text(errors="replace")):
            assert "/" + str(Path(file.parent / other).resolve().relative_to(ROOT)) in files
