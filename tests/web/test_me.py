"""A person's own pages over the stand-in's OAuth: each for one person, and nothing for a guest."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models
from congress import audit, binding, binding_desk, binding_flags, catalogue, delegates, messages, privacy
from congress.checkin import arrivals, stages
from congress.checkin.plan import DeskPlan, StagePlan
from tests.conftest import LONG
from tests.web.own import AT, BADGES, OPEN, WEB, Phone, World, digits, roster, values
from tests.wechat.conftest import Time
from tests.wechat.stand_in import StandIn
from web import login
from web.visits import LASTS

PAGES = ("", "agenda", "notices", "data", "export", "export?show=", "erase")


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    roster()
    catalogue.expire()
    stand_in = StandIn(tmp_path, Time())
    yield World(stand_in, tmp_path)
    stand_in.stop()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("</header>")[2]).split())


def told(html: str) -> str:
    found = re.search(r'data-what="(\w+)"', html)
    return found[1] if found else ""


def shown(html: str) -> set[str]:
    """The badges of which a page shows anything."""
    return {badge for badge in BADGES if any(value in html for value in values(badge))}


# --- the way in ---


def test_a_guest_is_told_how_to_bind_and_binds(world: World) -> None:
    phone = world.phone()
    page = phone.open()
    assert (page.status_code, shown(page.text)) == (200, set())
    assert words(page.text).startswith("先绑定身份 座位、房间、用餐、乘车等个人信息，只给代表本人看。")
    bound = phone.send(page, "bind", badge="bj14 0001", digits="1111")
    assert words(bound.text).startswith(
        "名片 日程 通知 数据 甲乙一 正式代表 BJ14-0001 "
        "会场座位 1排11座 住宿房间 1号楼601 用餐 1号餐厅 乘车 11号车 "
        "我的代表团 代表团 教育代表团 讨论地点 4号楼1层第20会议室 联络电话 19900010000"
    )
    assert 'href="tel:19900010000"' in bound.text
    rows = [(row.badge, row.openid, row.how, row.message_key[:5]) for row in models.Binding.select()]
    assert rows == [("BJ14-0001", phone.openid, "telephone", "page:")]


def test_the_form_shows_a_number_like_those_of_this_congress(world: World) -> None:
    phone = world.phone()
    assert 'placeholder="BJ14-0000"' in phone.open().text
    models.Delegate.create(badge="X-7", name="甲", delegation="教育代表团", phone="")
    models.Revision.raise_()
    catalogue.expire()
    page = phone.open()
    assert 'placeholder="BJ00-0000"' in page.text
    answer = phone.send(page, "bind", badge="<", digits="1")
    assert "代表证号像 BJ00-0000，后四位是四个数字。" in answer.text


def test_by_page_and_by_chat_it_is_the_same_binding(world: World) -> None:
    by_chat, by_page = world.phone(), world.phone()
    binding.by_telephone(by_chat.openid, BADGES[0], digits(BADGES[0]), AT, "m:1")
    by_page.bind(BADGES[1], digits(BADGES[1]))
    assert shown(by_chat.open().text) == {BADGES[0]}
    assert binding.badge_of(by_page.openid) == BADGES[1]
    rows = [
        (row.badge, row.openid, row.how, row.follows) for row in models.Binding.select().order_by(models.Binding.id)
    ]
    assert rows == [
        (BADGES[0], by_chat.openid, "telephone", True), (BADGES[1], by_page.openid, "telephone", True),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/me/0123456789ab/", "/me/0123456789ab/export", "/me/0123456789ab/erase"])
def test_without_a_cookie_one_is_asked_who_one_is(world: World, path: str) -> None:
    answer = world.phone().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/me")


def test_a_page_that_was_asked_for_opens_after_the_way(world: World) -> None:
    models.AgendaItem.create(
        key="talk", day=AT.date(), starts=AT.replace(tzinfo=None), title="列席人员座谈", audience="列席人员"
    )
    models.Revision.raise_()
    catalogue.expire()
    phone = world.phone()
    phone.bind(BADGES[0], "1111")
    fresh = Phone(world, phone.openid, world.browser())
    fresh.place = phone.place
    page = fresh.page("agenda")
    assert words(page.text).startswith(
        "名片 日程 通知 数据 我要参加的日程 正式代表 我的讨论地点： 4号楼1层第20会议室 5月5日"
    )
    assert "开幕大会" in page.text
    assert "列席人员座谈" not in page.text


def test_outside_of_wechat_a_page_says_how(world: World) -> None:
    outside = world.browser().get("/me", base_url=WEB, headers={"User-Agent": "Chrome"})
    assert (outside.status_code, told(outside.text), outside.headers.getlist("Set-Cookie")) == (403, "outside", [])
    demo = world.made(stand_in=True).test_client()
    assert demo.get("/me", base_url=WEB, headers={"Sec-Fetch-Dest": "iframe"}).status_code == 302
    assert told(demo.get("/me", base_url=WEB, headers={"Sec-Fetch-Dest": "document"}).text) == "outside"


def test_the_address_of_the_platform_is_as_it_wants_it(world: World) -> None:
    where = world.phone().get("/me").headers["Location"]
    state = parse_qs(urlsplit(where).query)["state"][0]
    assert re.fullmatch("[0-9a-f]{32}", state)
    assert where == (
        f"{OPEN}/connect/oauth2/authorize?appid=wx0123456789abcdef&redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Fme%2Fback"
        f"&response_type=code&scope=snsapi_base&state={state}#wechat_redirect"
    )


@pytest.mark.parametrize(
    ("api", "opens", "script", "is_real"),
    [
        ("http://stand-in:9001", "http://stand-in:9001", "http://stand-in:9001/static/simulator/jweixin.js", False),
        ("https://api.weixin.qq.com", "https://open.weixin.qq.com", login.REAL_SCRIPT, True),
    ],
)
def test_the_platform_is_asked_whose_api_it_is(api: str, opens: str, script: str, is_real: bool) -> None:
    assert login.addresses(api) == login.Addresses(opens, script, is_real)
    assert login.addresses(api, "https://o/", "https://s") == login.Addresses("https://o", "https://s", is_real)


def way(phone: Phone) -> str:
    """Where the platform sends the browser back to."""
    where = urlsplit(phone.get("/me").headers["Location"])
    back = urlsplit(phone.platform.get(f"{where.path}?{where.query}").headers["Location"])
    return f"{back.path}?{back.query}"


def test_the_way_back_may_be_opened_twice(world: World) -> None:
    phone = world.phone()
    back = way(phone)
    first, second = phone.get(back), phone.get(back)
    assert [first.status_code, second.status_code] == [302, 302]
    assert first.headers["Location"] == second.headers["Location"]
    assert phone.follow(second).status_code == 200
    assert world.stand_in.called("/sns/oauth2/access_token") == 1


def test_a_program_that_opens_it_first_spoils_nothing(world: World) -> None:
    phone = world.phone()
    back = way(phone)
    robot = world.browser().get(back, base_url=WEB)
    assert (robot.status_code, told(robot.text)) == (400, "state")
    assert phone.follow(phone.get(back)).status_code == 200


def test_a_code_of_another_browser_opens_nothing(world: World) -> None:
    victim, attacker = world.phone(), world.phone()
    planted = victim.get(way(attacker))
    assert (planted.status_code, told(planted.text), planted.headers.getlist("Set-Cookie")) == (400, "state", [])
    victim.get("/me")  # a way of one's own is under way: it has another state
    assert told(victim.get(way(attacker)).text) == "state"


@pytest.mark.parametrize("change", ["state=0", "state=%00", "code=", "code=WRONG", "state=" + "a" * 200])
def test_a_changed_way_back_is_refused(world: World, change: str) -> None:
    phone = world.phone()
    name = change.partition("=")[0]
    back = re.sub(rf"{name}=[^&]*", change, way(phone))
    answer = phone.get(back)
    assert answer.status_code in (400, 403)
    assert told(answer.text) in {"state": ("state",), "code": ("refused", "again")}[name]
    assert "WRONG" not in answer.text


def test_a_way_back_that_took_too_long_is_refused(world: World) -> None:
    phone = world.phone()
    back = way(phone)
    world.stand_in.switch(used_code="40029")
    other = Phone(world, phone.openid, world.browser())
    other.follow(other.get("/me"))
    phone.browser.delete_cookie(
        f"way-{parse_qs(urlsplit(back).query)['state'][0][:8]}", path="/me/back", domain="127.0.0.1"
    )
    assert told(phone.get(back).text) == "state"


def test_a_platform_that_is_away_is_told_plainly(world: World) -> None:
    phone = world.phone()
    back = way(phone)
    world.stand_in.stop()
    answer = phone.get(back)
    assert (answer.status_code, told(answer.text)) == (503, "down")


# --- the cookie ---


def cookie(phone: Phone) -> str:
    found = phone.browser.get_cookie("me", path=f"/me/{phone.place}", domain="127.0.0.1")
    assert found is not None
    return found.value


def test_the_cookie_is_closed_and_leads_to_one_place(world: World) -> None:
    phone = world.phone()
    answer = phone.get(way(phone))
    (header,) = answer.headers.getlist("Set-Cookie")
    place = answer.headers["Location"].split("/")[2]
    assert re.fullmatch(rf"me=[\w-]+=*; Expires=[^;]+; Max-Age=7200; HttpOnly; Path=/me/{place}; SameSite=Lax", header)
    assert phone.openid not in header + answer.headers["Location"]
    secure = world.made("https://congress.example").test_client()
    (way_header,) = secure.get("/me", headers={"User-Agent": "MicroMessenger"}).headers.getlist("Set-Cookie")
    assert "; Secure;" in way_header


@pytest.mark.parametrize("where", [0, 20, 60, -3])
def test_a_changed_cookie_is_nobodys(world: World, where: int) -> None:
    phone = world.phone()
    phone.bind(BADGES[0], "1111")
    kept = cookie(phone)
    where %= len(kept)
    changed = kept[:where] + ("A" if kept[where] != "A" else "B") + kept[where + 1 :]
    phone.browser.set_cookie("me", changed, path=f"/me/{phone.place}", domain="127.0.0.1")
    assert phone.get(f"/me/{phone.place}/").headers["Location"] == "/me"


def test_a_cookie_serves_nowhere_else(world: World) -> None:
    one, other = world.phone(), world.phone()
    one.bind(BADGES[0], "1111")
    other.bind(BADGES[1], "2222")
    other.browser.set_cookie("me", cookie(one), path=f"/me/{other.place}", domain="127.0.0.1")
    assert other.get(f"/me/{other.place}/").headers["Location"] == "/me"


def test_a_visit_ends(world: World) -> None:
    phone = world.phone()
    phone.bind(BADGES[0], "1111")
    world.wall += LASTS - 1
    assert phone.get(f"/me/{phone.place}/").status_code == 200
    world.wall += 2
    assert phone.get(f"/me/{phone.place}/").headers["Location"] == "/me"
    assert shown(phone.page("").text) == {BADGES[0]}  # WeChat was asked again


@pytest.mark.parametrize("page", PAGES)
def test_nobody_keeps_a_page(world: World, page: str) -> None:
    phone = world.phone()
    phone.bind(BADGES[0], "1111")
    answer = phone.get(f"/me/{phone.place}/{page}")
    assert answer.status_code == 200
    headers = answer.headers
    assert (headers["Cache-Control"], headers["Vary"], "ETag" in headers) == ("no-store, private", "Cookie", False)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    scripts = {"script-src", "connect-src", "frame-src"} if page == "notices" else set()
    assert policy.keys() - scripts == {
        "default-src",
        "style-src",
        "img-src",
        "base-uri",
        "form-action",
        "frame-ancestors",
    }
    assert (policy["default-src"], policy["form-action"]) == ("'none'", "'self'")
    assert policy.get("script-src", "") == (f"'self' {OPEN}/" if page == "notices" else "")
    assert ("<script" in answer.text) == (page == "notices")
    assert "style=" not in answer.text


# --- forms ---


def test_a_form_without_its_token_does_nothing(world: World) -> None:
    phone = world.phone()
    phone.open()
    for token in ({}, {"token": ""}, {"token": "0" * 64}, {"token": "中"}):
        answer = phone.post(f"/me/{phone.place}/bind", {"badge": BADGES[0], "digits": "1111", **token})
        assert (answer.status_code, told(answer.text)) == (403, "expired")
    assert phone.post("/me/0123456789ab/bind", {"badge": BADGES[0], "digits": "1111"}).status_code == 403
    other = world.phone()
    foreign = re.search(r'name="token" value="(\w+)"', other.open().text)
    assert foreign is not None
    assert phone.post(f"/me/{phone.place}/erase", {"token": foreign[1], "sure": "yes"}).status_code == 403
    assert (models.Binding.select().count(), audit.lines()) == (0, ())


def test_five_tries_whatever_the_form_says(world: World) -> None:
    phone = world.phone()
    page = phone.open()
    for number in range(5):  # the same form, again and again
        answer = phone.send(page, "bind", badge=BADGES[0], digits=f"000{number}")
        assert (answer.status_code, "核对没有通过" in answer.text) == (422, True)
    locked = phone.send(page, "bind", badge=BADGES[0], digits="1111")
    assert (locked.status_code, "先停一小时" in locked.text, models.Binding.select().count()) == (429, True, 0)
    assert sorted(flag.kind for flag in binding_flags.flags()) == ["locked_badge", "locked_openid"]
    world.at += timedelta(hours=1)
    assert shown(phone.send(page, "bind", badge=BADGES[0], digits="1111").text) == {BADGES[0]}


def test_a_form_that_is_sent_twice_is_one_try(world: World) -> None:
    phone = world.phone()
    page = phone.open()
    for _ in range(9):
        assert phone.send(page, "bind", badge=BADGES[0], digits="0000").status_code == 422


@pytest.mark.parametrize(
    ("badge", "digits"), [("", ""), ("BJ14-0001", "12"), ("<b>x</b>", "1111"), ("x" * 4000, "1111")]
)
def test_what_is_no_badge_takes_no_try(world: World, badge: str, digits: str) -> None:
    phone = world.phone()
    answer = phone.send(phone.open(), "bind", badge=badge, digits=digits)
    assert (answer.status_code, "没有写对" in answer.text, "<b>x" in answer.text) == (422, True, False)
    assert models.BindingTry.select().count() == 0


def test_a_second_claim_is_refused_and_flagged(world: World) -> None:
    one, other = world.phone(), world.phone()
    one.bind(BADGES[0], "1111")
    refused = other.bind(BADGES[0], "1111")
    assert (refused.status_code, "已经由另一个微信绑定" in refused.text, shown(refused.text)) == (409, True, set())
    assert [(flag.kind, flag.badge, flag.openid) for flag in binding_flags.flags()] == [
        ("taken", BADGES[0], other.openid)
    ]


def test_whoever_is_off_the_roster_sees_their_data_alone(world: World) -> None:
    phone = world.phone()
    phone.bind(BADGES[0], "1111")
    models.Delegate.update(withdrawn=True).where(models.Delegate.badge == BADGES[0]).execute()
    for page in PAGES:
        answer = phone.page(page)
        exported = page.startswith("export")
        assert shown(answer.text) == ({BADGES[0]} if exported else set())
        assert ("名册里没有您的代表证了" in answer.text) == (page in ("", "agenda"))
    assert json.loads(phone.page("export").text)["roster"][0]["seat"] == "1排11座"
    phone.send(phone.send(phone.page("erase"), "erase", read="yes"), "erase")
    assert privacy.is_erased(BADGES[0])


# --- what one may do ---


def test_one_takes_ones_data_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_plan", stages._plan)
    hall = StagePlan(key="hall", name="会场签到", opens=AT - timedelta(hours=1), closes=AT + timedelta(hours=1))
    stages.use((hall,), (DeskPlan(key="hall-a", name="大堂A台", stages=("hall",)),))
    phone = world.phone()
    phone.bind(BADGES[0], "1111")
    saved = phone.page("export")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    held = json.loads(saved.text)
    assert held["roster"][0]["seat"] == "1排11座"
    arrivals.arrive("hall", BADGES[0], AT, mark="m:1", desk="hall-a", by="li", how="typed")
    arrivals.arrive("hall", BADGES[0], AT, mark="m:2", desk="hall-a", by="li", how="gun")
    page = phone.page("export?show=").text
    assert "<dt>座位</dt><dd>1排11座</dd>" in page
    assert re.findall(r"<dt>(?:环节|签到台|方式|告诉您的)</dt><dd>([^<]*)", page.partition("您的签到")[2]) == [
        "会场签到", "大堂A台", "手工录入", "已签到", "会场签到", "大堂A台", "扫码枪", "签到过了",
    ]  # fmt: skip
    assert [(line.by, line.what) for line in audit.lines()] == [("self", "privacy.export")] * 2


def test_whose_binding_staff_ended_is_told_so_and_takes_away_what_is_left(world: World) -> None:
    phone, other = world.phone(), world.phone()
    phone.bind(BADGES[0], "1111")
    other.bind(BADGES[0], "1111")
    [flag] = binding_flags.flags()
    binding_desk.move(flag.number, "甲乙一说换了手机", "li", AT)
    page = phone.page("data").text
    assert "您的微信原来绑定代表证 BJ14-0001。5月6日 09:40，会务人员把这个代表证改绑到了另一个微信" in words(page)
    assert ("删除我的信息" in page, 'aria-label="我的"' in page) == (False, False)
    held = json.loads(phone.page("export").text)
    when = f"{AT:%Y-%m-%dT%H:%M:%S}+08:00"
    assert {name: rows for name, rows in held.items() if rows} == {
        "made_at": when, "binding_tries": [{"badge": BADGES[0], "at": when}],
        "binding_changes": [{"at": when, "what": "move", "badge": BADGES[0]}],
        "notices": [{"channel": "", "notice": 1, "settled_at": None, "state": "waiting", "why": ""}],  # of the loss
    }  # fmt: skip
    text = phone.page("export?show=").text
    assert (values(BADGES[0]) & {value for value in values(BADGES[0]) if value in text}) == {BADGES[0]}
    assert words(phone.page("erase").text).startswith("先绑定身份")
    phone.bind(BADGES[1], "2222")
    page = phone.page("data").text
    assert ("原来绑定" in page, "删除我的信息" in page) == (False, True)


def test_a_guest_sees_what_their_own_openid_left(world: World) -> None:
    phone = world.phone()
    page = phone.open()
    assert f'href="/me/{phone.place}/data"' in page.text
    assert words(phone.page("data").text).startswith("我的数据 这里是您这个微信留下的信息")
    assert words(phone.page("export?show=").text).startswith("保存的全部信息 没有保存关于您的信息。")
    messages.leave("m", phone.openid, AT, "请问餐厅在哪")
    assert "<dt>内容</dt><dd>请问餐厅在哪</dd>" in phone.page("export?show=").text
    assert [(line.by, line.what, line.subject) for line in audit.lines()] == [("self", "privacy.export", "")] * 2


def test_one_is_asked_twice_before_anything_is_erased(world: World) -> None:
    phone = world.phone()
    phone.bind(BADGES[0], "1111")
    page = phone.page("erase")
    assert "会留下" in page.text
    assert "请先勾选" in phone.send(page, "erase").text
    sure = phone.send(page, "erase", read="yes")
    assert ("真的要删除吗" in sure.text, privacy.is_erased(BADGES[0])) == (True, False)
    done = phone.send(sure, "erase")
    assert (told(done.text), privacy.is_erased(BADGES[0])) == ("erased", True)
    assert [(line.by, line.what) for line in audit.lines()] == [("self", "privacy.erase")]
    assert words(phone.open().text).startswith("先绑定身份")


def test_the_page_signs_its_own_address(world: World) -> None:
    phone = world.phone()
    phone.open()
    page = phone.page("notices")
    given = dict(re.findall(r'data-(\w+)="([^"]*)"', page.text))
    said = {"appId": given["appid"], "timestamp": given["timestamp"], "nonceStr": given["nonce"]}
    said |= {"signature": given["signature"], "url": f"{WEB}/me/{phone.place}/notices"}
    assert phone.platform.post("/phone/wx-config", json=said).get_json() == {"errMsg": "config:ok"}
    assert 'template="SB-agenda-change--------------------------a"' in page.text


def test_without_a_ticket_the_notices_are_shown_all_the_same(world: World) -> None:
    phone = world.phone()
    phone.open()
    world.stand_in.stop()
    page = phone.get(f"/me/{phone.place}/notices")
    assert (page.status_code, "<script" in page.text, "还没有给您的通知" in page.text) == (200, False, True)


def notice(mark: str, words: str, *openids: str, state: str = "banner") -> None:
    row = models.Notice.create(
        mark=mark, kind="announcement", state="done", audience_kind="everyone", words=words, title="公告",
        at=AT.replace(tzinfo=None), due=AT.replace(tzinfo=None),
    )  # fmt: skip
    for openid in openids:
        models.NoticeRecipient.create(
            notice=row.id, batch=0, openid=openid, state=state, due=AT.replace(tzinfo=None),
            settled_at=AT.replace(tzinfo=None),
        )  # fmt: skip


def test_what_waits_is_told_on_top_and_kept_among_the_notices(world: World) -> None:
    one, other = world.phone(), world.phone()
    notice("n:1", "早餐改到二层。", one.openid)
    assert "早餐改到二层。" not in other.open().text
    first, again = one.open(), one.page("notices")
    assert '<section class="banner" role="status">早餐改到二层。</section>' in first.text
    assert again.text.count("早餐改到二层。") == 2  # on top, as long as one looks, and among the notices
    assert [row.state for row in models.NoticeRecipient.select()] == ["told"]
    later = Phone(world, one.openid, world.browser())
    assert "早餐改到二层。" not in later.open().text
    assert later.page("notices").text.count("早餐改到二层。") == 1
    assert "还没有给您的通知" in other.page("notices").text


def test_a_notice_of_another_day_does_not_say_today(world: World) -> None:
    one = world.phone()
    notice("n:1", "时间：今天 早上", one.openid, state="sent")
    one.open()
    assert "<p>时间：今天 早上</p>" in one.page("notices").text
    before = AT.replace(tzinfo=None) - timedelta(days=1)
    models.Notice.update(at=before, due=before).execute()
    models.NoticeRecipient.update(due=before, settled_at=before).execute()
    assert "<p>时间：早上</p>" in one.page("notices").text


# --- nobody gets another's page ---

CLICKS = st.tuples(st.integers(0, 2), st.booleans(), st.sampled_from(["/me", *PAGES, "steal"]))


@settings(max_examples=40 if LONG else 8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CLICKS, min_size=1, max_size=14))
def test_no_order_of_logins_and_clicks_shows_another_persons_values(
    world: World, clicks: list[tuple[int, bool, str]]
) -> None:
    models.Binding.delete().execute()
    openids = getattr(world, "openids", None) or [world.stand_in.follower() for _ in range(3)]
    world.openids = openids  # type: ignore[attr-defined]
    for number, openid in enumerate(openids[:2]):  # the third is a guest
        binding.by_key(openid, delegates.key_of(BADGES[number]), AT, f"e:{number}")
    shared, own = world.browser(), [world.browser() for _ in openids]
    phones = {
        (number, together): Phone(world, openid, shared if together else own[number])
        for number, openid in enumerate(openids)
        for together in (False, True)
    }
    for number, together, click in clicks:
        phone = phones[number, together]
        if click == "/me" or not phone.place:
            page = phone.open()
        elif click == "steal":  # somebody's address, sent on to somebody else
            phone.place = next((each.place for each in phones.values() if each.place), phone.place)
            page = phone.page("")
            if together:
                # In one browser the cookie of that place is there: it is that person's page, and whole.
                assert len(shown(page.text)) <= 1
                phone.place = ""
                continue
        else:
            page = phone.page(click)
        assert page.status_code == 200
        assert shown(page.text) <= ({BADGES[number]} if number < 2 else set())
        if click in ("/me", "", "export") and number < 2:
            assert shown(page.text) == {BADGES[number]}
