"""Messages to everyone over HTTP, and what phones and the webhook see of them."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from simulator.app import create_app
from simulator.publishing import letters
from simulator.settings import Settings
from tests.simulator.conftest import SHOWN, ManualClock, Phone, Webhook, until
from tests.simulator.uploads import AMR, MP4, cover, draft, picture, upload

OK = {"errcode": 0, "errmsg": "ok"}
SENT = {"errcode": 0, "errmsg": "send job submission success"}
OWN = "http://127.0.0.1:8001"
EVERYONE = {"is_to_all": True}
DAY = 86_400
NO_ID = {"errcode": 40059, "errmsg": "invalid msg id"}


@pytest.fixture(autouse=True)
def at_once(phone: Phone) -> None:
    """Messages are sent at once."""
    phone.switch(mass_seconds=0)


def _all(phone: Phone, content: str = "开会", **more: Any) -> dict[str, Any]:
    body = {"filter": EVERYONE, "msgtype": "text", "text": {"content": content}} | more
    return phone.call("/cgi-bin/message/mass/sendall", body)


def _some(phone: Phone, openids: Any, content: str = "开会", **more: Any) -> dict[str, Any]:
    body = {"touser": openids, "msgtype": "text", "text": {"content": content}} | more
    return phone.call("/cgi-bin/message/mass/send", body)


def _told(phone: Phone, webhook: Webhook, answer: dict[str, Any]) -> str:
    """What the webhook heard of that job, from MsgID on."""
    assert answer["errcode"] == 0, answer
    end = f"<MsgID>{answer['msg_id']}</MsgID>"

    def found() -> list[str]:
        return [seen.body.decode() for seen in webhook.seen if end in seen.body.decode()]

    until(found)
    return found()[0].split(end)[1]


def _counts(told: str) -> tuple[str, int, int, int, int]:
    """Status, TotalCount, FilterCount, SentCount, ErrorCount."""
    status = re.search(r"<Status><!\[CDATA\[(.+?)]]></Status>", told)
    numbers = [int(number) for number in re.findall(r"<(?:Total|Filter|Sent|Error)Count>(\d+)<", told)]
    assert status is not None
    return (status[1], *numbers)  # type: ignore[return-value]


def _texts(phone: Phone, openid: str) -> list[str]:
    return [bubble["text"] for bubble in phone.platform.store.bubbles(openid, 99)]


def test_a_text_to_everyone(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    phone.switch(mass_seconds=1)
    follower, stranger = phone.person(), phone.person(following=False)
    answer = _all(phone)
    msg_id = answer["msg_id"]
    assert answer == SENT | {"msg_id": msg_id}
    assert phone.call("/cgi-bin/message/mass/get", {"msg_id": msg_id}) == {"msg_id": msg_id, "msg_status": "SENDING"}
    clock.pass_by(1)
    _told(phone, webhook, answer)
    assert webhook.seen[0].body.decode() == (
        "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        f"<FromUserName><![CDATA[{phone.platform.store.get('administrator')}]]></FromUserName>\n"
        f"<CreateTime>{SHOWN + 1}</CreateTime>\n"
        "<MsgType><![CDATA[event]]></MsgType>\n"
        "<Event><![CDATA[MASSSENDJOBFINISH]]></Event>\n"
        f"<MsgID>{msg_id}</MsgID>\n"
        "<Status><![CDATA[send success]]></Status>\n"
        "<TotalCount>1</TotalCount>\n<FilterCount>1</FilterCount>\n<SentCount>1</SentCount>\n<ErrorCount>0</ErrorCount>\n"
        "<CopyrightCheckResult><Count>0</Count><ResultList></ResultList><CheckState>0</CheckState>"
        "</CopyrightCheckResult>\n</xml>"
    )
    done = {"msg_id": msg_id, "msg_status": "SEND_SUCCESS"}
    assert phone.call("/cgi-bin/message/mass/get", {"msg_id": str(msg_id)}) == done
    (bubble,) = phone.platform.store.bubbles(follower, 9)
    assert (bubble["from"], bubble["kind"], bubble["text"], bubble["via"]) == ("account", "text", "开会", "mass")
    assert _texts(phone, stranger) == []


def test_articles_to_everyone(phone: Phone, webhook: Webhook) -> None:
    openid, media_id = phone.person(), draft(phone, "开幕", "闭幕")
    found = phone.platform.drafts.get(media_id)
    assert found is not None
    covers = [f"{OWN}/mmbiz_jpg/{article['thumb_media_id']}/0" for article in found.articles]
    answer = _all(phone, msgtype="mpnews", mpnews={"media_id": media_id}, send_ignore_reprint=0)
    assert answer == SENT | {"msg_id": answer["msg_id"], "msg_data_id": answer["msg_data_id"]}
    told = _told(phone, webhook, answer)
    (bubble,) = phone.platform.store.bubbles(openid, 9)
    urls = [article["url"] for article in bubble["articles"]]
    assert (bubble["kind"], bubble["via"]) == ("news", "mass")
    assert bubble["articles"] == [
        {"title": title, "description": "大会开幕了。", "picture": picture, "url": url}
        for title, picture, url in zip(("开幕", "闭幕"), covers, urls, strict=True)
    ]
    items = "".join(
        f"<item><ArticleIdx>{place}</ArticleIdx><ArticleUrl><![CDATA[{url}]]></ArticleUrl></item>"
        for place, url in enumerate(urls, 1)
    )
    assert told.endswith(
        "<CopyrightCheckResult><Count>0</Count><ResultList></ResultList><CheckState>1</CheckState>"
        "</CopyrightCheckResult>\n"
        f"<ArticleUrlResult><Count>2</Count><ResultList>{items}</ResultList></ArticleUrlResult>\n</xml>"
    )
    assert "<h1>闭幕</h1>" in phone.client.get(urls[1].removeprefix(OWN)).get_data(as_text=True)
    assert phone.call("/cgi-bin/draft/count") == {"total_count": 0}
    assert phone.call("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1})["total_count"] == 0


def test_by_tag(phone: Phone, webhook: Webhook) -> None:
    tag = phone.call("/cgi-bin/tags/create", {"tag": {"name": "代表"}})["tag"]["id"]
    people = [phone.person() for _ in range(3)]
    phone.call("/cgi-bin/tags/members/batchtagging", {"openid_list": people[:2], "tagid": tag})
    phone.call("/cgi-bin/tags/members/batchblacklist", {"openid_list": people[1:2]})
    told = _told(phone, webhook, _all(phone, filter={"is_to_all": False, "tag_id": tag}))
    assert _counts(told) == ("send success", 2, 1, 1, 0)
    assert [_texts(phone, openid) for openid in people] == [["开会"], [], []]
    wrong = {"errcode": 40152, "errmsg": "invalid group id"}
    for chosen in ({"tag_id": 99}, {"is_to_all": False}, {"tag_id": "x"}):
        assert _all(phone, filter=chosen) == wrong
    assert _all(phone, filter=None)["errcode"] == 47001


def test_by_openid(phone: Phone, webhook: Webhook) -> None:
    people = [phone.person(), phone.person(), phone.person(following=False)]
    told = _told(phone, webhook, _some(phone, [*people, "oForeign", people[0]]))
    assert _counts(told) == ("send success", 4, 2, 2, 0)
    assert [_texts(phone, openid) for openid in people] == [["开会"], ["开会"], []]


def test_how_many_openids(phone: Phone) -> None:
    few = {"errcode": 40130, "errmsg": "invalid openid list size, at least two openid"}
    assert [_some(phone, openids) for openids in ([], ["o"], "o", None)] == [few] * 4
    many = [f"o{number}" for number in range(10_001)]
    assert _some(phone, many) == {"errcode": 40032, "errmsg": "invalid openid list size"}
    assert _some(phone, many[:10_000])["errcode"] == 0


def test_four_messages_a_month_reach_a_person(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    veteran, newcomer = phone.person(), phone.person(following=False)
    for number in range(3):
        _told(phone, webhook, _some(phone, [veteran, "o"], f"{number}"))
    phone.platform.store.set_following(newcomer, True, SHOWN, "")
    counts = [_counts(_told(phone, webhook, _all(phone, f"所有人{number}"))) for number in range(2)]
    assert counts == [("send success", 2, 2, 2, 0), ("send success", 2, 1, 1, 0)]
    assert _texts(phone, veteran) == ["0", "1", "2", "所有人0"]
    assert _texts(phone, newcomer) == ["所有人0", "所有人1"]
    clock.set(clock.shown() + 26 * DAY + 11.5 * 3600 - 1)  # the last second of May in Beijing
    assert _counts(_told(phone, webhook, _all(phone, "五月"))) == ("send success", 2, 1, 1, 0)
    clock.set(clock.shown() + 1)
    assert _counts(_told(phone, webhook, _all(phone, "六月"))) == ("send success", 2, 2, 2, 0)


def test_a_subscription_account_sends_once_a_day(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    phone.switch(account_kind="subscription")
    phone.person()
    assert _all(phone, "一")["errcode"] == 0
    assert _all(phone, "二") == {"errcode": 45028, "errmsg": "has no masssend quota"}
    clock.set(clock.shown() + 11.5 * 3600 - 1)
    assert _all(phone, "二")["errcode"] == 45028
    clock.set(clock.shown() + 1)
    assert _all(phone, "二")["errcode"] == 0


def test_sixty_calls_a_minute(phone: Phone, clock: ManualClock) -> None:
    codes = [_some(phone, ["o1", "o2"], str(number))["errcode"] for number in range(61)]
    assert codes == [0] * 60 + [45011]
    clock.set(clock.shown() + 60)
    assert _some(phone, ["o1", "o2"], "60")["errcode"] == 0


def test_a_hundred_calls_a_day(phone: Phone, clock: ManualClock) -> None:
    codes = []
    for number in range(101):
        clock.set(clock.shown() + 2)
        codes.append(_some(phone, ["o1", "o2"], str(number))["errcode"])
    assert codes == [0] * 100 + [45009]


# --- the same message again ---


def test_the_same_clientmsgid(phone: Phone, clock: ManualClock) -> None:
    phone.person()
    first = _all(phone, "一", clientmsgid="c-1")
    assert first["errcode"] == 0
    assert _all(phone, "二", clientmsgid="c-1") == {"errcode": 45066, "errmsg": "same clientmsgid retry too fast"}
    clock.set(clock.shown() + 60)
    exists = {"errcode": 45065, "errmsg": "clientmsgid exist", "msg_id": first["msg_id"]}
    assert _all(phone, "二", clientmsgid="c-1") == exists
    clock.set(clock.shown() + DAY - 61)
    assert _all(phone, "二", clientmsgid="c-1") == exists
    clock.set(clock.shown() + 1)
    again = _all(phone, "二", clientmsgid="c-1")
    assert (again["errcode"], again["msg_id"] > first["msg_id"]) == (0, True)


def test_the_same_clientmsgid_at_once(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    openid, token = phone.person(), phone.token()
    body = {"filter": EVERYONE, "msgtype": "text", "text": {"content": "一"}, "clientmsgid": "c-1"}
    meeting, read = threading.Barrier(2), letters.read

    def slowly(*given: Any) -> letters.Letter:
        """Between the look for an earlier job and the new one: two calls that are both there would meet."""
        with suppress(threading.BrokenBarrierError):
            meeting.wait(0.3)
        return read(*given)

    def send(_: int) -> int:
        client = phone.client.application.test_client()
        code: int = client.post(f"/cgi-bin/message/mass/sendall?access_token={token}", json=body).get_json()["errcode"]
        return code

    monkeypatch.setattr(letters, "read", slowly)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [0, 45066]
    until(lambda: _texts(phone, openid) == ["一"])


def test_without_one_the_same_content_is_the_same_message(phone: Phone) -> None:
    phone.switch(mass_again_seconds=0)
    people = [phone.person() for _ in range(3)]
    first = _all(phone, "一")
    assert _all(phone, "一") == {"errcode": 45065, "errmsg": "clientmsgid exist", "msg_id": first["msg_id"]}
    assert [_all(phone, "二")["errcode"], _some(phone, people, "一")["errcode"]] == [0, 0]
    assert [_some(phone, people[:2], "一")["errcode"], _some(phone, people[:2], "一")["errcode"]] == [0, 45065]


def test_a_long_clientmsgid(phone: Phone) -> None:
    long = {"errcode": 45067, "errmsg": "clientmsgid size out of limit"}
    assert [_all(phone, clientmsgid=own) for own in ("c" * 33, 7)] == [long, long]
    assert _all(phone, clientmsgid="c" * 32)["errcode"] == 0


# --- kinds of messages ---


def test_every_kind(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    image = cover(phone)
    voice = upload(phone, "/cgi-bin/media/upload?type=voice", "a.amr", AMR)["media_id"]
    film = upload(phone, "/cgi-bin/media/upload?type=video", "a.mp4", MP4)["media_id"]
    titles = {"media_id": film, "title": "开幕式", "description": "录像"}
    made = phone.call("/cgi-bin/media/uploadvideo", titles)
    assert made == {"type": "video", "media_id": made["media_id"], "created_at": SHOWN}
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("image", {"images": {"media_ids": [image, image], "recommend": ""}}),
        ("image", {"image": {"media_id": image}}),
        ("voice", {"voice": {"media_id": voice}}),
    ]
    for kind, inside in kinds:
        _told(phone, webhook, _all(phone, msgtype=kind, **inside))
    phone.switch(account_kind="subscription")
    phone.platform.store.run("DELETE FROM mass_jobs")
    _told(phone, webhook, _all(phone, msgtype="mpvideo", mpvideo={"media_id": made["media_id"]}))
    url = f"{OWN}/mmbiz_jpg/{{}}/0"
    assert [(bubble["kind"], bubble["url"]) for bubble in phone.platform.store.bubbles(openid, 9)] == [
        ("image", url.format(image)),
        ("image", url.format(image)),
        ("image", url.format(image)),
        ("voice", url.format(voice)),
        ("video", url.format(made["media_id"])),
    ]
    assert phone.call("/cgi-bin/media/uploadvideo", {"media_id": image})["errcode"] == 40007


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"msgtype": "poem"}, 40008),
        ({"msgtype": None}, 40008),
        ({"msgtype": "wxcard", "wxcard": {"card_id": "c"}}, 40008),
        ({"msgtype": "image"}, 47001),
        ({"text": {"content": ""}}, 44004),
        ({"text": {"content": "会" * 683}}, 45002),
        ({"msgtype": "mpnews", "mpnews": {"media_id": "x"}}, 40007),
        ({"msgtype": "image", "image": {"media_id": "x"}}, 40007),
        ({"msgtype": "image", "images": {"media_ids": []}}, 40007),
        ({"msgtype": "image", "images": {"media_ids": "x"}}, 40007),
        ({"msgtype": "voice", "voice": {}}, 40007),
    ],
)
def test_messages_that_are_refused(phone: Phone, more: dict[str, Any], code: int) -> None:
    openid = phone.person()
    assert _all(phone, **more)["errcode"] == code
    assert _some(phone, [openid, "o"], **more)["errcode"] == code
    body = {"touser": openid, "msgtype": "text", "text": {"content": "好"}} | more
    assert phone.call("/cgi-bin/message/mass/preview", body)["errcode"] == code
    assert phone.platform.store.bubbles(openid, 9) == []


def test_a_picture_is_no_recording(phone: Phone) -> None:
    image = upload(phone, "/cgi-bin/media/upload?type=image", "a.png", picture())["media_id"]
    assert _all(phone, msgtype="voice", voice={"media_id": image})["errcode"] == 40007


# --- how it may go ---


@pytest.mark.parametrize("status", ["send fail", "err(10001)", "err(20013)"])
def test_messages_that_fail(phone: Phone, webhook: Webhook, status: str) -> None:
    phone.switch(mass_status=status)
    openid = phone.person()
    answer = _all(phone)
    assert _counts(_told(phone, webhook, answer)) == (status, 1, 1, 0, 1)
    failed = {"msg_id": answer["msg_id"], "msg_status": "SEND_FAIL"}
    assert phone.call("/cgi-bin/message/mass/get", {"msg_id": answer["msg_id"]}) == failed
    assert _texts(phone, openid) == []


@pytest.mark.parametrize("code", ["45028", "45113", "48001", "48003", "48021", "89504", "89505"])
def test_jobs_that_are_refused(phone: Phone, code: str) -> None:
    phone.switch(mass_refused=code)
    assert _all(phone)["errcode"] == int(code)
    phone.switch(mass_refused="")
    assert _all(phone)["errcode"] == 0


def test_what_is_a_reprint(phone: Phone, webhook: Webhook) -> None:
    phone.switch(mass_status="err(30003)")
    phone.person()
    told = _told(phone, webhook, _all(phone, msgtype="mpnews", mpnews={"media_id": draft(phone)}))
    assert _counts(told) == ("err(30003)", 1, 1, 0, 1)
    assert told.endswith(
        "<CopyrightCheckResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>"
        "<UserDeclareState>0</UserDeclareState><AuditState>2</AuditState>"
        "<OriginalArticleUrl><![CDATA[http://mp.weixin.qq.com/s/original]]></OriginalArticleUrl>"
        "<OriginalArticleType>1</OriginalArticleType><CanReprint>0</CanReprint>"
        "<NeedReplaceContent>1</NeedReplaceContent><NeedShowReprintSource>1</NeedShowReprintSource></item></ResultList>"
        "<CheckState>3</CheckState></CopyrightCheckResult>\n</xml>"
    )
    assert phone.call("/cgi-bin/draft/count") == {"total_count": 1}


def test_old_samples_say_it_without_a_space(phone: Phone, webhook: Webhook) -> None:
    phone.switch(mass_status="sendsuccess")
    openid = phone.person()
    assert _counts(_told(phone, webhook, _all(phone))) == ("sendsuccess", 1, 1, 1, 0)
    assert _texts(phone, openid) == ["开会"]


def test_an_administrator_who_does_not_confirm(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    phone.switch(mass_administrator="silent")
    people = [phone.person() for _ in range(2)]
    waiting = _all(phone)
    assert _counts(_told(phone, webhook, _some(phone, people, "不用确认"))) == ("send success", 2, 2, 2, 0)
    clock.set(clock.shown() + 1799)
    state = phone.call("/cgi-bin/message/mass/get", {"msg_id": waiting["msg_id"]})["msg_status"]
    assert state == "SENDING"
    clock.set(clock.shown() + 1)
    assert _counts(_told(phone, webhook, waiting)) == ("send fail", 2, 2, 0, 2)
    assert _texts(phone, people[0]) == ["不用确认"]


@pytest.mark.parametrize(("says", "status"), [("refuses", "send fail"), ("confirms", "send success")])
def test_an_administrator_who_decides(phone: Phone, webhook: Webhook, says: str, status: str) -> None:
    phone.switch(mass_administrator=says)
    phone.person()
    assert _counts(_told(phone, webhook, _all(phone)))[0] == status


def test_a_draft_that_is_deleted_meanwhile(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    phone.switch(mass_seconds=1)
    phone.person()
    media_id = draft(phone)
    answer = _all(phone, msgtype="mpnews", mpnews={"media_id": media_id})
    phone.call("/cgi-bin/draft/delete", {"media_id": media_id})
    clock.pass_by(1)
    assert _counts(_told(phone, webhook, answer)) == ("send fail", 1, 1, 0, 1)


def test_a_message_survives_a_restart(phone: Phone, given: Settings, webhook: Webhook, clock: ManualClock) -> None:
    phone.switch(mass_seconds=60)
    openid = phone.person()
    answer = _all(phone)
    phone.platform.store.close()
    clock.pass_by(60)
    app = create_app(given, clock)
    again = Phone(app.test_client(), app.extensions["platform"])
    _told(again, webhook, answer)
    assert _texts(again, openid) == ["开会"]
    again.platform.store.close()


# --- previews, and taking back ---


def test_previews(phone: Phone) -> None:
    openid, stranger = phone.person("王代表"), phone.person("李代表", following=False)
    media_id = draft(phone, "开幕")
    path, shown = "/cgi-bin/message/mass/preview", {"errcode": 0, "errmsg": "preview success"}
    text = {"msgtype": "text", "text": {"content": "好"}}
    assert phone.call(path, {"touser": openid, "msgtype": "mpnews", "mpnews": {"media_id": media_id}}) == shown
    assert phone.call(path, {"towxname": "王代表"} | text) == shown
    card, said = phone.platform.store.bubbles(openid, 9)
    assert (card["kind"], card["articles"][0]["title"], card["via"]) == ("news", "开幕", "preview")
    assert (said["text"], said["via"]) == ("好", "preview")
    assert phone.call("/cgi-bin/draft/count") == {"total_count": 1}
    assert phone.call(path, {"touser": stranger} | text) == {"errcode": 43004, "errmsg": "require subscribe"}
    foreign = {"errcode": 40003, "errmsg": "invalid openid"}
    assert [phone.call(path, whom | text) for whom in ({"touser": "x"}, {"towxname": "张"}, {})] == [foreign] * 3


def test_taking_a_message_back(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    answer = _all(phone, msgtype="mpnews", mpnews={"media_id": draft(phone, "一", "二")})
    _told(phone, webhook, answer)
    (bubble,) = phone.platform.store.bubbles(openid, 9)
    named, path = {"msg_id": answer["msg_id"]}, "/cgi-bin/message/mass/delete"

    def left() -> list[bool]:
        pages = [phone.client.get(article["url"].removeprefix(OWN)) for article in bubble["articles"]]
        return ["<h1>" in page.get_data(as_text=True) for page in pages]

    assert phone.call(path, named | {"article_idx": 3}) == {"errcode": 40114, "errmsg": "invalid article index"}
    assert phone.call(path, named | {"article_idx": 1}) == OK
    assert (left(), phone.call("/cgi-bin/message/mass/get", named)["msg_status"]) == ([False, True], "SEND_SUCCESS")
    assert phone.call(path, named) == OK
    assert (left(), phone.call("/cgi-bin/message/mass/get", named)["msg_status"]) == ([False, False], "DELETE")
    assert len(phone.platform.store.bubbles(openid, 9)) == 1


def test_what_cannot_be_taken_back(phone: Phone, webhook: Webhook) -> None:
    phone.person()
    answer = _all(phone)
    _told(phone, webhook, answer)
    path = "/cgi-bin/message/mass/"
    assert phone.call(f"{path}delete", {"msg_id": answer["msg_id"]}) == NO_ID
    for number in (1, "x", None):
        assert phone.call(f"{path}delete", {"msg_id": number}) == NO_ID
        assert phone.call(f"{path}get", {"msg_id": number}) == NO_ID


def test_ten_thousand_people(phone: Phone, webhook: Webhook) -> None:
    phone.platform.store.run_many(
        "INSERT INTO users (openid, mini_openid, name, following, followed_at) VALUES (?, ?, ?, 1, ?)",
        [(f"o{number:027}", f"m{number:027}", str(number), SHOWN) for number in range(10_000)],
    )
    told = _told(phone, webhook, _all(phone))
    assert _counts(told) == ("send success", 10_000, 10_000, 10_000, 0)
    assert phone.platform.store.run("SELECT count(*) FROM bubbles")[0][0] == 10_000
