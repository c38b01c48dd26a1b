"""The checklist of what a stand-in must reproduce, one test for each line, in its order.

Only public clients talk with the stand-in here: wechatpy's plain client, and co-wechat-api and wechat-crypto in node.
"""

import base64
import json
import re
import struct
import threading
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from wechatpy import parse_message
from wechatpy.exceptions import APILimitedException, WeChatClientException, WeChatException

from tests.conformance.conftest import Node, Push, StandIn
from tests.simulator.conftest import ACCOUNT, MINI

PROMPT = "该公众号提供的服务出现故障，请稍后再试"
HEADERS = ["User-Agent", "Accept", "Host", "Pragma", "Content-Length", "Content-Type"]


def text(content: str) -> dict[str, Any]:
    """A step that answers a text, sealed."""
    return {"reply": reply(f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content>")}


def reply(inside: str, to: str = "{openid}", sender: str = "{me}") -> str:
    """A passive reply."""
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>1</CreateTime>{inside}</xml>"
    )


def refused(call: Any, *given: Any, **named: Any) -> int:
    """The errcode with which wechatpy's client is refused."""
    with pytest.raises(WeChatException) as caught:
        call(*given, **named)
    return int(caught.value.errcode)


def unpadded(push: Push) -> tuple[bytes, bytes, bytes, int]:
    """What stands in Encrypt: the random part, the message, the appid, and the padding's length."""
    encrypted = re.search(r"<Encrypt><!\[CDATA\[(.+)\]\]></Encrypt>", push.body.decode())
    assert encrypted is not None
    key = base64.b64decode(ACCOUNT.aes_key + "=")
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = cipher.update(base64.b64decode(encrypted[1])) + cipher.finalize()
    padding = plain[-1]
    assert plain[-padding:] == bytes([padding]) * padding
    inside = plain[:-padding]
    (length,) = struct.unpack(">I", inside[16:20])
    return inside[:16], inside[20 : 20 + length], inside[20 + length :], padding


def test_01_bytes_headers_query_padding(stand_in: StandIn, node: Node) -> None:
    """1. Exact byte layout, header set, query order incl. `openid`, 16-hex random, 32-byte padding (exercise 1..32),
    4-byte big-endian length with multi-byte text.
    """
    openid = stand_in.person()
    words = ["会" * 3 + "a" * length for length in range(32)]
    for word in words:
        stand_in.act(openid, "text", text=word)
    pushes = [push for push in node.seen() if "<MsgType><![CDATA[text]]></MsgType>" in push.inner]
    assert len(pushes) == 32
    paddings = set()
    for push, word in zip(pushes, words, strict=True):
        assert push.query == [
            *("signature", "timestamp", "nonce", "openid", "encrypt_type", "msg_signature"),
        ]
        assert (push.parameter("openid"), push.parameter("encrypt_type")) == (openid, "aes")
        assert push.parameter("nonce").isdecimal()
        assert len(push.parameter("nonce")) <= 10
        assert (push.signed, push.appid) == (True, ACCOUNT.appid)
        assert [name for name, _ in push.headers] == HEADERS
        headers = dict(push.headers)
        assert (headers["User-Agent"], headers["Accept"], headers["Pragma"]) == ("Mozilla/4.0", "*/*", "no-cache")
        assert (headers["Content-Type"], headers["Content-Length"]) == ("text/xml", str(len(push.body)))
        outer = (
            r"<xml>\n    <ToUserName><!\[CDATA\[gh_demo00000001\]\]></ToUserName>\n"
            r"    <Encrypt><!\[CDATA\[[^\]]+\]\]></Encrypt>\n</xml>\n"
        )
        assert re.fullmatch(outer, push.body.decode())
        inner = (
            rf"<xml><ToUserName><!\[CDATA\[{ACCOUNT.original_id}\]\]></ToUserName>\n"
            rf"<FromUserName><!\[CDATA\[{openid}\]\]></FromUserName>\n<CreateTime>\d{{10}}</CreateTime>\n"
            rf"<MsgType><!\[CDATA\[text\]\]></MsgType>\n<Content><!\[CDATA\[{word}\]\]></Content>\n"
            r"<MsgId>\d{17}</MsgId>\n</xml>"
        )
        assert re.fullmatch(inner, push.inner)
        random, message, appid, padding = unpadded(push)
        assert re.fullmatch(rb"[0-9a-f]{16}", random)
        assert (message.decode(), appid.decode()) == (push.inner, ACCOUNT.appid)
        paddings.add(padding)
    assert paddings == set(range(1, 33))
    stand_in.phone("mode", mode="compat")
    stand_in.act(openid, "text", text="好")
    push = node.seen()[-1]
    assert push.body.startswith(b"<xml>\n    <ToUserName>")
    assert re.search(
        rb"\n    <MsgId>\d{17}</MsgId>\n    <Encrypt><!\[CDATA\[[^\]]+\]\]></Encrypt>\n</xml>\n$", push.body
    )
    stand_in.phone("mode", mode="plain")
    stand_in.act(openid, "text", text="好")
    push = node.seen()[-1]
    assert push.query == ["signature", "timestamp", "nonce", "openid"]
    assert push.body.decode().startswith(
        f"<xml><ToUserName><![CDATA[{ACCOUNT.original_id}]]></ToUserName>\n<FromUserName>"
    )
    assert push.body.endswith(b"</MsgId>\n</xml>")


@pytest.mark.parametrize(
    ("step", "right"),
    [({}, True), ({"body": "{echo}\n"}, False), ({"body": '"{echo}"'}, False), ({"body": ""}, False)],
)
def test_02_the_check_of_an_address(stand_in: StandIn, node: Node, step: dict[str, str], right: bool) -> None:
    """2. GET check with plaintext echostr in safe mode; strict body comparison."""
    node.behave(step)
    assert stand_in.phone("verify")["ok"] is right
    [check] = node.seen()
    assert (check.method, check.signed) == ("GET", True)
    assert check.query == ["signature", "echostr", "timestamp", "nonce"]
    assert re.fullmatch(r"\d{19}", check.parameter("echostr"))


def test_03_deadline_attempts_and_suspension(stand_in: StandIn, node: Node) -> None:
    """3. 5 s hard cut per attempt, 3 attempts, overlap, late reply ignored, reply on attempt 2/3 honoured, failure
    prompt after the third, MarkFail 60 s.
    """
    assert {switch["name"]: switch["default"] for switch in stand_in.table()}["cut_seconds"] == 5
    openid = stand_in.person()
    stand_in.switch(cut_seconds=1)
    before = len(node.seen())
    node.behave({"wait": 9000, **text("太晚")})
    assert stand_in.said(openid, "text", text="一") == [PROMPT]
    tries = node.seen(before + 3)[before:]
    assert len(tries) == 3
    assert len({push.inner for push in tries}) == 1
    assert len({push.parameter("nonce") for push in tries}) == 3
    assert [push.working for push in tries] == [1, 2, 3]  # the handlers before it are still at work
    assert all(push.hung_up for push in tries)
    node.behave({"wait": 9000, **text("太晚")}, text("第二次"))
    assert stand_in.said(openid, "text", text="二") == ["第二次"]
    node.behave({"status": 500}, {"status": 302}, text("第三次"))
    assert stand_in.said(openid, "text", text="三") == ["第三次"]
    stand_in.switch(mark_fail=True, mark_fail_after=3)
    node.behave({"status": 500})
    assert stand_in.said(openid, "text", text="四") == [PROMPT]
    before = len(node.seen())
    node.behave(text("好"))
    assert stand_in.said(openid, "text", text="五") == [PROMPT]
    assert len(node.seen()) == before
    stand_in.pass_by(61)
    assert stand_in.said(openid, "text", text="六") == ["好"]


def test_04_duplicates_and_disorder(stand_in: StandIn, node: Node) -> None:
    """4. Duplicate deliveries even after `success` (rare) and out-of-order deliveries: provide fault injection."""
    openid = stand_in.person()
    stand_in.switch(duplicate=True)
    before = len(node.seen())
    stand_in.act(openid, "text", text="两次")
    first, second = node.seen(before + 2)[before:]
    assert first.inner == second.inner
    stand_in.switch(duplicate=False, out_of_order=True)
    before = len(node.seen())
    senders = []
    for word in ("先", "后"):
        senders.append(threading.Thread(target=stand_in.act, args=[openid, "text"], kwargs={"text": word}))
        senders[-1].start()
        stand_in.until_said(openid, word)
    for sender in senders:
        sender.join()
    came = [push.inner for push in node.seen(before + 2)[before:]]
    assert [parse_message(inner).content for inner in came] == ["后", "先"]


@pytest.mark.parametrize(
    ("step", "seen"),
    [
        (text("好"), ["好"]),
        ({"body": "success"}, []),
        ({"body": ""}, []),
        ({"body": '{"errcode":0}'}, [PROMPT]),
        ({"reply": reply("<MsgType>text</MsgType><Content>a</Content>"), "seal": "spoiled"}, [PROMPT]),
        ({"reply": reply("<MsgType>text</MsgType><Content>a</Content>"), "seal": False}, [PROMPT]),
        ({"reply": reply("<MsgType>text</MsgType><Content></Content>")}, [PROMPT]),
        ({"reply": reply("<MsgType>text</MsgType><Content>a</Content>", "{me}", "{openid}")}, [PROMPT]),
        ({"reply": reply("<MsgType>text</MsgType><Content>a</Content>", sender=ACCOUNT.appid)}, [PROMPT]),
        ({"reply": reply("<MsgType>text</MsgType><Content>a</Content>")[:-6]}, [PROMPT]),
    ],
)
def test_05_replies_are_validated(stand_in: StandIn, node: Node, step: dict[str, Any], seen: list[str]) -> None:
    """5. Reply validation: swapped names, gh_ id, non-empty Content, well-formed XML, encrypted envelope signature in
    safe mode, plaintext `success` allowed, JSON refused, news >1 truncated for messages.
    """
    openid = stand_in.person()
    node.behave(step)
    assert stand_in.said(openid, "text", text="问") == seen


def test_05_news_are_cut_for_messages(stand_in: StandIn, node: Node) -> None:
    """5. ... news >1 truncated for messages."""
    items = "".join(
        f"<item><Title>{number}</Title><Description/><PicUrl/><Url>http://127.0.0.1/{number}</Url></item>"
        for number in range(3)
    )
    inside = f"<MsgType>news</MsgType><ArticleCount>3</ArticleCount><Articles>{items}</Articles>"
    openid = stand_in.person()
    assert node.call("createMenu", {"button": [{"type": "click", "name": "新闻", "key": "news"}]})["errcode"] == 0
    node.behave({"reply": reply(inside)})
    titles = [
        [article["title"] for article in stand_in.act(openid, do, **values)["bubbles"][-1]["articles"]]
        for do, values in (("text", {"text": "新闻"}), ("tap", {"path": [0]}))
    ]
    assert titles == [["0"], ["0", "1", "2"]]


REMINDER = "TM-reminder-------------------------------b"
DATA = {
    name: {"value": value}
    for name, value in {
        "thing1": "开幕式", "time2": "2019年5月6日 9:00", "thing3": "一层大礼堂", "thing4": "请佩戴代表证"
    }.items()
}  # fmt: skip
AGENDA = "SB-agenda-change--------------------------a"
MINI_AGENDA = "MS-agenda-reminder------------------------a"
SURVEY = "MS-survey---------------------------------b"
NOTICE = {"thing1": {"value": "开幕式"}, "time2": {"value": "2019年5月6日 9:00"}, "thing3": {"value": "大礼堂"}}
MENU = {
    "button": [
        {"type": "click", "name": "日程", "key": "agenda"},
        {"type": "view", "name": "新闻", "url": "http://127.0.0.1/news"},
    ]
}
HOURS_48 = 48 * 3600
RID = re.compile(r"rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$")


def test_06_keys_and_elements(stand_in: StandIn, node: Node) -> None:
    """6. EventKey prefix rules; `MsgID` vs `MsgId`; empty CDATA elements; unknown events/types and extra elements
    (MenuId, MsgDataId, Encrypt) must not break a parser.
    """

    def pushed(openid: str, do: str, /, **values: Any) -> str:
        stand_in.act(openid, do, **values)
        return node.seen()[-1].inner

    plain = stand_in.person(following=False)
    inner = pushed(plain, "follow")
    assert "<EventKey><![CDATA[]]></EventKey>" in inner
    assert "MsgId" not in inner
    assert parse_message(inner).event == "subscribe"
    for scene in (7, "desk_hall-a"):
        ticket = node.call("createLimitQRCode", scene)["ticket"]
        openid = stand_in.person(following=False)
        inner = pushed(openid, "scan", ticket=ticket)
        assert f"<EventKey><![CDATA[qrscene_{scene}]]></EventKey>\n<Ticket><![CDATA[{ticket}]]></Ticket>" in inner
        assert (parse_message(inner).event, parse_message(inner).scene_id) == ("subscribe_scan", str(scene))
        inner = pushed(openid, "scan", ticket=ticket)
        assert "<Event><![CDATA[SCAN]]></Event>" in inner
        assert f"<EventKey><![CDATA[{scene}]]></EventKey>\n<Ticket><![CDATA[{ticket}]]></Ticket>" in inner
        assert parse_message(inner).scene_id == str(scene)
    assert node.call("createMenu", MENU)["errcode"] == 0
    stand_in.switch(menu_id_in_click=True, extra_elements=True, recognition=False)
    inner = pushed(plain, "tap", path=[0])
    assert "<EventKey><![CDATA[agenda]]></EventKey>\n<MenuId>" in inner
    assert parse_message(inner).key == "agenda"
    inner = pushed(plain, "text", text="好")
    assert "<MsgDataId>" in inner
    assert parse_message(inner).content == "好"
    inner = pushed(plain, "voice", text="好")
    assert "<Recognition><![CDATA[]]></Recognition>" in inner
    assert parse_message(inner).recognition is None
    stand_in.switch(result_seconds=0)
    stand_in.wechatpy().message.send_template(plain, REMINDER, DATA)
    [push] = node.seen(1, event="TEMPLATESENDJOBFINISH")
    assert "<MsgID>" in push.inner
    assert "<MsgId>" not in push.inner
    assert parse_message(push.inner).status == "success"
    stand_in.act(plain, "subscribe", choices={AGENDA: "accept"})
    [push] = node.seen(1, event="subscribe_msg_popup_event")
    assert parse_message(push.inner).type == "unknown"
    assert pushed(plain, "unfollow").count("<EventKey><![CDATA[]]></EventKey>") == 1


def test_07_tokens(stand_in: StandIn) -> None:
    """7. Two isolated token families with the 5-minute overlap; token endpoint rotates on every call; stable_token
    returns remaining time; force limits; IP whitelist; HTTP 200 for everything; rid suffix; 40001 vs 41001 vs 42001.
    """
    client = stand_in.wechatpy()
    asked = {"grant_type": "client_credential", "appid": ACCOUNT.appid, "secret": ACCOUNT.secret}

    def stable(**more: Any) -> Any:
        return stand_in.post("/cgi-bin/stable_token", asked | more)

    def works(token: str) -> int:
        return int(stand_in.get("/cgi-bin/getcallbackip", access_token=token).get("errcode", 0))

    tokens = []
    for _ in range(3):
        client.fetch_access_token()
        tokens.append(client.access_token)
    assert len(set(tokens)) == 3
    kept = stable()
    assert stable()["access_token"] == kept["access_token"]
    assert 7190 < kept["expires_in"] <= 7200
    assert [works(token) for token in (*tokens[1:], kept["access_token"])] == [0, 0, 0]
    stand_in.pass_by(301)
    assert [works(token) for token in (*tokens, kept["access_token"])] == [40001, 40001, 0, 0]
    later = stable()
    assert later["access_token"] == kept["access_token"]
    assert 6800 < later["expires_in"] < 6900
    stand_in.pass_by(6899 - 280)
    renewed = stable()
    assert renewed["access_token"] != kept["access_token"]
    assert [works(one["access_token"]) for one in (kept, renewed)] == [0, 0]
    stand_in.pass_by(300)
    assert works(kept["access_token"]) == 40001
    assert works(tokens[2]) == 42001
    assert works("") == 41001
    forced = stable(force_refresh=True)
    assert forced["access_token"] != renewed["access_token"]
    assert works(renewed["access_token"]) == 40001
    assert stable(force_refresh=True)["access_token"] == forced["access_token"]
    for _ in range(19):
        stand_in.pass_by(31)
        assert "access_token" in stable(force_refresh=True)
    stand_in.pass_by(31)
    assert stable(force_refresh=True)["errcode"] == 45009
    stand_in.switch(ip_whitelist="10.1.2.3")
    refusal = stable()
    assert refusal["errcode"] == 40164
    assert refusal["errmsg"].startswith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ")
    assert RID.search(refusal["errmsg"])
    assert int(RID.search(refusal["errmsg"])[0][5:13], 16) == pytest.approx(time.time(), abs=60)  # type: ignore[index]
    stand_in.switch(ip_whitelist="")
    assert refused(stand_in.wechatpy(type(ACCOUNT)("wx0", "x", "", "", "")).fetch_access_token) == 40013


def sends(stand_in: StandIn, openid: str, app: Any = ACCOUNT) -> tuple[int, int]:
    """How many texts wechatpy may send to that person, and the errcode of the next."""
    client = stand_in.wechatpy(app)
    for number in range(30):
        try:
            client.message.send_text(openid, f"第 {number} 条")
        except WeChatClientException as refusal:
            return number, int(refusal.errcode)
    raise AssertionError("no end")


def test_08_windows(stand_in: StandIn, node: Node) -> None:
    """8. Message windows per trigger with the 2023 numbers; 45015/45047; msgmenu counts as a menu tap."""
    assert node.call("createMenu", MENU)["errcode"] == 0
    ticket = node.call("createTmpQRCode", "desk_hall-a", 2_592_000)["ticket"]
    openid = stand_in.person(following=False)
    assert sends(stand_in, openid) == (0, 45015)
    acts: list[tuple[str, dict[str, Any], int]] = [
        ("follow", {}, 3),
        ("text", {"text": "好"}, 5),
        ("voice", {"text": "好"}, 5),
        ("location", {"lat": 39.9, "lng": 116.4}, 5),
        ("tap", {"path": [0]}, 3),
        ("tap", {"path": [1]}, 0),
        ("scan", {"ticket": ticket}, 3),
        ("msgmenu", {"id": "1", "text": "是"}, 3),
    ]
    for do, values, count in acts:
        stand_in.act(openid, do, **values)
        assert (do, sends(stand_in, openid)) == (do, (count, 45047 if count else 45015))
        stand_in.pass_by(61)
        assert sends(stand_in, openid) == (0, 45047 if count == 5 else 45015)
        stand_in.pass_by(HOURS_48)
        assert sends(stand_in, openid) == (0, 45015)
    stand_in.act(openid, "text", text="好")
    stand_in.act(openid, "tap", path=[0])
    assert sends(stand_in, openid) == (5, 45047)
    stand_in.act(openid, "text", text="好")
    stand_in.act(openid, "unfollow")
    assert node.call("sendText", openid, "再见")[0] == 45015
    mini = stand_in.mini_openid(openid)
    stand_in.act(openid, "mini_enter")
    assert sends(stand_in, mini, MINI) == (2, 45047)
    stand_in.act(openid, "mini_text", text="好")
    assert sends(stand_in, mini, MINI) == (5, 45047)


def test_09_results_come_later(stand_in: StandIn, node: Node) -> None:
    """9. Asynchronous results: TEMPLATESENDJOBFINISH (success, user block, system failed, freq limit),
    MASSSENDJOBFINISH, PUBLISHJOBFINISH, subscribe_msg_sent_event, wxa_media_check - delivered later through the same
    webhook with the same retry rules.
    """
    openid, client = stand_in.person(), stand_in.wechatpy()
    stand_in.switch(result_seconds=0)
    results = ["success", "failed:user block", "failed: system failed", "failed:freq limit"]
    for number, result in enumerate(results, 1):
        stand_in.switch(template_result=result)
        msgid = client.message.send_template(openid, REMINDER, DATA)["msgid"]
        told = parse_message(node.seen(number, event="TEMPLATESENDJOBFINISH")[-1].inner)
        assert (told.id, told.status) == (msgid, result)
    # The same three attempts as everything else, and nobody sees that they failed.
    before, chat = len(node.seen()), stand_in.history(openid)
    node.behave({"status": 500})
    stand_in.switch(template_result="failed:user block")
    client.message.send_template(openid, REMINDER, DATA)
    tries = node.seen(before + 3)[before:]
    assert len({push.inner for push in tries}) == 1
    assert stand_in.history(openid) == chat
    node.behave({})
    stand_in.person()
    stand_in.switch(mass_seconds=0, publish_seconds=0)
    submitted = node.call("massSendText", "大会开幕", True, "opening")
    [push] = node.seen(1, event="MASSSENDJOBFINISH")
    told = parse_message(push.inner)
    assert (told.id, told.status) == (submitted["msg_id"], "send success")
    assert (told.total_count, told.sent_count, told.error_count) == (2, 2, 0)
    picture = ("cover.jpg", stand_in.picture(), "image/jpeg")
    thumb = client.material.add("image", picture)["media_id"]
    article = {"title": "大会开幕", "content": "<p>今天开幕</p>", "thumb_media_id": thumb}
    draft = client.post("draft/add", data={"articles": [article]}, api_base_url="https://api.weixin.qq.com/cgi-bin/")
    job = client.post("https://api.weixin.qq.com/cgi-bin/freepublish/submit", data={"media_id": draft["media_id"]})
    [push] = node.seen(1, event="PUBLISHJOBFINISH")
    assert f"<publish_id>{job['publish_id']}</publish_id>" in push.inner.replace("<![CDATA[", "").replace("]]>", "")
    stand_in.act(openid, "subscribe", choices={AGENDA: "accept"})
    body = {"touser": openid, "template_id": AGENDA, "data": NOTICE}
    client.post("https://api.weixin.qq.com/cgi-bin/message/subscribe/bizsend", data=body)
    [push] = node.seen(1, event="subscribe_msg_sent_event")
    assert f"<![CDATA[{AGENDA}]]>" in push.inner
    stand_in.switch(media_check_seconds=0)
    stand_in.act(openid, "mini_login")
    check = {"media_url": f"{stand_in.base}/static/simulator/logo.svg", "media_type": 2, "version": 2, "scene": 1}
    check["openid"] = stand_in.mini_openid(openid)
    asked = stand_in.wechatpy(MINI).post("https://api.weixin.qq.com/wxa/media_check_async", data=check)
    [push] = node.seen(1, event="wxa_media_check")
    told = json.loads(push.inner)
    assert (push.appid, told["trace_id"], told["result"]["suggest"]) == (MINI.appid, asked["trace_id"], "pass")


def test_10_what_is_done_once(stand_in: StandIn, node: Node) -> None:
    """10. client_msg_id 10 min; clientmsgid 24 h; grants consumed one by one."""
    openid, other, client = stand_in.person(), stand_in.person(), stand_in.wechatpy()

    def template(client_msg_id: str, to: str = openid) -> Any:
        body = {"touser": to, "template_id": REMINDER, "data": DATA, "client_msg_id": client_msg_id}
        return client.post("message/template/send", data=body)["msgid"]

    def cards(of: str = openid) -> int:
        return sum(bubble["kind"] == "template" for bubble in stand_in.history(of))

    first = template("a")
    assert template("a") == first
    assert cards() == 1
    assert template("b") != first
    assert template("a", other) != first
    assert (cards(), cards(other)) == (2, 1)
    stand_in.pass_by(599)
    assert template("a") == first
    stand_in.pass_by(4)  # each step begins at a whole second
    assert template("a") != first
    assert cards() == 3
    sent = node.call("massSendText", "大会开幕", True, "opening")
    assert node.call("massSendText", "大会开幕", True, "opening")[0] == 45066
    stand_in.pass_by(61)
    assert node.call("massSendText", "大会开幕", True, "opening")[0] == 45065
    stand_in.pass_by(86_400)
    assert node.call("massSendText", "大会开幕", True, "opening")["msg_id"] != sent["msg_id"]
    mini = stand_in.mini_openid(openid)
    assert node.call("sendSubscribeMessage", mini, MINI_AGENDA, "", NOTICE, app=MINI)[0] == 43101
    for _ in range(2):
        stand_in.act(openid, "subscribe", choices={MINI_AGENDA: "accept"}, mini=True)
    answers = [node.call("sendSubscribeMessage", mini, MINI_AGENDA, "", NOTICE, app=MINI) for _ in range(3)]
    assert [answer[0] if isinstance(answer, list | tuple) else answer["errcode"] for answer in answers] == [0, 0, 43101]


def test_11_codes_are_good_once(stand_in: StandIn, node: Node) -> None:
    """11. One-time codes: OAuth 5 min, js_code 5 min, phone code 5 min; second use 40163/40029."""
    openid = stand_in.person()
    mini = stand_in.mini_openid(openid)
    oauth = stand_in.oauth("http://127.0.0.1/me")

    def code() -> str:
        return stand_in.oauth_code(oauth.authorize_url, openid)

    used, late = code(), code()
    assert oauth.fetch_access_token(used)["openid"] == openid
    assert refused(oauth.fetch_access_token, used) == 40163
    first, second = (stand_in.act(openid, "mini_login")["code"] for _ in range(2))
    assert stand_in.wechatpy(MINI).wxa.code_to_session(first)["openid"] == mini
    assert node.call("code2Session", first, app=MINI)[0] == 40163
    numbers = [stand_in.act(openid, "mini_phone", phone="13800130001")["code"] for _ in range(2)]
    path = "https://api.weixin.qq.com/wxa/business/getuserphonenumber"
    number = stand_in.wechatpy(MINI).post(path, data={"code": numbers[0]})["phone_info"]["phoneNumber"]
    assert number == "13800130001"
    assert refused(stand_in.wechatpy(MINI).post, path, data={"code": numbers[0]}) == 40029
    stand_in.pass_by(301)
    assert refused(oauth.fetch_access_token, late) == 42003
    assert node.call("code2Session", second, app=MINI)[0] == 40029
    assert refused(stand_in.wechatpy(MINI).post, path, data={"code": numbers[1]}) == 40029


def test_12_escapes(stand_in: StandIn) -> None:
    """12. `\\uXXXX` refusal in menus; literal storage elsewhere."""
    client, openid = stand_in.wechatpy(), stand_in.person()
    stand_in.act(openid, "text", text="好")
    escaped = json.dumps(MENU).encode()
    assert b"\\u65e5" in escaped
    assert stand_in.post("/cgi-bin/menu/create", escaped, client.access_token)["errcode"] == 40033
    assert client.menu.create(MENU)["errcode"] == 0
    body = {"touser": openid, "msgtype": "text", "text": {"content": "日程"}}
    assert stand_in.post("/cgi-bin/message/custom/send", json.dumps(body).encode(), client.access_token)["errcode"] == 0
    client.message.send_text(openid, "日程")
    assert [bubble["text"] for bubble in stand_in.history(openid)[-2:]] == ["\\u65e5\\u7a0b", "日程"]
    thumb = client.material.add("image", ("cover.jpg", stand_in.picture(), "image/jpeg"))["media_id"]
    article = {"title": "开幕", "content": "<p>a</p>", "thumb_media_id": thumb}
    sent = json.dumps({"articles": [article]}).encode()
    draft = stand_in.post("/cgi-bin/draft/add", sent, client.access_token)["media_id"]
    kept = stand_in.post("/cgi-bin/draft/get", {"media_id": draft}, client.access_token)
    assert kept["news_item"][0]["title"] == "\\u5f00\\u5e55"


def test_13_pushes_in_json(stand_in: StandIn, node: Node) -> None:
    """13. JSON pushes with List object-or-array and string numbers."""
    openid = stand_in.person()
    mini = stand_in.mini_openid(openid)
    stand_in.act(openid, "mini_text", text="好")
    [push] = node.seen(1, event='"MsgType":"text"')  # entering the session is told beside it
    message = json.loads(push.inner)
    assert dict(push.headers)["Content-Type"] == "application/json"
    assert set(json.loads(push.body)) == {"ToUserName", "Encrypt"}
    assert (push.signed, push.appid, push.to) == (True, MINI.appid, MINI.original_id)
    assert isinstance(message.pop("CreateTime"), int)
    assert isinstance(message.pop("MsgId"), int)
    names = {"ToUserName": MINI.original_id, "FromUserName": mini}
    assert message == names | {"MsgType": "text", "Content": "好"}
    entries = [
        {"TemplateId": template, "SubscribeStatusString": choice, "PopupScene": "0"}
        for template, choice in ((MINI_AGENDA, "accept"), (SURVEY, "reject"))
    ]
    for count, listed in ((1, entries[0]), (2, entries)):
        choices = {entry["TemplateId"]: entry["SubscribeStatusString"] for entry in entries[:count]}
        stand_in.act(openid, "subscribe", choices=choices, mini=True)
        event = json.loads(node.seen(event="subscribe_msg_popup_event")[-1].inner)
        assert isinstance(event.pop("CreateTime"), str)
        assert event == names | {"MsgType": "event", "Event": "subscribe_msg_popup_event", "List": listed}


def test_14_quotas(stand_in: StandIn, node: Node) -> None:
    """14. Quotas per path with midnight (UTC+8) reset, clear_quota 10/month, minute limits."""
    client = stand_in.wechatpy()
    quota = client.post("openapi/quota/get", data={"cgi_path": "/cgi-bin/token"})["quota"]
    assert (quota["daily_limit"], quota["used"], quota["remain"]) == (2000, 1, 1999)
    stand_in.switch(quota_limits="/cgi-bin/getcallbackip=3")

    def calls() -> int:
        done = 0
        while done < 10:
            try:
                client.get("getcallbackip")
            except APILimitedException:
                return done
            done += 1
        raise AssertionError("no end")

    assert calls() == 3
    assert node.call("getIp")[0] == 45009
    assert client.menu.create(MENU)["errcode"] == 0
    assert stand_in.phone("clock", shown="2019-05-05T23:59:00")["ok"]
    client.fetch_access_token()
    assert calls() == 0
    assert stand_in.phone("clock", shown="2019-05-06T00:00:01")["ok"]
    assert calls() == 3
    for _ in range(10):
        assert client.post("clear_quota", data={"appid": ACCOUNT.appid})["errcode"] == 0
        assert calls() == 3
    assert refused(client.post, "clear_quota", data={"appid": ACCOUNT.appid}) == 48006
    assert stand_in.phone("clock", shown="2019-06-01T09:00:00")["ok"]
    client.fetch_access_token()
    assert calls() == 3
    assert client.post("clear_quota", data={"appid": ACCOUNT.appid})["errcode"] == 0
    mass = [refused(client.post, "message/mass/sendall", data={"filter": 0}) for _ in range(62)]
    assert mass.count(45011) >= 1
    stand_in.pass_by(61)
    assert refused(client.post, "message/mass/sendall", data={"filter": 0}) == 47001


def test_15_an_agent_takes_over(stand_in: StandIn, node: Node) -> None:
    """15. session: agent takeover - after transfer_customer_service messages stop arriving for up to 30 min."""
    openid, other = stand_in.person(), stand_in.person()

    def arrives(of: str) -> bool:
        before = len(node.seen(event="<![CDATA[text]]>"))
        stand_in.act(of, "text", text="在吗")
        return len(node.seen(event="<![CDATA[text]]>")) > before

    node.behave({"reply": reply("<MsgType><![CDATA[transfer_customer_service]]></MsgType>")})
    assert arrives(openid)
    node.behave({})
    assert not arrives(openid)
    assert arrives(other)
    stand_in.pass_by(1700)
    assert not arrives(openid)
    stand_in.pass_by(1801)
    assert arrives(openid)
