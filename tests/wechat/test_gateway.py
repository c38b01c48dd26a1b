"""Signed requests through the front door, whole responses compared."""

import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import pushes
from tests.pushes import Push, event, message
from tests.wechat.scripted import WORDING, routers
from web import webhook
from wechat import known
from wechat.cipher import Cipher
from wechat.gateway import Gateway, Seen
from wechat.inbound import Ask
from wechat.local_memory import LocalMemory
from wechat.memory import Begun, Standing
from wechat.push import Account, Opener, Refused
from wechat.redis_memory import RedisMemory
from wechat.replies import Reply, Text
from wechat.router import Router, click, word

NOW = 1_700_000_000


@dataclass
class Door:
    """The application, what it told of each delivery, and how to knock."""

    app: Flask
    seen: list[Seen] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    def post(self, query: str, body: bytes) -> tuple[int, bytes, str]:
        answer = self.app.test_client().post(f"/wechat?{query}", data=body, content_type="text/xml")
        return answer.status_code, answer.data, answer.content_type

    def send(self, push: Push, **how: Any) -> tuple[int, bytes]:
        delivery = push.deliver(**{"at": NOW} | how)
        status, body, _ = self.post(delivery.query, delivery.body)
        return status, body


def account(**changes: Any) -> Account:
    values = {
        "appid": pushes.APPID,
        "original_id": pushes.ACCOUNT,
        "token": pushes.TOKEN,
        "cipher": Cipher(pushes.AES_KEY),
    }
    return Account(**(values | changes))


@pytest.fixture(params=["local", "redis"])
def door(request: pytest.FixtureRequest, redis_url: str) -> Iterator[Door]:
    memory = LocalMemory(1800, 1200) if request.param == "local" else RedisMemory(redis_url, 1800, 1200)
    door = Door(Flask("door"))
    accounts = (account(), account(appid="wxminiminiminimini", original_id="gh_mini", miniprogram=True))
    gateway = Gateway(
        Opener(accounts, frozenset({"plain", "compat", "safe"}), 600), memory, routers(None), WORDING,
        links=lambda name, **values: name, understand=lambda ask: None, observe=door.seen.append,
        failed=lambda seen, error: door.failures.append(error), on_revision=lambda number: None, wall=lambda: NOW,
    )  # fmt: skip
    webhook.install(door.app, gateway)
    yield door
    if isinstance(memory, RedisMemory):
        memory.stop()


def plain_reply(content: str, openid: str = pushes.OPENID) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{openid}]]></ToUserName>\n<FromUserName><![CDATA[{pushes.ACCOUNT}]]></FromUserName>\n"
        f"<CreateTime>{NOW}</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[{content}]]></Content>\n</xml>"
    ).encode()


def opened(body: bytes, nonce: str) -> bytes:
    """A sealed reply's inner XML, after checking everything that the platform checks."""
    root = ElementTree.fromstring(body)
    assert [child.tag for child in root] == ["Encrypt", "MsgSignature", "TimeStamp", "Nonce"]
    encrypted, signature, stamp, echoed = (child.text or "" for child in root)
    assert echoed == nonce
    assert signature == pushes.sha1(pushes.TOKEN, stamp, echoed, encrypted)
    inner, appid = pushes.unseal(encrypted)
    assert appid == pushes.APPID
    return inner


def test_verification(door: Door):
    signature = pushes.sha1(pushes.TOKEN, "1714036504", "1514711492")
    query = f"signature={signature}&echostr=4375120948345356249&timestamp=1714036504&nonce=1514711492"
    answer = door.app.test_client().get(f"/wechat?{query}")
    assert (answer.status_code, answer.data) == (200, b"4375120948345356249")
    wrong = door.app.test_client().get(f"/wechat?{query.replace(signature, '0' * 40)}")
    assert (wrong.status_code, wrong.data) == (403, b"")
    assert door.app.test_client().get("/wechat").status_code == 403


