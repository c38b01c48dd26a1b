"""The default menu, conditional menus, and which of them a phone shows."""

import json
from typing import Any

import pytest

from tests.simulator.conftest import MINI, ManualClock, Phone, Webhook
from tests.simulator.uploads import draft, picture, upload

OK = {"errcode": 0, "errmsg": "ok"}
DEFAULT = {"type": "click", "name": "议程", "key": "AGENDA"}


def _kept(button: dict[str, Any]) -> dict[str, Any]:
    return button | {"sub_button": []}


def _click(name: str) -> dict[str, Any]:
    return {"type": "click", "name": name, "key": "KEY"}


def _view(url: str) -> dict[str, Any]:
    return {"type": "view", "name": "页", "url": url}


def _create(phone: Phone, *buttons: dict[str, Any]) -> dict[str, Any]:
    return phone.call("/cgi-bin/menu/create", {"button": list(buttons) or [DEFAULT]})


def _add(phone: Phone, rule: Any, *buttons: Any) -> dict[str, Any]:
    return phone.call("/cgi-bin/menu/addconditional", {"button": list(buttons) or [DEFAULT], "matchrule": rule})


def _tag(phone: Phone, name: str, *openids: str) -> str:
    tag = phone.call("/cgi-bin/tags/create", {"tag": {"name": name}})["tag"]["id"]
    if openids:
        phone.call("/cgi-bin/tags/members/batchtagging", {"openid_list": openids, "tagid": tag})
    return str(tag)


def _name(phone: Phone, openid: str) -> str:
    """The name of the first button that the API says this person sees."""
    name: str = phone.call("/cgi-bin/menu/trymatch", {"user_id": openid})["button"][0]["name"]
    return name


def _seen(phone: Phone, openid: str) -> str:
    """The name of the first button on that person's phone."""
    name: str = phone.client.get(f"/phone/menu?openid={openid}").get_json()["menu"]["button"][0]["name"]
    return name


def test_the_life_of_a_conditional_menu(phone: Phone) -> None:
    tag = _tag(phone, "代表")
    assert _create(phone) == OK
    answer = _add(phone, {"tag_id": tag, "client_platform_type": "2"}, _click("代表"))
    assert answer == {"menuid": "400000002"}
    assert phone.call("/cgi-bin/menu/get") == {
        "menu": {"button": [_kept(DEFAULT)], "menuid": 400000001},
        "conditionalmenu": [
            {
                "button": [_kept(_click("代表"))],
                "matchrule": {"tag_id": tag, "client_platform_type": "2"},
                "menuid": 400000002,
            }
        ],
    }
    assert phone.call("/cgi-bin/menu/delconditional", {"menuid": "400000002"}) == OK
    assert phone.call("/cgi-bin/menu/get") == {"menu": {"button": [_kept(DEFAULT)]}}
    missing = {"errcode": 65301, "errmsg": "this menu is not conditionalmenu"}
    for menuid in ("400000002", "400000001", "x", None):
        assert phone.call("/cgi-bin/menu/delconditional", {"menuid": menuid}) == missing


def test_deleting_the_menu_deletes_the_conditional_ones(phone: Phone) -> None:
    _create(phone)
    _add(phone, {"client_platform_type": 1})
    assert phone.call("/cgi-bin/menu/delete") == OK
    assert phone.call("/cgi-bin/menu/get") == {"errcode": 46003, "errmsg": "menu no exist"}
    _create(phone)
    assert phone.call("/cgi-bin/menu/get") == {"menu": {"button": [_kept(DEFAULT)]}}


def test_publishing_the_default_menu_keeps_the_conditional_ones(phone: Phone) -> None:
    _create(phone)
    _add(phone, {"client_platform_type": 1}, _click("苹果"))
    _create(phone, _click("新"))
    answer = phone.call("/cgi-bin/menu/get")
    assert [menu["button"][0]["name"] for menu in (answer["menu"], *answer["conditionalmenu"])] == ["新", "苹果"]
    phone.switch(menu_create_clears=True)
    _create(phone)
    assert phone.call("/cgi-bin/menu/get") == {"menu": {"button": [_kept(DEFAULT)]}}


def test_a_conditional_menu_needs_a_default_one(phone: Phone) -> None:
    missing = {"errcode": 65303, "errmsg": "there is no selfmenu, please create selfmenu first"}
    assert _add(phone, {"client_platform_type": 1}) == missing
    assert phone.call("/cgi-bin/menu/trymatch", {"user_id": phone.person()}) == missing


