"""Logins, tickets and codes as public clients see them."""

import base64
import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image
from wechatpy.crypto import WeChatWxaCrypto
from wechatpy.exceptions import WeChatOAuthException

from tests.conformance.conftest import Node, StandIn
from tests.simulator.conftest import ACCOUNT, MINI

BACK = "http://127.0.0.1/me"


def test_wechatpy_logs_a_person_in(stand_in: StandIn) -> None:
    openid = stand_in.person()
    stand_in.switch(unionid=True)
    oauth = stand_in.oauth(BACK)
    oauth.scope = "snsapi_userinfo"
    first = oauth.fetch_access_token(stand_in.oauth_code(oauth.authorize_url, openid))
    person = oauth.get_user_info()
    assert (person["openid"], person["nickname"]) == (openid, "王代表")
    assert person["unionid"] == first["unionid"]
    assert oauth.check_access_token()
    stand_in.pass_by(7201)
    with pytest.raises(WeChatOAuthException) as caught:
        oauth.check_access_token()
    assert caught.value.errcode == 42001
    second = oauth.refresh_access_token(first["refresh_token"])
    assert (second["openid"], second["scope"]) == (openid, "snsapi_userinfo")
    assert second["access_token"] != first["access_token"]
    assert oauth.get_user_info()["openid"] == openid
    with pytest.raises(WeChatOAuthException) as caught:
        oauth.get_user_info(access_token=first["access_token"])
    assert caught.value.errcode == 40001


def test_co_wechat_api_signs_a_page(stand_in: StandIn, node: Node) -> None:
    page = f"{BACK}?from=menu"
    signed = node.call("getJsConfig", {"debug": False, "jsApiList": [], "url": page})
    given = {name: str(signed[name]) for name in ("appId", "timestamp", "nonceStr", "signature")}
    assert stand_in.phone("wx-config", **given, url=f"{page}#top") == {"errMsg": "config:ok"}
    said = stand_in.phone("wx-config", **given, url=BACK)
    assert said == {"errMsg": "config:fail,Error: invalid signature"}
    ticket = stand_in.wechatpy().jsapi.get_jsapi_ticket()
    client = stand_in.wechatpy()
    given |= {"signature": client.jsapi.get_jsapi_signature(given["nonceStr"], ticket, given["timestamp"], page)}
    assert stand_in.phone("wx-config", **given, url=page) == {"errMsg": "config:ok"}


def test_wechatpy_opens_what_the_phone_sealed(stand_in: StandIn) -> None:
    openid = stand_in.person()
    code = stand_in.act(openid, "mini_login")["code"]
    session = stand_in.wechatpy(MINI).wxa.code_to_session(code)
    sealed = stand_in.act(openid, "mini_phone", phone="13800130001")
    crypto = WeChatWxaCrypto(session["session_key"], sealed["iv"], MINI.appid)
    opened: dict[str, Any] = crypto.decrypt_message(sealed["encryptedData"])
    assert opened["purePhoneNumber"] == "13800130001"
    assert opened["watermark"]["appid"] == MINI.appid


def test_a_code_of_the_mini_program(stand_in: StandIn, node: Node) -> None:
    answer = node.call("getWXACodeUnlimit", "d=BJ14-0033", "pages/me/me", 430, app=MINI)
    image = Image.open(io.BytesIO(base64.b64decode(answer["bytes"])))
    said = parse_qs(urlsplit(zxingcpp.read_barcodes(image)[0].text).query)
    assert (said["page"], said["scene"]) == (["pages/me/me"], ["d=BJ14-0033"])
    assert node.call("getWXACodeUnlimit", "a%b", "pages/me/me", app=MINI)[0] == 40129
    assert node.call("getWXACodeUnlimit", "a", "/pages/me/me", app=MINI)[0] == 41030


def test_risky_content_is_no_error(stand_in: StandIn) -> None:
    openid = stand_in.person()
    body = {"version": 2, "scene": 2, "openid": stand_in.mini_openid(openid), "content": "你这个大笨蛋"}
    client = stand_in.wechatpy(MINI)
    said = client.post("https://api.weixin.qq.com/wxa/msg_sec_check", data=body)
    assert (said["errcode"], said["result"]) == (0, {"suggest": "risky", "label": 20003})


def test_the_clients_rotate_each_other_out(stand_in: StandIn, node: Node) -> None:
    """Two programs that each fetch a token of their own: after five minutes only the later one's is valid."""
    client = stand_in.wechatpy()
    assert client.get("getcallbackip") == {"ip_list": ["127.0.0.1"]}
    assert node.call("getIp")["ip_list"] == ["127.0.0.1"]
    assert client.get("getcallbackip") == {"ip_list": ["127.0.0.1"]}
    stand_in.pass_by(301)
    token = client.access_token
    assert stand_in.get("/cgi-bin/getcallbackip", access_token=token)["errcode"] == 40001
    assert node.call("getIp")["ip_list"] == ["127.0.0.1"]
    assert ACCOUNT.secret not in str(stand_in.state())