def test_plain_text(door: Door):
    assert door.send(message(Content="你好")) == (200, plain_reply("text    你好"))


@pytest.mark.parametrize("mode", ["compat", "safe"])
def test_sealed_text(door: Door, mode: str):
    delivery = message(Content="你好]]>", mode=mode).deliver(at=NOW)
    status, body, _ = door.post(delivery.query, delivery.body)
    assert status == 200
    assert opened(body, delivery.nonce) == plain_reply("text    你好]]]]><![CDATA[>")


def test_silence_is_a_bare_success_in_every_mode(door: Door):
    for mode in ("plain", "compat", "safe"):
        assert door.send(message(Content="silent", mode=mode)) == (200, b"success")


EVENTS = [
    ("subscribe", {"EventKey": ""}, "event subscribe"),
    (
        "subscribe",
        {"EventKey": "qrscene_desk_hall-a", "Ticket": "T"},
        "event subscribe qrscene_desk_hall-a desk_hall-a",
    ),
    ("subscribe", {"EventKey": "last_trade_no_4000"}, "event subscribe last_trade_no_4000"),
    ("unsubscribe", {"EventKey": ""}, "event unsubscribe"),
    ("SCAN", {"EventKey": "desk_hall-a", "Ticket": "T"}, "event SCAN desk_hall-a desk_hall-a"),
    ("LOCATION", {"Latitude": "39.907800", "Longitude": "116.401300", "Precision": "65.000000"}, "event LOCATION"),
    ("CLICK", {"EventKey": "agenda.today", "MenuId": "433"}, "event CLICK agenda.today"),
    ("VIEW", {"EventKey": "http://example.org/?a=1&b=2", "MenuId": "433"}, "event VIEW http://example.org/?a=1&b=2"),
    ("view_miniprogram", {"EventKey": "pages/index", "MenuId": "433"}, "event view_miniprogram pages/index"),
    ("TEMPLATESENDJOBFINISH", {"MsgID": "200163836", "Status": "success"}, "event TEMPLATESENDJOBFINISH"),
    ("a_new_event", {"Nobody": "knows"}, "event a_new_event"),
]


@pytest.mark.parametrize(("name", "fields", "answer"), EVENTS)
@pytest.mark.parametrize("mode", ["plain", "safe"])
def test_events(door: Door, name: str, fields: dict[str, str], answer: str, mode: str):
    delivery = event(
        name, mode=mode, created=NOW + EVENTS.index((name, fields, answer)), openid=f"o{time.time_ns()}", **fields
    )
    sent = delivery.deliver(at=NOW)
    status, body, _ = door.post(sent.query, sent.body)
    reply = body if mode == "plain" else opened(body, sent.nonce)
    assert (status, reply) == (200, plain_reply(answer, delivery.fields["FromUserName"]))


@pytest.mark.parametrize(
    ("kind", "fields", "answer"),
    [
        ("image", {"PicUrl": "http://x/p.jpg", "MediaId": "M"}, "image"),
        ("voice", {"MediaId": "M", "Format": "amr", "Recognition": "今天有什么会。"}, "voice    今天有什么会。"),
        ("voice", {"MediaId": "M", "Format": "amr", "Recognition": ""}, "voice"),
        ("video", {"MediaId": "M", "ThumbMediaId": "T"}, "video"),
        ("location", {"Location_X": "39.9", "Location_Y": "116.4", "Scale": "16", "Label": "天安门"}, "location"),
        ("link", {"Title": "t", "Description": "d", "Url": "http://x"}, "link"),
        ("file", {"Title": "t", "FileKey": "k", "FileTotalLen": "1"}, "file"),
        ("hologram", {"Beam": "", "MsgDataId": "1", "Idx": "1"}, "hologram"),
    ],
)
def test_messages_of_every_type(door: Door, kind: str, fields: dict[str, str], answer: str):
    push = message(kind, **fields)
    assert door.send(push) == (200, plain_reply(answer))


