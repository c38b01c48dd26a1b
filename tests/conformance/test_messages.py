"""Messages and notifications of every type as public clients send them."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from wechatpy.exceptions import WeChatClientException

from tests.conformance.conftest import Node, StandIn
from tests.simulator import uploads
from tests.simulator.conftest import ACCOUNT, MINI

CARD = "pWelcomeCard2019-demo-card-0001"
REMINDER = "TM-reminder-------------------------------b"
LINK = "LK-one-message----------------------------a"
ARTICLE = {"title": "六百余名代表报到", "description": "5月5日", "url": "http://a/", "picurl": "http://a/p.jpg"}
PAGE = {"title": "大会议程", "appid": MINI.appid, "pagepath": "pages/agenda"}
MENU = {"head_content": "满意吗？", "list": [{"id": "1", "content": "满意"}], "tail_content": "谢谢"}
WORDS = {"thing1": "开幕式", "time2": "2019年5月6日 9:00", "thing3": "大礼堂", "thing4": "请佩戴代表证"}


def _kinds(stand_in: StandIn, openid: str, count: int) -> list[str]:
    """The kinds of the newest bubbles that were sent as customer-service messages."""
    return [bubble["kind"] for bubble in stand_in.history(openid) if bubble["via"] == "service"][-count:]


def _media(stand_in: StandIn) -> dict[str, str]:
    client = stand_in.wechatpy()
    files = {
        "image": ("a.jpg", stand_in.picture(), "image/jpeg"),
        "thumb": ("t.jpg", stand_in.picture(), "image/jpeg"),
        "voice": ("v.amr", uploads.AMR, "audio/amr"),
        "video": ("f.mp4", uploads.MP4, "video/mp4"),
    }
    answers = {kind: client.media.upload(kind, file) for kind, file in files.items()}
    return {kind: answer.get("media_id") or answer["thumb_media_id"] for kind, answer in answers.items()}


def test_wechatpy_sends_every_type_it_knows(stand_in: StandIn) -> None:
    openid, media, message = stand_in.person(), _media(stand_in), stand_in.wechatpy().message
    stand_in.act(openid, "text", text="好")
    message.send_text(openid, "您好", account="kf2001@xinxi")
    message.send_image(openid, media["image"])
    message.send_voice(openid, media["voice"])
    message.send_video(openid, media["video"], "开幕式", "回看")
    message.send_music(openid, "http://a/m.mp3", "http://a/hq.mp3", media["thumb"], "会歌")
    stand_in.act(openid, "text", text="好")
    message.send_articles(openid, [ARTICLE])
    message.send_card(openid, CARD)
    message.send_mini_program_page(openid, PAGE | {"thumb_media_id": media["thumb"]})
    message.send_msg_menu(openid, MENU)
    kinds = ["text", "image", "voice", "video", "music", "news", "wxcard", "miniprogrampage", "text"]
    assert _kinds(stand_in, openid, 9) == kinds
    with pytest.raises(WeChatClientException) as caught:
        message.send_articles(openid, [ARTICLE, ARTICLE])
    assert caught.value.errcode == 45008


def test_co_wechat_api_sends_every_type_it_knows(stand_in: StandIn, node: Node) -> None:
    openid, media = stand_in.person(), _media(stand_in)
    stand_in.act(openid, "text", text="好")
    music = {"title": "会歌", "musicurl": "http://a/m.mp3", "thumb_media_id": media["thumb"]}
    calls: list[tuple[Any, ...]] = [
        ("sendText", openid, "您好"),
        ("sendImage", openid, media["image"]),
        ("sendVoice", openid, media["voice"]),
        ("sendVideo", openid, media["video"], media["thumb"]),
        ("sendMusic", openid, music),
    ]
    assert [node.call(*call)["errcode"] for call in calls] == [0] * 5
    stand_in.act(openid, "text", text="好")
    calls = [
        ("sendNews", openid, [ARTICLE]),
        ("sendCard", openid, CARD),
        ("sendMiniProgram", openid, PAGE | {"thumb_media_id": media["thumb"]}),
    ]
    assert [node.call(*call)["errcode"] for call in calls] == [0] * 3
    kinds = ["text", "image", "voice", "video", "music", "news", "wxcard", "miniprogrampage"]
    assert _kinds(stand_in, openid, 8) == kinds


def test_the_mini_programs_messages(stand_in: StandIn) -> None:
    person = stand_in.person()
    openid, client = stand_in.mini_openid(person), stand_in.wechatpy(MINI)
    stand_in.act(person, "mini_text", text="好")
    client.message.send_text(openid, "您好")
    client.message.send_link(openid, ARTICLE)
    assert _kinds(stand_in, person, 2) == ["text", "link"]
    with pytest.raises(WeChatClientException) as caught:
        client.message.send_articles(openid, [ARTICLE])
    assert caught.value.errcode == 40008


def test_templates_are_chosen_listed_used_and_deleted(stand_in: StandIn, node: Node) -> None:
    openid, template = stand_in.person(), stand_in.wechatpy().template
    assert template.set_industry(33, 39)["errcode"] == 0
    assert node.call("getIndustry")["secondary_industry"] == {"first_class": "文体娱乐", "second_class": "娱乐休闲"}
    added = template.add("47063")
    listed = node.call("getAllPrivateTemplate")["template_list"]
    assert (listed[-1]["template_id"], listed[-1]["title"]) == (added, "班车发车提醒")
    data = {name: {"value": value, "color": "#173177"} for name, value in WORDS.items()}
    sent = node.call("sendTemplate", openid, REMINDER, "http://a/", "#ff0000", data)
    # A JavaScript number would have lost the end of it: the client reads it as text or as a big number.
    assert str(sent["msgid"]).isdecimal()
    assert len(str(sent["msgid"])) == 19
    wrong = node.call("sendTemplate", openid, REMINDER, "", "", data | {"thing3": {"value": ""}})
    assert wrong[0] == 47003
    assert wrong[1].startswith("argument invalid! data.thing3.value is emtpy rid: ")
    assert template.del_private_template(added)["errcode"] == 0
    assert node.call("delPrivateTemplate", added)[0] == 40037


def test_the_older_link(stand_in: StandIn) -> None:
    person, client = stand_in.person(following=False), stand_in.wechatpy()
    address = client.message.get_subscribe_authorize_url(7, LINK, "http://127.0.0.1/me", "r1")
    page = f"{stand_in.base}/mp/subscribemsg?{urlsplit(address).query}"
    holder = stand_in.get("/phone/holder", openid=person)["holder"]
    form = {"holder": holder, "fragment": "#wechat_redirect", "allow": "yes"}
    back = requests.post(page, data=form, allow_redirects=False, timeout=30).headers["Location"]
    said = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    assert said == {"openid": person, "template_id": LINK, "action": "confirm", "scene": "7", "reserved": "r1"}
    data = {"content": {"value": "您的座位改到了八排三号。", "color": ""}}
    assert client.message.send_subscribe_template(person, LINK, 7, "座位有变", data)["errcode"] == 0
    with pytest.raises(WeChatClientException) as caught:
        client.message.send_subscribe_template(person, LINK, 7, "座位有变", data)
    assert caught.value.errcode == 43101
    assert ACCOUNT.appid in address