@pytest.mark.parametrize(
    ("rule", "code", "text"),
    [
        (None, 65304, "match rule empty"),
        ({}, 65304, "match rule empty"),
        ([], 65304, "match rule empty"),
        ({"tag_id": ""}, 65304, "match rule empty"),
        ({"sex": "1"}, 65320, "the match rule is not supported for privacy"),
        ({"client_platform_type": "1", "country": "中国"}, 65320, "the match rule is not supported for privacy"),
        ({"client_platform_type": "1", "language": "zh_CN"}, 65320, "the match rule is not supported for privacy"),
        ({"tag_id": "99"}, 45159, "invalid tag id"),
        ({"tag_id": "x"}, 45159, "invalid tag id"),
        ({"client_platform_type": "4"}, 40097, "invalid args"),
    ],
)
def test_rules_that_are_refused(phone: Phone, rule: Any, code: int, text: str) -> None:
    _create(phone)
    assert _add(phone, rule) == {"errcode": code, "errmsg": text}


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 65307),
        (None, 65307),
        ([{"name": "a"}], 65308),
        ([{"name": "a", "sub_button": [{"name": "b"}]}], 65308),
        ([{"name": "a", "type": "tap"}], 40017),
        ([_view("ftp://a/")], 65317),
        ([_view("http:///a")], 65317),
        ([_click("一二三四五六")], 40018),
        ([_click("a")] * 4, 40016),
        (["x"], 40016),
        ("x", 40016),
    ],
)
def test_conditional_menus_that_are_refused(phone: Phone, buttons: Any, code: int) -> None:
    _create(phone)
    body = {"button": buttons, "matchrule": {"client_platform_type": 1}}
    assert phone.call("/cgi-bin/menu/addconditional", body)["errcode"] == code


def test_escapes_are_refused(phone: Phone) -> None:
    _create(phone)
    body = json.dumps({"button": [_click("议程")], "matchrule": {"client_platform_type": 1}})
    address = f"/cgi-bin/menu/addconditional?access_token={phone.token()}"
    assert phone.client.post(address, data=body).get_json()["errcode"] == 40033


def test_all_conditional_menus_lead_to_three_hosts(phone: Phone) -> None:
    _create(phone, _view("http://z.cn/"))
    ios = {"client_platform_type": 1}
    assert _add(phone, ios, _view("http://a.cn/1"), _view("http://b.cn/")) == {"menuid": "400000002"}
    assert _add(phone, ios, _view("http://a.cn/2"), _view("http://c.cn/")) == {"menuid": "400000003"}
    assert _add(phone, ios, _view("http://d.cn/")) == {"errcode": 65316, "errmsg": "too many url domains"}
    phone.call("/cgi-bin/menu/delconditional", {"menuid": "400000003"})
    assert _add(phone, ios, _view("http://d.cn/")) == {"menuid": "400000004"}


def test_a_limit_to_their_number(phone: Phone) -> None:
    _create(phone)
    phone.switch(conditional_menus=1)
    assert _add(phone, {"client_platform_type": 1}) == {"menuid": "400000002"}
    assert _add(phone, {"client_platform_type": 2}) == {"errcode": 65305, "errmsg": "menu count limit"}


@pytest.mark.parametrize("code", ["65306", "65309", "48001"])
def test_accounts_without_conditional_menus(phone: Phone, code: str) -> None:
    _create(phone)
    phone.switch(conditional_refused=code)
    assert _add(phone, {"client_platform_type": 1})["errcode"] == int(code)


def test_types_that_an_account_may_not_use(phone: Phone) -> None:
    phone.switch(menu_types_refused="view, media_id")
    invalid = "invalid use button type"
    assert _create(phone, _view("http://a.cn/")) == {"errcode": 40119, "errmsg": invalid}
    below = {"name": "a", "sub_button": [_click("b"), _view("http://a.cn/")]}
    assert _create(phone, below) == {"errcode": 40120, "errmsg": invalid}
    assert _create(phone, _click("a")) == OK


def test_whom_a_rule_matches(phone: Phone) -> None:
    plain, delegate, android, both = (phone.person() for _ in range(4))
    for openid in (android, both):
        phone.post("/phone/act", openid=openid, do="platform", platform=2)
    tag = _tag(phone, "代表", delegate, both)
    _create(phone)
    _add(phone, {"tag_id": tag}, _click("代表"))
    _add(phone, {"client_platform_type": "2"}, _click("安卓"))
    _add(phone, {"tag_id": tag, "client_platform_type": "2"}, _click("都"))
    everyone = [plain, delegate, android, both]
    assert [_name(phone, openid) for openid in everyone] == ["议程", "代表", "安卓", "都"]
    assert [_seen(phone, openid) for openid in everyone] == ["议程", "代表", "安卓", "都"]
    assert phone.call("/cgi-bin/menu/trymatch", {"user_id": delegate}) == {"button": [_kept(_click("代表"))]}
    missing = {"errcode": 65302, "errmsg": "no such user"}
    for user_id in ("x", "", None, 7):
        assert phone.call("/cgi-bin/menu/trymatch", {"user_id": user_id}) == missing


def test_the_newest_rule_wins(phone: Phone) -> None:
    openid = phone.person()
    first, second = _tag(phone, "会务", openid), _tag(phone, "代表", openid)
    _create(phone)
    _add(phone, {"tag_id": second}, _click("代表"))
    _add(phone, {"tag_id": first}, _click("会务"))
    assert _name(phone, openid) == "会务"
    phone.switch(menu_tag="last")
    assert _name(phone, openid) == "代表"


