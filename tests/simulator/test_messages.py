"""Customer-service messages: each type, the windows that they need, whom they reach."""

import json
from typing import Any

import pytest

from simulator.settings import App
from simulator.store import User
from tests.simulator.conftest import ACCOUNT, MINI, SHOWN, ManualClock, Phone, Webhook

OK = {"errcode": 0, "errmsg": "ok"}
SEND = "/cgi-bin/message/custom/send"
EMPTY: dict[str, Any] = {
    "text": "", "articles": [], "url": "", "menu": [], "tail": "", "card": {}, "caption": "", "agent": "",
}  # fmt: skip
NEWS = {"title": "t", "description": "d", "url": "http://a/", "picurl": "http://a/p.jpg"}


def _user(phone: Phone, following: bool = True) -> User:
    user = phone.platform.store.user(phone.person(following=following))
    assert user is not None
    return user


def _send(phone: Phone, openid: str, kind: str, inside: Any, app: App = ACCOUNT, **more: Any) -> dict[str, Any]:
    return phone.call(SEND, {"touser": openid, "msgtype": kind, kind: inside} | more, app)


def _text(phone: Phone, openid: str, app: App = ACCOUNT) -> int:
    return int(_send(phone, openid, "text", {"content": "好"}, app)["errcode"])


def _media(phone: Phone, kind: str) -> str:
    return phone.platform.media.add(kind, "a", "image/png", b"x", permanent=False).media_id


def _url(media_id: str) -> str:
    return f"http://127.0.0.1:8001/mmbiz_jpg/{media_id}/0"


def _shown(phone: Phone, openid: str) -> dict[str, Any]:
    bubble = phone.platform.store.bubbles(openid, 1)[0]
    return {name: bubble[name] for name in ("kind", "via", "mini", *EMPTY)}


def _draft(phone: Phone, title: str) -> str:
    article = {"title": title, "digest": "摘要", "thumb_media_id": "", "content": "<p>正文</p>"}
    return phone.platform.drafts.add([article])


# --- types ---


