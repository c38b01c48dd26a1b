"""The phone in the browser against a real stand-in and a scripted webhook."""

import base64
import re
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Stage
from tests.browser.script import NASTY, TITLES

pytestmark = pytest.mark.browser

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def by(place: Page | Locator, test: str) -> Locator:
    """The element with that data-test."""
    return place.locator(f'[data-test="{test}"]')


def from_account(page: Page) -> Locator:
    return page.locator('[data-test="bubble"][data-from="account"]')


def opened(page: Page, stage: Stage) -> Page:
    page.goto(stage.url)
    expect(by(page, "phone")).to_have_attribute("data-name", "王代表")
    return page


def following(page: Page, stage: Stage) -> Page:
    opened(page, stage)
    by(page, "follow").click()
    expect(from_account(page)).to_have_count(1)
    return page


def say(page: Page, words: str) -> None:
    if by(page, "to-keyboard").is_visible():
        by(page, "to-keyboard").click()
    by(page, "input").fill(words)
    by(page, "input").press("Enter")


def texts(bubbles: Locator) -> list[str]:
    return [bubble.inner_text() for bubble in bubbles.all()]


def test_follows_from_the_profile(page: Page, stage: Stage) -> None:
    following(page, stage)
    assert texts(from_account(page)) == ["欢迎使用信息小助手！\n您是从 搜索 来的。"]


def test_scans_a_code_then_follows_through_it(page: Page, stage: Stage) -> None:
    opened(page, stage)
    by(page, "scan").click()
    by(page, "code-desk_hall-a").click()
    expect(by(page, "scanned")).to_have_text("扫码打开：报到处 · 大堂A台")
    by(page, "follow").click()
    expect(from_account(page)).to_have_text("欢迎使用信息小助手！\n您是从 qrscene_desk_hall-a 来的。")


def test_a_follower_scans_a_code_made_meanwhile(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "to-keyboard").click()
    by(page, "more-actions").click()
    by(page, "scan").click()
    stage.create_code("column_focus")
    by(page, "code-column_focus").click()
    expect(from_account(page).last).to_have_text("收到：column_focus")


def test_what_was_tried_stays_ticked_off_when_the_page_is_loaded_anew(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "hint-say-6").click()
    expect(page.locator(".hint-done")).to_have_count(2)
    page.reload()
    expect(page.locator(".hint-done")).to_have_text(["点「关注公众号」，看看欢迎词", "问「wifi」 替我问"])


def test_a_code_is_found_among_many(page: Page, stage: Stage) -> None:
    for number in range(70):
        stage.create_code(f"delegate_BJ14-{number:04}")
    following(page, stage)
    by(page, "to-keyboard").click()
    by(page, "more-actions").click()
    by(page, "scan").click()
    codes = by(page, "codes").locator(".code")
    expect(codes).to_have_count(60)
    expect(by(page, "codes").locator(".empty")).to_have_text("只列出 60 个，其余请搜索。")
    expect(codes.first).to_have_text("报到处大堂A台")
    by(page, "scan-search").fill("代表证 · BJ14-0069")
    expect(codes).to_have_text(["代表证BJ14-0069"])
    codes.click()
    expect(from_account(page).last).to_have_text("收到：delegate_BJ14-0069")


def test_an_open_phone_stays_open_when_hundreds_come(page: Page, stage: Stage) -> None:
    following(page, stage)
    stage.call("/phone/users", {"count": 600, "prefix": "来宾", "following": True})
    expect(by(page, "user-count")).to_have_text("601 位")
    say(page, "大家好")
    expect(from_account(page).last).to_contain_text("大家好")
    page.reload()
    expect(by(page, "phone")).to_have_attribute("data-name", "王代表")
    expect(from_account(page).last).to_contain_text("大家好")


def test_scans_an_uploaded_picture(page: Page, stage: Stage) -> None:
    opened(page, stage)
    ticket = stage.create_code("desk_hall-b")["ticket"]
    with urllib.request.urlopen(f"{stage.url}/cgi-bin/showqrcode?ticket={quote(ticket)}") as picture:
        drawn = picture.read()
    by(page, "scan").click()
    by(page, "scan-file").set_input_files({"name": "code.jpg", "mimeType": "image/jpeg", "buffer": drawn})
    expect(from_account(page)).to_have_text("欢迎使用信息小助手！\n您是从 qrscene_desk_hall-b 来的。")


