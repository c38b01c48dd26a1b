"""Temporary and permanent media over HTTP."""

import io
import re
from typing import Any

import pytest

from simulator.publishing import recordings
from tests.simulator.conftest import SHOWN, ManualClock, Phone, Webhook, http
from tests.simulator.uploads import AMR, MP4, draft, picture, upload

OK = {"errcode": 0, "errmsg": "ok"}
UPLOAD = "/cgi-bin/media/upload?type="
ADD = "/cgi-bin/material/add_material?type="
PNG, JPG, GIF = (picture(form) for form in ("PNG", "JPEG", "GIF"))
MEGABYTE = 1 << 20
THREE_DAYS = 3 * 86_400


def _get(phone: Phone, media_id: str, path: str = "/cgi-bin/media/get") -> Any:
    return phone.client.get(path, query_string={"access_token": phone.token(), "media_id": media_id})


@pytest.mark.parametrize(
    ("kind", "name", "content", "field"),
    [
        ("image", "a.png", PNG, "media_id"),
        ("image", "a.JPG", JPG, "media_id"),
        ("image", "a.jpeg", JPG, "media_id"),
        ("image", "a.gif", GIF, "media_id"),
        ("voice", "a.amr", AMR, "media_id"),
        ("voice", "a.mp3", b"\xff\xfb\x90\x00" + bytes(413), "media_id"),
        ("video", "a.mp4", MP4, "media_id"),
        ("thumb", "a.jpg", JPG, "thumb_media_id"),
    ],
)
def test_temporary_media(phone: Phone, kind: str, name: str, content: bytes, field: str) -> None:
    answer = upload(phone, UPLOAD + kind, name, content)
    media_id = answer[field]
    assert re.fullmatch(r"[\w-]{64}", media_id)
    assert answer == {"type": kind, field: media_id, "created_at": SHOWN}
    got = _get(phone, media_id)
    if kind == "video":
        address = f"http://127.0.0.1:8001/mmbiz_jpg/{media_id}/0"
        assert got.get_json() == {"video_url": address}
        got = phone.client.get(f"/mmbiz_jpg/{media_id}/0")
    else:
        ending = name.rsplit(".", 1)[1].lower().replace("jpeg", "jpg")
        assert got.headers["Content-disposition"] == f'attachment; filename="{media_id}.{ending}"'
    assert (got.data, got.mimetype) == (content, recordings.MIME[recordings.kind(content)])


@pytest.mark.parametrize(
    ("kind", "name", "content", "code", "text"),
    [
        ("poem", "a.png", PNG, 40004, "invalid media type"),
        ("", "a.png", PNG, 40004, "invalid media type"),
        ("image", "a.png", b"", 44001, "empty media data"),
        ("image", "a.bmp", b"BM" + bytes(50), 40005, "invalid file type"),
        ("image", "a.png", b"hello", 40005, "invalid file type"),
        ("image", "picture", PNG, 40005, "invalid file type"),
        ("voice", "a.wav", b"RIFF\x00\x00\x00\x00WAVE", 40005, "invalid file type"),
        ("thumb", "a.png", PNG, 40005, "invalid file type"),
        ("image", "a.png", PNG + bytes(10 * MEGABYTE + 1 - len(PNG)), 40006, "invalid meida size"),
        ("voice", "a.mp3", b"\xff\xfb\xe0\x00" + bytes(2 * MEGABYTE), 40006, "invalid meida size"),
        ("video", "a.mp4", MP4 + bytes(10 * MEGABYTE), 40006, "invalid meida size"),
        ("thumb", "a.jpg", JPG + bytes(64 * 1024), 40006, "invalid meida size"),
        ("voice", "a.amr", AMR + AMR[6:] * 60, 45007, "playtime out of limit"),
        ("voice", "a.mp3", b"\xff\xfb\x50\x00" + bytes(490_000), 45007, "playtime out of limit"),
    ],
)
def test_uploads_that_are_refused(phone: Phone, kind: str, name: str, content: bytes, code: int, text: str) -> None:
    assert upload(phone, UPLOAD + kind, name, content) == {"errcode": code, "errmsg": text}


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("image", "a.png", PNG + bytes(10 * MEGABYTE - len(PNG))),
        ("thumb", "a.jpg", JPG + bytes(64 * 1024 - len(JPG))),
        ("voice", "a.amr", b"#!AMR\n" + AMR[6:] * 60),
    ],
)
def test_uploads_at_their_limits(phone: Phone, kind: str, name: str, content: bytes) -> None:
    assert upload(phone, UPLOAD + kind, name, content)["type"] == kind


