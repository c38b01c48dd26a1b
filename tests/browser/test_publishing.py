"""What people see of messages to everyone, of articles, of tags and of menus of their own."""

import json
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from urllib3.filepost import encode_multipart_formdata

from tests.browser.conftest import Stage
from tests.browser.test_phone import by, following, from_account
from tests.simulator.uploads import picture

pytestmark = [pytest.mark.browser, pytest.mark.long]


def _token(stage: Stage) -> str:
    asked = "/cgi-bin/token?grant_type=client_credential&appid=wx0123456789abcdef&secret=demosecret"
    token: str = stage.call(asked)["access_token"]
    return token


def _cover(stage: Stage) -> str:
    body, kind = encode_multipart_formdata({"media": ("a.png", picture(size=64))})
    address = f"{stage.url}/cgi-bin/material/add_material?type=image&access_token={_token(stage)}"
    with urllib.request.urlopen(urllib.request.Request(address, body, {"Content-Type": kind}), timeout=20) as response:
        media_id: str = json.load(response)["media_id"]
    return media_id


def _draft(stage: Stage, *titles: str) -> str:
    thumb = _cover(stage)
    articles: list[dict[str, Any]] = [
        {"title": title, "content": "<p>六百余名代表<b>报到</b>。</p>", "thumb_media_id": thumb} for title in titles
    ]
    media_id: str = stage.platform("/cgi-bin/draft/add", {"articles": articles})["media_id"]
    return media_id


def _send(stage: Stage, media_id: str) -> None:
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    assert stage.platform("/cgi-bin/message/mass/sendall", body)["errcode"] == 0


def _at_stage(page: Page, stage: Stage) -> None:
    """The stand-in of these tests has a port of its own, which its articles' addresses don't know."""

    def go(route: Route) -> None:
        route.continue_(url=route.request.url.replace("http://127.0.0.1/", f"{stage.url}/"))

    page.route("http://127.0.0.1/**", go)


def test_a_message_to_everyone_is_a_card_that_opens(page: Page, stage: Stage) -> None:
    _at_stage(page, stage)
    stage.call("/phone/switches", {"mass_seconds": 0})
    following(page, stage)
    _send(stage, _draft(stage, "大会开幕", "分组讨论"))
    expect(from_account(page)).to_have_count(2)
    cards = by(page, "card")
    assert [card.inner_text() for card in cards.all()] == ["大会开幕", "分组讨论"]
    cards.nth(1).click()
    article = page.frame_locator('[data-test="browser-page"]')
    expect(article.locator("h1")).to_have_text("分组讨论")
    expect(article.locator(".text")).to_have_text("六百余名代表报到。")
    expect(by(page, "browser-name")).to_have_text("分组讨论")


def test_tags_and_the_menu_that_goes_with_them(page: Page, stage: Stage) -> None:
    following(page, stage)
    (user,) = stage.call("/phone/state")["users"]
    tag = stage.platform("/cgi-bin/tags/create", {"tag": {"name": "代表"}})["tag"]["id"]
    own = {"button": [{"type": "click", "name": "代表专属", "key": "d"}], "matchrule": {"tag_id": str(tag)}}
    stage.platform("/cgi-bin/menu/addconditional", own)
    expect(by(page, "menu-0")).to_have_text("大会聚焦")
    tagging = {"openid_list": [user["openid"]], "tagid": tag}
    stage.platform("/cgi-bin/tags/members/batchtagging", tagging)
    expect(by(page, "menu-0")).to_have_text("代表专属")
    by(page, "users-panel").locator("summary").click()
    expect(by(page, "tags-王代表")).to_have_text("代表")
    stage.platform("/cgi-bin/tags/members/batchuntagging", tagging)
    expect(by(page, "menu-0")).to_have_text("大会聚焦")
    expect(by(page, "tags-王代表")).to_have_count(0)


def test_another_phone_in_the_hand(page: Page, stage: Stage) -> None:
    following(page, stage)
    own = {"button": [{"type": "click", "name": "安卓", "key": "a"}], "matchrule": {"client_platform_type": "2"}}
    stage.platform("/cgi-bin/menu/addconditional", own)
    by(page, "users-panel").locator("summary").click()
    by(page, "system-王代表").select_option("2")
    expect(by(page, "menu-0")).to_have_text("安卓")
    by(page, "system-王代表").select_option("1")
    expect(by(page, "menu-0")).to_have_text("大会聚焦")