def test_taps_a_sub_menu(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "menu-0").click()
    assert by(page, "submenu-0-0").inner_text() == "今日议程"
    by(page, "submenu-0-0").click()
    expect(from_account(page).last).to_have_text("收到：agenda.today")
    expect(by(page, "submenu-0-0")).to_have_count(0)


def test_taps_a_menu_button_without_children(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "menu-1").click()
    expect(from_account(page).last).to_have_text("收到：help.help")


def test_a_view_button_opens_the_page(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "menu-0").click()
    by(page, "submenu-0-2").click()
    expect(by(page, "browser-address")).to_have_text(f"{stage.product.removeprefix('http://')}/page")
    expect(page.frame_locator('[data-test="browser-page"]').locator("h1")).to_have_text("一篇稿件")
    by(page, "browser-close").click()
    expect(by(page, "browser")).to_have_count(0)


def test_sends_words_with_enter_and_with_the_button(page: Page, stage: Stage) -> None:
    following(page, stage)
    say(page, "你好")
    expect(from_account(page).last).to_have_text("收到：你好")
    by(page, "input").fill("再见")
    by(page, "send").click()
    expect(from_account(page).last).to_have_text("收到：再见")
    assert texts(page.locator('[data-from="me"]')) == ["王\n你好", "王\n再见"]
    by(page, "to-menu").click()
    expect(by(page, "menu-0")).to_be_visible()


def test_waits_visibly_until_the_answer_or_the_acknowledgement(page: Page, stage: Stage) -> None:
    following(page, stage)
    say(page, "不答")
    expect(page.locator('[data-from="me"]')).to_have_count(1)
    expect(by(page, "waiting")).to_be_hidden()
    assert from_account(page).count() == 1


def test_speaks(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "to-keyboard").click()
    by(page, "voice").click()
    by(page, "voice-words").fill("明天几点开会。")
    by(page, "voice-send").click()
    expect(from_account(page).last).to_have_text("收到：明天几点开会。")
    expect(page.locator('[data-kind="voice"] .voice-words')).to_have_text("明天几点开会。")


def test_sends_a_picture(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "to-keyboard").click()
    by(page, "more-actions").click()
    by(page, "picture-file").set_input_files({"name": "dot.png", "mimeType": "image/png", "buffer": DOT})
    expect(from_account(page).last).to_have_text("收到：image")
    page.locator('[data-kind="image"] button').click()
    by(page, "look").click()
    expect(by(page, "look")).to_have_count(0)


def test_sends_a_landmark(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "to-keyboard").click()
    by(page, "more-actions").click()
    by(page, "place").click()
    by(page, "landmark-国贸").click()
    assert (by(page, "place-lat").input_value(), by(page, "place-lng").input_value()) == ("39.9093", "116.4611")
    by(page, "place-send").click()
    expect(from_account(page).last).to_have_text("收到：location")
    assert texts(page.locator('[data-kind="location"] .place-label')) == ["国贸"]


