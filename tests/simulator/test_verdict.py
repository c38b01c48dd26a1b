"""What the platform accepts as an answer, and what counts as a failed attempt."""

import json

import pytest

from simulator.webhook.attempt import Answer
from simulator.webhook.cipher import Sealer, sign
from simulator.webhook.pushes import Push
from simulator.webhook.verdict import Shown, Verdict, judge
from tests.simulator.conftest import ACCOUNT, MINI, text_reply

OPENID = "oAAAAAAAAAAAAAAAAAAAAAAAAAAA"
MESSAGE = Push(ACCOUNT, "text", OPENID, {"MsgType": "text"})
CLICK = Push(ACCOUNT, "CLICK", OPENID, {"MsgType": "event", "Event": "CLICK"})
GOOD = text_reply(OPENID)
ITEM = "<item><Title>{}</Title><Description>d</Description><PicUrl>p</PicUrl><Url>u</Url></item>"


def _judge(body: str | bytes, mode: str = "plain", push: Push = MESSAGE) -> Verdict:
    content = body.encode() if isinstance(body, str) else body
    return judge(push, Answer(200, (), content, "", 1), mode, lambda media_id: media_id == "known")


def _reply(kind: str, inside: str, openid: str = OPENID, ours: str = "gh_demo00000001") -> str:
    return (
        f"<xml><ToUserName>{openid}</ToUserName><FromUserName>{ours}</FromUserName><CreateTime>1</CreateTime>"
        f"<MsgType>{kind}</MsgType>{inside}</xml>"
    )


def _sealed(inner: str, *, token: str = ACCOUNT.token, appid: str = ACCOUNT.appid) -> str:
    encrypted = Sealer(appid, ACCOUNT.aes_key).encrypt(inner.encode())
    signature = sign(token, "1713424427", "415670741", encrypted)
    return (
        f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        "<TimeStamp>1713424427</TimeStamp><Nonce><![CDATA[415670741]]></Nonce></xml>"
    )


@pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
@pytest.mark.parametrize("body", ["", "success"])
def test_acknowledgements_stay_plain_in_every_mode(mode: str, body: str) -> None:
    assert _judge(body, mode) == Verdict(True, "acknowledged")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("success\n", "not success, not empty, not well-formed XML"),
        ('{"errcode":0}', "not success, not empty, not well-formed XML"),
        (GOOD.replace("</Content>", ""), "not success, not empty, not well-formed XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + GOOD, "not success, not empty, not well-formed XML"),
        (GOOD.encode("gbk"), "not success, not empty, not well-formed XML"),
        ("<html></html>", "the root is html, not xml"),
        (
            _reply("text", "<Content>x</Content>", "gh_demo00000001", OPENID),
            "ToUserName and FromUserName aren't swapped",
        ),
        (_reply("text", "<Content>x</Content>", "oBBB"), "ToUserName isn't the openid"),
        (_reply("text", "<Content>x</Content>", ours=ACCOUNT.appid), "FromUserName isn't the gh_ id"),
        (GOOD.replace("<CreateTime>1<", "<CreateTime>now<"), "CreateTime isn't a number"),
        (_reply("text", "<Content></Content>"), "Content is empty"),
        (_reply("text", ""), "Content is empty"),
        (_reply("text", f"<Content>{'会' * 683}</Content>"), "Content is longer than 2048 bytes"),
        (_reply("image", "<Image><MediaId>other</MediaId></Image>"), "there is no such MediaId"),
        (_reply("music", "<Music><MusicUrl>u</MusicUrl></Music>"), "there is no such ThumbMediaId"),
        (_reply("news", "<ArticleCount>1</ArticleCount>"), "ArticleCount or Articles is missing"),
        (_reply("poem", ""), "MsgType 'poem' is unknown"),
        (_sealed(GOOD), "an encrypted reply in plain mode"),
    ],
)
def test_refused_in_plain_mode(body: str | bytes, reason: str) -> None:
    assert _judge(body) == Verdict(False, f"failed: {reason}")


