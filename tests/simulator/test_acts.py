"""What each act on the phone tells the webhook, whole."""

import hashlib
import io
import re
from typing import Any

import pytest
import qrcode
from PIL import Image

from tests.simulator.conftest import ACCOUNT, MINI, SHOWN, WALL, ManualClock, Phone, Webhook, until

MSG_ID = int(WALL * 10_000_000)
MENU = {
    "button": [
        {
            "name": "大会服务",
            "sub_button": [
                {"type": "click", "name": "今日议程", "key": "AGENDA_TODAY", "sub_button": []},
                {"type": "view", "name": "新闻", "url": "http://127.0.0.1:8000/news", "sub_button": []},
                {"type": "scancode_waitmsg", "name": "扫一扫", "key": "SCAN", "sub_button": []},
                {"type": "location_select", "name": "位置", "key": "WHERE", "sub_button": []},
                {"type": "pic_weixin", "name": "相册", "key": "PIC", "sub_button": []},
            ],
        },
        {
            "type": "miniprogram",
            "name": "小程序",
            "url": "http://a/",
            "appid": MINI.appid,
            "pagepath": "p/i",
            "sub_button": [],
        },
    ]
}


def _inner(openid: str, kind: str, lines: str) -> str:
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT.original_id}]]></ToUserName>\n"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName>\n"
        f"<CreateTime>{SHOWN}</CreateTime>\n"
        f"<MsgType><![CDATA[{kind}]]></MsgType>\n{lines}</xml>"
    )


def _code(phone: Phone, scene: str, **more: Any) -> dict[str, Any]:
    wanted = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}} | more
    return phone.call("/cgi-bin/qrcode/create", wanted)


def _png(image: Image.Image) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    return file


def test_openids_look_like_the_platforms(phone: Phone) -> None:
    openids = {phone.person() for _ in range(20)}
    assert {len(openid) for openid in openids} == {28}
    assert {openid[0] for openid in openids} == {"o"}
    assert len(openids) == 20


