"""Media, tags, menus and messages to everyone as public clients ask for them."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from wechatpy.exceptions import WeChatClientException

from tests.conformance.conftest import Node, StandIn
from tests.simulator.uploads import AMR, MP4, picture

CLICK = {"type": "click", "name": "议程", "key": "AGENDA"}
OK = {"errcode": 0, "errmsg": "ok"}


def _event(node: Node, name: str) -> str:
    return node.seen(1, event=name)[-1].inner


def test_wechatpy_keeps_media(stand_in: StandIn) -> None:
    client, png = stand_in.wechatpy(), picture()
    temporary = client.media.upload("image", ("a.png", BytesIO(png)))["media_id"]
    assert client.media.download(temporary).content == png
    film = client.media.upload("video", ("a.mp4", BytesIO(MP4)))["media_id"]
    assert client.media.upload_video(film, "开幕式", "录像")["type"] == "video"
    inline = client.media.upload_mass_image(("a.png", BytesIO(png)))
    assert requests.get(inline, timeout=30).content == png
    made = [
        client.material.add("image", ("cover.png", BytesIO(png)))["media_id"],
        client.material.add("voice", ("a.amr", BytesIO(AMR)))["media_id"],
        client.material.add("video", ("a.mp4", BytesIO(MP4)), "开幕式", "录像")["media_id"],
    ]
    counts = {"voice_count": 1, "video_count": 1, "image_count": 1, "news_count": 0}
    assert client.material.get_count() == counts
    assert client.material.get(made[0]).content == png
    assert client.material.get(made[2])["title"] == "开幕式"
    assert [item["media_id"] for item in client.material.batchget("image")["item"]] == made[:1]
    assert client.material.delete(made[1])["errcode"] == 0
    with pytest.raises(WeChatClientException) as refused:
        client.material.get(made[1])
    assert refused.value.errcode == 40007
    stand_in.pass_by(3 * 86_400)
    with pytest.raises(WeChatClientException) as refused:
        stand_in.wechatpy().media.download(temporary)
    assert refused.value.errcode == 40007


def test_co_wechat_api_keeps_media(stand_in: StandIn, node: Node, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(picture())
    uploaded = node.call("uploadMedia", str(file), "image")
    assert uploaded["type"] == "image"
    assert node.call("uploadMaterial", str(file), "image")["url"].startswith(stand_in.base)
    assert node.call("getMaterialCount")["image_count"] == 1
    assert node.call("getMaterials", "image", 0, 20)["total_count"] == 1


def test_tags_and_people(stand_in: StandIn, node: Node) -> None:
    client, openid, other = stand_in.wechatpy(), stand_in.person(), stand_in.person()
    tag = client.tag.create("代表")["id"]
    assert client.tag.tag_user(tag, [openid, other])["errcode"] == 0
    assert client.tag.get_user_tag(openid) == [tag]
    assert list(client.tag.iter_tag_users(tag)) == [openid, other]
    assert client.tag.untag_user(tag, other)["errcode"] == 0
    assert [found["name"] for found in client.tag.get()] == ["星标组", "代表"]
    assert client.user.update_remark(openid, "老王")["errcode"] == 0
    assert [found["remark"] for found in client.user.get_batch([openid, other])] == ["老王", ""]
    assert list(client.user.iter_followers()) == [openid, other]
    assert client.tag.batch_black_list([other])["errcode"] == 0
    assert client.tag.get_black_list()["data"]["openid"] == [other]
    assert node.call("getUsersFromTag", tag, "")["data"]["openid"] == [openid]
    assert node.call("getIdList", openid)["tagid_list"] == [tag]
    assert node.call("getFollowers")["total"] == 2
    assert node.call("createTags", "代表")[0] == 45157
    assert client.tag.delete(tag)["errcode"] == 0


def test_conditional_menus(stand_in: StandIn, node: Node) -> None:
    client, openid = stand_in.wechatpy(), stand_in.person()
    tag = client.tag.create("代表")["id"]
    client.tag.tag_user(tag, openid)
    menu: dict[str, Any] = {"button": [CLICK | {"name": "代表"}], "matchrule": {"tag_id": str(tag)}}
    assert node.call("addConditionalMenu", menu)[0] == 65303
    assert client.menu.create({"button": [CLICK]})["errcode"] == 0
    menuid = client.menu.add_conditional(menu)["menuid"]
    assert client.menu.try_match(openid)["button"][0]["name"] == "代表"
    assert node.call("tryConditionalMenu", openid)["button"][0]["name"] == "代表"
    assert node.call("getMenu")["conditionalmenu"][0]["menuid"] == int(menuid)
    assert client.menu.del_conditional(menuid)["errcode"] == 0
    assert node.call("delConditionalMenu", menuid)[0] == 65301


def test_messages_to_everyone(stand_in: StandIn, node: Node) -> None:
    node.behave({"reply": "success"})
    stand_in.switch(mass_seconds=0)
    client, people = stand_in.wechatpy(), [stand_in.person() for _ in range(2)]
    sent = client.message.send_mass_text(None, "开会", is_to_all=True, client_msg_id="c-1")
    told = _event(node, "MASSSENDJOBFINISH")
    assert f"<MsgID>{sent['msg_id']}</MsgID>" in told
    assert "<Status><![CDATA[send success]]></Status>" in told
    assert "<SentCount>2</SentCount>" in told
    assert client.message.get_mass(sent["msg_id"]) == {"msg_id": sent["msg_id"], "msg_status": "SEND_SUCCESS"}
    for openid in people:
        stand_in.until_said(openid, "开会")
    stand_in.pass_by(60)
    with pytest.raises(WeChatClientException) as refused:
        client.message.send_mass_text(people, "开会", client_msg_id="c-1")
    assert refused.value.errcode == 45065
    assert client.message.send_mass_text(people[0], "看看", preview=True)["errcode"] == 0
    stand_in.until_said(people[0], "看看")
    assert node.call("massSendText", "散会", people, "c-2", 0)["errcode"] == 0
    stand_in.until_said(people[1], "散会")


def test_articles(stand_in: StandIn, node: Node) -> None:
    node.behave({"reply": "success"})
    stand_in.switch(publish_seconds=0)
    client = stand_in.wechatpy()
    thumb = client.material.add("image", ("cover.png", BytesIO(picture())))["media_id"]
    article = {"title": "大会开幕", "content": "<p>报到</p>", "thumb_media_id": thumb}
    media_id = client.post("draft/add", data={"articles": [article]})["media_id"]
    publish_id = client.post("freepublish/submit", data={"media_id": media_id})["publish_id"]
    assert f"<publish_id>{publish_id}</publish_id><publish_status>0</publish_status>" in _event(
        node, "PUBLISHJOBFINISH"
    )
    done = client.post("freepublish/get", data={"publish_id": publish_id})
    page = requests.get(done["article_detail"]["item"][0]["article_url"], timeout=30).text
    assert "<h1>大会开幕</h1>" in page
    escaped = json.dumps({"articles": [article]}).encode()
    token = client.access_token
    kept = stand_in.post("/cgi-bin/draft/add", escaped, token)["media_id"]
    (item,) = client.post("draft/get", data={"media_id": kept})["news_item"]
    assert item["title"] == "\\u5927\\u4f1a\\u5f00\\u5e55"
