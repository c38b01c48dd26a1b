"""The platform's API: limits, error codes and texts."""

import json
import re
import threading
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from simulator.account import menu_rules
from simulator.errors import ApiError
from tests.simulator.conftest import ACCOUNT, MINI, Phone

OK = {"errcode": 0, "errmsg": "ok"}
APP = {"grant_type": "client_credential", "appid": ACCOUNT.appid, "secret": ACCOUNT.secret}


def _text(phone: Phone, openid: str, content: str = "好") -> dict[str, Any]:
    sent = {"touser": openid, "msgtype": "text", "text": {"content": content}}
    return phone.call("/cgi-bin/message/custom/send", sent)


# --- the conventions (section 8) ---


def test_errors_are_http_200_with_a_rid_that_begins_with_the_time(phone: Phone) -> None:
    response = phone.client.get("/cgi-bin/menu/get")
    assert response.status_code == 200
    assert response.get_json()["errcode"] == 41001
    assert re.fullmatch(r"access_token missing rid: 69225e20-[0-9a-f]{8}-[0-9a-f]{8}", response.get_json()["errmsg"])


@pytest.mark.parametrize(
    ("values", "code", "text"),
    [
        ({"appid": ""}, 41002, "appid missing"),
        ({"appid": "wx0", "grant_type": ""}, 40013, "invalid appid"),
        ({"grant_type": "x"}, 40002, "invalid grant_type"),
        ({"secret": ""}, 41004, "appsecret missing"),
        ({"secret": "x"}, 40125, "invalid appsecret"),
    ],
)
def test_who_gets_no_token(phone: Phone, values: dict[str, str], code: int, text: str) -> None:
    for response in (
        phone.client.get("/cgi-bin/token", query_string=APP | values),
        phone.client.post("/cgi-bin/stable_token", json=APP | values),
    ):
        assert (response.get_json()["errcode"], response.get_json()["errmsg"].split(" rid: ")[0]) == (code, text)


def test_tokens_over_http(phone: Phone) -> None:
    first = phone.client.get("/cgi-bin/token", query_string=APP).get_json()
    second = phone.client.get("/cgi-bin/token", query_string=APP).get_json()
    stable = phone.client.post("/cgi-bin/stable_token", json=APP).get_json()
    assert stable == phone.client.post("/cgi-bin/stable_token", json=APP | {"force_refresh": False}).get_json()
    assert len({answer["access_token"] for answer in (first, second, stable)}) == 3
    assert {answer["expires_in"] for answer in (first, second, stable)} == {7200}
    assert set(first) == {"access_token", "expires_in"}


def test_a_refused_address_is_named(phone: Phone) -> None:
    phone.switch(ip_refused=True)
    said = phone.client.get("/cgi-bin/token", query_string=APP).get_json()
    assert said["errmsg"].startswith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ")


def test_methods_and_bodies(phone: Phone) -> None:
    token = phone.token()

    def code(method: str, path: str, body: bytes = b"") -> int:
        answer = phone.client.open(f"{path}?access_token={token}", method=method, data=body).get_json()
        return int(answer["errcode"])

    assert code("POST", "/cgi-bin/menu/get") == 43001
    assert code("GET", "/cgi-bin/menu/create") == 43002
    assert code("GET", "/cgi-bin/stable_token") == 43002
    assert code("POST", "/cgi-bin/menu/create") == 44002
    assert code("POST", "/cgi-bin/menu/create", b"{") == 47001
    assert code("POST", "/cgi-bin/menu/create", b"[]") == 47001
    assert code("GET", "/cgi-bin/nothing") == 40066


def test_which_app_a_token_belongs_to(phone: Phone) -> None:
    assert phone.call("/cgi-bin/clear_quota", {"appid": ACCOUNT.appid}) == OK
    assert phone.call("/cgi-bin/clear_quota", {"appid": MINI.appid}, MINI) == OK
    assert phone.call("/cgi-bin/clear_quota", {"appid": ACCOUNT.appid}, MINI)["errcode"] == 40013


def test_the_address_of_pushes(phone: Phone) -> None:
    assert phone.call("/cgi-bin/getcallbackip") == {"ip_list": ["127.0.0.1"]}


# --- faults to inject ---