def test_nested_elements_and_lists(door: Door):
    body = (
        "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n<FromUserName><![CDATA[oX]]></FromUserName>\n"
        f"<CreateTime>{NOW}</CreateTime>\n<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[pic_weixin]]></Event>\n"
        "<EventKey><![CDATA[k]]></EventKey>\n<SendPicsInfo><Count>2</Count>\n<PicList><item><PicMd5Sum><![CDATA[a]]></PicMd5Sum>\n"
        "</item>\n<item><PicMd5Sum><![CDATA[b]]></PicMd5Sum>\n</item>\n</PicList>\n</SendPicsInfo>\n</xml>"
    ).encode()
    query = event("x").deliver(at=NOW).query
    assert door.post(query, body)[:2] == (200, plain_reply("event pic_weixin k", "oX"))


def refused(door: Door, status: int, reason: str) -> None:
    assert [(seen.outcome, seen.reason) for seen in door.seen] == [("refused", reason)]
    assert door.failures == []


def test_a_wrong_signature_has_no_effect(door: Door):
    delivery = message(Content="hi").deliver(at=NOW)
    assert door.post(delivery.query.replace("signature=", "signature=0"), delivery.body)[:2] == (403, b"")
    refused(door, 403, "signature")


@pytest.mark.parametrize("mode", ["compat", "safe"])
def test_the_plain_signature_does_not_count_where_there_is_a_better_one(door: Door, mode: str):
    delivery = message(Content="hi", mode=mode).deliver(at=NOW)
    query = delivery.query[: delivery.query.index("&msg_signature=")]
    assert door.post(query, delivery.body)[:2] == (403, b"")
    assert door.post(query + "&msg_signature=" + "0" * 40, delivery.body)[:2] == (403, b"")


def test_in_compat_mode_the_sealed_content_counts(door: Door):
    delivery = message(Content="sealed", mode="compat").deliver(at=NOW)
    forged = delivery.body.replace(b"<Content>sealed<", b"<Content>forged<")
    assert forged != delivery.body
    _, body, _ = door.post(delivery.query, forged)
    assert opened(body, delivery.nonce) == plain_reply("text    sealed")


@pytest.mark.parametrize("off", [-601, 601])
def test_outside_the_time_window(door: Door, off: int):
    assert door.send(message(Content="hi"), at=NOW + off) == (403, b"")
    refused(door, 403, "outside the time window")


def test_the_window_is_judged_by_the_wall_clock_not_by_createtime(door: Door):
    push = message(Content="hi", created=1_557_030_000)
    assert door.send(push, at=NOW + 599) == (200, plain_reply("text    hi"))


def test_the_same_nonce_with_another_body_is_refused(door: Door):
    openid = f"o{time.time_ns()}"
    first, second = message(Content="one", openid=openid), message(Content="two", openid=openid)
    nonce = str(time.time_ns())
    assert door.send(first, nonce=nonce) == (200, plain_reply("text    one", openid))
    assert door.send(second, nonce=nonce) == (403, b"")
    assert door.send(first, nonce=nonce) == (200, plain_reply("text    one", openid))
    assert [seen.outcome for seen in door.seen] == ["answered", "refused", "repeated"]


def sealed_query(encrypted: str) -> str:
    nonce = str(time.time_ns())
    return (
        f"signature=x&timestamp={NOW}&nonce={nonce}&encrypt_type=aes"
        f"&msg_signature={pushes.sha1(pushes.TOKEN, str(NOW), nonce, encrypted)}"
    )