def test_a_text_as_the_phone_keeps_it(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    assert _send(phone, openid, "text", {"content": "好"}) == OK
    bubble = phone.platform.store.bubbles(openid, 1)[0]
    common = {"id": bubble["id"], "openid": openid, "from": "account", "kind": "text", "at": SHOWN}
    assert bubble == common | EMPTY | {"text": "好", "via": "service", "mini": False}


@pytest.mark.parametrize(("kind", "named"), [("image", "image"), ("voice", "voice")])
def test_pictures_and_recordings(phone: Phone, kind: str, named: str) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    media_id = _media(phone, named)
    assert _send(phone, openid, kind, {"media_id": media_id}) == OK
    assert _shown(phone, openid) == {"kind": kind, "via": "service", "mini": False} | EMPTY | {"url": _url(media_id)}


def test_a_film(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    film, thumb = _media(phone, "video"), _media(phone, "thumb")
    inside = {"media_id": film, "thumb_media_id": thumb, "title": "开幕式", "description": "回看"}
    assert _send(phone, openid, "video", inside) == OK
    card = {"title": "开幕式", "description": "回看", "picture": _url(thumb)}
    shown = {"kind": "video", "via": "service", "mini": False} | EMPTY
    assert _shown(phone, openid) == shown | {"url": _url(film), "card": card}


def test_music(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    thumb = _media(phone, "thumb")
    inside = {"title": "会歌", "description": "合唱", "musicurl": "http://a/m.mp3", "hqmusicurl": "http://a/hq.mp3"}
    assert _send(phone, openid, "music", inside)["errcode"] == 40007
    assert _send(phone, openid, "music", {"title": "会歌", "thumb_media_id": thumb})["errcode"] == 44004
    assert _send(phone, openid, "music", inside | {"thumb_media_id": thumb}) == OK
    card = {"title": "会歌", "description": "合唱", "picture": _url(thumb)}
    shown = {"kind": "music", "via": "service", "mini": False} | EMPTY
    assert _shown(phone, openid) == shown | {"url": "http://a/m.mp3", "card": card}


def test_news(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    assert _send(phone, openid, "news", {"articles": [NEWS]}) == OK
    article = {"title": "t", "description": "d", "picture": "http://a/p.jpg", "url": "http://a/"}
    assert _shown(phone, openid) == {"kind": "news", "via": "service", "mini": False} | EMPTY | {"articles": [article]}


def test_articles_of_a_draft_and_published_ones(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    media_id = _draft(phone, "六百余名代表报到")
    assert _send(phone, openid, "mpnews", {"media_id": media_id}) == OK
    (article,) = _shown(phone, openid)["articles"]
    page = article["url"].removeprefix("http://127.0.0.1:8001")
    assert article == {
        "title": "六百余名代表报到",
        "description": "摘要",
        "picture": "",
        "url": f"http://127.0.0.1:8001{page}",
    }
    assert phone.platform.articles.page(page.removeprefix("/s/")) is not None
    draft = phone.platform.drafts.get(media_id)
    assert draft is not None
    published = phone.platform.articles.publish(draft.articles, listed=True)
    assert _send(phone, openid, "mpnewsarticle", {"article_id": published.article_id}) == OK
    assert _shown(phone, openid)["articles"][0]["url"] == published.items[0]["url"]
    phone.platform.articles.delete(published.article_id)
    assert _send(phone, openid, "mpnewsarticle", {"article_id": published.article_id})["errcode"] == 53600


def test_a_menu_of_items_is_tapped_and_counts_as_a_tap(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    items = [{"id": "101", "content": "满意"}, {"id": "102", "content": "不满意"}]
    inside = {"head_content": "您满意吗？", "list": items, "tail_content": "谢谢"}
    assert _send(phone, openid, "msgmenu", inside) == OK
    shown = {"kind": "text", "via": "service", "mini": False} | EMPTY
    assert _shown(phone, openid) == shown | {"text": "您满意吗？", "menu": items, "tail": "谢谢"}
    clock.set(clock.shown() + 48 * 3600)
    assert _text(phone, openid) == 45015
    phone.act(openid, "msgmenu", id="101", text="满意")
    said = webhook.seen[-1].body.decode()
    assert "<Content><![CDATA[满意]]></Content>\n" in said
    assert "<bizmsgmenuid>101</bizmsgmenuid>\n" in said
    assert [_text(phone, openid) for _ in range(4)] == [0, 0, 0, 45047]
    clock.set(clock.shown() + 60)
    assert _text(phone, openid) == 45015


def test_a_card(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    assert _send(phone, openid, "wxcard", {"card_id": "pUnknown"}) == {"errcode": 40073, "errmsg": "invalid card id"}
    assert _send(phone, openid, "wxcard", {"card_id": "pWelcomeCard2019-demo-card-0001"}) == OK
    card = {"title": "会务用车券", "brand": "信息小助手", "note": "2019年5月5日至5月9日可用"}
    assert _shown(phone, openid) == {"kind": "wxcard", "via": "service", "mini": False} | EMPTY | {"card": card}


def test_a_page_of_the_mini_program(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    thumb = _media(phone, "thumb")
    inside = {"title": "大会议程", "appid": MINI.appid, "pagepath": "pages/agenda", "thumb_media_id": thumb}
    for more, code in (({"appid": "wx0"}, 40013), ({"pagepath": "/pages/a"}, 40165), ({"title": ""}, 44004)):
        assert _send(phone, openid, "miniprogrampage", inside | more)["errcode"] == code
    assert _send(phone, openid, "miniprogrampage", inside | {"thumb_media_id": "x"})["errcode"] == 40007
    assert _send(phone, openid, "miniprogrampage", inside) == OK
    opens = {"appid": MINI.appid, "pagepath": "pages/agenda"}
    card = {"title": "大会议程", "picture": _url(thumb), "miniprogram": opens}
    shown = {"kind": "miniprogrampage", "via": "service", "mini": False} | EMPTY
    assert _shown(phone, openid) == shown | {"card": card}


def test_the_mini_programs_types(phone: Phone) -> None:
    user = _user(phone, following=False)
    phone.act(user.openid, "mini_text", text="喂")
    picture, thumb = _media(phone, "image"), _media(phone, "thumb")
    common = {"via": "service", "mini": True} | EMPTY
    link = {"title": "t", "description": "d", "url": "http://a/", "thumb_url": "http://a/p.jpg"}
    article = {"title": "t", "description": "d", "picture": "http://a/p.jpg", "url": "http://a/"}
    page = {"title": "议程", "pagepath": "pages/agenda?day=1", "thumb_media_id": thumb}
    opens = {"appid": MINI.appid, "pagepath": "pages/agenda?day=1"}
    card = {"title": "议程", "picture": _url(thumb), "miniprogram": opens}
    cases: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("text", {"content": "好"}, {"text": "好"}),
        ("image", {"media_id": picture}, {"url": _url(picture)}),
        ("link", link, {"articles": [article]}),
        ("miniprogrampage", page, {"card": card}),
    ]
    for kind, inside, shown in cases:
        assert _send(phone, user.mini_openid, kind, inside, MINI) == OK
        assert _shown(phone, user.openid) == {"kind": kind} | common | shown
    assert _send(phone, user.mini_openid, "news", {"articles": [NEWS]}, MINI)["errcode"] == 40008
    assert _send(phone, user.openid, "link", link)["errcode"] == 40008


# --- what else a message may carry ---


def test_an_agents_name(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    agent = {"kf_account": "kf2001@xinxi"}
    assert _send(phone, openid, "text", {"content": "好"}, customservice=agent) == OK
    assert _shown(phone, openid)["agent"] == "大会客服小信"
    unknown = _send(phone, openid, "text", {"content": "好"}, customservice={"kf_account": "kf1@other"})
    assert unknown == {"errcode": 65401, "errmsg": "invalid customer service account"}


def test_the_caption_of_what_a_machine_wrote(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    for is_ai, caption in ((1, "内容由AI生成"), (0, "")):
        assert _send(phone, openid, "text", {"content": "好"}, aimsgcontext={"is_ai_msg": is_ai}) == OK
        assert _shown(phone, openid)["caption"] == caption
    assert _send(phone, openid, "text", {"content": "好"}, aimsgcontext={"is_ai_msg": 2})["errcode"] == 47001


# --- refusals ---


@pytest.mark.parametrize(
    ("kind", "inside", "code"),
    [
        ("text", {"content": ""}, 44004),
        ("text", {"content": 7}, 44004),
        ("text", {"content": "字" * 683}, 45002),
        ("text", "好", 47001),
        ("video", {"media_id": "x"}, 40007),
        ("image", {"media_id": "unknown"}, 40007),
        ("image", {}, 40007),
        ("voice", {"media_id": None}, 40007),
        ("news", {"articles": [NEWS, NEWS]}, 45008),
        ("news", {"articles": []}, 44003),
        ("news", {}, 44003),
        ("mpnews", {"media_id": "x"}, 40007),
        ("mpnewsarticle", {"article_id": "x"}, 53600),
        ("msgmenu", {"list": []}, 47001),
        ("msgmenu", {"list": [{"id": "", "content": "好"}]}, 44004),
        ("msgmenu", {"head_content": "字" * 683, "list": [{"id": "1", "content": "好"}]}, 45002),
        ("location", {"lat": 1}, 40008),
        ("", {}, 40008),
    ],
)
def test_what_is_refused_uses_nothing_up(phone: Phone, kind: str, inside: Any, code: int) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    assert _send(phone, openid, kind, inside)["errcode"] == code
    assert [_text(phone, openid) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_one_kind_of_file_is_not_another(phone: Phone, clock: ManualClock) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    picture = _media(phone, "image")
    assert _send(phone, openid, "voice", {"media_id": picture})["errcode"] == 40007
    clock.set(clock.shown() + 3 * 86_400)
    phone.act(openid, "text", text="喂")
    assert _send(phone, openid, "image", {"media_id": picture})["errcode"] == 40007


def test_whom_one_may_write_to(phone: Phone) -> None:
    user = _user(phone)
    assert _send(phone, user.openid, "text", {"content": "好"}) == {
        "errcode": 45015,
        "errmsg": "response out of time limit or subscription is canceled",
    }
    assert _send(phone, "oForeign", "text", {"content": "好"}) == {"errcode": 40003, "errmsg": "invalid openid"}
    assert _text(phone, user.mini_openid) == 40003
    phone.act(user.openid, "text", text="喂")
    assert _text(phone, user.openid) == 0
    assert _text(phone, user.mini_openid, MINI) == 45015
    phone.act(user.openid, "unfollow")
    assert _text(phone, user.openid) == 45015


def test_who_takes_no_messages(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    phone.act(openid, "take_messages", on=False)
    assert _send(phone, openid, "text", {"content": "好"}) == {"errcode": 48002, "errmsg": "user block receive message"}
    phone.act(openid, "take_messages", on=True)
    assert [_text(phone, openid) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


@pytest.mark.parametrize("code", [48001, 48004, 50002, 70000])
def test_refusals_by_switch(phone: Phone, code: int) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    phone.switch(sending_refused=str(code))
    assert _text(phone, openid) == code
    phone.switch(sending_refused="")
    assert [_text(phone, openid) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_rights_come_before_the_message_and_the_message_before_the_person(phone: Phone) -> None:
    openid = phone.person()
    wrong = {"content": ""}
    phone.switch(sending_refused="48001")
    assert _send(phone, "oForeign", "text", wrong)["errcode"] == 48001
    phone.switch(sending_refused="70000")
    assert _send(phone, "oForeign", "text", wrong)["errcode"] == 40003
    assert _send(phone, openid, "text", wrong)["errcode"] == 44004
    assert _text(phone, openid) == 70000
    phone.switch(sending_refused="")
    phone.act(openid, "take_messages", on=False)
    assert _text(phone, openid) == 48002
    phone.act(openid, "take_messages", on=True)
    assert _text(phone, openid) == 45015


# --- windows, each by what the person does ---


@pytest.mark.parametrize(
    ("do", "values", "count", "seconds"),
    [
        ("text", {"text": "喂"}, 5, 48 * 3600),
        ("voice", {"text": "喂"}, 5, 48 * 3600),
        ("location", {"lat": 39.9, "lng": 116.4, "label": "会场"}, 5, 48 * 3600),
        ("link", {"title": "t", "url": "http://a/"}, 5, 48 * 3600),
        ("tap", {"path": [0]}, 3, 60),
        ("tap", {"path": [2], "result": "http://a/"}, 3, 60),
        ("msgmenu", {"id": "1", "text": "满意"}, 3, 60),
    ],
)
def test_windows(
    phone: Phone, clock: ManualClock, do: str, values: dict[str, Any], count: int, seconds: int
) -> None:  # fmt: skip
    buttons = [{"type": "click", "name": "议程", "key": "A"}, {"type": "view", "name": "新闻", "url": "http://a/"}]
    buttons.append({"type": "scancode_push", "name": "扫码", "key": "S"})
    assert phone.call("/cgi-bin/menu/create", {"button": buttons}) == OK
    openid = phone.person()
    phone.act(openid, do, **values)
    assert [_text(phone, openid) for _ in range(count + 1)] == [0] * count + [45047]
    phone.act(openid, do, **values)
    clock.set(clock.shown() + seconds - 1)
    assert _text(phone, openid) == 0
    clock.set(clock.shown() + 1)
    assert _text(phone, openid) == 45015
    phone.act(openid, "tap", path=[1])
    assert _text(phone, openid) == 45015


def test_windows_of_following_and_scanning(phone: Phone) -> None:
    info = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "desk"}}}
    ticket = phone.call("/cgi-bin/qrcode/create", info)["ticket"]
    openid = phone.person(following=False)
    phone.act(openid, "follow")
    assert [_text(phone, openid) for _ in range(4)] == [0, 0, 0, 45047]
    phone.act(openid, "scan", ticket=ticket)
    assert [_text(phone, openid) for _ in range(4)] == [0, 0, 0, 45047]


def test_windows_of_the_mini_program(phone: Phone, clock: ManualClock) -> None:
    user = _user(phone)
    phone.act(user.openid, "mini_enter")
    assert [_text(phone, user.mini_openid, MINI) for _ in range(3)] == [0, 0, 45047]
    phone.act(user.openid, "mini_text", text="喂")
    assert [_text(phone, user.mini_openid, MINI) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    phone.act(user.openid, "mini_text", text="喂")
    clock.set(clock.shown() + 48 * 3600)
    assert _text(phone, user.mini_openid, MINI) == 45015


# --- typing ---


def test_typing(phone: Phone, clock: ManualClock) -> None:
    openid = phone.person()

    def typing(command: str) -> dict[str, Any]:
        return phone.call("/cgi-bin/message/custom/typing", {"touser": openid, "command": command})

    assert typing("Typing")["errcode"] == 45080
    phone.act(openid, "text", text="喂")
    last = phone.platform.events.last
    assert [typing("Typing"), typing("CancelTyping")] == [OK, OK]
    told = [event for _, event in phone.platform.events.after(last) if event["type"] == "typing"]
    assert told == [{"type": "typing", "openid": openid, "on": on} for on in (True, False)]
    assert [typing(command)["errcode"] for command in ("Typing", "Typing", "Type")] == [0, 45081, 45072]
    clock.pass_by(15)
    assert typing("Typing") == OK
    clock.pass_by(16)
    assert typing("Typing")["errcode"] == 45080


def test_typing_in_the_mini_program(phone: Phone) -> None:
    user = _user(phone)
    phone.act(user.openid, "text", text="喂")
    phone.act(user.openid, "mini_text", text="喂")
    path = "/cgi-bin/message/custom/business/typing"
    assert phone.call(path, {"touser": user.mini_openid, "command": "Typing"}, MINI) == OK
    refused = phone.call(path, {"touser": user.openid, "command": "Typing"})
    assert refused == {"errcode": 40200, "errmsg": "invalid account type"}


def test_escapes_are_shown_literally(phone: Phone) -> None:
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    sent = {"touser": openid, "msgtype": "text", "text": {"content": '好"'}}
    phone.client.post(f"{SEND}?access_token={phone.token()}", data=json.dumps(sent))
    assert phone.platform.store.bubbles(openid, 1)[0]["text"] == '\\u597d"'