def test_follow_without_a_code(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person(following=False)
    assert phone.act(openid, "follow")["ok"]
    lines = "<Event><![CDATA[subscribe]]></Event>\n<EventKey><![CDATA[]]></EventKey>\n"
    assert webhook.seen[0].body.decode() == _inner(openid, "event", lines)
    assert phone.act(openid, "follow") == {"ok": False, "error": "已经关注了"}


@pytest.mark.parametrize("do", ["follow", "scan"])
def test_a_scan_makes_a_newcomer_follow_and_a_follower_scan(phone: Phone, webhook: Webhook, do: str) -> None:
    openid = phone.person(following=False)
    ticket = _code(phone, "desk_hall-a")["ticket"]
    assert phone.act(openid, do, ticket=ticket)["scene"] == "desk_hall-a"
    assert phone.act(openid, "scan", ticket=ticket)["scene"] == "desk_hall-a"
    tail = f"<Ticket><![CDATA[{ticket}]]></Ticket>\n"
    assert [seen.body.decode() for seen in webhook.seen] == [
        _inner(
            openid,
            "event",
            f"<Event><![CDATA[subscribe]]></Event>\n<EventKey><![CDATA[qrscene_desk_hall-a]]></EventKey>\n{tail}",
        ),
        _inner(
            openid, "event", f"<Event><![CDATA[SCAN]]></Event>\n<EventKey><![CDATA[desk_hall-a]]></EventKey>\n{tail}"
        ),
    ]
    assert phone.call(f"/cgi-bin/user/info?openid={openid}") == {
        "subscribe": 1,
        "openid": openid,
        "subscribe_time": SHOWN,
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE",
        "qr_scene": 0,
        "qr_scene_str": "desk_hall-a",
    }


def test_an_expired_or_unknown_code(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    ticket = _code(phone, "desk_hall-a", action_name="QR_STR_SCENE", expire_seconds=30)["ticket"]
    assert phone.act(openid, "scan", ticket=ticket)["ok"]
    clock.pass_by(30)
    assert phone.act(openid, "scan", ticket=ticket) == {"ok": False, "error": "二维码已过期"}
    assert phone.act(openid, "scan", ticket="x") == {"ok": False, "error": "没有这个二维码，或不是本公众号的"}
    assert len(webhook.seen) == 1


def test_unfollow(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    phone.act(openid, "unfollow")
    lines = "<Event><![CDATA[unsubscribe]]></Event>\n<EventKey><![CDATA[]]></EventKey>\n"
    assert webhook.seen[0].body.decode() == _inner(openid, "event", lines)
    assert phone.act(openid, "text", text="喂") == {"ok": False, "error": "请先关注，再发消息"}
    assert phone.call(f"/cgi-bin/user/info?openid={openid}") == {"subscribe": 0, "openid": openid}


MESSAGES = [
    ({"do": "text", "text": "今天\x00"}, "text", f"<Content><![CDATA[今天]]></Content>\n<MsgId>{MSG_ID}</MsgId>\n"),
    (
        {"do": "msgmenu", "id": "101", "text": "满意"},
        "text",
        f"<Content><![CDATA[满意]]></Content>\n<MsgId>{MSG_ID}</MsgId>\n<bizmsgmenuid>101</bizmsgmenuid>\n",
    ),
    (
        {"do": "location", "lat": 39.9075, "lng": 116.391, "label": "人民大会堂"},
        "location",
        "<Location_X>39.907500</Location_X>\n<Location_Y>116.391000</Location_Y>\n<Scale>15</Scale>\n"
        f"<Label><![CDATA[人民大会堂]]></Label>\n<MsgId>{MSG_ID}</MsgId>\n",
    ),
    (
        {"do": "link", "title": "t", "description": "", "url": "http://a/"},
        "link",
        "<Title><![CDATA[t]]></Title>\n<Description><![CDATA[]]></Description>\n<Url><![CDATA[http://a/]]></Url>\n"
        f"<MsgId>{MSG_ID}</MsgId>\n",
    ),
]


@pytest.mark.parametrize(("values", "kind", "lines"), MESSAGES)
def test_messages(phone: Phone, webhook: Webhook, values: dict[str, Any], kind: str, lines: str) -> None:
    openid = phone.person()
    assert phone.post("/phone/act", openid=openid, wait=True, **values) == {"ok": True, "bubbles": []}
    assert webhook.seen[0].body.decode() == _inner(openid, kind, lines)


def test_msg_ids_grow(phone: Phone) -> None:
    assert [phone.platform.next_msg_id() for _ in range(3)] == [MSG_ID, MSG_ID + 1, MSG_ID + 2]
    assert len(str(MSG_ID)) == 17


def test_a_voice_with_and_without_recognition(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    phone.act(openid, "voice", text="晚饭几点")
    phone.switch(recognition=False)
    phone.act(openid, "voice", text="晚饭几点")
    heard = []
    for number, seen in enumerate(webhook.seen):
        media_id = seen.body.decode().split("<MediaId><![CDATA[")[1].split("]]>")[0]
        recognition = ["晚饭几点", ""][number]
        lines = (
            f"<MediaId><![CDATA[{media_id}]]></MediaId>\n<Format><![CDATA[amr]]></Format>\n"
            f"<MsgId>{MSG_ID + number}</MsgId>\n<Recognition><![CDATA[{recognition}]]></Recognition>\n"
            f"<MediaId16K><![CDATA[{media_id}16k]]></MediaId16K>\n"
        )
        heard.append(seen.body.decode() == _inner(openid, "voice", lines))
    assert heard == [True, True]


def test_a_picture_is_served_at_its_address(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    content = _png(Image.new("RGB", (8, 8), "red"))
    form = {"openid": openid, "do": "image", "wait": "1", "picture": (content, "a.png")}
    assert phone.client.post("/phone/act", data=form).get_json() == {"ok": True, "bubbles": []}
    (bubble,) = phone.platform.store.bubbles(openid, 10)
    media_id = bubble["url"].split("/")[-2]
    assert bubble["url"] == f"http://127.0.0.1:8001/mmbiz_jpg/{media_id}/0"
    lines = (
        f"<PicUrl><![CDATA[{bubble['url']}]]></PicUrl>\n<MsgId>{MSG_ID}</MsgId>\n"
        f"<MediaId><![CDATA[{media_id}]]></MediaId>\n"
    )
    assert webhook.seen[0].body.decode() == _inner(openid, "image", lines)
    served = phone.client.get(f"/mmbiz_jpg/{media_id}/0")
    assert (served.mimetype, served.data) == ("image/png", _png(Image.new("RGB", (8, 8), "red")).getvalue())
    assert phone.client.get("/mmbiz_jpg/other/0").status_code == 404


def test_a_picture_that_is_too_large(phone: Phone) -> None:
    form = "multipart/form-data; boundary=x"
    response = phone.client.post("/phone/act", data=bytes(11 << 20), content_type=form)
    assert response.status_code == 413
    assert response.get_json() == {"ok": False, "error": "请选一张 10 MB 以内的 JPG、PNG 或 GIF 图片"}


@pytest.mark.parametrize("content", [b"", b"<svg></svg>", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_picture(phone: Phone, content: bytes) -> None:
    openid = phone.person()
    refused = {"ok": False, "error": "请选一张 10 MB 以内的 JPG、PNG 或 GIF 图片"}
    for path in ("/phone/act", "/phone/scan-picture"):
        form = {"openid": openid, "do": "image", "picture": (io.BytesIO(content), "a.png")}
        assert phone.client.post(path, data=form).get_json() == refused


def test_scanning_pictures(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    code = _code(phone, "item_opening")
    shown = phone.client.get("/cgi-bin/showqrcode", query_string={"ticket": code["ticket"]})
    pictures = {
        "code": io.BytesIO(shown.data),
        "address": _png(qrcode.make("http://127.0.0.1:8000/agenda").get_image()),
        "words": _png(qrcode.make("hello").get_image()),
        "foreign": _png(qrcode.make("http://weixin.qq.com/q/other").get_image()),
        "blank": _png(Image.new("RGB", (64, 64), "white")),
    }
    said = {
        name: phone.client.post("/phone/scan-picture", data={"openid": openid, "picture": (file, "a")}).get_json()
        for name, file in pictures.items()
    }
    assert said == {
        "code": {"ok": True, "scene": "item_opening"},
        "address": {"ok": True, "url": "http://127.0.0.1:8000/agenda"},
        "words": {"ok": False, "error": "没有这个二维码，或不是本公众号的"},
        "foreign": {"ok": False, "error": "没有这个二维码，或不是本公众号的"},
        "blank": {"ok": False, "error": "图片里没有认出二维码"},
    }


def test_menu_taps(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    assert phone.act(openid, "tap", path=[0, 0]) == {"ok": False, "error": "还没有菜单"}
    assert phone.call("/cgi-bin/menu/create", MENU) == {"errcode": 0, "errmsg": "ok"}
    answers = [
        phone.act(openid, "tap", path=[0, 0]),
        phone.act(openid, "tap", path=[0, 1]),
        phone.act(openid, "tap", path=[0, 2], result="BJ14-0033"),
        phone.act(openid, "tap", path=[1]),
        phone.act(openid, "tap", path=[0, 4]),
        *(phone.act(openid, "tap", path=path) for path in ([0], [5], [0, 9], ["a"], None)),
    ]
    done = {"ok": True, "bubbles": []}
    nothing = {"ok": False, "error": "菜单里没有这一项"}
    assert answers == [
        done,
        done | {"url": "http://127.0.0.1:8000/news"},
        done,
        done,
        {"ok": False, "error": "请选 1 到 9 张图片"},
        *[nothing] * 5,
    ]
    assert [seen.body.decode() for seen in webhook.seen] == [
        _inner(openid, "event", "<Event><![CDATA[CLICK]]></Event>\n<EventKey><![CDATA[AGENDA_TODAY]]></EventKey>\n"),
        _inner(
            openid,
            "event",
            "<Event><![CDATA[VIEW]]></Event>\n<EventKey><![CDATA[http://127.0.0.1:8000/news]]></EventKey>\n"
            "<MenuId>400000001</MenuId>\n",
        ),
        _inner(
            openid,
            "event",
            "<Event><![CDATA[scancode_waitmsg]]></Event>\n<EventKey><![CDATA[SCAN]]></EventKey>\n"
            "<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[BJ14-0033]]></ScanResult>"
            "</ScanCodeInfo>\n",
        ),
        _inner(
            openid,
            "event",
            "<Event><![CDATA[view_miniprogram]]></Event>\n<EventKey><![CDATA[p/i]]></EventKey>\n<MenuId>400000001</MenuId>\n",
        ),
    ]


def test_pictures_chosen_from_the_menu(phone: Phone, webhook: Webhook) -> None:
    """The event names them and opens no window; each comes as a message of its own."""
    openid = phone.person()
    phone.call("/cgi-bin/menu/create", MENU)
    contents = [_square(color) for color in ("red", "blue")]
    sent = {"openid": openid, "do": "tap", "path": "0,4", "wait": "1"}
    files = [(io.BytesIO(content), "a.png") for content in contents]
    assert phone.client.post("/phone/act", data=sent | {"picture": files}).get_json()["ok"] is True
    assert phone.post("/phone/settle") == {"ok": True}
    (event,) = [seen.body.decode() for seen in webhook.seen if b"pic_weixin" in seen.body]
    sums = [hashlib.md5(content).hexdigest() for content in contents]
    items = "".join(f"<item><PicMd5Sum><![CDATA[{one}]]></PicMd5Sum></item>" for one in sums)
    assert event == _inner(
        openid,
        "event",
        "<Event><![CDATA[pic_weixin]]></Event>\n<EventKey><![CDATA[PIC]]></EventKey>\n"
        f"<SendPicsInfo><Count>2</Count><PicList>{items}</PicList></SendPicsInfo>\n",
    )
    assert [b"<![CDATA[image]]>" in seen.body for seen in webhook.seen].count(True) == 2
    kinds = [bubble["kind"] for bubble in phone.platform.store.bubbles(openid, 9)]
    assert kinds == ["image", "image"]


def test_pictures_that_cannot_be_chosen(phone: Phone) -> None:
    openid = phone.person()
    phone.call("/cgi-bin/menu/create", MENU)

    def error(path: str, *contents: bytes) -> str:
        files = [(io.BytesIO(content), "a.png") for content in contents]
        sent = {"openid": openid, "do": "tap", "path": path, "picture": files}
        return str(phone.client.post("/phone/act", data=sent).get_json()["error"])

    assert error("0,0", _square("red")) == "这种菜单按钮暂不支持"
    assert error("0,4", *[_square("red")] * 10) == "请选 1 到 9 张图片"
    assert error("0,4", b"nonsense") == "请选一张 10 MB 以内的 JPG、PNG 或 GIF 图片"


def _square(color: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize("kind", ["video", "shortvideo"])
def test_films(phone: Phone, webhook: Webhook, kind: str) -> None:
    openid = phone.person()
    phone.act(openid, kind, text="开幕式")
    body = webhook.seen[0].body.decode()
    media_id, thumb_id = re.findall(r"MediaId><!\[CDATA\[(.{64})]]>", body)
    lines = f"<MediaId><![CDATA[{media_id}]]></MediaId>\n<ThumbMediaId><![CDATA[{thumb_id}]]></ThumbMediaId>\n"
    assert body == _inner(openid, kind, f"{lines}<MsgId>{MSG_ID}</MsgId>\n")
    assert phone.platform.media.usable(media_id)
    bubble = phone.platform.store.bubbles(openid, 1)[0]
    assert (bubble["kind"], bubble["text"]) == ("video", "开幕式")


def test_a_place_that_phones_report(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    assert phone.act(openid, "report_location", lat=39.9, lng=116.39) == {"ok": True, "bubbles": []}
    assert webhook.seen[0].body.decode() == _inner(
        openid,
        "event",
        "<Event><![CDATA[LOCATION]]></Event>\n<Latitude>39.900000</Latitude>\n<Longitude>116.390000</Longitude>\n"
        "<Precision>40.000000</Precision>\n",
    )
    sent = {"touser": openid, "msgtype": "text", "text": {"content": "好"}}
    assert phone.call("/cgi-bin/message/custom/send", sent)["errcode"] == 45015


def test_a_place_chosen_from_the_menu_comes_twice(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    phone.call("/cgi-bin/menu/create", MENU)
    assert phone.act(openid, "tap", path=[0, 3]) == {"ok": False, "error": "经纬度不对"}
    assert phone.act(openid, "tap", path=[0, 3], lat=39.9075, lng=116.391, label="大会堂")["ok"]
    until(lambda: len(webhook.seen) == 2)
    assert sorted(seen.body.decode() for seen in webhook.seen) == sorted(
        [
            _inner(
                openid,
                "event",
                "<Event><![CDATA[location_select]]></Event>\n<EventKey><![CDATA[WHERE]]></EventKey>\n<SendLocationInfo>"
                "<Location_X><![CDATA[39.907500]]></Location_X><Location_Y><![CDATA[116.391000]]></Location_Y>"
                "<Scale><![CDATA[15]]></Scale><Label><![CDATA[大会堂]]></Label><Poiname><![CDATA[]]></Poiname>"
                "</SendLocationInfo>\n",
            ),
            _inner(
                openid,
                "location",
                "<Location_X>39.907500</Location_X>\n<Location_Y>116.391000</Location_Y>\n<Scale>15</Scale>\n"
                f"<Label><![CDATA[大会堂]]></Label>\n<MsgId>{MSG_ID}</MsgId>\n",
            ),
        ]
    )


def test_extra_elements(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    phone.switch(extra_elements=True, menu_id_in_click=True)
    phone.call("/cgi-bin/menu/create", MENU)
    phone.act(openid, "text", text="喂")
    phone.act(openid, "tap", path=[0, 0])
    assert (
        webhook.seen[0]
        .body.decode()
        .endswith(f"<MsgId>{MSG_ID}</MsgId>\n<MsgDataId><![CDATA[{MSG_ID}]]></MsgDataId>\n<Idx>1</Idx>\n</xml>")
    )
    assert webhook.seen[1].body.decode().endswith("<MenuId>400000001</MenuId>\n</xml>")


def test_the_mini_programs_session(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    user = phone.platform.store.user(openid)
    assert user is not None
    assert phone.act(openid, "mini_text", text="你好")["ok"]
    phone.act(openid, "mini_text", text="在吗")
    until(lambda: len(webhook.seen) == 3)
    common = f'{{"ToUserName":"{MINI.original_id}","FromUserName":"{user.mini_openid}","CreateTime":{SHOWN},'
    assert sorted(seen.body.decode() for seen in webhook.seen) == sorted(
        [
            common + '"MsgType":"event","Event":"user_enter_tempsession","SessionFrom":"wxapp"}',
            common + f'"MsgType":"text","Content":"你好","MsgId":{MSG_ID}}}',
            common + f'"MsgType":"text","Content":"在吗","MsgId":{MSG_ID + 1}}}',
        ]
    )
    sent = {"touser": user.mini_openid, "msgtype": "text", "text": {"content": "在"}}
    assert phone.call("/cgi-bin/message/custom/send", sent, MINI) == {"errcode": 0, "errmsg": "ok"}
    assert phone.call("/cgi-bin/message/custom/send", sent) == {"errcode": 40003, "errmsg": "invalid openid"}
    shown = [(bubble["from"], bubble["text"], bubble["mini"]) for bubble in phone.platform.store.bubbles(openid, 10)]
    assert shown[-1] == ("account", "在", True)


REFUSED = [
    ({"do": "dance"}, "不支持这个操作"),
    ({"do": "text", "text": "  "}, "请写点什么，最多 2048 字节"),
    ({"do": "text", "text": "会" * 683}, "请写点什么，最多 2048 字节"),
    ({"do": "text", "text": 5}, "请写点什么，最多 2048 字节"),
    ({"do": "location", "lat": "x", "lng": 1}, "经纬度不对"),
    ({"do": "location", "lat": 91, "lng": 1}, "经纬度不对"),
    ({"do": "link", "title": "t", "url": "javascript:alert(1)"}, "链接需要标题和 http 地址"),
    ({"do": "text", "text": "喂", "openid": "oB"}, "没有这个用户"),
]


@pytest.mark.parametrize(("values", "error"), REFUSED)
def test_what_a_phone_can_not_do(phone: Phone, webhook: Webhook, values: dict[str, Any], error: str) -> None:
    openid = phone.person()
    assert phone.post("/phone/act", **{"openid": openid} | values) == {"ok": False, "error": error}
    assert webhook.seen == []