def test_a_person_sees_another_menu_with_another_tag(phone: Phone) -> None:
    openid = phone.person()
    tag = _tag(phone, "代表")
    _create(phone)
    _add(phone, {"tag_id": tag}, _click("代表"))
    body = {"openid_list": [openid], "tagid": tag}
    seen = [_seen(phone, openid)]
    for undo in ("", "un"):
        phone.call(f"/cgi-bin/tags/members/batch{undo}tagging", body)
        seen.append(_seen(phone, openid))
    assert seen == ["议程", "代表", "议程"]


def test_phones_ask_again_after_five_minutes(phone: Phone, clock: ManualClock) -> None:
    phone.switch(menu_refetch_seconds=300)
    openid, other = phone.person(), phone.person()
    _create(phone)
    assert _seen(phone, openid) == "议程"
    _create(phone, _click("新"))
    clock.set(clock.shown() + 299)
    assert [_seen(phone, openid), _name(phone, openid), _seen(phone, other)] == ["议程", "新", "新"]
    clock.set(clock.shown() + 1)
    assert _seen(phone, openid) == "新"
    _create(phone, _click("又新"))
    phone.act(openid, "unfollow")
    phone.act(openid, "follow")
    assert _seen(phone, openid) == "又新"


def test_a_tap_is_on_what_the_phone_shows(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    openid = phone.person()
    tag = _tag(phone, "代表", openid)
    _create(phone, _click("议程") | {"key": "DEFAULT"})
    _add(phone, {"tag_id": tag}, _click("代表") | {"key": "DELEGATE"})
    phone.switch(menu_refetch_seconds=300, menu_id_in_click=True)
    phone.act(openid, "tap", path=[0])
    phone.call("/cgi-bin/menu/delete")
    phone.act(openid, "tap", path=[0])
    clock.set(clock.shown() + 300)
    assert phone.act(openid, "tap", path=[0]) == {"ok": False, "error": "还没有菜单"}
    end = "<EventKey><![CDATA[DELEGATE]]></EventKey>\n<MenuId>400000002</MenuId>\n</xml>"
    assert [seen.body.decode().endswith(end) for seen in webhook.seen] == [True, True]


# --- what buttons name ---


def test_material_must_exist(phone: Phone) -> None:
    button = {"type": "media_id", "name": "图"}
    assert _create(phone, button | {"media_id": "x"}) == {"errcode": 40007, "errmsg": "invalid media_id"}
    temporary = upload(phone, "/cgi-bin/media/upload?type=image", "a.png", picture())["media_id"]
    assert _create(phone, button | {"media_id": temporary})["errcode"] == 40007
    lasting = upload(phone, "/cgi-bin/material/add_material?type=image", "a.png", picture())["media_id"]
    assert _create(phone, button | {"media_id": lasting}) == OK


def test_articles_must_be_published(phone: Phone) -> None:
    button = {"type": "article_id", "name": "文"}
    wrong = {"errcode": 53600, "errmsg": "invalid article_id"}
    assert _create(phone, button | {"article_id": "x"}) == wrong
    found = phone.platform.drafts.get(draft(phone))
    assert found is not None
    published = phone.platform.articles.publish(found.articles, listed=True)
    button |= {"article_id": published.article_id}
    assert _create(phone, button) == OK
    openid = phone.person()
    tapped = phone.post("/phone/act", openid=openid, do="tap", path=[0])
    assert tapped == {"ok": True, "url": published.items[0]["url"]}
    phone.platform.articles.delete(published.article_id)
    assert _create(phone, button) == wrong


def test_mini_programs_must_be_linked(phone: Phone) -> None:
    button = {"type": "miniprogram", "name": "程序", "url": "http://a.cn/", "pagepath": "p/i"}
    assert _create(phone, button | {"appid": MINI.appid}) == OK
    other = button | {"appid": "wx1111111111111111"}
    assert _create(phone, other) == {"errcode": 85005, "errmsg": "appid not bind weapp"}
    phone.switch(menu_miniprogram_code="45064")
    assert _create(phone, other) == {"errcode": 45064, "errmsg": "no permission to use weapp in menu"}
    phone.switch(linked_miniprograms="wx2222222222222222, wx1111111111111111")
    assert _create(phone, other) == OK


@pytest.mark.parametrize(
    ("button", "code", "text"),
    [
        (_view("http://会议.cn/"), 40055, "invalid button url domain"),
        ({"name": "a", "sub_button": [_view("http:///a")]}, 40054, "invalid sub button url domain"),
        (
            {"name": "a", "sub_button": [{"name": "b", "sub_button": [_click("c")]}]},
            40022,
            "invalid sub button level",
        ),
    ],
)
def test_faults_of_the_default_menu(phone: Phone, button: dict[str, Any], code: int, text: str) -> None:
    assert _create(phone, button) == {"errcode": code, "errmsg": text}
