"""The drawer and the top bar: switches in groups, scripts of faults, alarms, the clock's speed, a crowd, an agent."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Stage
from tests.browser.test_phone import by, opened

pytestmark = [pytest.mark.browser, pytest.mark.long]

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def drawer(page: Page, stage: Stage, name: str) -> Page:
    opened(page, stage)
    by(page, "drawer-toggle").click()
    by(page, f"drawer-{name}").click()
    return page


def test_switches_are_found_by_their_words_and_put_back(page: Page, stage: Stage) -> None:
    drawer(page, stage, "switches")
    by(page, "switch-search").fill("IP 白名单")
    by(page, "switch-ip_whitelist").fill("10.0.0.0/8")
    by(page, "switch-ip_whitelist").blur()
    expect(page.locator(".group-changed")).to_have_text("改了 1 项")
    assert stage.call("/phone/switches")["switches"]["ip_whitelist"] == "10.0.0.0/8"
    by(page, "usual-取 access_token").click()
    expect(page.locator(".group-changed")).to_have_count(0)
    assert stage.call("/phone/switches")["switches"]["ip_whitelist"] == ""
    by(page, "switch-search").fill("没有的")
    expect(by(page, "switches")).to_have_text("没有这样的开关。")


def test_a_script_is_written_played_and_watched(page: Page, stage: Stage) -> None:
    drawer(page, stage, "faults")
    by(page, "script-text").fill("[{")
    by(page, "script-play").click()
    expect(by(page, "script-wrong")).to_have_text("这不是 JSON，请检查括号和引号")
    by(page, "script-text").fill('[{"path": "", "fault": "poem"}]')
    by(page, "script-play").click()
    expect(by(page, "script-wrong")).to_have_text("故障脚本不对：fault")
    by(page, "example-0").click()
    by(page, "script-play").click()
    expect(by(page, "script-step")).to_have_text(["接口 /cgi-bin/：返回 400010 / 3生效中"])
    stage.call("/cgi-bin/menu/get")
    expect(by(page, "script-step")).to_have_text(["接口 /cgi-bin/：返回 400011 / 3生效中"])
    by(page, "script-stop").click()
    expect(by(page, "script")).to_have_text("现在没有脚本。")


def test_alarms_are_listed(page: Page, stage: Stage) -> None:
    drawer(page, stage, "faults")
    expect(by(page, "alarms")).to_have_text("没有告警。")
    openid = stage.call("/phone/state")["users"][0]["openid"]
    stage.call("/phone/script", [{"push": "", "fault": "reset", "attempts": 3}])
    stage.call("/phone/act", {"openid": openid, "do": "follow", "wait": True})
    alarm = by(page, "alarm")
    expect(alarm.locator("strong")).to_have_text("连接中断")
    expect(alarm).to_contain_text("3 次")
    expect(alarm.locator(".alarm-sample")).to_have_text("例：王代表 · subscribe · failed: the platform hung up (fault)")


def test_the_clock_runs_faster(page: Page, stage: Stage) -> None:
    opened(page, stage)
    expect(by(page, "clock-pace")).to_be_hidden()
    by(page, "clock-panel").locator("summary").click()
    by(page, "clock-speed").select_option("一秒一小时")
    expect(by(page, "clock-pace")).to_have_text("3600×")
    assert stage.call("/phone/state")["clock"]["speed"] == 3600
    expect(by(page, "clock")).to_have_text(re.compile(r"5月5日 星期日 (1[4-9]|2\d):"))
    by(page, "clock-speed").select_option("真实速度")
    before = stage.call("/phone/state")["clock"]["shown"]
    by(page, "clock-step-2").click()
    page.wait_for_function(
        "before => fetch('/phone/state').then(r => r.json()).then(s => s.clock.shown >= before + 172800)", arg=before
    )


def test_one_of_thousands_is_found_and_opened(page: Page, stage: Stage) -> None:
    opened(page, stage)
    stage.call("/phone/users", {"count": 3000, "prefix": "志愿者", "following": True})
    expect(by(page, "user-count")).to_have_text("3001 位")
    by(page, "users-panel").locator("summary").click()
    expect(by(page, "users")).to_contain_text("只列出 100 位，其余请搜索。")
    by(page, "user-search").fill("0042")
    by(page, "user-志愿者0042").click()
    expect(page.locator('[data-test="phone"][data-name="志愿者0042"]')).to_be_visible()
    by(page, "user-search").fill("没有这人")
    expect(by(page, "users")).to_have_text("没有找到。")


def test_an_agent_answers_and_leaves(page: Page, stage: Stage) -> None:
    opened(page, stage)
    by(page, "follow").click()
    openid = stage.call("/phone/state")["users"][0]["openid"]
    expect(by(page, "agent")).to_have_count(0)
    stage.call("/phone/agent", {"openid": openid, "do": "open"})
    by(page, "agent-words").fill("您好，请讲")
    by(page, "agent-send").click()
    expect(page.locator('[data-test="bubble"][data-from="account"]').last).to_contain_text("您好，请讲")
    page.reload()
    by(page, "agent-close").click()
    expect(by(page, "agent")).to_have_count(0)
    expect(by(page, "desk")).to_contain_text("人工客服会话已结束")


def test_pictures_chosen_from_the_menu(page: Page, stage: Stage) -> None:
    button = {"type": "pic_photo_or_album", "name": "传照片", "key": "photo"}
    assert stage.platform("/cgi-bin/menu/create", {"button": [button]})["errcode"] == 0
    opened(page, stage)
    by(page, "follow").click()
    with page.expect_file_chooser() as chooser:
        by(page, "menu-0").click()
    files = [{"name": f"{name}.png", "mimeType": "image/png", "buffer": DOT} for name in "ab"]
    chooser.value.set_files(files)  # type: ignore[arg-type]
    expect(page.locator('[data-test="bubble"][data-from="me"]')).to_have_count(2)
    stage.call("/phone/settle", {})
    whats = [entry["what"] for entry in stage.call("/phone/wire?direction=push")["entries"]]
    assert sorted(whats) == ["image", "image", "pic_photo_or_album", "subscribe"]


def test_the_wire_shows_what_is_asked_for(page: Page, stage: Stage) -> None:
    drawer(page, stage, "wire")
    by(page, "wire-direction").select_option("接口")
    expect(by(page, "wire-entry").first.locator(".wire-arrow")).to_have_text("接口")
    by(page, "wire-verdict-filter").fill("errcode 41001")
    by(page, "wire-verdict-filter").press("Enter")
    expect(by(page, "wire")).to_have_text("没有这样的往来。")
    stage.call("/cgi-bin/menu/get")
    expect(by(page, "wire-verdict")).to_have_text(["errcode 41001"])