@pytest.mark.parametrize(
    ("encrypted", "status"),
    [
        ("not base64!", 400),
        ("AAAA", 400),
        (pushes.seal(b"<xml/>", "wxffffffffffffffff"), 403),
        (pushes.seal(b"\xff\xfe not utf-8"), 400),
        (pushes.seal(b"<xml><FromUserName>x"), 400),
        (pushes.seal(b"<xml></xml>"), 400),
    ],
    ids=["no base64", "too short", "another account", "no utf-8", "cut off", "empty"],  # sealed anew in each process
)
def test_damaged_envelopes(door: Door, encrypted: str, status: int):
    body = f"<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()
    assert door.post(sealed_query(encrypted), body)[:2] == (status, b"")
    assert [seen.outcome for seen in door.seen] == ["refused"]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<xml><FromUserName>&b;</FromUserName></xml>"
)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not xml", 400),
        (b"<xml/>", 400),
        (b"<xml></xml>", 400),
        (b"<html></html>", 400),
        (BOMB, 400),
        (b"<xml>\xff\xfe</xml>", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"<xml>" + b"<a>" * 50 + b"</a>" * 50 + b"</xml>", 400),
        (b"<xml>" + b"<a/>" * 3000 + b"</xml>", 400),
        (b"x" * (256 * 1024 + 1), 413),
    ],
)
def test_bodies_that_are_no_push(door: Door, body: bytes, status: int):
    query = message().deliver(at=NOW).query
    assert door.post(query, body)[:2] == (status, b"")
    assert [seen.outcome for seen in door.seen] == ["refused"]
    assert door.failures == []


def test_a_body_of_256_kib_is_still_read(door: Door):
    push = message(Content="x" * (255 * 1024))
    assert door.send(push)[0] == 200


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    body=st.binary(max_size=400) | st.text(max_size=300).map(str.encode),
    query=st.text(st.characters(codec="ascii"), max_size=80),
)
def test_whatever_comes_is_answered_without_a_failure(door: Door, body: bytes, query: str):
    answer = door.app.test_client().post("/wechat", query_string=query, data=body)
    assert answer.status_code in (400, 403)
    assert door.failures == []


def test_a_failing_handler_apologises(door: Door):
    assert door.send(message(Content="fail")) == (200, plain_reply(WORDING.apology))
    assert [type(error) for error in door.failures] == [RuntimeError]
    assert [seen.outcome for seen in door.seen] == ["apologised"]


def test_what_fails_beside_the_answer_is_told_and_the_answer_given(door: Door):
    assert door.send(message(Content="trouble")) == (200, plain_reply("answered"))
    assert [type(error) for error in door.failures] == [RuntimeError]
    assert [seen.outcome for seen in door.seen] == ["answered"]


def test_a_long_text_is_split_and_its_rest_offered(door: Door):
    openid = f"o{time.time_ns()}"
    _, body = door.send(message(Content="long", openid=openid))
    first = ElementTree.fromstring(body).findtext("Content") or ""
    assert first.endswith("\n" + WORDING.offer)
    assert len(first.encode()) <= 2048
    _, body = door.send(message(Content="rest", openid=openid))
    second = ElementTree.fromstring(body).findtext("Content") or ""
    shown = first.removesuffix("\n" + WORDING.offer).splitlines()
    assert second.splitlines()[0].startswith(f"{len(shown):03} ")


def test_a_repeated_delivery_is_answered_again_with_its_own_nonce(door: Door):
    push = message(Content="again", mode="safe", openid=f"o{time.time_ns()}")
    for attempt in range(3):
        delivery = push.deliver(at=NOW + attempt)
        _, body, _ = door.post(delivery.query, delivery.body)
        assert opened(body, delivery.nonce) == plain_reply("text    again", push.fields["FromUserName"])
    assert [seen.outcome for seen in door.seen] == ["answered", "repeated", "repeated"]


def test_two_events_in_one_second_are_two(door: Door):
    openid = f"o{time.time_ns()}"
    for key in ("one", "two"):
        assert door.send(event("CLICK", openid=openid, EventKey=key)) == (
            200,
            plain_reply(f"event CLICK {key}", openid),
        )
    assert [seen.outcome for seen in door.seen] == ["answered", "answered"]