def test_faults(phone: Phone) -> None:
    phone.switch(api_fault="-1", api_fault_times=1)
    assert phone.call("/cgi-bin/getcallbackip") == {"errcode": -1, "errmsg": "system error"}
    assert phone.call("/cgi-bin/getcallbackip") == {"ip_list": ["127.0.0.1"]}
    phone.switch(api_fault="45009", api_fault_path="/cgi-bin/menu/")
    assert phone.call("/cgi-bin/getcallbackip") == {"ip_list": ["127.0.0.1"]}
    assert phone.call("/cgi-bin/menu/get") == {"errcode": 45009, "errmsg": "reach max api daily quota limit"}
    phone.switch(api_fault="html", api_fault_path="")
    answer = phone.client.get("/cgi-bin/menu/get")
    assert (answer.status_code, answer.mimetype) == (502, "text/html")


def test_a_broken_connection(phone: Phone) -> None:
    server = make_server("127.0.0.1", 0, phone.client.application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.port}/cgi-bin/getcallbackip?access_token={phone.token()}"
    phone.switch(api_fault="reset", api_fault_times=1)
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=30)
    assert requests.get(address, timeout=30).json() == {"ip_list": ["127.0.0.1"]}
    server.shutdown()
    server.server_close()


# --- the menu (section 10) ---


def _click(name: str = "议程", key: str = "AGENDA") -> dict[str, Any]:
    return {"type": "click", "name": name, "key": key}


def _view(url: str) -> dict[str, Any]:
    return {"type": "view", "name": "新闻", "url": url}


def _bar(*below: Any) -> list[dict[str, Any]]:
    return [{"name": "大会服务", "sub_button": list(below)}]


def test_a_menu_comes_back_with_sub_buttons_everywhere(phone: Phone) -> None:
    assert phone.call("/cgi-bin/menu/get") == {"errcode": 46003, "errmsg": "menu no exist"}
    assert phone.call("/cgi-bin/menu/create", {"button": [_click(), *_bar(_view("http://a/"))]}) == OK
    kept = [
        _click() | {"sub_button": []},
        {"name": "大会服务", "sub_button": [_view("http://a/") | {"sub_button": []}]},
    ]
    assert phone.call("/cgi-bin/menu/get") == {"menu": {"button": kept}}
    assert phone.client.get("/phone/state").get_json()["menu"] == {"button": kept}
    assert phone.call("/cgi-bin/get_current_selfmenu_info") == {
        "is_menu_open": 1,
        "selfmenu_info": {"button": [_click(), {"name": "大会服务", "sub_button": {"list": [_view("http://a/")]}}]},
    }
    assert phone.call("/cgi-bin/menu/delete") == OK
    assert phone.call("/cgi-bin/get_current_selfmenu_info") == {"is_menu_open": 0, "selfmenu_info": {"button": []}}


@pytest.mark.parametrize(
    ("button", "code"),
    [
        (None, 40016),
        ([], 40016),
        ([_click()] * 4, 40016),
        (["x"], 40016),
        ([_click("一二三四五六")], 40018),
        ([_click("")], 40018),
        ([_click(key="")], 40019),
        ([_click(key="k" * 129)], 40019),
        ([{"name": "a", "type": "tap"}], 40017),
        ([{"name": "a"}], 40017),
        ([_bar(_click())[0] | {"type": "click", "key": "k"}], 40017),
        ([_view("ftp://a/")], 40020),
        ([_view("http://a/" + "b" * 1024)], 40020),
        (_bar(*[_click()] * 6), 40023),
        (_bar("x"), 40023),
        (_bar({"name": "a", "type": "tap"}), 40024),
        (_bar(_click("会" * 21)), 40025),
        (_bar(_click(key="")), 40026),
        (_bar(_view("a")), 40027),
        ([{"name": "a", "type": "media_id"}], 40007),
        ([{"name": "a", "type": "article_id"}], 53600),
    ],
)
def test_menus_that_are_refused(button: Any, code: int) -> None:
    with pytest.raises(ApiError) as refused:
        menu_rules.checked({"button": button})
    assert refused.value.code == code


def test_a_menu_at_its_limits() -> None:
    full = [{"name": "大会服务一号", "sub_button": [_click("会" * 20, "k" * 128)] * 5}]
    with pytest.raises(ApiError):
        menu_rules.checked({"button": full})
    full[0]["name"] = "大会服务a"
    assert len(menu_rules.checked({"button": full * 3})["button"]) == 3