def test_a_file_without_a_name_is_none(phone: Phone) -> None:
    missing = {"errcode": 41005, "errmsg": "media data missing"}
    assert phone.call(UPLOAD + "image", {}) == missing
    response = phone.client.post(f"{UPLOAD}image&access_token={phone.token()}", data={"media": "bytes"})
    assert response.get_json()["errcode"] == 41005
    other = {"file": (io.BytesIO(PNG), "a.png")}
    response = phone.client.post(f"{UPLOAD}image&access_token={phone.token()}", data=other)
    assert response.get_json()["errcode"] == 41005


def test_what_pages_say_of_sizes_differs(phone: Phone) -> None:
    phone.switch(image_megabytes=2, media_size_code="45001")
    large = PNG + bytes(2 * MEGABYTE)
    assert upload(phone, UPLOAD + "image", "a.png", large) == {"errcode": 45001, "errmsg": "media size out of limit"}


def test_temporary_media_end_after_three_days(phone: Phone, clock: ManualClock) -> None:
    media_id = upload(phone, UPLOAD + "image", "a.png", PNG)["media_id"]
    clock.set(clock.shown() + THREE_DAYS - 1)
    assert _get(phone, media_id).data == PNG
    clock.set(clock.shown() + 1)
    assert phone.call(f"/cgi-bin/media/get?media_id={media_id}") == {"errcode": 40007, "errmsg": "invalid media_id"}
    assert phone.call("/cgi-bin/media/get?media_id=x") == {"errcode": 40007, "errmsg": "invalid media_id"}
    assert phone.call("/cgi-bin/media/get") == {"errcode": 41006, "errmsg": "media_id missing"}


