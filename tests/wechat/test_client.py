"""The platform client's requests, to the byte, and what it makes of the answers."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.wechat.conftest import Time
from tests.wechat.scripted_api import DRIP, ScriptedApi
from wechat import caller, transport
from wechat.calls.account import Quota
from wechat.calls.content import Verdict
from wechat.calls.media import Uploaded
from wechat.calls.sign_in import Person
from wechat.client import Client, Code, PlatformDown, PlatformError
from wechat.outcomes import Alert, BadInput, Bug, Done, Missing, OtherChannel, SignInAgain, StopRecipient, Unsure
from wechat.quotas import LocalQuotas
from wechat.replies import Article, Cards, Image, Nothing, Text, Transfer

TOKEN = "?access_token=TOKEN1"


def test_a_message_goes_out_as_raw_utf8(client: Client, api: ScriptedApi):
    assert client.send("oX", Text("您好")) == Done({"errcode": 0, "errmsg": "ok"})
    assert [where for _, where, _ in api.requests] == [
        "/cgi-bin/stable_token", "/cgi-bin/message/custom/send?access_token=TOKEN1",
    ]  # fmt: skip
    assert json.loads(api.requests[0][2]) == {
        "grant_type": "client_credential", "appid": "wx1", "secret": "SECRET",
    }  # fmt: skip
    assert json.loads(api.requests[1][2]) == {"touser": "oX", "msgtype": "text", "text": {"content": "您好"}}
    assert "您好".encode() in api.requests[1][2]
    assert api.headers[1]["Content-Type"] == "application/json; charset=utf-8"


def test_connections_are_kept(client: Client, api: ScriptedApi):
    for _ in range(5):
        client.send("oX", Text("x"))
    assert len(api.connections) == 1


@pytest.mark.parametrize(
    ("send", "path", "body"),
    [
        (lambda c: c.send("oX", Cards((Article("标题", "摘要", "http://p", "http://u"), Article("二")))),
         "message/custom/send",
         {"touser": "oX", "msgtype": "news",
          "news": {"articles": [{"title": "标题", "description": "摘要", "url": "http://u", "picurl": "http://p"}]}}),
        (lambda c: c.send("oX", Image("M")), "message/custom/send",
         {"touser": "oX", "msgtype": "image", "image": {"media_id": "M"}}),
        (lambda c: c.send_media("oX", "voice", "M"), "message/custom/send",
         {"touser": "oX", "msgtype": "voice", "voice": {"media_id": "M"}}),
        (lambda c: c.send_video("oX", "M", "C", "t", "d"), "message/custom/send",
         {"touser": "oX", "msgtype": "video",
          "video": {"media_id": "M", "thumb_media_id": "C", "title": "t", "description": "d"}}),
        (lambda c: c.send_choices("oX", "好吗", [("1", "好"), ("2", "不好")], "谢谢"), "message/custom/send",
         {"touser": "oX", "msgtype": "msgmenu",
          "msgmenu": {"head_content": "好吗", "list": [{"id": "1", "content": "好"}, {"id": "2", "content": "不好"}],
                      "tail_content": "谢谢"}}),
        (lambda c: c.send_page("oX", "t", "wxmini", "pages/a", "C"), "message/custom/send",
         {"touser": "oX", "msgtype": "miniprogrampage",
          "miniprogrampage": {"title": "t", "appid": "wxmini", "pagepath": "pages/a", "thumb_media_id": "C"}}),
        (lambda c: c.typing("oX"), "message/custom/typing", {"touser": "oX", "command": "Typing"}),
        (lambda c: c.typing("oX", on=False), "message/custom/typing", {"touser": "oX", "command": "CancelTyping"}),
        (lambda c: c.send_template("oX", "T", {"thing1": "开幕"}, "n1", url="http://u", page=("wxmini", "pages/a")),
         "message/template/send",
         {"touser": "oX", "template_id": "T", "data": {"thing1": {"value": "开幕"}}, "client_msg_id": "n1",
          "url": "http://u", "miniprogram": {"appid": "wxmini", "pagepath": "pages/a"}}),
        (lambda c: c.send_subscribed("oX", "T", {"thing1": "开幕"}, page="pages/a"), "message/subscribe/bizsend",
         {"touser": "oX", "template_id": "T", "data": {"thing1": {"value": "开幕"}}, "page": "pages/a"}),
    ],
)  # fmt: skip
def test_what_is_sent_to_a_person(
    client: Client, api: ScriptedApi, send: Callable[[Client], Any], path: str, body: dict[str, Any]
):
    assert send(client) == Done({"errcode": 0, "errmsg": "ok"})
    assert api.calls() == [("POST", f"/cgi-bin/{path}{TOKEN}")]
    assert api.json_of(f"/cgi-bin/{path}") == [body]


def test_the_mini_programs_own_forms(make: Callable[..., Client], api: ScriptedApi):
    client = make(miniprogram=True)
    client.send("oX", Cards((Article("标题", "摘要", "http://p", "http://u"),)))
    client.send_page("oX", "t", "wxmini", "pages/a", "C")
    client.typing("oX")
    client.send_subscribed("oX", "T", {"thing1": "开幕"}, state="trial")
    assert [json.loads(body) for _, where, body in api.requests if "token?" not in where][1:] == [
        {"touser": "oX", "msgtype": "link",
         "link": {"title": "标题", "description": "摘要", "url": "http://u", "thumb_url": "http://p"}},
        {"touser": "oX", "msgtype": "miniprogrampage",
         "miniprogrampage": {"title": "t", "pagepath": "pages/a", "thumb_media_id": "C"}},
        {"touser": "oX", "command": "Typing"},
        {"touser": "oX", "template_id": "T", "data": {"thing1": {"value": "开幕"}}, "miniprogram_state": "trial",
         "lang": "zh_CN"},
    ]  # fmt: skip
    assert [where for _, where in api.calls()[2:]] == [
        f"/cgi-bin/message/custom/business/typing{TOKEN}", f"/cgi-bin/message/subscribe/send{TOKEN}",
    ]  # fmt: skip


@pytest.mark.parametrize("reply", [Nothing(), Transfer(), Text(""), Cards(())])
def test_silence_is_not_sent(client: Client, api: ScriptedApi, reply: Any):
    assert (client.send("oX", reply), api.requests) == (Done(), [])


def test_what_is_no_json_is_not_sent(client: Client, api: ScriptedApi):
    assert client.send("oX", Text("half a surrogate pair \ud83d")) == Bug("body")
    assert client.send_message("oX", "text", {"content": object()}) == Bug("body")
    assert api.requests == []


def test_codes(client: Client, api: ScriptedApi):
    temporary = {"ticket": "T1", "expire_seconds": 2592000, "url": "http://weixin.qq.com/q/1"}
    api.answers["/cgi-bin/qrcode/create"] = [temporary, {"ticket": "T2", "url": "http://weixin.qq.com/q/2"}]
    assert client.create_code("item_x", permanent=False) == Code("T1", "http://weixin.qq.com/q/1", 2592000)
    assert client.create_code("desk_a", permanent=True) == Code("T2", "http://weixin.qq.com/q/2", None)
    assert api.json_of("/cgi-bin/qrcode/create") == [
        {"action_info": {"scene": {"scene_str": "item_x"}}, "action_name": "QR_STR_SCENE", "expire_seconds": 2592000},
        {"action_info": {"scene": {"scene_str": "desk_a"}}, "action_name": "QR_LIMIT_STR_SCENE"},
    ]


def test_code_pictures(client: Client, api: ScriptedApi):
    api.answers["/cgi-bin/showqrcode"] = [(200, b"\xff\xd8jpeg"), (404, b""), (502, b"<html>")]
    assert client.code_picture("a/b=") == b"\xff\xd8jpeg"
    assert api.requests[0][1] == "/cgi-bin/showqrcode?ticket=a%2Fb%3D"
    with pytest.raises(PlatformError) as error:
        client.code_picture("gone")
    assert (error.value.code, error.value.outcome) == (404, Missing("code"))
    with pytest.raises(PlatformDown):
        client.code_picture("down")


def test_codes_of_the_mini_program(client: Client, api: ScriptedApi):
    api.answers["/wxa/getwxacodeunlimit"] = [(200, b"\x89PNG{"), {"errcode": 41030, "errmsg": "invalid page"}]
    assert client.page_code("desk=a", "pages/a") == b"\x89PNG{"
    with pytest.raises(PlatformError) as error:
        client.page_code("desk=a", "/pages/a")
    assert error.value.outcome == BadInput("argument")


def test_the_menu(client: Client, api: ScriptedApi):
    api.answers["/cgi-bin/menu/get"] = [{"errcode": 46003, "errmsg": "menu no exist"}, {"menu": {"button": []}}]
    api.answers["/cgi-bin/menu/addconditional"] = [{"menuid": "208396993"}]
    api.answers["/cgi-bin/menu/trymatch"] = [{"menu": {"button": [{"name": "x"}]}}]
    assert client.menu() is None
    assert client.menu() == {"menu": {"button": []}}
    client.publish_menu({"button": [{"name": "大会服务"}]})
    assert "大会服务".encode() in api.of("/cgi-bin/menu/create")[0]
    assert client.add_conditional_menu({"button": [], "matchrule": {"tag_id": "2"}}) == "208396993"
    assert client.match_menu("oX") == {"menu": {"button": [{"name": "x"}]}}
    client.delete_conditional_menu("208396993")
    client.delete_menu()
    assert api.json_of("/cgi-bin/menu/delconditional") == [{"menuid": "208396993"}]
    assert api.calls()[-1] == ("GET", f"/cgi-bin/menu/delete{TOKEN}")


def test_followers_and_tags(client: Client, api: ScriptedApi):
    api.answers["/cgi-bin/user/get"] = [
        {"total": 3, "count": 2, "data": {"openid": ["o1", "o2"]}, "next_openid": "o2"},
        {"total": 3, "count": 1, "data": {"openid": ["o3"]}, "next_openid": "o3"},
        {"total": 3, "count": 0, "next_openid": ""},
    ]
    api.answers["/cgi-bin/tags/create"] = [{"tag": {"id": 134, "name": "代表"}}]
    api.answers["/cgi-bin/tags/get"] = [{"tags": [{"id": 134, "name": "代表", "count": 0}]}]
    api.answers["/cgi-bin/tags/getidlist"] = [{"tagid_list": [134]}]
    api.answers["/cgi-bin/user/info"] = [{"subscribe": 0, "openid": "o1"}]
    assert list(client.followers()) == ["o1", "o2", "o3"]
    assert client.create_tag("代表") == 134
    assert client.tags() == {"代表": 134}
    assert client.tags_of("o1") == [134]
    assert client.person("o1") == {"subscribe": 0, "openid": "o1"}
    assert api.calls()[-1] == ("GET", f"/cgi-bin/user/info{TOKEN}&openid=o1&lang=zh_CN")


def test_people_are_tagged_fifty_at_a_time(client: Client, api: ScriptedApi):
    everyone = [f"o{number}" for number in range(120)]
    api.answers["/cgi-bin/tags/members/batchtagging"] = [{"errcode": 0}, {"errcode": 40003, "errmsg": "invalid openid"}]
    done = Done({"errcode": 0, "errmsg": "ok"})
    assert client.tag(134, everyone) == [
        (tuple(everyone[:50]), Done({"errcode": 0})),
        (tuple(everyone[50:100]), StopRecipient("openid unknown to this account")),
        (tuple(everyone[100:]), done),
    ]
    assert client.untag(134, everyone[:2]) == [(("o0", "o1"), done)]
    assert api.json_of("/cgi-bin/tags/members/batchuntagging") == [{"openid_list": ["o0", "o1"], "tagid": 134}]


def test_people_are_asked_about_a_hundred_at_a_time(client: Client, api: ScriptedApi):
    api.always["/cgi-bin/user/info/batchget"] = {"user_info_list": [{"subscribe": 1}]}
    assert client.people([f"o{number}" for number in range(101)]) == [{"subscribe": 1}] * 2
    assert [len(body["user_list"]) for body in api.json_of("/cgi-bin/user/info/batchget")] == [100, 1]


def test_media(client: Client, api: ScriptedApi):
    api.answers["/cgi-bin/media/upload"] = [
        {"type": "image", "media_id": "M", "created_at": 1557030000},
        {"type": "thumb", "thumb_media_id": "C", "created_at": 1557030000},
    ]
    api.answers["/cgi-bin/media/get"] = [(200, b"\xff\xd8"), {"video_url": "http://v"}, {"errcode": 40007}]
    assert client.upload("image", "a.jpg", b"\xff\xd8jpeg", "image/jpeg") == Uploaded("M", 1557030000)
    assert client.upload("thumb", "a.jpg", b"x", "image/jpeg") == Uploaded("C", 1557030000)
    assert b'name="media"; filename="a.jpg"' in api.requests[1][2]
    assert b"\xff\xd8jpeg" in api.requests[1][2]
    assert client.download("M") == b"\xff\xd8"
    assert client.download("V") == "http://v"
    with pytest.raises(PlatformError) as error:
        client.download("gone")
    assert error.value.outcome == BadInput("media_id unknown or expired: upload it again")


def test_signing_in_needs_no_token(client: Client, api: ScriptedApi):
    api.answers["/sns/oauth2/access_token"] = [
        {"access_token": "T", "openid": "oX", "is_snapshotuser": 1}, {"errcode": 40163, "errmsg": "code been used"},
    ]  # fmt: skip
    api.answers["/sns/jscode2session"] = [{"session_key": "K", "openid": "oM", "unionid": "U"}]
    assert client.exchange_code("C1") == Person("oX", snapshot=True)
    with pytest.raises(PlatformError) as error:
        client.exchange_code("C1")
    assert error.value.outcome == SignInAgain("code or grant is used up")
    assert client.exchange_login("C2") == Person("oM", "U")
    assert api.requests == [
        ("GET", "/sns/oauth2/access_token?appid=wx1&secret=SECRET&code=C1&grant_type=authorization_code", b""),
        ("GET", "/sns/oauth2/access_token?appid=wx1&secret=SECRET&code=C1&grant_type=authorization_code", b""),
        ("GET", "/sns/jscode2session?appid=wx1&secret=SECRET&js_code=C2&grant_type=authorization_code", b""),
    ]


def test_a_wrong_secret_concerns_the_operator(client: Client, api: ScriptedApi):
    api.answers["/sns/jscode2session"] = [{"errcode": 40001, "errmsg": "invalid credential"}]
    with pytest.raises(PlatformError) as error:
        client.exchange_login("C")
    assert error.value.outcome == Alert("secret is wrong")
    assert len(api.requests) == 1


def test_phone_numbers(client: Client, api: ScriptedApi):
    number = {"phoneNumber": "+8613580006666", "purePhoneNumber": "13580006666", "countryCode": "86"}
    api.answers["/wxa/business/getuserphonenumber"] = [{"errcode": 0, "errmsg": "ok", "phone_info": number}]
    assert client.phone_number("C") == "13580006666"


def test_the_platforms_vector_for_the_signature_of_a_page(client: Client, api: ScriptedApi):
    ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    answer = {"errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": 7200}
    api.answers["/cgi-bin/ticket/getticket"] = [answer]
    for url in ("http://mp.weixin.qq.com?params=value", "http://mp.weixin.qq.com?params=value#top"):
        signature = client.page_signature(url, "Wm3WZYTPz0wzccnW", 1414587457)
        assert signature == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
    assert api.calls() == [("GET", f"/cgi-bin/ticket/getticket{TOKEN}&type=jsapi")]


def test_risky_text_is_no_error(client: Client, api: ScriptedApi):
    api.answers["/wxa/msg_sec_check"] = [
        {"errcode": 0, "errmsg": "ok", "result": {"suggest": "risky", "label": 20006}, "detail": [], "trace_id": "t"}
    ]
    assert client.check_text("oX", "comment", "文字") == Verdict("risky", 20006, "t")
    assert api.json_of("/wxa/msg_sec_check") == [{"version": 2, "openid": "oX", "scene": 2, "content": "文字"}]


def test_the_platforms_own_count(make: Callable[..., Client], api: ScriptedApi, hands: Time):
    quotas = LocalQuotas()
    client = make(quotas=quotas)
    answer = {"quota": {"daily_limit": 1000, "used": 3, "remain": 997}, "rate_limit": {}}
    api.answers["/cgi-bin/openapi/quota/get"] = [answer]
    assert client.quota("/cgi-bin/tags/get") == Quota(1000, 3, 997)
    assert quotas.used("wx1", hands.now())["/cgi-bin/tags/get"].limit == 1000
    client.clear_quotas()
    assert api.json_of("/cgi-bin/clear_quota") == [{"appid": "wx1"}]
    assert {each.used for each in quotas.used("wx1", hands.now()).values()} == {0}


def test_an_answer_that_lacks_something_is_not_the_platforms(client: Client, api: ScriptedApi):
    api.answers["/cgi-bin/qrcode/create"] = [{}]
    with pytest.raises(PlatformDown) as error:
        client.create_code("x", permanent=False)
    assert (str(error.value), error.value.outcome) == (
        "an answer without ticket", Alert("not an answer of the platform"),
    )  # fmt: skip


def test_a_closed_window_leaves_other_channels(client: Client, api: ScriptedApi):
    api.answers["/cgi-bin/message/custom/send"] = [{"errcode": 45015, "errmsg": "TOKEN1 SECRET out of time"}]
    outcome = client.send("oX", Text("x"))
    assert outcome == OtherChannel("the window is closed")
    assert isinstance(outcome, OtherChannel)
    assert outcome.detail == "45015 *** *** out of time"


def test_an_answer_that_never_ends_is_given_up(make: Callable[..., Client], api: ScriptedApi):
    """Byte after byte, each before the time-out for reading."""
    api.answers["/cgi-bin/message/custom/send"] = [DRIP]
    assert make(timeout=(1.0, 0.1)).send("oX", Text("x")) == Unsure("no answer")
    assert api.headers[1]["Accept-Encoding"] == "identity"


def test_an_answer_that_is_too_large_is_given_up(client: Client, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "LARGEST", 1000)
    api.answers["/cgi-bin/media/get"] = [(200, b"x" * 1000), (200, b"x" * 1001)]
    assert client.download("M") == b"x" * 1000
    monkeypatch.setattr(caller, "TRIES", 1)
    with pytest.raises(PlatformDown, match="TimeoutError"):
        client.download("M")
