"""Pushes byte for byte."""

from simulator.settings import App
from simulator.webhook import elements, pushes
from simulator.webhook.cipher import Sealer, sign
from tests.simulator.conftest import ACCOUNT
from tests.simulator.test_cipher import INBOUND, INBOUND_ENCRYPT

OPENID = "oAAAAAAAAAAAAAAAAAAAAAAAAAAA"
URL = "http://127.0.0.1:8000/wechat"
TEXT = elements.text(ACCOUNT, OPENID, 1557030600, 23892468385179204, "今天 ]]> 有什么会")
PLAIN = (
    "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
    "<FromUserName><![CDATA[oAAAAAAAAAAAAAAAAAAAAAAAAAAA]]></FromUserName>\n"
    "<CreateTime>1557030600</CreateTime>\n"
    "<MsgType><![CDATA[text]]></MsgType>\n"
    "<Content><![CDATA[今天 ]]]]><![CDATA[> 有什么会]]></Content>\n"
    "<MsgId>23892468385179204</MsgId>\n"
    "</xml>"
).encode()


def _request(mode: str, **more: bool) -> pushes.Request:
    push = pushes.Push(ACCOUNT, "text", OPENID, TEXT)
    return pushes.request(push, URL, mode, 1763860000, "415670741", random16=b"a8eedb185eb2fecf", **more)


def test_plain() -> None:
    signature = sign("demotoken", "1763860000", "415670741")
    assert _request("plain") == pushes.Request(
        f"{URL}?signature={signature}&timestamp=1763860000&nonce=415670741&openid={OPENID}",
        (
            ("User-Agent", "Mozilla/4.0"),
            ("Accept", "*/*"),
            ("Host", "127.0.0.1:8000"),
            ("Pragma", "no-cache"),
            ("Content-Length", str(len(PLAIN))),
            ("Content-Type", "text/xml"),
        ),
        PLAIN,
        "415670741",
    )


def test_safe_holds_the_plain_body_and_nothing_else() -> None:
    encrypted = Sealer(ACCOUNT.appid, ACCOUNT.aes_key).encrypt(PLAIN, b"a8eedb185eb2fecf")
    request = _request("safe")
    assert request.url.split(f"&openid={OPENID}")[1] == (
        f"&encrypt_type=aes&msg_signature={sign('demotoken', '1763860000', '415670741', encrypted)}"
    )
    assert request.body.decode() == (
        "<xml>\n    <ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        f"    <Encrypt><![CDATA[{encrypted}]]></Encrypt>\n</xml>\n"
    )


def test_compat_holds_both() -> None:
    encrypted = Sealer(ACCOUNT.appid, ACCOUNT.aes_key).encrypt(PLAIN, b"a8eedb185eb2fecf")
    assert _request("compat").body.decode() == (
        "<xml>\n"
        "    <ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        "    <FromUserName><![CDATA[oAAAAAAAAAAAAAAAAAAAAAAAAAAA]]></FromUserName>\n"
        "    <CreateTime>1557030600</CreateTime>\n"
        "    <MsgType><![CDATA[text]]></MsgType>\n"
        "    <Content><![CDATA[今天 ]]]]><![CDATA[> 有什么会]]></Content>\n"
        "    <MsgId>23892468385179204</MsgId>\n"
        f"    <Encrypt><![CDATA[{encrypted}]]></Encrypt>\n"
        "</xml>\n"
    )


def test_the_published_json_push() -> None:
    app = App("wxba5fad812f8e6fb9", "", "gh_97417a04a28d", "AAAAA", "A" * 43)
    openid = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"
    event = elements.event(app, openid, 1714112445, "debug_demo", debug_str="hello world")
    push = pushes.Push(app, "debug_demo", openid, event, "json")
    address = "https://www.qq.com/recive"
    sealed = pushes.request(push, address, "safe", 1714112445, "415670741", random16=b"a8eedb185eb2fecf")
    assert sealed.url == (
        f"{address}?signature=6c5c811b55cc85e0e1b54100749188c20beb3f5d&timestamp=1714112445&nonce=415670741"
        f"&openid={openid}&encrypt_type=aes&msg_signature=046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    )
    assert sealed.body.decode() == f'{{"ToUserName":"gh_97417a04a28d","Encrypt":"{INBOUND_ENCRYPT}"}}'
    assert sealed.headers[-1] == ("Content-Type", "application/json")
    assert pushes.request(push, address, "plain", 1714112445, "415670741").body == INBOUND
    both = pushes.request(push, address, "compat", 1714112445, "415670741", random16=b"a8eedb185eb2fecf")
    assert both.body.decode() == f'{INBOUND.decode()[:-1]},"Encrypt":"{INBOUND_ENCRYPT}"}}'


def test_nested_and_repeated_elements() -> None:
    nested = {"SendPicsInfo": {"Count": 2, "PicList": {"item": [{"PicMd5Sum": "a"}, {"PicMd5Sum": "b"}]}}}
    assert pushes.inner_body(nested).decode() == (
        "<xml><SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum><![CDATA[a]]></PicMd5Sum></item>"
        "<item><PicMd5Sum><![CDATA[b]]></PicMd5Sum></item></PicList></SendPicsInfo>\n</xml>"
    )


def test_an_address_with_a_query_keeps_it() -> None:
    push = pushes.Push(ACCOUNT, "text", OPENID, TEXT)
    request = pushes.request(push, f"{URL}?account=1", "plain", 1763860000, "1", openid_in_url=False)
    assert (
        request.url == f"{URL}?account=1&signature={sign('demotoken', '1763860000', '1')}&timestamp=1763860000&nonce=1"
    )


def test_verification() -> None:
    request = pushes.verification(
        App("wx", "", "", "AAAAA", ""), URL, 1714036504, "1514711492", "4375120948345356249"
    )  # fmt: skip
    assert request.url == (
        f"{URL}?signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=4375120948345356249"
        "&timestamp=1714036504&nonce=1514711492"
    )
    assert request.body == b""