def test_points_at_the_map(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "to-keyboard").click()
    by(page, "more-actions").click()
    by(page, "place").click()
    box = by(page, "map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    chosen = float(by(page, "place-lat").input_value()), float(by(page, "place-lng").input_value())
    assert chosen == pytest.approx((39.92, 116.40), abs=0.005)  # the middle of the city view


def test_one_article_is_a_large_card(page: Page, stage: Stage) -> None:
    following(page, stage)
    say(page, "一篇")
    card = by(page, "card")
    expect(card).to_have_text(f"{TITLES[0]}5月5日，代表们陆续抵达驻地。查看全文")
    card.click()
    expect(page.frame_locator('[data-test="browser-page"]').locator("h1")).to_have_text("一篇稿件")


def test_several_articles_are_a_cover_and_rows(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "menu-0").click()
    by(page, "submenu-0-1").click()
    expect(by(page, "card")).to_have_text(list(TITLES))
    by(page, "card").nth(2).click()
    expect(by(page, "browser")).to_be_visible()


def test_markup_stays_text(page: Page, stage: Stage) -> None:
    following(page, stage)
    say(page, NASTY)
    say(page, "坏")
    expect(from_account(page).last).to_have_text(NASTY)
    by(page, "to-menu").click()
    by(page, "menu-0").click()
    by(page, "submenu-0-1").click()
    expect(by(page, "card").nth(1)).to_have_text(NASTY)
    assert page.locator('[data-from="me"]').first.inner_text() == f"王\n{NASTY}"
    assert page.locator('[data-test="chat"] :is(script, b, [onerror], [onclick])').count() == 0
    assert page.evaluate("window.hurt") is None


def test_only_web_addresses_become_links(page: Page, stage: Stage) -> None:
    following(page, stage)
    say(page, "链接")
    expect(from_account(page)).to_have_count(2)
    found = [(link.inner_text(), link.get_attribute("href")) for link in by(from_account(page).last, "link").all()]
    assert found == [
        ("日程页", f"{stage.product}/page?a=1&b=2"),
        (f"{stage.product}/page?c=3", f"{stage.product}/page?c=3"),
        ('<img src=x onerror="window.hurt=1">', f"{stage.product}/page"),
    ]
    assert '<a href="javascript:window.hurt=1">点我</a>' in from_account(page).last.inner_text()
    by(page, "link").first.click()
    expect(by(page, "browser-address")).to_have_text(re.compile(r"/page\?a=1&b=2$"))
    assert page.evaluate("window.hurt") is None


def test_says_when_a_page_cannot_be_reached(page: Page, stage: Stage) -> None:
    following(page, stage)
    say(page, "http://127.0.0.1:9/nobody")
    page.locator('[data-from="me"] [data-test="link"]').click()
    expect(by(page, "browser-note")).to_contain_text("打不开这个页面")
    expect(by(page, "browser-note").locator("a")).to_have_attribute("href", "http://127.0.0.1:9/nobody")


def test_msgmenu_items_can_be_tapped(page: Page, stage: Stage) -> None:
    following(page, stage)
    openid = stage.call("/phone/state")["users"][0]["openid"]
    menu = {"head_content": "满意吗？", "list": [{"id": "101", "content": "满意"}], "tail_content": "谢谢"}
    stage.platform("/cgi-bin/message/custom/send", {"touser": openid, "msgtype": "msgmenu", "msgmenu": menu})
    expect(from_account(page).last).to_have_text("满意吗？满意谢谢")
    by(page, "msgmenu-101").click()
    expect(from_account(page).last).to_have_text("收到：满意")


def test_unfollows(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "more").click()
    by(page, "unfollow").click()
    by(page, "unfollow-confirm").click()
    expect(by(page, "profile")).to_be_visible()


def test_two_people_side_by_side_do_not_mix(page: Page, stage: Stage) -> None:
    following(page, stage)
    page.locator('[data-test="users-panel"] summary').click()
    by(page, "user-name").fill("李代表")
    by(page, "add-user").click()
    expect(by(page, "phone")).to_have_count(2)
    other = page.locator('[data-test="phone"][data-name="李代表"]')
    by(other, "follow").click()
    by(other, "menu-1").click()
    expect(by(other, "bubble").last).to_have_text("收到：help.help")
    first = page.locator('[data-test="phone"][data-name="王代表"]')
    assert by(first, "bubble").count() == by(first, "bubble").filter(has_not_text="help").count()
    by(other, "close-phone").click()
    expect(by(page, "phone")).to_have_count(1)


def test_the_chat_is_there_again_after_a_reload(page: Page, stage: Stage) -> None:
    following(page, stage)
    say(page, "你好")
    expect(from_account(page)).to_have_count(2)
    before = texts(by(page, "bubble"))
    page.reload()
    expect(from_account(page)).to_have_count(2)
    assert texts(by(page, "bubble")) == before


def test_a_slow_history_keeps_what_was_heard_meanwhile(page: Page, stage: Stage) -> None:
    held: list[Any] = []
    page.route("**/phone/history?*", lambda route: held.append((route, route.fetch())))
    following(page, stage)
    (route, stale) = held[0]
    with page.expect_response("**/phone/history?*"):
        route.fulfill(response=stale)
    say(page, "你好")
    expect(from_account(page)).to_have_count(2)


def test_moves_the_clock_and_stamps_follow(page: Page, stage: Stage) -> None:
    following(page, stage)
    expect(page.locator(".stamp").first).to_have_text("12:30")
    page.locator('[data-test="clock-panel"] summary').click()
    by(page, "clock-jump-1").click()
    expect(by(page, "clock")).to_have_text(re.compile("2019年5月6日 星期一 08:45"))
    expect(page.locator(".stamp").first).to_have_text("昨天 12:30")
    expect(by(page, "clock-input")).to_be_hidden()
    page.locator('[data-test="clock-panel"] summary').click()
    expect(by(page, "clock-input")).to_have_value("2019-05-06T08:45")
    by(page, "clock-input").fill("2019-05-08T07:05")
    by(page, "clock-set").click()
    expect(by(page, "phone-time")).to_have_text("07:05")
    expect(page.locator(".stamp").first).to_have_text("星期日 12:30")


def test_the_drawer_shows_the_exchange(page: Page, stage: Stage) -> None:
    following(page, stage)
    by(page, "drawer-toggle").click()
    say(page, "抽屉")
    entry = page.locator('[data-test="wire-entry"][data-what="text"]')
    expect(entry).to_have_count(1)
    expect(by(page, "wire-entry").first).to_have_attribute("data-what", "text")
    entry.locator("summary").click()
    assert by(entry, "wire-url").inner_text().startswith(f"{stage.product}/wechat\n  ?signature=")
    asked = by(entry, "wire-request").inner_text().splitlines()
    assert (asked[0], asked[5], asked[-1]) == ("<xml>", "  <Content><![CDATA[抽屉]]></Content>", "</xml>")
    assert "  <Content>收到：抽屉</Content>" in by(entry, "wire-response").inner_text().splitlines()


def test_the_mode_is_switched(page: Page, stage: Stage) -> None:
    opened(page, stage)
    by(page, "mode").select_option("安全")
    page.wait_for_function("fetch('/phone/state').then(r => r.json()).then(s => s.mode === 'safe')")


def test_a_switch_is_turned_and_shows_everywhere(page: Page, stage: Stage) -> None:
    opened(page, stage)
    by(page, "drawer-toggle").click()
    by(page, "drawer-switches").click()
    by(page, "group-推送消息").locator("summary").click()
    by(page, "switch-duplicate").check()
    expect(page.locator(".switch-changed")).to_have_count(1)
    assert stage.call("/phone/switches")["switches"]["duplicate"] is True


def test_letters_grow_and_stay_grown(page: Page, stage: Stage) -> None:
    opened(page, stage)
    size = "parseFloat(getComputedStyle(document.querySelector('[data-test=follow]')).fontSize)"
    before = page.evaluate(size)
    by(page, "larger").click()
    grown = page.evaluate(size)
    page.reload()
    expect(by(page, "follow")).to_be_visible()
    assert (grown > before, page.evaluate(size)) == (True, grown)


def test_a_narrow_screen_holds_only_the_phone(page: Page, stage: Stage) -> None:
    page.set_viewport_size({"width": 390, "height": 780})
    following(page, stage)
    expect(by(page, "hints")).to_be_hidden()
    box: Any = by(page, "phone").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_asks_nobody_else(page: Page, stage: Stage) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    following(page, stage)
    assert asked == {stage.url.removeprefix("http://")}


def test_every_asset_stays_on_this_page() -> None:
    """Neither the page nor its scripts and styles name another host."""
    root = Path(__file__).parents[2]
    files = [root / "templates/simulator/phone.html", *sorted((root / "static/simulator").glob("*"))]
    hosts = {host for file in files for host in re.findall(r"https?://([\w.-]+)", file.read_text(encoding="utf-8"))}
    assert hosts == {"www.w3.org"}  # the names of XML vocabularies, never fetched
