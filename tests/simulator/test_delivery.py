"""Attempts, deadlines, retries and suspension, against a webhook on a real socket."""

import contextlib
import socket
import threading
from dataclasses import replace
from pathlib import Path

from simulator.app import create_app
from simulator.ledger import Wanted
from simulator.settings import Settings
from simulator.webhook.cipher import Sealer, sign
from tests.simulator.conftest import ACCOUNT, SHOWN, WALL, ManualClock, Phone, Seen, Webhook, http, text_reply

FAULT = "该公众号提供的服务出现故障，请稍后再试"


def test_the_whole_request_on_the_wire(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    webhook.answer = lambda seen, number: http(text_reply(openid, "七点"))
    assert phone.texts(openid, "text", text="晚饭几点") == ["七点"]
    (seen,) = webhook.seen
    nonce = seen.query["nonce"]
    signature = sign("demotoken", str(int(WALL)), nonce)
    body = (
        "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName>\n"
        f"<CreateTime>{SHOWN}</CreateTime>\n"
        "<MsgType><![CDATA[text]]></MsgType>\n"
        "<Content><![CDATA[晚饭几点]]></Content>\n"
        "<MsgId>17638600000000000</MsgId>\n"
        "</xml>"
    ).encode()
    assert (
        seen.raw
        == (
            f"POST /wechat?signature={signature}&timestamp={int(WALL)}&nonce={nonce}&openid={openid} HTTP/1.1\r\n"
            "User-Agent: Mozilla/4.0\r\n"
            "Accept: */*\r\n"
            f"Host: 127.0.0.1:{webhook.port}\r\n"
            "Pragma: no-cache\r\n"
            f"Content-Length: {len(body)}\r\n"
            "Content-Type: text/xml\r\n\r\n"
        ).encode()
        + body
    )
    assert nonce.isdecimal()
    assert len(nonce) <= 10


def test_three_attempts_with_fresh_signatures_then_the_prompt(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    webhook.answer = lambda seen, number: None
    phone.switch(cut_seconds=0.3)
    assert phone.texts(openid, "text", text="喂") == [FAULT]
    assert phone.verdicts() == ["failed: no answer within 0.3 s"] * 3
    assert len({seen.query["nonce"] for seen in webhook.seen}) == 3
    assert len({seen.body for seen in webhook.seen}) == 1


def test_a_retry_may_repeat_the_first_request(phone: Phone, webhook: Webhook) -> None:
    phone.platform.set_mode("safe")
    phone.switch(retry_fresh=False, cut_seconds=0.3)
    webhook.answer = lambda seen, number: None
    phone.act(phone.person(), "text", text="喂")
    assert [seen.raw for seen in webhook.seen] == [webhook.seen[0].raw] * 3


def test_the_second_attempt_meets_the_first_one_still_at_work(phone: Phone, webhook: Webhook) -> None:
    """The handler of the first attempt hasn't ended when the second asks; its late answer is shown to nobody."""
    openid = phone.person()

    def answer(seen: Seen, number: int) -> bytes | None:
        if number == 1:
            webhook.release.wait(60)
            return http(text_reply(openid, "太晚了"))
        webhook.release.set()
        return http(text_reply(openid, "第二次"))

    webhook.answer = answer
    phone.switch(cut_seconds=1)
    assert phone.texts(openid, "text", text="喂") == ["第二次"]
    assert phone.verdicts() == ["failed: no answer within 1 s", "answered: text"]


def test_an_answer_to_the_third_attempt_counts(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    webhook.answer = lambda seen, number: http(text_reply(openid, "第三次")) if number == 3 else None
    phone.switch(cut_seconds=1)
    assert phone.texts(openid, "text", text="喂") == ["第三次"]


def test_a_body_that_trickles_is_cut(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    started = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsucc"
    phone.switch(cut_seconds=0.3)
    with contextlib.closing(Hanging(started)) as hung:
        phone.platform.courier.webhook = hung.url
        assert phone.texts(openid, "text", text="喂") == [FAULT]
    assert phone.verdicts() == ["failed: no answer within 0.3 s"] * 3


class Hanging:
    """Answers half and then holds the connection."""

    def __init__(self, half: bytes) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/wechat"
        self._held: list[socket.socket] = []

        def serve() -> None:
            for _ in range(3):
                connection, _ = self._listener.accept()
                connection.recv(65536)
                connection.sendall(half)
                self._held.append(connection)

        threading.Thread(target=serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        for connection in self._held:
            connection.close()


def test_refusals_at_once(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    said = {1: http("success", "500 No"), 2: http("", "302 Found", "Location: /wechat/\r\n"), 3: b"nonsense\r\n\r\n"}
    webhook.answer = lambda seen, number: said[number]
    assert phone.texts(openid, "text", text="喂") == [FAULT]
    assert phone.verdicts() == [
        "failed: HTTP 500",
        "failed: HTTP 302, redirects aren't followed",
        "failed: the connection broke (BadStatusLine)",
    ]


def test_nobody_listens(phone: Phone) -> None:
    phone.platform.courier.webhook = "http://127.0.0.1:9/wechat"
    assert phone.texts(phone.person(), "text", text="喂") == [FAULT]
    assert phone.verdicts() == ["failed: connection refused"] * 3


def test_who_is_told_of_a_fault(phone: Phone, webhook: Webhook) -> None:
    webhook.answer = lambda seen, number: http("no", "500 No")
    phone.platform.menus.create(
        {
            "button": [
                {"type": "click", "name": "a", "key": "K", "sub_button": []},
                {"type": "view", "name": "b", "url": "http://127.0.0.1/b", "sub_button": []},
            ]
        }
    )
    openid = phone.person(following=False)
    assert phone.texts(openid, "follow") == ["你已关注，可以发消息了", FAULT]
    assert phone.texts(openid, "tap", path=[0]) == [FAULT]
    assert phone.texts(openid, "tap", path=[1]) == []
    assert phone.texts(openid, "unfollow") == ["你已取消关注"]
    assert len(webhook.seen) == 12


def test_a_duplicate_after_success_is_not_shown(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    phone.switch(duplicate=True)
    webhook.answer = lambda seen, number: http(text_reply(openid, f"{number}"))
    assert phone.texts(openid, "text", text="喂") == ["1"]
    assert phone.verdicts() == ["answered: text", "a duplicate, not shown (answered: text)"]
    assert webhook.seen[0].body == webhook.seen[1].body


def test_a_failing_server_is_suspended_for_a_minute(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    phone.switch(mark_fail=True, mark_fail_after=3)
    webhook.answer = lambda seen, number: http("no", "500 No")
    assert phone.texts(openid, "text", text="一") == [FAULT]
    webhook.answer = lambda seen, number: http("success")
    clock.pass_by(59)
    assert phone.texts(openid, "text", text="二") == [FAULT]
    assert phone.verdicts()[3:] == ["not pushed: the server is suspended after repeated failures"]
    assert len(webhook.seen) == 3
    clock.pass_by(1)
    assert phone.texts(openid, "text", text="三") == []
    assert phone.verdicts()[4:] == ["acknowledged"]


def test_safe_mode_end_to_end(safe: Settings, webhook: Webhook, clock: ManualClock, tmp_path: Path) -> None:
    app = create_app(replace(safe, data=tmp_path / "safe"), clock)
    platform = app.extensions["platform"]
    phone = Phone(app.test_client(), platform)
    openid = phone.person()
    sealer = Sealer(ACCOUNT.appid, ACCOUNT.aes_key)

    def answer(seen: Seen, number: int) -> bytes:
        nonce, encrypted = seen.query["nonce"], sealer.encrypt(text_reply(openid, "密").encode())
        signature = sign("demotoken", "1", nonce, encrypted)
        return http(
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>1</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        )

    webhook.answer = answer
    assert phone.texts(openid, "text", text="喂") == ["密"]
    (entry,) = platform.ledger.entries(Wanted(openid))
    pushed, replied = entry["inner"].split("\n\n--\n\n")
    assert pushed.startswith("<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n")
    assert replied == text_reply(openid, "密")
    platform.store.close()


def test_the_check_of_the_address(phone: Phone, webhook: Webhook) -> None:
    phone.platform.set_mode("safe")
    webhook.answer = lambda seen, number: http(seen.query["echostr"])
    assert phone.post("/phone/verify") == {"ok": True}
    first = webhook.seen[0].head.split("\r\n")[0]
    assert [part.split("=")[0] for part in first.split("?")[1].split("&")] == [
        "signature",
        "echostr",
        "timestamp",
        "nonce",
    ]
    webhook.answer = lambda seen, number: http(seen.query["echostr"] + "\n")
    assert phone.post("/phone/verify") == {"ok": False, "error": "地址验证没有通过：the body isn't exactly echostr"}
