"""Bindings in the console: what waits, what would happen, doing it, taking it back."""

import re

import pytest
from flask.testing import FlaskClient

import models
from congress import audit, binding, binding_desk, binding_flags, catalogue, delegates
from congress.notices import outbox
from tests.console import AT, console_app, signed_in

A, B = "oAAAAAAAAAAAAAAAAAAAAAAAAAAA1", "oBBBBBBBBBBBBBBBBBBBBBBBBBBB2"
NASTY = "<script>alert(1)</script>\"'&"


@pytest.fixture
def client(database_url: str) -> FlaskClient:
    for badge in ("A-001", "A-002", "B-001"):
        models.Delegate.create(badge=badge, name="测试甲", delegation="教育代表团", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    binding.by_key(A, delegates.key_of("A-001"), AT, "e:1")
    binding.by_key(B, delegates.key_of("A-002"), AT, "e:2")
    binding.by_key(B, delegates.key_of("A-001"), AT, "e:3")
    return signed_in(console_app(), "office")


def words(page: str) -> str:
    """What a reader sees of the page's content."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition('<main id="content">')[2]).split())


def bound() -> dict[str, str]:
    return {each.badge: each.openid for each in binding_desk.bindings()}


def noted() -> list[tuple[str, str, str, str]]:
    return [(line.by, line.what, line.subject, line.detail) for line in reversed(audit.lines())]


def test_a_claim_is_settled_and_taken_back(client: FlaskClient) -> None:
    number = binding_flags.flags()[0].number
    home = words(client.get("/console/").text)
    assert "A-001 这个微信已经绑定了别的代表证，又来认领这一张。 5月6日 09:40 · 公众号 · 来认领的微信 …BBB2" in home
    asked = words(client.get(f"/console/bindings/flags/{number}/move").text)
    assert "代表证 A-001 改为绑定给来认领的微信。" in asked
    assert "现在绑定的微信（…AAA1）不能再查这位代表的座位、房间等信息。" in asked
    assert "来认领的人原来绑定的 A-002 会被解除。" in asked
    assert bound() == {"A-001": A, "A-002": B}

    refused = client.post(f"/console/bindings/flags/{number}/move", data={"reason": " "})
    assert (refused.status_code, "请写明原因，再按一次。" in refused.text) == (400, True)
    assert bound() == {"A-001": A, "A-002": B}
    done = client.post(f"/console/bindings/flags/{number}/move", data={"reason": NASTY}, follow_redirects=True)
    assert "A-001 已改绑给认领的人。" in words(done.text)
    assert bound() == {"A-001": B}
    again = client.post(f"/console/bindings/flags/{number}/move", data={"reason": "x"}, follow_redirects=True)
    assert "这一条刚刚已经有人处理过了。" in words(again.text)

    page = client.get("/console/bindings/A-001").text
    assert NASTY not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    (undo,) = re.findall(r'action="(/console/bindings/changes/\d+/undo)"', page)
    back = client.post(undo, follow_redirects=True)
    assert "A-001 已恢复成改动以前的绑定。" in words(back.text)
    assert bound() == {"A-001": A}
    (undo,) = re.findall(r'action="(/console/bindings/changes/\d+/undo)"', client.get("/console/bindings/A-002").text)
    client.post(undo)
    assert bound() == {"A-001": A, "A-002": B}
    told = str(outbox.notices()[0].number)
    assert noted() == [
        ("office", "binding.release", "A-002", NASTY), ("office", "binding.move", "A-001", NASTY),
        ("office", "binding.restore", "A-001", noted()[2][3]), ("office", "notice.cancelled", told, ""),
        ("office", "binding.restore", "A-002", noted()[4][3]),
    ]  # fmt: skip


def test_no_page_shows_a_whole_openid(client: FlaskClient) -> None:
    number = binding_flags.flags()[0].number
    client.post("/console/bindings/A-002/release", data={"reason": "x"})
    for path in ("", "bindings", "bindings/A-001", "bindings/A-002", "bindings/A-001/release", "delegates/A-001",
                 f"bindings/flags/{number}/move", "audit", "audit.csv"):  # fmt: skip
        page = client.get(f"/console/{path}")
        assert page.status_code == 200
        assert A not in page.text, path
        assert B not in page.text, path


def test_the_notice_of_a_moved_binding_shows_what_is_said_and_not_to_whom(client: FlaskClient) -> None:
    client.post(f"/console/bindings/flags/{binding_flags.flags()[0].number}/move", data={"reason": "x"})
    number = outbox.notices()[0].number
    pages = [client.get(f"/console/notices{path}").text for path in ("", "?kind=binding", f"/{number}")]
    assert ["绑定变动" in words(page) for page in pages] == [True] * 3
    shown = words(pages[2])
    assert "种类 绑定变动（第" in shown
    assert "发给 原来绑定的人，1 人" in shown
    assert "会务组已把您绑定的代表证改到另一个微信上。" in shown
    assert "服务通知卡片" not in shown
    assert [one for one in (A, A[-4:], B, B[-4:], "A-001", "测试甲") if one in shown] == []


def test_a_binding_is_ended_and_put_back_once(client: FlaskClient) -> None:
    asked = words(client.get("/console/bindings/A-001/release").text)
    assert "本人可以用个人码或手机号重新绑定。" in asked
    assert client.post("/console/bindings/A-001/release", data={}).status_code == 400
    done = client.post("/console/bindings/A-001/release", data={"reason": "误绑"}, follow_redirects=True)
    assert "A-001 已解除绑定，本人可以重新绑定。" in words(done.text)
    assert bound() == {"A-002": B}
    assert client.get("/console/bindings/A-001/release").status_code == 404
    (undo,) = re.findall(r'action="(/console/bindings/changes/\d+/undo)"', done.text)
    # Somebody binds it meanwhile: then there is nothing to take back.
    binding.by_key("oCCCCCCCCCCCCCCCCCCCCCCCCCCC3", delegates.key_of("A-001"), AT, "e:9")
    late = client.post(undo, follow_redirects=True)
    assert "不能撤销：A-001 后来又改过绑定了。" in words(late.text)
    assert bound()["A-001"] == "oCCCCCCCCCCCCCCCCCCCCCCCCCCC3"


def test_a_lock_is_opened_or_put_aside(client: FlaskClient) -> None:
    for number in range(5):
        binding.by_telephone(B, "B-001", "0000", AT, f"m:{number}")
    locks = {flag.kind: flag.number for flag in binding_flags.flags()}
    of_badge, of_openid = locks["locked_badge"], locks["locked_openid"]
    assert client.get(f"/console/bindings/flags/{of_badge}/move").status_code == 404
    assert "又有五次机会" in client.get(f"/console/bindings/flags/{of_badge}/unlock").text
    opened = client.post(f"/console/bindings/flags/{of_badge}/unlock", data={}, follow_redirects=True)
    assert "已解锁，可以重新核对。" in words(opened.text)
    aside = client.post(
        f"/console/bindings/flags/{of_openid}/dismiss", data={"reason": "已说明"}, follow_redirects=True
    )
    assert "这一条已标为不用处理。" in words(aside.text)
    assert [flag.kind for flag in binding_flags.flags()] == ["other_badge"]
    assert noted() == [
        ("office", "binding.unlock", "B-001", ""), ("office", "binding.dismiss", str(of_openid), "已说明"),
    ]  # fmt: skip


def test_the_list_is_searched_and_paged(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from web.console import bindings

    monkeypatch.setattr(bindings, "PAGE", 1)
    first = client.get("/console/bindings").text
    (following,) = re.findall(r'href="(/console/bindings\?after=[^"]+)"', first)
    assert re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', first) == ["A-001"]
    second = client.get(following).text
    assert re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', second) == ["A-002"]
    assert "after=" not in second
    found = client.get("/console/bindings?badge=002").text
    assert re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', found) == ["A-002"]
    none = client.get("/console/bindings", query_string={"badge": NASTY}).text
    assert "没有找到含" in none
    assert NASTY.upper() not in none


def test_two_at_once_are_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from congress.errors import Conflict

    def quicker(*args: object) -> None:
        raise Conflict("binding")

    number = binding_flags.flags()[0].number
    monkeypatch.setattr(binding_desk, "move", quicker)
    told = client.post(f"/console/bindings/flags/{number}/move", data={"reason": "x"}, follow_redirects=True)
    assert "刚刚有人同时在改，这次没有改动。" in told.text


def test_the_mini_program_s_binding_is_put_back_too(database_url: str) -> None:
    models.Delegate.create(badge="A-001", name="测试甲", delegation="教育代表团", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    from congress import identities

    identities.claim(A, "A-001", "code", AT, "m:1")
    client = signed_in(console_app(), "office")
    client.post("/console/bindings/A-001/release", data={"reason": "x"})
    assert binding_desk.mini_bindings() == ()
    (undo,) = re.findall(r'action="(/console/bindings/changes/\d+/undo)"', client.get("/console/bindings/A-001").text)
    client.post(undo)
    assert [(each.badge, each.openid) for each in binding_desk.mini_bindings()] == [("A-001", A)]