def test_the_session_is_kept_and_an_unfollow_drops_it(door: Door):
    openid = f"o{time.time_ns()}"
    door.send(message(Content="remember agenda", openid=openid))
    assert door.send(message(Content="topic", openid=openid)) == (200, plain_reply("agenda", openid))
    door.send(event("unsubscribe", openid=openid, EventKey=""))
    assert door.send(message(Content="topic", openid=openid)) == (200, plain_reply("nothing", openid))


def json_push(fields: str, sealed: bool) -> tuple[str, bytes]:
    inner = fields.encode()
    if not sealed:
        return message().deliver(at=NOW).query, inner
    encrypted = pushes.seal(inner, "wxminiminiminimini")
    return sealed_query(encrypted), ('{"ToUserName":"gh_mini","Encrypt":"' + encrypted + '"}').encode()


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(
    "fields",
    [
        '"MsgType":"text","Content":"hi","MsgId":%d',
        '"MsgType":"text","Content":"hi","MsgId":"7f_%d"',
        '"MsgType":"event","Event":"user_enter_tempsession","SessionFrom":"%d"',
        '"MsgType":"event","Event":"subscribe_msg_popup_event","List":{"TemplateId":"t","PopupScene":"0","n":%d}',
        '"MsgType":"event","Event":"subscribe_msg_popup_event","List":[{"TemplateId":"t"},{"TemplateId":"u","n":%d}]',
    ],
)
def test_a_mini_programs_json_is_acknowledged(door: Door, fields: str, sealed: bool):
    base = f'"ToUserName":"gh_mini","FromUserName":"oMINI{time.time_ns()}","CreateTime":{NOW},'
    query, body = json_push("{" + base + fields.replace("%d", str(time.time_ns())) + "}", sealed)
    assert door.post(query, body)[:2] == (200, b"success")
    assert [seen.outcome for seen in door.seen] == ["answered late"]


def test_other_methods_are_refused(door: Door):
    assert door.app.test_client().put("/wechat").status_code == 405


def test_a_timestamp_beyond_all_numbers_is_refused():
    stamp = "9" * 400
    query = {"signature": pushes.sha1(pushes.TOKEN, stamp, "1"), "timestamp": stamp, "nonce": "1"}
    opener = Opener((account(),), frozenset({"plain"}), 600)
    with pytest.raises(Refused, match="timestamp"):
        opener.open(query, message(Content="你好").inner(), time.time())


def test_after_every_handler_its_thread_gives_back_what_it_holds():
    where: list[int] = []
    door = Door(Flask("door"))
    gateway = Gateway(
        Opener((account(),), frozenset({"plain"}), 600), LocalMemory(1800, 1200), routers(None), WORDING,
        links=lambda name, **values: name, understand=lambda ask: None, observe=door.seen.append,
        failed=lambda seen, error: None, on_revision=lambda number: None,
        done=lambda: where.append(threading.get_ident()), wall=lambda: NOW,
    )  # fmt: skip
    webhook.install(door.app, gateway)
    door.send(message(Content="你好"))
    door.send(message(Content="fail"))
    assert [seen.outcome for seen in door.seen] == ["answered", "apologised"]
    assert where == [threading.get_ident()] * 2


class Orphaned(LocalMemory):
    """A store in which each push was left behind by another process until it is adopted."""

    def begin(self, message_key: str, openid: str, nonce: str, digest: str, contact: object = None) -> Begun:
        super().begin(message_key, openid, nonce, digest)
        self.adopted = False
        return Begun(Standing.WORKING, count=2)

    def take(self, message_key: str) -> tuple[Standing, bytes]:
        return super().take(message_key) if self.adopted else (Standing.ORPHANED, b"")

    def adopt(self, message_key: str, openid: str) -> Begun | None:
        if self.adopted:
            return None
        self.adopted = True
        return Begun(Standing.MINE, count=2, age=5.0)