def test_a_text_of_exactly_the_limit_is_shown() -> None:
    text = "会" * 682 + "xx"
    assert _judge(_reply("text", f"<Content>{text}</Content>")) == Verdict(True, "answered: text", Shown("text", text))


def test_other_kinds() -> None:
    image = _reply("image", "<Image><MediaId>known</MediaId></Image>")
    assert _judge(image).shown == Shown("image", media_id="known")
    video = "<Video><MediaId>known</MediaId><Title>a</Title><Description>b</Description></Video>"
    assert _judge(_reply("video", video)).shown == Shown("video", "a b", media_id="known")
    music = "<Music><MusicUrl>u</MusicUrl><ThumbMediaId>known</ThumbMediaId></Music>"
    assert _judge(_reply("music", music)).shown == Shown("music", url="u")
    assert _judge(_reply("transfer_customer_service", "")).shown == Shown("transfer")


@pytest.mark.parametrize(("push", "shown"), [(MESSAGE, 1), (CLICK, 8)])
def test_surplus_articles_are_dropped(push: Push, shown: int) -> None:
    items = "".join(ITEM.format(number) for number in range(10))
    verdict = _judge(_reply("news", f"<ArticleCount>10</ArticleCount><Articles>{items}</Articles>"), push=push)
    articles = [{"title": str(n), "description": "d", "picture": "p", "url": "u"} for n in range(shown)]
    assert verdict == Verdict(True, "answered: news", Shown("news", articles=articles))


@pytest.mark.parametrize("mode", ["compat", "safe"])
def test_an_encrypted_answer(mode: str) -> None:
    assert _judge(_sealed(GOOD), mode) == Verdict(True, "answered: text", Shown("text", "好"), GOOD)


def test_compat_takes_a_plain_answer_and_safe_does_not() -> None:
    assert _judge(GOOD, "compat") == Verdict(True, "answered: text", Shown("text", "好"))
    assert _judge(GOOD, "safe") == Verdict(False, "failed: a plain reply in safe mode")


@pytest.mark.parametrize(
    ("body", "reason", "inner"),
    [
        (_sealed(GOOD, token="other"), "MsgSignature doesn't match", ""),
        (_sealed(GOOD).replace("<TimeStamp>1713424427", "<TimeStamp>1713424428"), "MsgSignature doesn't match", ""),
        (_sealed(GOOD, appid=MINI.appid), "the appid inside is another one", ""),
        (_sealed("success"), "not success, not empty, not well-formed XML", "success"),
        (_sealed(text_reply("oBBB")), "ToUserName isn't the openid", text_reply("oBBB")),
    ],
)
def test_refused_in_safe_mode(body: str, reason: str, inner: str) -> None:
    assert _judge(body, "safe") == Verdict(False, f"failed: {reason}", inner=inner)


def test_mini_programs_may_only_hand_over_to_a_person() -> None:
    push = Push(MINI, "text", OPENID, {"MsgType": "text"}, "json", True)
    common = {"ToUserName": OPENID, "FromUserName": MINI.original_id, "CreateTime": 1}
    transfer = json.dumps(common | {"MsgType": "transfer_customer_service"})
    assert _judge(transfer, push=push) == Verdict(True, "answered: transfer", Shown("transfer"))
    text = json.dumps(common | {"MsgType": "text", "Content": "x"})
    refused = Verdict(False, "failed: mini programs may only answer transfer_customer_service")
    assert _judge(text, push=push) == refused
    in_xml = Push(MINI, "text", OPENID, {"MsgType": "text"}, mini=True)
    assert _judge(_reply("text", "<Content>x</Content>", ours=MINI.original_id), push=in_xml) == refused
    assert _judge("nonsense", push=push) == Verdict(False, "failed: not success, not empty, not JSON")
    # Pushes are JSON, but the page on transfers shows XML alone.
    ours = MINI.original_id
    assert _judge(_reply("transfer_customer_service", "", ours=ours), push=push) == Verdict(
        True, "answered: transfer", Shown("transfer")
    )
    assert _judge(_reply("text", "<Content>x</Content>", ours=ours), push=push) == refused
