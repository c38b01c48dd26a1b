"""Template messages: templates to have and to add, strict values, one result for each message."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from simulator.notices import keywords
from simulator.notices.shelf import LIBRARY
from tests.simulator.conftest import MINI, SHOWN, ManualClock, Phone, Webhook, until

OK = {"errcode": 0, "errmsg": "ok"}
REMINDER = "TM-reminder-------------------------------b"
DATA = {"thing1": "开幕式", "time2": "2019年5月6日 9:00", "thing3": "一层大礼堂", "thing4": "请佩戴代表证"}
ROWS = [
    {"label": "会议名称", "value": "开幕式"},
    {"label": "开始时间", "value": "2019年5月6日 9:00"},
    {"label": "会议地点", "value": "一层大礼堂"},
    {"label": "备注", "value": "请佩戴代表证"},
]


def _send(phone: Phone, openid: str, data: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    values = {name: {"value": value} for name, value in (DATA | (data or {})).items()}
    sent = {"touser": openid, "template_id": REMINDER, "data": values}
    return phone.call("/cgi-bin/message/template/send", sent | more)


def _last(phone: Phone, openid: str) -> dict[str, Any]:
    return phone.platform.store.bubbles(openid, 1)[0]


def _result(phone: Phone, webhook: Webhook, clock: ManualClock) -> str:
    """The body of the next event, which comes a second later."""
    before = len(webhook.seen)
    clock.pass_by(1)
    until(lambda: len(webhook.seen) > before)
    return webhook.seen[before].body.decode()


def test_a_message_comes_as_a_card_and_its_result_later(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    answer = _send(phone, openid, url="http://127.0.0.1:8000/agenda")
    assert answer == OK | {"msgid": answer["msgid"]}
    assert 2**53 < answer["msgid"] < 2**63
    assert _last(phone, openid) == {
        "id": 1,
        "openid": openid,
        "from": "account",
        "kind": "template",
        "at": SHOWN,
        "text": "",
        "articles": [],
        "url": "",
        "menu": [],
        "tail": "",
        "via": "template",
        "mini": False,
        "card": {
            "title": "会议提醒",
            "rows": ROWS,
            "template_id": REMINDER,
            "url": "http://127.0.0.1:8000/agenda",
            "miniprogram": {},
        },
        "caption": "",
        "agent": "",
    }
    assert webhook.seen == []
    assert _result(phone, webhook, clock) == (
        "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName>\n"
        f"<CreateTime>{SHOWN + 1}</CreateTime>\n"
        "<MsgType><![CDATA[event]]></MsgType>\n"
        "<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>\n"
        f"<MsgID>{answer['msgid']}</MsgID>\n"
        "<Status><![CDATA[success]]></Status>\n"
        "</xml>"
    )


def test_a_mini_program_wins_over_an_address(phone: Phone) -> None:
    openid = phone.person()
    opens = {"appid": MINI.appid, "pagepath": "pages/agenda?day=2"}
    assert _send(phone, openid, url="http://a/", miniprogram=opens)["errcode"] == 0
    card = _last(phone, openid)["card"]
    assert (card["url"], card["miniprogram"]) == ("", opens)


@pytest.mark.parametrize(
    "status", ["failed:user block", "failed: system failed", "failed:system failed", "failed:freq limit"]
)
def test_a_failure_is_told_later_and_nothing_is_shown(
    phone: Phone, webhook: Webhook, clock: ManualClock, status: str
) -> None:
    openid = phone.person()
    phone.switch(template_result=status)
    assert _send(phone, openid)["errcode"] == 0
    assert f"<Status><![CDATA[{status}]]></Status>" in _result(phone, webhook, clock)
    assert phone.platform.store.bubbles(openid, 9) == []


def test_who_takes_no_messages_at_all_blocks_them(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    phone.act(openid, "take_messages", on=False)
    assert _send(phone, openid)["errcode"] == 0
    assert "<Status><![CDATA[failed:user block]]></Status>" in _result(phone, webhook, clock)
    phone.act(openid, "take_messages", on=True)
    assert _send(phone, openid)["errcode"] == 0
    assert "<Status><![CDATA[success]]></Status>" in _result(phone, webhook, clock)


def test_who_turned_this_kind_off_refuses_it(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    assert phone.act(openid, "subscription_setting", template_id=REMINDER, on=False) == {"ok": True}
    assert _send(phone, openid) == {"errcode": 43101, "errmsg": "user refuse to accept the msg"}
    assert phone.act(openid, "subscription_setting", template_id=REMINDER, on=True) == {"ok": True}
    assert _send(phone, openid)["errcode"] == 0
    assert webhook.seen == []


def test_the_same_client_msg_id_is_sent_once_within_ten_minutes(phone: Phone, clock: ManualClock) -> None:
    openid, other = phone.person(), phone.person("李代表")
    first = _send(phone, openid, client_msg_id="agenda-7")
    assert _send(phone, openid, client_msg_id="agenda-7") == first
    assert _send(phone, other, client_msg_id="agenda-7")["msgid"] != first["msgid"]
    assert _send(phone, openid, client_msg_id="agenda-8")["msgid"] != first["msgid"]
    assert len(phone.platform.store.bubbles(openid, 9)) == 2
    clock.set(clock.shown() + 599)
    assert _send(phone, openid, client_msg_id="agenda-7") == first
    clock.set(clock.shown() + 1)
    assert _send(phone, openid, client_msg_id="agenda-7")["msgid"] != first["msgid"]
    assert len(phone.platform.store.bubbles(openid, 9)) == 3


def test_the_same_client_msg_id_from_many_at_once_is_one_message(phone: Phone) -> None:
    notifications, start = phone.platform.notifications, threading.Barrier(20)

    def once(_: int) -> tuple[int, bool]:
        start.wait()
        return notifications.once("oA", "agenda-7")

    with ThreadPoolExecutor(20) as pool:
        given = list(pool.map(once, range(20)))
    assert len({msgid for msgid, _ in given}) == 1
    assert sorted(new for _, new in given) == [False] * 19 + [True]


def test_whom_one_may_notify(phone: Phone) -> None:
    assert _send(phone, "oForeign") == {"errcode": 40003, "errmsg": "invalid openid"}
    assert _send(phone, "")["errcode"] == 40003
    assert _send(phone, phone.person(following=False)) == {"errcode": 43004, "errmsg": "require subscribe"}
    openid = phone.person()
    phone.platform.tags.blacklist([openid], True)
    assert _send(phone, openid) == {"errcode": 43019, "errmsg": "require remove blacklist"}
    user = phone.platform.store.user(openid)
    assert user is not None
    assert _send(phone, user.mini_openid)["errcode"] == 40003


@pytest.mark.parametrize(
    ("more", "code", "text"),
    [
        ({"template_id": ""}, 40036, "invalid template_id size"),
        ({"template_id": 7}, 40036, "invalid template_id size"),
        ({"template_id": "x" * 43}, 40037, "invalid template_id"),
        ({"url": "http://a/" + "x" * 2040}, 40039, "invalid url size"),
        ({"miniprogram": {"appid": "wx0"}}, 40013, "invalid appid"),
        ({"miniprogram": {"appid": MINI.appid, "pagepath": "/pages/a"}}, 40165, "invalid weapp pagepath"),
        ({"data": None}, 47001, "data format error"),
        ({"data": []}, 47001, "data format error"),
        ({"data": {}}, 47003, "argument invalid! data.thing1.value is emtpy"),
    ],
)
def test_bodies_that_are_refused(phone: Phone, more: dict[str, Any], code: int, text: str) -> None:
    openid = phone.person()
    right = {"touser": openid, "template_id": REMINDER, "data": {name: {"value": DATA[name]} for name in DATA}}
    assert phone.call("/cgi-bin/message/template/send", right | more) == {"errcode": code, "errmsg": text}
    assert phone.platform.store.bubbles(openid, 9) == []


def test_the_first_wrong_field_is_named(phone: Phone) -> None:
    openid = phone.person()
    assert _send(phone, openid, {"thing3": ""}) == {
        "errcode": 47003,
        "errmsg": "argument invalid! data.thing3.value is emtpy",
    }
    assert _send(phone, openid, {"time2": "明天", "thing3": "二" * 21}) == {
        "errcode": 47003,
        "errmsg": "argument invalid! data.time2.value invalid",
    }
    assert _send(phone, openid, {"thing4": 12})["errmsg"] == "argument invalid! data.thing4.value invalid"
    # What the template doesn't name is passed over.
    assert _send(phone, openid, {"first": "您好", "remark": "再见"})["errcode"] == 0


@pytest.mark.parametrize("code", [40249, 43116, 45168, 48001, 48004, 50005])
def test_refusals_by_switch(phone: Phone, code: int) -> None:
    openid = phone.person()
    phone.switch(sending_refused=str(code))
    assert _send(phone, openid)["errcode"] == code
    phone.switch(sending_refused="43107")
    assert _send(phone, openid)["errcode"] == 0


def test_the_old_call_of_mini_programs_is_gone(phone: Phone) -> None:
    answer = phone.call("/cgi-bin/message/wxopen/template/uniform_send", {"touser": "o"}, MINI)
    assert answer == {"errcode": 45109, "errmsg": "This API has been unsupported"}


# --- the account's templates ---


def test_the_templates_of_the_congress_are_there(phone: Phone) -> None:
    listed = phone.call("/cgi-bin/template/get_all_private_template")["template_list"]
    assert [template["title"] for template in listed] == ["议程变更通知", "会议提醒", "大会公告"]
    assert listed[1] == {
        "template_id": REMINDER,
        "title": "会议提醒",
        "primary_industry": "",
        "deputy_industry": "",
        "content": "会议名称:{{thing1.DATA}}\n开始时间:{{time2.DATA}}\n会议地点:{{thing3.DATA}}\n备注:{{thing4.DATA}}",
        "example": "会议名称:开幕式\n开始时间:2019年5月6日 9:00\n会议地点:一层大礼堂\n备注:请佩戴代表证",
    }


def test_examples_are_valid_themselves() -> None:
    lists = ("account_templates", "account_subscriptions", "mini_subscriptions")
    seeds = [seed for name in lists for seed in LIBRARY[name]] + list(LIBRARY["template_library"].values())
    wrong = [
        (seed["title"], name)
        for seed in seeds
        for name, (_, example, *choices) in seed["fields"].items()
        if not keywords.fits(name, example, choices[0] if choices else ())
    ]
    words = [(title["title"], word) for title in LIBRARY["titles"] for word in title["keywords"]]
    wrong += [
        (title, word["name"])
        for title, word in words
        if not keywords.fits(f"{word['rule']}{word['kid']}", word["example"], word.get("choices", ()))
    ]
    assert wrong == []


def test_adding_using_and_deleting_a_template(phone: Phone) -> None:
    openid = phone.person()
    added = phone.call("/cgi-bin/template/api_add_template", {"template_id_short": "50021"})
    assert added == OK | {"template_id": added["template_id"]}
    assert len(added["template_id"]) == 43
    data = {"character_string1": {"value": "YJ-1"}, "thing2": {"value": "夜班车"}, "const3": {"value": "办理中"}}
    sent = {"touser": openid, "template_id": added["template_id"], "data": data}
    assert phone.call("/cgi-bin/message/template/send", sent)["errcode"] == 0
    sent["data"] = data | {"const3": {"value": "不知道"}}
    assert phone.call("/cgi-bin/message/template/send", sent)["errmsg"] == "argument invalid! data.const3.value invalid"
    gone = {"template_id": added["template_id"]}
    assert phone.call("/cgi-bin/template/del_private_template", gone) == OK
    assert phone.call("/cgi-bin/template/del_private_template", gone)["errcode"] == 40037
    assert phone.call("/cgi-bin/message/template/send", sent)["errcode"] == 40037


def test_choosing_some_keywords(phone: Phone) -> None:
    add = "/cgi-bin/template/api_add_template"
    wanted = {"template_id_short": "43450", "keyword_name_list": ["驻地", "姓名"]}
    template_id = phone.call(add, wanted)["template_id"]
    listed = phone.call("/cgi-bin/template/get_all_private_template")["template_list"]
    assert listed[-1]["template_id"] == template_id
    assert listed[-1]["content"] == "驻地:{{thing4.DATA}}\n姓名:{{name1.DATA}}"
    assert phone.call(add, {"template_id_short": "43450", "keyword_name_list": ["房号"]})["errcode"] == 40247
    assert phone.call(add, {"template_id_short": "1"})["errcode"] == 40246


def test_twenty_five_templates_at_most(phone: Phone) -> None:
    add = "/cgi-bin/template/api_add_template"
    codes = [phone.call(add, {"template_id_short": "43450"})["errcode"] for _ in range(23)]
    assert codes == [0] * 22 + [45026]


def test_the_industry(phone: Phone, clock: ManualClock) -> None:
    assert phone.call("/cgi-bin/template/get_industry") == {
        "primary_industry": {"first_class": "商业服务", "second_class": "会展"},
        "secondary_industry": {"first_class": "政府与公共事业", "second_class": "学术科研"},
    }
    change = "/cgi-bin/template/api_set_industry"
    assert phone.call(change, {"industry_id1": "42", "industry_id2": "1"})["errcode"] == 40102
    wanted = {"industry_id1": "16", "industry_id2": "41"}
    assert [phone.call(change, wanted)["errcode"] for _ in range(6)] == [0] * 5 + [43100]
    assert phone.call("/cgi-bin/template/get_industry") == {
        "primary_industry": {"first_class": "教育", "second_class": "培训"},
        "secondary_industry": {"first_class": "其它", "second_class": "其它"},
    }
    clock.set(clock.shown() + 27 * 86_400)
    assert phone.call(change, wanted) == OK


# --- values (section 13) ---


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("thing1", ["一" * 20, "a 1!"], ["一" * 21, "a\nb"]),
        ("number2", ["1", "9" * 32, "3.14"], ["9" * 33, "1a", "-1", "1."]),
        ("letter3", ["abcXYZ", "a" * 32], ["a" * 33, "a1", "字"]),
        ("symbol4", ["!?", "，。！？；"], ["!!!!!!", "a", " "]),
        ("character_string5", ["BJ14-0033", "a" * 32], ["a" * 33, "编号1"]),
        (
            "time6",
            [
                "15:01",
                "0:00",
                "2019年10月1日 15:01",
                "2019年5月6日",
                "9:00~11:30",
                "2019年5月6日 9:00 ~ 2019年5月7日 9:00",
            ],
            ["24:00", "15:60", "明天", "2019年2月30日 9:00", "9:00~10:00~11:00", "2019-10-01 15:01", "~"],
        ),
        (
            "date7",
            ["2019年10月1日", "2019年10月1日 15:01", "2019年5月5日~2019年5月9日"],
            ["15:01", "2019年13月1日", ""],
        ),
        ("amount8", ["¥100", "￥0.5元", "12.50元", "$9999999999"], ["100美", "¥¥1", "12345678901", "1.234"]),
        ("phone_number9", ["010-66668888", "+86 13800000000"], ["1" * 18, "电话"]),
        ("car_number10", ["京A12345", "粤Z1234港", "A8888"], ["京A1234567", "京", "京A-123"]),
        ("name11", ["王代表", "a" * 20, "阿迪力·买买提"], ["王" * 11, "a" * 21, "王2"]),
        ("phrase12", ["办理中", "一二三四五"], ["一二三四五六", "ok"]),
        ("enum13", ["是"], ["也许"]),
        ("const14", ["否"], [""]),
    ],
)
def test_values(name: str, right: list[str], wrong: list[str]) -> None:
    said = {value: keywords.fits(name, value, ("是", "否")) for value in right + wrong if value}
    assert said == {value: value in right for value in right + wrong if value}


def test_keywords_without_a_type() -> None:
    with pytest.raises(ValueError, match="first"):
        keywords.kind("first")
    with pytest.raises(ValueError, match="keyword1"):
        keywords.kind("keyword1")
