"""The client and the stand-in, who were written apart, understand each other in every family of calls."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from tests.wechat.conftest import Time
from tests.wechat.stand_in import APPID, MINI_APPID, MINI_SECRET, SECRET, StandIn
from wechat.client import Client, PlatformError
from wechat.outcomes import BadInput, Done, OtherChannel, SignInAgain, StopRecipient, Unsure
from wechat.tokens import LocalTokens, Tokens

REMINDER, AGENDA = "TM-reminder-------------------------------b", "SB-agenda-change--------------------------a"
MINI_AGENDA = "MS-agenda-reminder------------------------a"
VALUES = {"thing1": "开幕式", "time2": "2026年5月6日 9:00", "thing3": "一层大礼堂", "thing4": "请佩戴代表证"}
CARD = {"会议名称": "开幕式", "开始时间": "2026年5月6日 9:00", "会议地点": "一层大礼堂", "备注": "请佩戴代表证"}


@pytest.fixture
def stand_in(tmp_path: Path, hands: Time) -> Iterator[StandIn]:
    stand_in = StandIn(tmp_path, hands)
    yield stand_in
    stand_in.stop()


def client_of(stand_in: StandIn, hands: Time, **more: Any) -> Client:
    given: dict[str, Any] = {"appid": APPID, "secret": SECRET, "tokens": LocalTokens(hands.monotonic)} | more
    return Client(
        **given, api_url=stand_in.url, mp_url=stand_in.url, now=hands.now, sleep=hands.sleep, monotonic=hands.monotonic,
    )  # fmt: skip


@pytest.fixture
def client(stand_in: StandIn, hands: Time) -> Client:
    return client_of(stand_in, hands)


@pytest.fixture
def mini(stand_in: StandIn, hands: Time) -> Client:
    return client_of(stand_in, hands, appid=MINI_APPID, secret=MINI_SECRET, miniprogram=True)


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(kept, "PNG")
    return kept.getvalue()


def test_a_notice_whose_answer_is_lost_comes_once(client: Client, stand_in: StandIn):
    """It has an id of our own: the call is made again, and the platform sends it once."""
    openid = stand_in.follower()
    stand_in.switch(api_fault="lost", api_fault_path="/cgi-bin/message/template/send", api_fault_times=1)
    outcome = client.send_template(openid, REMINDER, VALUES, "notice-1")
    assert isinstance(outcome, Done)
    assert outcome.answer["msgid"] > 2**53
    assert stand_in.called("/cgi-bin/message/template/send") == 2
    assert stand_in.cards(openid) == [CARD]


def test_notices_that_are_refused(client: Client, stand_in: StandIn):
    openid = stand_in.follower()
    refused = client.send_template(openid, REMINDER, VALUES | {"thing3": "长" * 21}, "n2")
    assert refused == BadInput("a template value")
    assert isinstance(refused, BadInput)
    assert "data.thing3.value" in refused.detail
    stand_in.platform.store.set_following(openid, False, 0, "")
    assert client.send_template(openid, REMINDER, VALUES, "n3") == StopRecipient("does not follow")


def test_a_subscription_is_one_message(client: Client, stand_in: StandIn):
    openid = stand_in.follower()
    said = {"thing1": "第二次全体会议", "time2": "2026年5月6日 15:00", "thing3": "一层大礼堂"}
    nothing_left = OtherChannel("no grant left: ask for one in the page")
    assert client.send_subscribed(openid, AGENDA, said) == nothing_left
    stand_in.act(openid, "subscribe", choices={AGENDA: "accept"})
    assert isinstance(client.send_subscribed(openid, AGENDA, said), Done)
    assert client.send_subscribed(openid, AGENDA, said) == nothing_left
    stand_in.act(openid, "subscribe", choices={AGENDA: "accept"})
    stand_in.switch(api_fault="lost", api_fault_path="/cgi-bin/message/subscribe", api_fault_times=1)
    assert client.send_subscribed(openid, AGENDA, said) == Unsure("no answer")
    assert len(stand_in.cards(openid)) == 2


def test_a_subscription_of_the_mini_program(mini: Client, stand_in: StandIn):
    openid = stand_in.follower()
    stand_in.act(openid, "subscribe", mini=True, choices={MINI_AGENDA: "accept"})
    said = {"thing1": "开幕式", "time2": "2026年5月6日 9:00", "thing3": "一层大礼堂"}
    assert isinstance(mini.send_subscribed(stand_in.mini_openid(openid), MINI_AGENDA, said), Done)


def test_media_messages_and_choices(client: Client, stand_in: StandIn):
    openid = stand_in.follower()
    uploaded = client.upload("image", "红.png", picture(), "image/png")
    assert client.download(uploaded.media_id) == picture()
    assert isinstance(client.send_media(openid, "image", uploaded.media_id), Done)
    assert isinstance(client.send_choices(openid, "满意吗", [("1", "满意"), ("2", "不满意")], "谢谢"), Done)
    assert isinstance(client.send_article(openid, "标题", "摘要", "http://127.0.0.1/a"), Done)
    assert client.send_media(openid, "image", "gone") == BadInput("media_id unknown or expired: upload it again")
    assert isinstance(client.typing(openid), Done)
    kinds = [bubble["kind"] for bubble in stand_in.platform.store.bubbles(openid, 9) if bubble["from"] == "account"]
    assert kinds == ["image", "text", "news"]


def test_tags_and_menus_for_some(client: Client, stand_in: StandIn):
    openid, other = stand_in.follower(), stand_in.follower()
    tag = client.create_tag("代表")
    assert client.tags()["代表"] == tag
    assert [type(outcome) for _, outcome in client.tag(tag, [openid])] == [Done]
    assert (client.tags_of(openid), client.tags_of(other)) == ([tag], [])
    button = {"type": "click", "name": "大会", "key": "k"}
    client.publish_menu({"button": [button]})
    own = {"button": [{**button, "name": "代表"}], "matchrule": {"tag_id": str(tag)}}
    menuid = client.add_conditional_menu(own)
    menus = client.menu()
    assert menus is not None
    assert [str(each["menuid"]) for each in menus["conditionalmenu"]] == [menuid]
    names = [_names(client.match_menu(each)) for each in (openid, other)]
    assert names == [["代表"], ["大会"]]
    client.delete_conditional_menu(menuid)
    assert _names(client.match_menu(openid)) == ["大会"]
    assert [type(outcome) for _, outcome in client.untag(tag, [openid])] == [Done]
    client.delete_menu()
    assert client.menu() is None
    client.delete_tag(tag)
    assert "代表" not in client.tags()


def _names(answer: dict[str, Any]) -> list[str]:
    return [button["name"] for button in answer.get("menu", answer)["button"]]


def test_people(client: Client, stand_in: StandIn):
    openids = sorted(stand_in.follower() for _ in range(3))
    assert sorted(client.followers()) == openids
    assert client.person(openids[0])["subscribe"] == 1
    assert [each["openid"] for each in client.people(openids)] == openids
    client.remark(openids[0], "一号")
    assert client.person(openids[0])["remark"] == "一号"


def test_codes(client: Client, mini: Client):
    code = client.create_code("desk_hall-a", permanent=False, seconds=600)
    assert code.expires_in == 600
    shown = zxingcpp.read_barcode(Image.open(io.BytesIO(client.code_picture(code.ticket))))
    assert shown is not None
    assert shown.text == code.url
    assert client.create_code("desk_hall-a", permanent=True).expires_in is None
    assert Image.open(io.BytesIO(mini.page_code("desk=a", "pages/index/index"))).size[0] >= 280


def test_signing_in_to_the_mini_program(mini: Client, stand_in: StandIn):
    openid = stand_in.follower()
    code = stand_in.act(openid, "mini_login")["code"]
    assert mini.exchange_login(code).openid == stand_in.mini_openid(openid)
    with pytest.raises(PlatformError) as error:
        mini.exchange_login(code)
    assert error.value.outcome == SignInAgain("code or grant is used up")
    assert error.value.code == 40163
    assert mini.check_text(stand_in.mini_openid(openid), "comment", "大会开幕").suggest == "pass"
    assert mini.check_text(stand_in.mini_openid(openid), "comment", "你这个大笨蛋").suggest == "risky"


def test_a_ticket_is_shared_until_it_is_nearly_over(client: Client, stand_in: StandIn, hands: Time):
    first = client.page_signature("http://127.0.0.1/a", "n", 1)
    assert client.page_signature("http://127.0.0.1/a", "n", 1) == first
    assert stand_in.called("/cgi-bin/ticket/getticket") == 1
    hands.seconds += 7200
    client.page_signature("http://127.0.0.1/a", "n", 1)
    assert stand_in.called("/cgi-bin/ticket/getticket") == 2


def test_a_ticket_ends_by_the_clock_that_is_shown(stand_in: StandIn, hands: Time, tokens: Tokens):
    """A demo clock that is moved on ends the platform's tickets, while the store goes by the wall."""
    one, other = (client_of(stand_in, hands, tokens=tokens) for _ in range(2))
    page = "http://127.0.0.1/a"

    def good(client: Client) -> bool:
        return stand_in.platform.tickets.verify("n", "1", page, client.page_signature(page, "n", 1))

    assert (good(one), good(other), stand_in.called("/cgi-bin/ticket/getticket")) == (True, True, 1)
    hands.seconds += 3 * 3600
    one.menu()  # the access token ended too, and is renewed for being refused
    assert [good(other), good(one), good(one), good(other)] == [True] * 4
    assert stand_in.called("/cgi-bin/ticket/getticket") == 2
