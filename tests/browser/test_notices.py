"""Notifications and messages of every type on the phone in the browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Stage
from tests.browser.test_phone import by, following, from_account, opened

pytestmark = [pytest.mark.browser, pytest.mark.long]

REMINDER = "TM-reminder-------------------------------b"
AGENDA = "SB-agenda-change--------------------------a"
CASE = "SB-case-answer----------------------------b"
MEETING = {"thing1": "开幕式", "time2": "2019年5月6日 9:00", "thing3": "一层大礼堂", "thing4": "<b>请佩戴代表证</b>"}


def _openid(stage: Stage) -> str:
    return str(stage.call("/phone/state")["users"][0]["openid"])


def _notify(stage: Stage, **more: Any) -> dict[str, Any]:
    data = {name: {"value": value} for name, value in MEETING.items()}
    sent = {"touser": _openid(stage), "template_id": REMINDER, "data": data}
    return stage.platform("/cgi-bin/message/template/send", sent | more)


def _bizsend(stage: Stage) -> int:
    data = {"thing1": "全体会议", "time2": "15:00", "thing3": "大礼堂"}
    sent: dict[str, Any] = {"touser": _openid(stage), "template_id": AGENDA}
    sent["data"] = {name: {"value": value} for name, value in data.items()}
    return int(stage.platform("/cgi-bin/message/subscribe/bizsend", sent)["errcode"])


def _send(stage: Stage, kind: str, inside: dict[str, Any], **more: Any) -> None:
    sent = {"touser": _openid(stage), "msgtype": kind, kind: inside} | more
    assert stage.platform("/cgi-bin/message/custom/send", sent)["errcode"] == 0


def _settings(page: Page) -> None:
    by(page, "more").click()
    by(page, "notices").click()


def test_a_template_message_is_a_card_that_opens_its_page(page: Page, stage: Stage) -> None:
    following(page, stage)
    assert _notify(stage, url=f"{stage.product}/page")["errcode"] == 0
    card = by(page, "notice-card")
    expect(card).to_contain_text("会议提醒")
    assert card.locator("dt").all_inner_texts() == ["会议名称", "开始时间", "会议地点", "备注"]
    assert card.locator("dd").all_inner_texts() == list(MEETING.values())
    card.click()
    expect(by(page, "browser-name")).to_have_text("会议提醒")


def test_this_kind_is_turned_off_on_the_card_and_on_again_in_the_settings(page: Page, stage: Stage) -> None:
    following(page, stage)
    _notify(stage)
    by(page, "notice-more").click()
    by(page, "mute").click()
    expect(by(page, "toast")).to_have_text("已关闭，可在「消息通知」里重新打开")
    assert _notify(stage)["errcode"] == 43101
    _settings(page)
    toggle = by(page, f"notice-on-{REMINDER}")
    expect(toggle).not_to_be_checked()
    with page.expect_response("**/phone/act"):
        toggle.click()
    expect(by(page, f"notice-on-{REMINDER}")).to_be_checked()
    assert _notify(stage)["errcode"] == 0


def test_the_dialog_grants_one_notification(page: Page, stage: Stage) -> None:
    following(page, stage)
    assert _bizsend(stage) == 43101
    _settings(page)
    by(page, "ask-for-account").click()
    by(page, f"ask-{CASE}").uncheck()
    by(page, "ask-yes").click()
    expect(by(page, "notices")).to_contain_text("一次性订阅，还可收 1 条")
    expect(by(page, "notices")).to_contain_text("长期订阅，未订阅")
    assert [_bizsend(stage), _bizsend(stage)] == [0, 43101]
    by(page, "notices-close").click()
    expect(by(page, "notice-card")).to_contain_text("日程变更提醒")


def test_a_kept_choice_is_not_asked_again(page: Page, stage: Stage) -> None:
    following(page, stage)
    _settings(page)
    by(page, "ask-for-account").click()
    by(page, "ask-keep").check()
    by(page, "ask-yes").click()
    expect(by(page, "notices")).to_contain_text("一次性订阅，还可收 1 条，总是允许")
    assert _bizsend(stage) == 0
    by(page, "ask-for-account").click()
    expect(by(page, "ask")).to_have_count(0)
    by(page, "notices-close").click()
    _settings(page)
    expect(by(page, "notices")).to_contain_text("一次性订阅，还可收 1 条，总是允许")
    assert _bizsend(stage) == 0


def test_no_is_no(page: Page, stage: Stage) -> None:
    following(page, stage)
    _settings(page)
    by(page, "ask-for-account").click()
    by(page, "ask-no").click()
    expect(by(page, "ask")).to_have_count(0)
    assert _bizsend(stage) == 43101


def test_messages_of_other_types(page: Page, stage: Stage) -> None:
    following(page, stage)
    _send(stage, "text", {"content": "我来帮您"}, customservice={"kf_account": "kf2001@xinxi"})
    _send(stage, "text", {"content": "九点开始"}, aimsgcontext={"is_ai_msg": 1})
    _send(stage, "wxcard", {"card_id": "pWelcomeCard2019-demo-card-0001"})
    expect(from_account(page)).to_have_count(4)
    expect(by(page, "said-by")).to_have_text("大会客服小信")
    expect(by(page, "caption")).to_have_text("内容由AI生成")
    expect(by(page, "coupon")).to_contain_text(re.compile("会务用车券.*信息小助手", re.DOTALL))


def test_who_does_not_follow_sees_notifications_too(page: Page, stage: Stage) -> None:
    opened(page, stage)
    openid = _openid(stage)
    answered = stage.call("/phone/act", {"openid": openid, "do": "subscribe", "choices": {AGENDA: "accept"}})
    assert (answered["ok"], _bizsend(stage)) == (True, 0)
    expect(by(page, "service")).to_contain_text("日程变更提醒")
    page.reload()
    expect(by(page, "service")).to_contain_text("日程变更提醒")