def test_what_people_send_can_be_downloaded_for_three_days(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    phone.client.post(
        "/phone/act", data={"openid": openid, "do": "image", "wait": "1", "picture": (io.BytesIO(PNG), "a.png")}
    )
    phone.act(openid, "voice", text="几点开会")
    sent = [re.search(rb"<MediaId><!\[CDATA\[(.+?)]]>", seen.body) for seen in webhook.seen]
    media_ids = [found[1].decode() for found in sent if found]
    assert [_get(phone, media_id).data for media_id in media_ids] == [PNG, b"#!AMR\n"]
    clock.set(clock.shown() + THREE_DAYS)
    assert [_get(phone, media_id).get_json()["errcode"] for media_id in media_ids] == [40007, 40007]


def test_media_in_replies_and_messages(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    media_id = upload(phone, UPLOAD + "image", "a.png", PNG)["media_id"]
    reply = (
        f"<xml><ToUserName>{openid}</ToUserName><FromUserName>gh_demo00000001</FromUserName>"
        f"<CreateTime>1</CreateTime><MsgType>image</MsgType><Image><MediaId>{media_id}</MediaId></Image></xml>"
    )
    webhook.answer = lambda seen, number: http(reply)
    send = {"touser": openid, "msgtype": "image", "image": {"media_id": media_id}}
    address = f"http://127.0.0.1:8001/mmbiz_jpg/{media_id}/0"
    (bubble,) = phone.act(openid, "text", text="图")["bubbles"]
    assert (bubble["kind"], bubble["url"]) == ("image", address)
    assert phone.call("/cgi-bin/message/custom/send", send) == OK
    clock.set(clock.shown() + THREE_DAYS)
    assert phone.texts(openid, "text", text="图") == ["该公众号提供的服务出现故障，请稍后再试"]
    assert phone.call("/cgi-bin/message/custom/send", send) == {"errcode": 40007, "errmsg": "invalid media_id"}


def test_pictures_for_articles(phone: Phone) -> None:
    answer = upload(phone, "/cgi-bin/media/uploadimg", "a.png", PNG)
    assert re.fullmatch(r"http://127\.0\.0\.1:8001/mmbiz_jpg/[\w-]{64}/0", answer["url"])
    assert phone.client.get(answer["url"].removeprefix("http://127.0.0.1:8001")).data == PNG
    media_id = answer["url"].split("/")[-2]
    assert phone.call(f"/cgi-bin/media/get?media_id={media_id}")["errcode"] == 40007
    large = upload(phone, "/cgi-bin/media/uploadimg", "a.png", PNG + bytes(MEGABYTE))
    assert large == {"errcode": 40009, "errmsg": "invalid image size"}
    wrong = upload(phone, "/cgi-bin/media/uploadimg", "a.gif", GIF)
    assert wrong == {"errcode": 40005, "errmsg": "invalid file type"}


def test_permanent_material(phone: Phone, clock: ManualClock) -> None:
    image = upload(phone, ADD + "image", "cover.png", PNG)
    assert image == {
        "media_id": image["media_id"],
        "url": f"http://127.0.0.1:8001/mmbiz_jpg/{image['media_id']}/0",
    }
    voice = upload(phone, ADD + "voice", "a.amr", AMR)
    assert voice == {"media_id": voice["media_id"]}
    about = '{"title":"开幕式","introduction":"录像"}'
    video = upload(phone, ADD + "video", "a.mp4", MP4, description=about)
    clock.set(clock.shown() + 10 * THREE_DAYS)

    def get(media_id: str) -> Any:
        body = {"media_id": media_id}
        return phone.client.post(f"/cgi-bin/material/get_material?access_token={phone.token()}", json=body)

    assert (get(image["media_id"]).data, get(voice["media_id"]).data) == (PNG, AMR)
    assert get(video["media_id"]).get_json() == {
        "title": "开幕式",
        "description": "录像",
        "down_url": f"http://127.0.0.1:8001/mmbiz_jpg/{video['media_id']}/0",
    }
    assert phone.call("/cgi-bin/material/get_materialcount") == {
        "voice_count": 1,
        "video_count": 1,
        "image_count": 1,
        "news_count": 0,
    }
    assert phone.call(f"/cgi-bin/media/get?media_id={image['media_id']}")["errcode"] == 40007
    assert phone.call("/cgi-bin/material/del_material", {"media_id": voice["media_id"]}) == OK
    gone = {"errcode": 40007, "errmsg": "invalid media_id"}
    for path in ("get_material", "del_material"):
        assert phone.call(f"/cgi-bin/material/{path}", {"media_id": voice["media_id"]}) == gone
    assert not phone.platform.media.usable(voice["media_id"])


def test_lists_of_material(phone: Phone, clock: ManualClock) -> None:
    made = []
    for number in range(3):
        clock.pass_by(60)
        made.append(upload(phone, ADD + "image", f"{number}.png", PNG))
    listed = phone.call("/cgi-bin/material/batchget_material", {"type": "image", "offset": 1, "count": 20})
    assert listed == {
        "item": [
            {"media_id": one["media_id"], "name": f"{number}.png", "update_time": SHOWN + 60 * (number + 1)}
            | {"url": one["url"]}
            for number, one in reversed(list(enumerate(made[:2])))
        ],
        "total_count": 3,
        "item_count": 2,
    }
    empty = {"item": [], "total_count": 0, "item_count": 0}
    assert phone.call("/cgi-bin/material/batchget_material", {"type": "news", "offset": 0, "count": 1}) == empty
    refused = [
        phone.call("/cgi-bin/material/batchget_material", values)["errcode"]
        for values in (
            {"offset": 0, "count": 1},
            {"type": "image", "offset": 0, "count": 0},
            {"type": "image", "offset": 0, "count": 21},
            {"type": "image", "offset": -1, "count": 1},
            {"type": "image", "offset": 0},
        )
    ]
    assert refused == [40004, 40097, 40097, 40097, 40097]


def test_a_film_wants_a_description(phone: Phone) -> None:
    for form in ({}, {"description": "x"}, {"description": "{}"}, {"description": "[]"}):
        assert upload(phone, ADD + "video", "a.mp4", MP4, **form)["errcode"] == 47001
    assert upload(phone, ADD + "news", "a.png", PNG)["errcode"] == 40004


def test_material_that_the_menu_uses_stays(phone: Phone) -> None:
    media_id = upload(phone, ADD + "image", "a.png", PNG)["media_id"]
    button = {"type": "media_id", "name": "地图", "media_id": media_id}
    assert phone.call("/cgi-bin/menu/create", {"button": [button]}) == OK
    used = {"errcode": 48005, "errmsg": "forbid to delete material used by auto-reply or menu"}
    assert phone.call("/cgi-bin/material/del_material", {"media_id": media_id}) == used
    openid = phone.person()
    assert phone.post("/phone/act", openid=openid, do="tap", path=[0]) == {"ok": True}
    (bubble,) = phone.platform.store.bubbles(openid, 1)
    assert (bubble["kind"], bubble["url"]) == ("image", f"http://127.0.0.1:8001/mmbiz_jpg/{media_id}/0")


def test_a_draft_is_no_file(phone: Phone) -> None:
    assert phone.call(f"/cgi-bin/media/get?media_id={draft(phone)}")["errcode"] == 40007


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (b"", "", 0.0),
        (AMR, "amr", 1.0),
        (b"ID3\x03\x00\x00\x00\x00\x00\x05hello\xff\xfb\x90\x00" + bytes(15_996), "mp3", 1.0),
        (b"\xff\xf3\x40\x00" + bytes(3_996), "mp3", 1.0),
        (b"\xff\xfb\xf0\x00" + bytes(100), "mp3", 0.0),
        (b"RIFF\x00\x00\x00\x00WAVE", "wav", 0.0),
        (b"\xff\xd8\xff\xe0", "jpg", 0.0),
        (b"\xff\xff\xff\xff", "", 0.0),
    ],
)
def test_kinds_and_lengths(content: bytes, kind: str, seconds: float) -> None:
    assert (recordings.kind(content), round(recordings.seconds(content), 2)) == (kind, seconds)
