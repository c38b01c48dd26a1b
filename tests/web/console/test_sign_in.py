"""Signing in: tries and waits, sessions and their ends, what a stranger can do with a cookie."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

import models
from congress import audit, passwords, staff, staff_desk
from tests.conftest import EmbeddedRedis
from tests.console import (
    AT,
    HASH,
    PASSWORD,
    StoppedClock,
    StoppedWall,
    account,
    console_app,
    signed_in,
    token_of,
)
from web.console import gate, throttle

OPENED = re.compile(r"试的次数太多了，请 (\d+) (秒|分钟)后再试")


@pytest.fixture
def wall() -> StoppedWall:
    return StoppedWall()


@pytest.fixture
def app(database_url: str, wall: StoppedWall) -> Flask:
    account("li", "office")
    return console_app(wall=wall)


def enter(client: FlaskClient, login: str = "li", password: str = PASSWORD, **more: str) -> tuple[int, str]:
    """Post the form as a browser would; status and where it leads, or what the page says is wrong."""
    token = token_of(client.get("/console/sign-in").text)
    environment = {"REMOTE_ADDR": more.pop("address", "192.0.2.1")}
    form = {"login": login, "password": password, "csrf_token": token, **more}
    answer = client.post("/console/sign-in", data=form, environ_overrides=environment)
    said = re.search(r'role="alert">([^<]*)<', answer.text)
    return answer.status_code, answer.headers.get("Location") or (said[1] if said else "")


WRONG = (401, "账号或密码不对，请再试一次。忘了密码，请管理员重设。")


def test_wrong_unknown_and_closed_look_the_same(app: Flask) -> None:
    account("gone", "desk", active=False)
    client = app.test_client()
    assert enter(client, password="wrong") == enter(client, "nobody") == enter(client, "gone") == WRONG


def test_tries_are_limited_with_growing_waits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = 1_800_000_000.0  # a whole hour's
    now = [begun]
    monkeypatch.setattr("time.time", lambda: now[0])
    client = app.test_client()
    guessed: list[float] = []
    while len(guessed) < 21:
        status, said = enter(client, password="guess")
        if status == 401:
            guessed.append(now[0] - begun)
            continue
        assert status == 429
        assert enter(client)[0] == 429  # the right one waits as well
        found = OPENED.search(said)
        assert found
        now[0] += int(found[1]) * (60 if found[2] == "分钟" else 1)
    within = [sum(at < seconds for at in guessed) for seconds in (60, 900, 3600)]
    assert within == [5, 10, 20]
    assert guessed[-1] < 3900  # and not for ever
    lines = [(line.by, line.what, line.subject) for line in audit.lines(what="staff.locked")]
    assert set(lines) == {("system", "staff.locked", "li")}
    assert len(lines) < 10
    assert enter(app.test_client(), "nobody", "x")[0] == 401
    assert audit.lines(subject="nobody") == ()


def test_a_flood_from_one_address_keeps_nobody_else_out(app: Flask) -> None:
    stranger = app.test_client()
    form = {"login": "li", "password": "guess", "csrf_token": token_of(stranger.get("/console/sign-in").text)}
    statuses = [stranger.post("/console/sign-in", data=form).status_code for _ in range(80)]
    assert statuses == [401] * 5 + [429] * 75
    assert enter(app.test_client(), address="192.0.2.2") == (302, "/console/")


def test_who_signed_in_before_is_not_kept_out_by_strangers(app: Flask) -> None:
    own = app.test_client()
    assert enter(own) == (302, "/console/")
    stranger = app.test_client()
    assert [enter(stranger, password="guess")[0] for _ in range(7)] == [401] * 5 + [429] * 2
    assert enter(app.test_client())[0] == 429  # same address, unknown browser
    assert enter(app.test_client(), address="192.0.2.99") == (302, "/console/")  # an office elsewhere
    own.post("/console/sign-out", headers={"X-CSRFToken": token_of(own.get("/console/").text)})
    assert enter(own) == (302, "/console/")
    # A known browser is known for its own login alone, and has no more tries than others.
    account("wang", "desk")
    own.post("/console/sign-out", headers={"X-CSRFToken": token_of(own.get("/console/").text)})
    assert enter(own, "wang", "guess")[0] == 401
    assert [enter(own, password="guess")[0] for _ in range(6)] == [401] * 5 + [429]


def test_one_address_can_not_try_many_logins(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    client = console_app().test_client()
    statuses = [enter(client, f"user{number}", "guess")[0] for number in range(32)]
    assert statuses == [401] * 30 + [429] * 2
    assert enter(client, "other", "guess", address="192.0.2.2")[0] == 401


def test_hashing_is_done_by_one_and_waited_for_by_few(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    own = app.test_client()
    assert enter(own)[0] == 302
    own.post("/console/sign-out", headers={"X-CSRFToken": token_of(own.get("/console/").text)})
    taken = [passwords._waiting.acquire(blocking=False) for _ in range(passwords.WAITING + 1)]
    assert all(taken)
    try:
        assert enter(app.test_client()) == (503, "现在登录的人很多，请过几秒再按一次“登录”。")
        assert enter(own)[0] == 302  # who was right before has a place
    finally:
        for _ in taken:
            passwords._waiting.release()
    assert enter(app.test_client())[0] == 302
    monkeypatch.setattr(passwords, "TURN", 0.01)
    with passwords._turn:
        assert enter(app.test_client())[0] == 503


def test_comparisons_are_paced(monkeypatch: pytest.MonkeyPatch) -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        now[0] += seconds

    monkeypatch.setattr(passwords, "PACE", 0.2)
    monkeypatch.setattr(passwords, "_next", 0.0)
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("time.sleep", sleep)
    for pause in (0.0, 0.05, 0.3):
        now[0] += pause
        assert passwords.matches(HASH, PASSWORD)
    assert slept == [0.0, 0.15, 0.0]


def test_tries_are_counted_by_all_processes_and_alone_while_redis_is_gone(
    database_url: str, embedded_redis: EmbeddedRedis
) -> None:
    account("li", "office")
    one, other = (console_app(redis=embedded_redis.url).test_client() for _ in range(2))
    statuses = [enter(one, password="x")[0] for _ in range(3)] + [enter(other, password="x")[0] for _ in range(3)]
    assert statuses == [401] * 5 + [429]
    embedded_redis.stop()
    statuses = [enter(one, password="x")[0] for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    assert enter(other) == (302, "/console/")


def test_nothing_typed_is_kept_where_others_read(
    database_url: str, embedded_redis: EmbeddedRedis, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    import redis

    account("li", "office")
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "peewee")  # its statements are written nowhere
    client = console_app(redis=embedded_redis.url).test_client()
    enter(client, "hunter2secret", "hunter3secret")
    for _ in range(7):
        enter(client, "li", "hunter3secret")
    password = staff_desk.add("wang", "", "desk", "li", AT)
    enter(client, "wang", password)
    store = redis.Redis.from_url(embedded_redis.url)
    keys = b" ".join(store.scan_iter())
    store.close()
    written = keys.decode() + caplog.text + "".join(capfd.readouterr())
    written += "".join(f"{line.detail}{line.subject}" for line in audit.lines())
    assert keys
    for secret in ("hunter2secret", "hunter3secret", password, PASSWORD, HASH):
        assert secret not in written


def test_what_was_in_the_browser_before_is_gone_after_the_sign_in(app: Flask) -> None:
    client = app.test_client()
    fixed = token_of(client.get("/console/sign-in").text)
    with client.session_transaction(path="/console/") as session:
        planted = dict(session)
        session["planted"] = "x"
    assert enter(client)[0] == 302
    with client.session_transaction(path="/console/") as session:
        assert set(session) == {"login", "generation", "since", "seen", "_permanent"}
        assert not set(planted) & set(session)
    refused = client.post("/console/sign-out", headers={"X-CSRFToken": fixed})
    assert refused.status_code == 419
    assert client.get("/console/").status_code == 200


def test_a_cookie_that_was_changed_is_none(app: Flask) -> None:
    client = signed_in(app, "desk")
    assert client.get("/console/").status_code == 200
    cookie = client.get_cookie("staff", path="/console")
    assert cookie
    payload, _, signature = cookie.value.rpartition(".")
    flipped = "A" if cookie.value[5] != "A" else "B"
    for value in (payload, payload + ".", cookie.value[:5] + flipped + cookie.value[6:], signature, "", "x" * 3000):
        client.set_cookie("staff", value, path="/console")
        assert client.get("/console/").status_code == 302
    other = console_app(secret_key="another key of at least 32 letters")
    client = other.test_client()
    client.set_cookie("staff", cookie.value, path="/console")
    assert client.get("/console/").status_code == 302


def test_the_cookie(database_url: str) -> None:
    account("li", "office")
    for url, secure in (("http://127.0.0.1:8000", False), ("https://congress.example.org", True)):
        client = console_app(web_url=url).test_client()
        token = token_of(client.get("/console/sign-in", base_url=url).text)
        form = {"login": "li", "password": PASSWORD, "csrf_token": token}
        cookies = client.post("/console/sign-in", data=form, base_url=url).headers.getlist("Set-Cookie")
        assert {each.partition("=")[0] for each in cookies} == {"staff", "known"}
        for each in cookies:
            attributes = {part.strip().lower() for part in each.split(";")[1:]}
            assert {"httponly", "samesite=lax"} <= attributes
            assert ("secure" in attributes) is secure
            assert any(part.startswith("path=/console") for part in attributes)


def test_a_session_ends_when_nobody_works_and_at_the_day_s_end(app: Flask, wall: StoppedWall) -> None:
    client = signed_in(app, "desk")
    for _ in range(3):
        wall.seconds += gate.IDLE - 1
        assert client.get("/console/").status_code == 200
    wall.seconds += gate.IDLE
    assert client.get("/console/").status_code == 302
    client = signed_in(app, "desk")
    begun = wall.seconds
    while wall.seconds + 3600 < begun + gate.ABSOLUTE:
        wall.seconds += 3600
        assert client.get("/console/").status_code == 200
    wall.seconds = begun + gate.ABSOLUTE
    assert client.get("/console/").status_code == 302


def test_every_end_of_a_session_is_at_once(app: Flask) -> None:
    def living() -> FlaskClient:
        client = signed_in(app, "office", "li")
        assert client.get("/console/bindings").status_code == 200
        return client

    for end in (
        lambda: staff_desk.close("li", "owner", AT),
        lambda: staff_desk.reset("li", "owner", AT),
        lambda: staff.end_sessions("li", "li", AT),
    ):
        client = living()
        end()
        assert client.get("/console/bindings").status_code == 302
        models.Staff.update(active=True, must_change=False, password=HASH).execute()
    client = living()
    staff_desk.give_role("li", "desk", "owner", AT)
    assert client.get("/console/bindings").status_code == 403


def test_another_password_keeps_this_browser_and_ends_the_others(app: Flask) -> None:
    mine, other = signed_in(app, "office", "li"), signed_in(app, "office", "li")
    new = "three cups of tea"
    form = {"old": PASSWORD, "new": new, "again": new}
    assert mine.post("/console/password", data=form).headers["Location"] == "/console/"
    assert "密码已换好。其他浏览器上的登录都已退出。" in mine.get("/console/").text
    assert other.get("/console/").status_code == 302
    assert enter(app.test_client(), password=new)[0] == 302
    assert enter(app.test_client())[0] == 401


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"old": "wrong password", "new": "three cups of tea", "again": "three cups of tea"}, "现在的密码不对"),
        ({"old": PASSWORD, "new": "three cups of tea", "again": "two cups of tea"}, "两次输入的新密码不一样"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "至少 10 个字"),
        ({"old": PASSWORD, "new": "1234567890", "again": "1234567890"}, "太容易猜到"),
        ({"old": PASSWORD, "new": "password12", "again": "password12"}, "太容易猜到"),
        ({"old": PASSWORD, "new": "congress li 14", "again": "congress li 14"}, "不要有自己的账号名"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "新密码和现在的一样"),
    ],
)
def test_a_new_password_is_checked(app: Flask, form: dict[str, str], said: str) -> None:
    answer = signed_in(app, "office", "li").post("/console/password", data=form)
    assert answer.status_code == 400
    assert said in answer.text
    assert form["new"] not in answer.text
    assert enter(app.test_client())[0] == 302


def test_a_stolen_session_does_not_find_out_the_password(app: Flask) -> None:
    thief = signed_in(app, "office", "li")
    form = {"new": "three cups of tea", "again": "three cups of tea"}
    statuses = [thief.post("/console/password", data={**form, "old": f"guess {n}"}).status_code for n in range(11)]
    assert statuses == [400] * 10 + [429]
    answer = signed_in(app, "office", "li").post("/console/password", data={**form, "old": PASSWORD})
    assert (answer.status_code, "操作太频繁" in answer.text, int(answer.headers["Retry-After"]) > 0) == (
        429,
        True,
        True,
    )
    other = signed_in(app, "desk").post("/console/password", data={**form, "old": PASSWORD})
    assert other.status_code == 302


def test_a_one_time_password_opens_one_page(app: Flask) -> None:
    password = staff_desk.add("wang", "王", "office", "li", AT)
    client = app.test_client()
    assert enter(client, "wang", password, next="/console/audit") == (302, "/console/audit")
    for path in ("/console/audit", "/console/", "/console/bindings"):
        assert client.get(path).headers["Location"] == "/console/password"
    assert client.get("/console/", headers={"Accept": "application/json"}).status_code == 403
    token = token_of(client.get("/console/password").text)
    form = {"old": password, "new": "umbrella train", "again": "umbrella train", "csrf_token": token}
    assert client.post("/console/password", data=form).status_code == 302
    assert client.get("/console/audit").status_code == 200


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/console/audit?by=li", "/console/audit?by=li"),
        ("/console", "/console"),
        ("", "/console/"),
        ("https://evil.example/console/", "/console/"),
        ("//evil.example/console/", "/console/"),
        ("/\\evil.example/console", "/console/"),
        ("/console/\\..\\..\\evil", "/console/"),
        ("/console//evil.example", "/console/"),
        ("/console/../me", "/console/"),
        ("/consoles", "/console/"),
        ("/me", "/console/"),
        ("javascript:alert(1)", "/console/"),
        ("/console/\r\nSet-Cookie: x=y", "/console/"),
        ("http:/console/", "/console/"),
    ],
)
def test_the_sign_in_leads_nowhere_else(app: Flask, asked: str, leads_to: str) -> None:
    assert enter(app.test_client(), next=asked) == (302, leads_to)
    page = app.test_client().get("/console/sign-in", query_string={"next": asked}).text
    assert f'name="next" value="{leads_to}"' in page


def test_passwords_are_compared_by_argon2_and_nothing_else(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    """Who does not exist costs the same hash, with the same parameters."""
    account("li", "office")
    verified: list[str] = []
    real = passwords.HASHER.verify

    class Watched:
        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept)
            return real(kept, password)

        def check_needs_rehash(self, kept: str) -> bool:
            return False

    monkeypatch.setattr(passwords, "HASHER", Watched())
    for login in ("li", "nobody"):
        assert staff.sign_in(login, "wrong", AT) is None
    assert verified == [HASH, passwords.NOBODY]
    assert not passwords.matches("", "")


def test_nobody_s_hash_has_today_s_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert not passwords.outdated(passwords.NOBODY)
    kept = passwords.hashed(PASSWORD)
    assert (len(kept), kept.split("$")[:4]) == (len(passwords.NOBODY), passwords.NOBODY.split("$")[:4])
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, PASSWORD)
    assert not passwords.matches(kept, PASSWORD + " ")


def test_a_hash_of_other_parameters_is_made_anew(database_url: str) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    account("old", "desk", password=weak)
    assert staff.sign_in("old", PASSWORD, AT) is not None
    kept = models.Staff.get(models.Staff.login == "old").password
    assert not passwords.outdated(kept)
    assert passwords.matches(kept, PASSWORD)


def test_addresses_are_those_that_a_proxy_of_ours_tells(app: Flask) -> None:
    for given, counted in (
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"), ("", ""), ("odd", "odd"),
    ):  # fmt: skip
        with app.test_request_context("/console/", environ_overrides={"REMOTE_ADDR": given}):
            assert throttle.address() == counted


def test_the_clock_of_a_demo_moves_no_session(database_url: str, wall: StoppedWall) -> None:
    clock = StoppedClock()
    client = signed_in(console_app(clock, wall=wall), "desk")
    clock.at = clock.at.replace(year=2039)
    assert client.get("/console/").status_code == 200