def test_an_orphan_is_taken_over_while_many_other_pushes_are_watched():
    gateway = Gateway(
        Opener((account(),), frozenset({"plain"}), 600), Orphaned(1800, 1200), routers(None), WORDING,
        links=lambda name, **values: name, understand=lambda ask: None, observe=lambda seen: None,
        failed=lambda seen, error: None, on_revision=lambda number: None, wall=lambda: NOW,
    )  # fmt: skip
    done = threading.Event()
    for _ in range(8):
        gateway._watches.submit(done.wait, 20)
    delivery = message(Content="hello").deliver(at=NOW)
    start = time.monotonic()
    try:
        answer = gateway.receive(delivery.query, delivery.body)
    finally:
        done.set()
    assert (answer.status, answer.body) == (200, plain_reply("text    hello"))
    assert time.monotonic() - start < 2


@pytest.fixture
def shelf() -> dict[Any, Any]:
    return {}


@pytest.fixture
def counted(shelf: dict[Any, Any]) -> tuple[Door, list[str]]:
    """A door whose answers are kept on `shelf`, and the handlers that worked."""
    worked: list[str] = []
    router = Router("counted")

    @router.on(click("subject"), shared=True)
    def on_subject(ask: Ask) -> Reply:
        worked.append("subject")
        ask.turn_to("subject")
        return Text("subject")

    @router.on(click("plain"), shared=True)
    def on_plain(ask: Ask) -> Reply:
        worked.append("plain")
        return Text(f"plain after {ask.session.topic}")

    @router.on(word("topic"), shared=True)
    def on_topic(ask: Ask) -> Reply:
        worked.append("topic")
        return Text(ask.session.topic or "nothing")

    @router.on(word("own"))
    def on_own(ask: Ask) -> Reply:
        worked.append("own")
        return Text("own")

    door = Door(Flask("door"))
    gateway = Gateway(
        Opener((account(),), frozenset(["plain"]), 600), LocalMemory(1800, 1200), [router], WORDING,
        links=lambda name: "", understand=lambda ask: None, observe=door.seen.append, failed=lambda *_: None,
        on_revision=lambda number: None, keep=lambda at: (shelf, at.hour), wall=lambda: NOW,
    )  # fmt: skip
    webhook.install(door.app, gateway)
    return door, worked


def said(door: Door, push: Push) -> str:
    return ElementTree.fromstring(door.send(push)[1]).findtext("Content") or ""


def test_a_shared_answer_is_worked_out_once(counted: tuple[Door, list[str]]):
    door, worked = counted
    for openid in ("oA", "oB", "oA"):
        assert said(door, event("CLICK", openid=openid, EventKey="subject", created=NOW + len(worked))) == "subject"
        assert said(door, message("text", openid=openid, Content="topic")) == "subject"
        assert said(door, message("text", openid=openid, Content="own")) == "own"
    assert worked == ["subject", "topic", "own", "own", "own"]
    assert [seen.handler for seen in door.seen[-3:]] == ["counted.on_subject", "counted.on_topic", "counted.on_own"]


def test_a_shared_answer_is_that_of_the_session_and_the_moment(counted: tuple[Door, list[str]]):
    door, worked = counted
    assert said(door, event("CLICK", openid="oA", EventKey="plain", created=NOW)) == "plain after "
    assert said(door, event("CLICK", openid="oB", EventKey="subject", created=NOW)) == "subject"
    assert said(door, event("CLICK", openid="oB", EventKey="plain", created=NOW + 1)) == "plain after subject"
    assert said(door, event("CLICK", openid="oC", EventKey="plain", created=NOW + 3600)) == "plain after "
    assert said(door, event("CLICK", openid="oD", EventKey="plain", created=NOW)) == "plain after "
    assert worked == ["plain", "subject", "plain", "plain"]


