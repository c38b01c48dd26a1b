"""Every route of the console with everybody who may ask: who passes, what must be carried, what comes back."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from werkzeug.routing import Rule

import models
from clock import BEIJING
from congress import binding, catalogue, delegates, unanswered
from congress.notices import announcements
from congress.notices.announcements import Draft
from congress.notices.audience import Audience
from tests.console import AT, TOKEN, account, console_app, signed_in
from tests.numbering import from_one
from web.console.gate import needs
from web.console.headers import HEADERS

# Whom each route is for, and what it answers them when nothing but the token is sent (404: it wants a stage).
# Whoever is not signed in is sent to the sign-in, whoever may not is refused.
ROUTES: dict[tuple[str, str], tuple[str, int]] = {
    ("GET", "/"): ("desk", 200),
    ("GET", "/sign-in"): ("anyone", 200),
    ("POST", "/sign-in"): ("anyone", 401),
    ("POST", "/sign-out"): ("desk", 302),
    ("POST", "/sign-out-everywhere"): ("desk", 302),
    ("GET", "/password"): ("desk", 200),
    ("POST", "/password"): ("desk", 400),
    ("GET", "/bindings"): ("office", 200),
    ("GET", "/bindings/<badge>"): ("office", 200),
    ("GET", "/bindings/<badge>/release"): ("office", 200),
    ("POST", "/bindings/<badge>/release"): ("office", 400),
    ("POST", "/bindings/changes/<int:number>/undo"): ("office", 404),
    ("GET", "/bindings/flags/<int:number>/<any(move, unlock, dismiss):do>"): ("office", 200),
    ("POST", "/bindings/flags/<int:number>/<any(move, unlock, dismiss):do>"): ("office", 400),
    ("GET", "/delegates"): ("office", 200),
    ("POST", "/delegates"): ("office", 200),
    ("GET", "/delegates/<badge>"): ("office", 200),
    ("POST", "/delegates/<badge>/telephone"): ("office", 200),
    ("GET", "/users"): ("owner", 200),
    ("POST", "/users"): ("owner", 400),
    ("GET", "/users/<login>/<any(reset, disable, enable, role):do>"): ("owner", 200),
    ("POST", "/users/<login>/<any(reset, disable, enable, role):do>"): ("owner", 200),
    ("GET", "/audit"): ("office", 200),
    ("GET", "/audit.csv"): ("office", 200),
    ("GET", "/checkin"): ("desk", 200),
    ("GET", "/checkin/worker.js"): ("anyone", 200),
    ("GET", "/checkin/hello"): ("desk", 200),
    ("GET", "/checkin/roster"): ("desk", 400),
    ("POST", "/checkin/arrive"): ("desk", 400),
    ("POST", "/checkin/undo"): ("desk", 400),
    ("GET", "/admit"): ("desk", 200),
    ("POST", "/admit"): ("office", 400),
    ("POST", "/admit/find"): ("office", 200),
    ("GET", "/admit/<int:number>/undo"): ("office", 404),
    ("POST", "/admit/<int:number>/undo"): ("office", 404),
    ("GET", "/board"): ("desk", 200),
    ("GET", "/board/hall"): ("desk", 200),
    ("GET", "/board/figures"): ("desk", 404),
    ("GET", "/board/stream"): ("desk", 404),
    ("GET", "/board/people"): ("office", 404),
    ("GET", "/board/export"): ("office", 404),
    ("GET", "/messages"): ("office", 200),
    ("POST", "/messages/<int:number>/<any(done, undo):do>"): ("office", 404),
    ("GET", "/notices"): ("office", 200),
    ("GET", "/notices/new"): ("office", 200),
    ("POST", "/notices/new"): ("office", 400),
    ("GET", "/notices/<int:number>"): ("office", 200),
    ("GET", "/notices/<int:number>/progress"): ("office", 200),
    ("GET", "/notices/<int:number>/people"): ("office", 200),
    ("GET", "/notices/<int:number>/edit"): ("office", 200),
    ("POST", "/notices/<int:number>/edit"): ("office", 400),
    ("POST", "/notices/<int:number>/submit"): ("office", 302),
    ("GET", "/notices/<int:number>/approve"): ("office", 302),
    ("POST", "/notices/<int:number>/approve"): ("office", 302),
    ("GET", "/notices/<int:number>/cancel"): ("office", 200),
    ("POST", "/notices/<int:number>/<any(pause, resume, cancel):do>"): ("office", 302),
    ("GET", "/explain"): ("office", 200),
    ("POST", "/explain"): ("office", 404),
    ("POST", "/notices/switches/<any(change, reminder, overview):kind>/<any(on, off):to>"): ("office", 302),
    ("GET", "/unanswered"): ("office", 200),
    ("GET", "/unanswered/<int:number>"): ("office", 200),
    ("POST", "/unanswered/<int:number>/<any(aside, back, merge, apart, sort):do>"): ("office", 302),
    ("POST", "/unanswered/<int:number>/preview"): ("office", 404),
    ("POST", "/unanswered/<int:number>/again"): ("office", 404),
    ("POST", "/unanswered/<int:number>/answer"): ("office", 404),
    ("GET", "/unanswered/answers"): ("office", 200),
    ("GET", "/unanswered/answers/<int:number>"): ("office", 404),
    ("POST", "/unanswered/answers/<int:number>/withdraw"): ("office", 404),
    **{(method, "/<path:rest>"): ("anyone", 404) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")},
}
VALUES = {
    "badge": "A-001",
    "number": 1,
    "do": "",
    "login": "somebody",
    "rest": "nowhere",
    "kind": "change",
    "to": "off",
}
DOS = {
    "settle": "move",
    "settled": "move",
    "change_user": "reset",
    "changed_user": "reset",
    "notice_step": "pause",
    "unanswered_sort": "aside",
    "message_step": "done",
}
RANKS = {"anyone": 0, "desk": 1, "office": 2, "owner": 3}
CHANGES = [key for key in ROUTES if key[0] != "GET"]


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    for badge in ("A-001", "A-002"):
        models.Delegate.create(badge=badge, name="测试甲", delegation="教育代表团", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    binding.by_key("oAAAAAAAAAAAAAAAAAAAAAAAAAAA1", delegates.key_of("A-001"), AT, "e:1")
    binding.by_key("oBBBBBBBBBBBBBBBBBBBBBBBBBBB2", delegates.key_of("A-001"), AT, "e:2")
    models.BindingFlag.update(id=1).execute()
    account("somebody", "desk")
    from_one(models.Notice)
    from_one(models.Unanswered)
    unanswered.keep("q1", "oCCC", AT, "哪里有健身房", gist="=健身?where")
    announcements.write(Draft("甲", "乙", Audience("everyone")), "f1", "somebody else", AT)
    assert datetime(2019, 5, 6, tzinfo=BEIJING) < AT
    return console_app()


def rules(app: Flask) -> dict[tuple[str, str], Rule]:
    """Every route of the console by method and address."""
    return {
        (method, rule.rule.removeprefix("/console")): rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/console/")
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }


def address(app: Flask, rule: Rule) -> str:
    name = rule.endpoint.removeprefix("console.")
    values = {key: DOS.get(name, "move") if key == "do" else VALUES[key] for key in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def ask(app: Flask, role: str, key: tuple[str, str], *, token: bool = True) -> tuple[int, str]:
    """Status, and where it sends the browser."""
    client = signed_in(app, role) if role != "anyone" else app.test_client()
    if role == "anyone":  # the sign-in's own token, which a stranger's browser gets with the form
        with client.session_transaction(path="/console/") as session:
            session["csrf_token"] = "0" * 40
        client.environ_base[TOKEN] = signed_in(app, "desk").environ_base[TOKEN]
    if not token:
        del client.environ_base[TOKEN]
    with client.open(address(app, rules(app)[key]), method=key[0]) as response:
        return response.status_code, response.headers.get("Location", "").partition("?")[0]


def test_every_route_is_in_the_table(app: Flask) -> None:
    assert set(rules(app)) == set(ROUTES)


@pytest.mark.parametrize("role", RANKS)
def test_who_may_pass(app: Flask, role: str) -> None:
    found, expected = {}, {}
    for key, (needed, status) in ROUTES.items():
        found[key] = ask(app, role, key)[0]
        allowed = RANKS[role] >= RANKS[needed]
        expected[key] = status if allowed else 302 if role == "anyone" else 403
        if key == ("GET", "/sign-in") and role != "anyone":
            expected[key] = 302  # on to where they wanted to go
    assert found == expected


def test_no_change_without_the_token(app: Flask) -> None:
    def rows() -> list[list[object]]:
        return [list(table.select().tuples()) for table in (models.Staff, models.BindingChange, models.Binding)]

    signed_in(app, "owner")
    before = rows()
    assert {key: ask(app, "owner", key, token=False)[0] for key in CHANGES} == dict.fromkeys(CHANGES, 419)
    assert rows() == before


def test_every_page_has_the_headers_and_is_not_kept(app: Flask) -> None:
    client = signed_in(app, "owner")
    for (method, path), rule in rules(app).items():
        if method != "GET":
            continue
        with client.get(address(app, rule)) as response:
            assert {name: response.headers.get(name) for name in HEADERS} == dict(HEADERS), path
            kept = response.headers["Cache-Control"]
            assert kept == ("no-cache" if path.endswith(".js") else "no-store"), path
            if response.mimetype == "text/html":
                page = response.get_data(as_text=True)
                assert "<script>" not in page, path
                assert "style=" not in page, path
                assert not any(f" on{event}=" in page for event in ("click", "load", "submit", "change")), path


def test_a_refusal_has_the_headers_too(app: Flask) -> None:
    for client, path, status in (
        (app.test_client(), "/console/nowhere", 404), (app.test_client(), "/console/", 302),
        (signed_in(app, "desk"), "/console/users", 403),
    ):  # fmt: skip
        response = client.get(path)
        assert response.status_code == status
        assert {name: response.headers.get(name) for name in HEADERS} == dict(HEADERS)
        assert response.headers["Cache-Control"] == "no-store"


def test_a_program_is_refused_in_json(app: Flask) -> None:
    asks = {"Accept": "application/json"}
    refused = app.test_client().get("/console/", headers=asks)
    assert (refused.status_code, refused.json) == (401, {"error": {"status": 401, "message": "登录已过期，请重新登录"}})
    forbidden = signed_in(app, "desk").get("/console/users", headers=asks)
    words = "您的账号不能使用这个功能"
    assert (forbidden.status_code, forbidden.json) == (403, {"error": {"status": 403, "message": words}})
    client = signed_in(app, "desk")
    del client.environ_base[TOKEN]
    expired = client.post("/console/sign-out", headers=asks)
    words = "页面放得太久，已经过期"
    assert (expired.status_code, expired.json) == (419, {"error": {"status": 419, "message": words}})


def test_what_breaks_is_told_without_its_insides(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> str:
        raise RuntimeError("an openid, say")

    app.view_functions["console.find"] = needs("office")(broken)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    office = signed_in(app, "office")
    page = office.get("/console/delegates")
    assert page.status_code == 500
    assert "系统暂时出了点问题" in page.text
    assert "say" not in page.text
    assert {name: page.headers.get(name) for name in HEADERS} == dict(HEADERS)
    large = office.post("/console/bindings/A-001/release", data={"reason": "x" * 2000})
    assert (large.status_code, "内容太大" in large.text) == (413, True)
    assert [record.message for record in caplog.records if "openid" in record.message] == []


def test_a_view_that_says_nobody_is_for_nobody(app: Flask) -> None:
    app.view_functions["console.find"] = lambda: "secret"
    assert signed_in(app, "owner").get("/console/delegates").status_code == 403
    assert app.test_client().get("/console/delegates").status_code == 302
    with pytest.raises(ValueError, match="no role king"):
        needs("king")
