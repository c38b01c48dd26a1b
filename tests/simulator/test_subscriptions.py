"""Subscription notifications: grants that are used one by one, the dialog that gives them, the events about them."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from simulator.app import create_app
from simulator.settings import App, Settings
from simulator.store import User
from tests.simulator.conftest import ACCOUNT, MINI, SHOWN, ManualClock, Phone, Webhook, until

OK = {"errcode": 0, "errmsg": "ok"}
REFUSED = {"errcode": 43101, "errmsg": "user refuse to accept the msg"}
AGENDA = "SB-agenda-change--------------------------a"
CASE = "SB-case-answer----------------------------b"
MINI_AGENDA = "MS-agenda-reminder------------------------a"
SURVEY = "MS-survey---------------------------------b"
DATA = {"thing1": {"value": "开幕式"}, "time2": {"value": "2019年5月6日 9:00"}, "thing3": {"value": "大礼堂"}}
ROWS = [{"label": "日程名称", "value": "开幕式"}, {"label": "开始时间", "value": "2019年5月6日 9:00"}]
ROWS += [{"label": "地点", "value": "大礼堂"}]


def _user(phone: Phone, following: bool = True) -> User:
    user = phone.platform.store.user(phone.person(following=following))
    assert user is not None
    return user


def _send(phone: Phone, user: User, **more: Any) -> dict[str, Any]:
    sent = {"touser": user.mini_openid, "template_id": MINI_AGENDA, "data": DATA}
    return phone.call("/cgi-bin/message/subscribe/send", sent | more, MINI)


def _bizsend(phone: Phone, user: User, **more: Any) -> dict[str, Any]:
    sent = {"touser": user.openid, "template_id": AGENDA, "data": DATA}
    return phone.call("/cgi-bin/message/subscribe/bizsend", sent | more)


def _accept(phone: Phone, user: User, *templates: str, **more: Any) -> None:
    choices = dict.fromkeys(templates, "accept")
    assert phone.act(user.openid, "subscribe", choices=choices, **more)["ok"]


# --- grants ---


def test_one_acceptance_is_one_notification(phone: Phone) -> None:
    user = _user(phone)
    assert _send(phone, user) == REFUSED
    _accept(phone, user, MINI_AGENDA, mini=True)
    assert _send(phone, user)["errcode"] == 0
    assert _send(phone, user) == REFUSED


def test_grants_add_up_in_the_mini_program(phone: Phone) -> None:
    user = _user(phone)
    for _ in range(3):
        _accept(phone, user, MINI_AGENDA, mini=True)
    assert [_send(phone, user)["errcode"] for _ in range(4)] == [0, 0, 0, 43101]


def test_grants_of_the_account_add_up_by_switch(phone: Phone) -> None:
    user = _user(phone)
    _accept(phone, user, AGENDA)
    _accept(phone, user, AGENDA)
    assert [_bizsend(phone, user)["errcode"] for _ in range(2)] == [0, 43101]
    phone.switch(account_grants_add_up=True)
    _accept(phone, user, AGENDA)
    _accept(phone, user, AGENDA)
    assert [_bizsend(phone, user)["errcode"] for _ in range(3)] == [0, 0, 43101]


def test_a_long_term_template_is_not_used_up(phone: Phone) -> None:
    user = _user(phone)
    sent = {"thing1": {"value": "法律咨询"}, "phrase2": {"value": "已答复"}, "date3": {"value": "2019年5月8日"}}
    assert _bizsend(phone, user, template_id=CASE, data=sent) == REFUSED
    _accept(phone, user, CASE)
    assert [_bizsend(phone, user, template_id=CASE, data=sent)["errcode"] for _ in range(3)] == [0, 0, 0]


def test_grants_do_not_end_by_themselves(phone: Phone, clock: ManualClock) -> None:
    user = _user(phone)
    _accept(phone, user, MINI_AGENDA, mini=True)
    clock.set(clock.shown() + 365 * 86_400)
    assert _send(phone, user)["errcode"] == 0


def test_what_is_refused_uses_no_grant(phone: Phone) -> None:
    user = _user(phone)
    _accept(phone, user, MINI_AGENDA, mini=True)
    wrong = DATA | {"time2": {"value": "9点"}}
    assert _send(phone, user, data=wrong) == {
        "errcode": 47003,
        "errmsg": "argument invalid! data.time2.value invalid",
    }
    assert _send(phone, user)["errcode"] == 0


def test_the_two_applications_do_not_mix(phone: Phone) -> None:
    user = _user(phone)
    _accept(phone, user, AGENDA)
    assert _send(phone, user) == REFUSED
    assert _send(phone, user, template_id=AGENDA)["errcode"] == 40037
    assert _send(phone, user, touser=user.openid)["errcode"] == 40003
    assert phone.call("/cgi-bin/message/subscribe/send", {"touser": user.openid})["errcode"] == 48001
    assert phone.call("/cgi-bin/message/subscribe/bizsend", {"touser": user.mini_openid}, MINI)["errcode"] == 48001


def test_many_at_once_use_each_grant_once(phone: Phone) -> None:
    user = _user(phone)
    for _ in range(5):
        _accept(phone, user, MINI_AGENDA, mini=True)
    subscriptions, start = phone.platform.notifications.subscriptions, threading.Barrier(20)

    def take(_: int) -> bool:
        start.wait()
        return subscriptions.take(user.mini_openid, MINI_AGENDA)

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(take, range(20))) == [False] * 15 + [True] * 5


def test_grants_choices_and_templates_survive_a_restart(phone: Phone, given: Settings, clock: ManualClock) -> None:
    user = _user(phone)
    _accept(phone, user, MINI_AGENDA, mini=True, keep=True)
    _newtmpl(phone, "deltemplate", {"priTmplId": SURVEY})
    phone.platform.store.close()
    app = create_app(given, clock)
    again = Phone(app.test_client(), app.extensions["platform"])
    assert [row["priTmplId"] for row in _newtmpl(again, "gettemplate")["data"]] == [MINI_AGENDA]
    assert again.platform.notifications.subscriptions.of(user.mini_openid) == {MINI_AGENDA: (1, "accept")}
    assert _send(again, user)["errcode"] == 0
    again.platform.store.close()


# --- the notification ---


def test_the_card_of_the_mini_program_and_its_event_in_json(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    user = _user(phone, following=False)
    _accept(phone, user, MINI_AGENDA, mini=True)
    answer = _send(phone, user, page="pages/agenda?day=2", miniprogram_state="formal", lang="zh_CN")
    assert answer == OK | {"msgid": answer["msgid"]}
    bubble = phone.platform.store.bubbles(user.openid, 1)[0]
    assert (bubble["kind"], bubble["via"], bubble["mini"], bubble["card"]) == (
        "template",
        "subscription",
        True,
        {
            "title": "日程开始提醒",
            "rows": ROWS,
            "template_id": MINI_AGENDA,
            "url": "",
            "miniprogram": {"appid": MINI.appid, "pagepath": "pages/agenda?day=2"},
        },
    )
    clock.pass_by(1)
    until(lambda: len(webhook.seen) == 2)
    assert json.loads(webhook.seen[1].body) == {
        "ToUserName": MINI.original_id,
        "FromUserName": user.mini_openid,
        "CreateTime": str(SHOWN + 1),
        "MsgType": "event",
        "Event": "subscribe_msg_sent_event",
        "List": {
            "TemplateId": MINI_AGENDA,
            "MsgID": str(answer["msgid"]),
            "ErrorCode": "0",
            "ErrorStatus": "success",
        },
    }


def test_the_card_of_the_account_and_its_event_in_xml(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    user = _user(phone)
    _accept(phone, user, AGENDA)
    assert _bizsend(phone, user, page="http://127.0.0.1:8000/agenda") == OK
    bubble = phone.platform.store.bubbles(user.openid, 1)[0]
    assert (bubble["kind"], bubble["via"], bubble["mini"]) == ("template", "subscription", False)
    assert (bubble["card"]["title"], bubble["card"]["url"]) == ("日程变更提醒", "http://127.0.0.1:8000/agenda")
    clock.pass_by(1)
    until(lambda: len(webhook.seen) == 2)
    said = webhook.seen[1].body.decode()
    number = int(said.split("<MsgID>")[1].split("<")[0])
    assert 2**53 < number < 2**63
    assert said == (
        "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        f"<FromUserName><![CDATA[{user.openid}]]></FromUserName>\n"
        f"<CreateTime>{SHOWN + 1}</CreateTime>\n"
        "<MsgType><![CDATA[event]]></MsgType>\n"
        "<Event><![CDATA[subscribe_msg_sent_event]]></Event>\n"
        f"<SubscribeMsgSentEvent><List><TemplateId><![CDATA[{AGENDA}]]></TemplateId><MsgID>{number}</MsgID>"
        "<ErrorCode>0</ErrorCode><ErrorStatus><![CDATA[success]]></ErrorStatus></List></SubscribeMsgSentEvent>\n"
        "</xml>"
    )


def test_only_the_platforms_own_failure_is_told(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    user = _user(phone)
    _accept(phone, user, MINI_AGENDA, MINI_AGENDA, mini=True)
    phone.switch(template_result="failed: system failed")
    assert _send(phone, user)["errcode"] == 0
    clock.pass_by(1)
    until(lambda: len(webhook.seen) == 2)
    entry = json.loads(webhook.seen[1].body)["List"]
    assert (entry["ErrorCode"], entry["ErrorStatus"]) == ("1", "failed: system failed")
    assert phone.platform.store.bubbles(user.openid, 9) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"touser": "oForeign"}, 40003),
        ({"template_id": ""}, 40037),
        ({"template_id": None}, 40037),
        ({"page": "/pages/a"}, 41030),
        ({"page": "pages/unknown"}, 41030),
        ({"page": 7}, 41030),
        ({"miniprogram_state": "beta"}, 47001),
        ({"lang": "fr"}, 47001),
        ({"data": "x"}, 47001),
        ({"data": {"thing1": {"value": "一" * 21}}}, 47003),
    ],
)
def test_bodies_that_are_refused(phone: Phone, more: dict[str, Any], code: int) -> None:
    user = _user(phone)
    phone.switch(mini_pages="pages/agenda, pages/index")
    _accept(phone, user, MINI_AGENDA, mini=True)
    assert _send(phone, user, **more)["errcode"] == code
    assert _send(phone, user, page="pages/agenda?day=2")["errcode"] == 0


@pytest.mark.parametrize("code", [43107, 45168, 48001, 48004])
def test_refusals_by_switch(phone: Phone, code: int) -> None:
    user = _user(phone)
    _accept(phone, user, AGENDA)
    phone.switch(sending_refused=str(code))
    assert _bizsend(phone, user)["errcode"] == code
    phone.switch(sending_refused="")
    assert _bizsend(phone, user) == OK


def test_two_at_once_to_one_person_are_refused(phone: Phone) -> None:
    user, other = _user(phone), _user(phone)
    for one in (user, other):
        _accept(phone, one, MINI_AGENDA, mini=True)
    with phone.platform.notifications.subscriptions.sending(user.mini_openid):
        assert _send(phone, user)["errcode"] == 43108
        assert _send(phone, other)["errcode"] == 0
    assert _send(phone, user)["errcode"] == 0


# --- the dialog and the settings ---


def _popup(app: App, openid: str, entries: Any) -> dict[str, Any]:
    return {
        "ToUserName": app.original_id,
        "FromUserName": openid,
        "CreateTime": str(SHOWN),
        "MsgType": "event",
        "Event": "subscribe_msg_popup_event",
        "List": entries,
    }


def test_the_mini_programs_dialog_is_told_in_json(phone: Phone, webhook: Webhook) -> None:
    user = _user(phone)
    phone.act(user.openid, "subscribe", mini=True, choices={MINI_AGENDA: "reject"})
    phone.act(user.openid, "subscribe", mini=True, choices={MINI_AGENDA: "accept", SURVEY: "reject"})
    agenda = {"TemplateId": MINI_AGENDA, "SubscribeStatusString": "accept", "PopupScene": "0"}
    survey = {"TemplateId": SURVEY, "SubscribeStatusString": "reject", "PopupScene": "0"}
    assert [json.loads(seen.body) for seen in webhook.seen] == [
        _popup(MINI, user.mini_openid, agenda | {"SubscribeStatusString": "reject"}),
        _popup(MINI, user.mini_openid, [agenda, survey]),
    ]
    assert [_send(phone, user)["errcode"], _send(phone, user)["errcode"]] == [0, 43101]


def test_the_accounts_dialog_is_told_in_xml(phone: Phone, webhook: Webhook) -> None:
    user = _user(phone)
    phone.act(user.openid, "subscribe", scene=2, choices={AGENDA: "accept", CASE: "reject"})
    entry = "<List><TemplateId><![CDATA[{}]]></TemplateId><SubscribeStatusString><![CDATA[{}]]></SubscribeStatusString>"
    entry += "<PopupScene>2</PopupScene></List>"
    assert webhook.seen[0].body.decode() == (
        "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        f"<FromUserName><![CDATA[{user.openid}]]></FromUserName>\n"
        f"<CreateTime>{SHOWN}</CreateTime>\n"
        "<MsgType><![CDATA[event]]></MsgType>\n"
        "<Event><![CDATA[subscribe_msg_popup_event]]></Event>\n"
        f"<SubscribeMsgPopupEvent>{entry.format(AGENDA, 'accept')}{entry.format(CASE, 'reject')}"
        "</SubscribeMsgPopupEvent>\n"
        "</xml>"
    )


def test_a_kept_choice_holds_and_still_grants(phone: Phone, webhook: Webhook) -> None:
    user = _user(phone)
    _accept(phone, user, MINI_AGENDA, mini=True, keep=True)
    # The dialog doesn't ask again; what a page claims was said changes nothing.
    phone.act(user.openid, "subscribe", mini=True, choices={MINI_AGENDA: "reject"})
    assert json.loads(webhook.seen[1].body)["List"]["SubscribeStatusString"] == "accept"
    assert [_send(phone, user)["errcode"] for _ in range(3)] == [0, 0, 43101]
    phone.switch(popup_event_when_kept=False)
    seen = len(webhook.seen)
    assert phone.act(user.openid, "subscribe", mini=True, choices={MINI_AGENDA: ""}) == {"ok": True}
    assert (_send(phone, user)["errcode"], len(webhook.seen)) == (0, seen)


def test_turning_off_in_the_settings_is_told_turning_on_is_not(phone: Phone, webhook: Webhook) -> None:
    user = _user(phone)
    _accept(phone, user, MINI_AGENDA, mini=True)
    phone.act(user.openid, "subscription_setting", template_id=MINI_AGENDA, on=False)
    assert _send(phone, user) == REFUSED
    phone.act(user.openid, "subscription_setting", template_id=MINI_AGENDA, on=True)
    assert _send(phone, user)["errcode"] == 0
    assert json.loads(webhook.seen[1].body) == {
        "ToUserName": MINI.original_id,
        "FromUserName": user.mini_openid,
        "CreateTime": str(SHOWN),
        "MsgType": "event",
        "Event": "subscribe_msg_change_event",
        "List": {"TemplateId": MINI_AGENDA, "SubscribeStatusString": "reject"},
    }
    assert len(webhook.seen) == 2


def test_turning_off_the_accounts_in_the_settings(phone: Phone, webhook: Webhook) -> None:
    user = _user(phone)
    phone.act(user.openid, "subscription_setting", template_id=AGENDA, on=False)
    inside = (
        f"<List><TemplateId><![CDATA[{AGENDA}]]></TemplateId>"
        "<SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString></List>"
    )
    assert f"<SubscribeMsgChangeEvent>{inside}</SubscribeMsgChangeEvent>\n" in webhook.seen[0].body.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"choices": {}},
        {"choices": {"t": "accept"}},
        {"choices": {AGENDA: "maybe"}},
        {"choices": {AGENDA: "accept"}, "scene": 3},
        {"choices": {AGENDA: "accept"}, "mini": True},
        {"choices": "accept"},
    ],
)
def test_dialogs_that_cannot_be(phone: Phone, webhook: Webhook, values: dict[str, Any]) -> None:
    answer = phone.act(phone.person(), "subscribe", **values)
    assert answer == {"ok": False, "error": "没有这个通知，或选择不对"}
    assert webhook.seen == []


def test_what_the_phone_lists(phone: Phone) -> None:
    user = _user(phone)
    _accept(phone, user, MINI_AGENDA, mini=True)
    _accept(phone, user, MINI_AGENDA, mini=True, keep=True)
    listed = phone.post("/phone/act", openid=user.openid, do="subscriptions")
    assert (listed["ok"], listed["refuses"]) == (True, False)
    by_id = {row["template_id"]: row for row in listed["templates"]}
    assert by_id[MINI_AGENDA] == {
        "template_id": MINI_AGENDA,
        "title": "日程开始提醒",
        "kind": "mini",
        "grants": 2,
        "kept": "accept",
        "long_term": False,
        "fields": [
            {"label": "日程名称", "value": "开幕式"},
            {"label": "开始时间", "value": "2019年5月6日 9:00"},
            {"label": "地点", "value": "一层大礼堂"},
        ],
    }
    kinds = [row["kind"] for row in listed["templates"]]
    assert kinds == ["template"] * 3 + ["account"] * 2 + ["mini"] * 2
    assert by_id[CASE]["long_term"]


# --- choosing templates ---


def _newtmpl(phone: Phone, call: str, body: Any = None, app: App = MINI) -> dict[str, Any]:
    return phone.call(f"/wxaapi/newtmpl/{call}", body, app)


def test_categories_titles_and_keywords(phone: Phone) -> None:
    assert _newtmpl(phone, "getcategory") == OK | {
        "data": [{"id": 612, "name": "政务民生/会务服务"}, {"id": 616, "name": "生活服务/公益服务"}]
    }
    meeting = {"tid": 4066, "title": "会议开始提醒", "type": 2, "categoryId": "612"}
    enrolment = {"tid": 4125, "title": "报名结果通知", "type": 2, "categoryId": "612"}
    progress = {"tid": 9102, "title": "服务进度提醒", "type": 3, "categoryId": "616"}
    titles = "getpubtemplatetitles?ids={}&start={}&limit={}"
    assert _newtmpl(phone, titles.format("612,616", 0, 2)) == OK | {"count": 3, "data": [meeting, enrolment]}
    assert _newtmpl(phone, titles.format("616", 0, 30)) == OK | {"count": 1, "data": [progress]}
    refused = [("", 0, 1), ("1", 0, 1), ("612", "x", 1), ("612", 0, 31)]
    assert [_newtmpl(phone, titles.format(*one))["errcode"] for one in refused] == [200018, 200019, 200016, 200017]
    words = _newtmpl(phone, "getpubtemplatekeywords?tid=9102")
    assert words == OK | {
        "count": 3,
        "data": [
            {"kid": 1, "name": "服务事项", "example": "困难帮扶申请", "rule": "thing"},
            {"kid": 2, "name": "当前进度", "example": "审核中", "rule": "enum"},
            {"kid": 3, "name": "更新日期", "example": "2019年5月8日", "rule": "date"},
        ],
    }
    assert _newtmpl(phone, "getpubtemplatekeywords?tid=1")["errcode"] == 200014


def test_adding_using_and_deleting_a_template(phone: Phone) -> None:
    user = _user(phone)
    added = _newtmpl(phone, "addtemplate", {"tid": "9102", "kidList": [3, 2, 1], "sceneDesc": "办事进度"})
    template_id = added["priTmplId"]
    assert added == OK | {"priTmplId": template_id}
    assert _newtmpl(phone, "gettemplate")["data"][-1] == {
        "priTmplId": template_id,
        "title": "服务进度提醒",
        "content": "更新日期:{{date3.DATA}}\n当前进度:{{enum2.DATA}}\n服务事项:{{thing1.DATA}}",
        "example": "更新日期:2019年5月8日\n当前进度:审核中\n服务事项:困难帮扶申请",
        "type": 3,
        "keywordEnumValueList": [{"keywordCode": "enum2.DATA", "enumValueList": ["已受理", "审核中", "已办结"]}],
    }
    _accept(phone, user, template_id, mini=True)
    data = {"date3": {"value": "2019年5月8日"}, "enum2": {"value": "完了"}, "thing1": {"value": "申请"}}
    wrong = _send(phone, user, template_id=template_id, data=data)
    assert wrong["errmsg"] == "argument invalid! data.enum2.value invalid"
    data["enum2"] = {"value": "已办结"}
    assert _send(phone, user, template_id=template_id, data=data)["errcode"] == 0
    gone = {"priTmplId": template_id}
    assert [_newtmpl(phone, "deltemplate", gone), _newtmpl(phone, "deltemplate", gone)["errcode"]] == [OK, 40037]
    assert len(_newtmpl(phone, "gettemplate", app=ACCOUNT)["data"]) == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"tid": "1"}, 200014),
        ({"kidList": [1]}, 200020),
        ({"kidList": [1, 2, 3, 4, 5, 6]}, 200020),
        ({"kidList": [1, 1]}, 200020),
        ({"kidList": [1, 9]}, 200020),
        ({"kidList": "1,2"}, 200020),
        ({"sceneDesc": ""}, 200021),
        ({"sceneDesc": "长" * 16}, 200021),
    ],
)
def test_templates_that_cannot_be_added(phone: Phone, more: dict[str, Any], code: int) -> None:
    right = {"tid": 4066, "kidList": [1, 2], "sceneDesc": "提醒"}
    assert _newtmpl(phone, "addtemplate", right | more)["errcode"] == code
    assert _newtmpl(phone, "addtemplate", right)["errcode"] == 0


def test_twenty_five_templates_at_most(phone: Phone) -> None:
    right = {"tid": 4066, "kidList": [1, 2], "sceneDesc": "提醒"}
    codes = [_newtmpl(phone, "addtemplate", right)["errcode"] for _ in range(24)]
    assert codes == [0] * 23 + [200012]