def test_the_shelf_is_bounded(counted: tuple[Door, list[str]], shelf: dict[Any, Any]):
    door, _ = counted
    shelf.update({("filler", number): None for number in range(known.MOST)})
    said(door, message("text", Content="topic"))
    assert len(shelf) == 1
    said(door, message("text", Content="topic" + "。" * known.LONGEST))
    assert len(shelf) == 1


class Hinted(LocalMemory):
    """A store that has a hint for everybody until it is cleared."""

    hints: tuple[bytes, ...] = (b"7",)

    def begin(self, message_key: str, openid: str, nonce: str, digest: str, contact: object = None) -> Begun:
        found = super().begin(message_key, openid, nonce, digest)
        return replace(found, hint=self.hints[0]) if self.hints and found.standing is Standing.MINE else found

    def clear_hint(self, openid: str, hint: bytes) -> None:
        self.hints = tuple(each for each in self.hints if each != hint)


def bannered(banners: Callable[[Ask], tuple[Sequence[str], bool]]) -> Door:
    door = Door(Flask("door"))
    gateway = Gateway(
        Opener((account(),), frozenset({"plain"}), 600), Hinted(1800, 1200), routers(None), WORDING,
        links=lambda name, **values: name, understand=lambda ask: None, observe=door.seen.append,
        failed=lambda seen, error: door.failures.append(error), on_revision=lambda number: None, banners=banners,
        wall=lambda: NOW,
    )  # fmt: skip
    webhook.install(door.app, gateway)
    return door


def test_what_waits_for_a_person_stands_above_the_answer_once():
    door = bannered(lambda ask: ([f"banner for {ask.openid}", "another"], False))
    first = message(Content="你好")
    words = f"banner for {pushes.OPENID}\n\nanother\n\ntext    你好"
    assert door.send(first) == (200, plain_reply(words))
    assert door.send(first) == (200, plain_reply(words))  # the same push again: the same answer
    assert door.send(message(Content="你好")) == (200, plain_reply("text    你好"))


def test_what_waits_waits_on_when_there_is_no_text_to_put_it_above():
    door = bannered(lambda ask: (["banner"], False))
    assert door.send(message(Content="silent")) == (200, b"success")
    assert b"banner" not in door.send(message(Content="card"))[1]
    assert door.send(message(Content="你好")) == (200, plain_reply("banner\n\ntext    你好"))


def test_a_long_answer_goes_on_where_it_was_cut():
    door = bannered(lambda ask: (["banner"], False))
    whole = "banner\n\n" + "\n".join(f"{number:03} 一行文字一行文字一行文字" for number in range(100))
    first = ElementTree.fromstring(door.send(message(Content="long"))[1]).findtext("Content") or ""
    rest = ElementTree.fromstring(door.send(message(Content="rest"))[1]).findtext("Content") or ""
    assert first.endswith(WORDING.offer)
    assert f"{first.removesuffix(WORDING.offer)}{rest}".startswith(whole[:1500])
    assert len(first.encode()) <= 2048


def test_an_answer_is_given_though_what_waits_can_t_be_read():
    def gone(ask: Ask) -> tuple[Sequence[str], bool]:
        raise ConnectionError("the database is gone")

    door = bannered(gone)
    assert door.send(message(Content="你好")) == (200, plain_reply("text    你好"))
    assert [type(error) for error in door.failures] == [ConnectionError]


def test_what_is_newer_than_the_message_waits_for_the_next_one():
    left = ["banner"]
    door = bannered(lambda ask: ((), True) if ask.text == "early" else (left, False))
    assert door.send(message(Content="early")) == (200, plain_reply("text    early"))
    assert door.send(message(Content="你好")) == (200, plain_reply("banner\n\ntext    你好"))
    assert door.send(message(Content="你好")) == (200, plain_reply("text    你好"))