def test_escapes_are_refused_in_menus_and_literal_in_messages(phone: Phone) -> None:
    path, token = "/cgi-bin/menu/create", phone.token()
    escaped = json.dumps({"button": [_click()]})
    answer = phone.client.post(f"{path}?access_token={token}", data=escaped).get_json()
    assert answer["errmsg"].startswith(
        "invalid charset. please check your request, if include \\uxxxx will create fail! rid: "
    )
    openid = phone.person()
    phone.act(openid, "text", text="喂")
    sent = {"touser": openid, "msgtype": "text", "text": {"content": '好\\u4f60"'}}
    phone.client.post(f"/cgi-bin/message/custom/send?access_token={token}", data=json.dumps(sent))
    assert phone.platform.store.bubbles(openid, 1)[0]["text"] == '\\u597d\\u4f60"'


# --- codes (section 11) ---


@pytest.mark.parametrize(
    ("name", "scene", "more", "code"),
    [
        ("QR", {"scene_str": "a"}, {}, 40052),
        ("QR_STR_SCENE", {"scene_id": 1}, {}, 40053),
        ("QR_STR_SCENE", {"scene_str": ""}, {}, 40053),
        ("QR_STR_SCENE", {"scene_str": "a" * 65}, {}, 40053),
        ("QR_SCENE", {"scene_id": 0}, {}, 40053),
        ("QR_SCENE", {"scene_id": 2**32}, {}, 40053),
        ("QR_LIMIT_SCENE", {"scene_id": 100_001}, {}, 40053),
        ("QR_STR_SCENE", {"scene_str": "a"}, {"expire_seconds": 2_592_001}, 40053),
        ("QR_STR_SCENE", "a", {}, 40053),
    ],
)
def test_codes_that_are_refused(phone: Phone, name: str, scene: Any, more: dict[str, Any], code: int) -> None:
    wanted = {"action_name": name, "action_info": {"scene": scene}} | more
    assert phone.call("/cgi-bin/qrcode/create", wanted)["errcode"] == code


@pytest.mark.parametrize(
    ("name", "scene", "more", "keys", "seconds"),
    [
        ("QR_STR_SCENE", {"scene_str": "a" * 64}, {}, ["ticket", "expire_seconds", "url"], 60),
        ("QR_SCENE", {"scene_id": 7}, {"expire_seconds": 2_592_000}, ["ticket", "expire_seconds", "url"], 2_592_000),
        ("QR_LIMIT_STR_SCENE", {"scene_str": "desk_hall-a"}, {}, ["ticket", "url"], None),
        ("QR_LIMIT_SCENE", {"scene_id": 100_000}, {}, ["ticket", "url"], None),
    ],
)
def test_codes(phone: Phone, name: str, scene: Any, more: dict[str, Any], keys: list[str], seconds: int | None) -> None:
    wanted = {"action_name": name, "action_info": {"scene": scene}} | more
    answer = phone.call("/cgi-bin/qrcode/create", wanted)
    again = phone.call("/cgi-bin/qrcode/create", wanted)
    assert sorted(answer) == sorted(keys)
    assert answer.get("expire_seconds") == seconds
    assert (answer == again) == (seconds is None)
    (shown, *_) = phone.client.get("/phone/state").get_json()["codes"]
    assert (shown["ticket"], shown["scene"]) == (again["ticket"], str(next(iter(scene.values()))))


def test_pictures_of_codes(phone: Phone) -> None:
    wanted = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "a"}}}
    ticket = phone.call("/cgi-bin/qrcode/create", wanted)["ticket"]
    picture = phone.client.get("/cgi-bin/showqrcode", query_string={"ticket": ticket})
    assert (picture.status_code, picture.mimetype, picture.data[:3]) == (200, "image/jpg", b"\xff\xd8\xff")
    assert phone.client.get("/cgi-bin/showqrcode?ticket=x").status_code == 404
    assert [(entry["verdict"], entry["response"]["body"]) for entry in phone.platform.ledger.entries()[1:]] == [
        ("ok", f"(image/jpg, {len(picture.data)} bytes)"),
        ("HTTP 404", ""),
    ]


# --- people (section 14) ---


def test_user_info_of_strangers(phone: Phone) -> None:
    assert phone.call("/cgi-bin/user/info") == {"errcode": 41009, "errmsg": "missing openid"}
    assert phone.call("/cgi-bin/user/info?openid=oB") == {"errcode": 40003, "errmsg": "invalid openid"}
