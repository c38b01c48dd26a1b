"""What the account may know of people."""

from typing import Any

import pytest

from simulator.api import users
from simulator.store import User
from tests.simulator.conftest import SHOWN, ManualClock, Phone

OK = {"errcode": 0, "errmsg": "ok"}
INFO = {
    "subscribe": 1,
    "subscribe_time": SHOWN,
    "remark": "",
    "groupid": 0,
    "tagid_list": [],
    "subscribe_scene": "ADD_SCENE_SEARCH",
    "qr_scene": 0,
    "qr_scene_str": "",
}


def _info(phone: Phone, openid: str) -> dict[str, object]:
    return phone.call(f"/cgi-bin/user/info?openid={openid}")


def _user(phone: Phone, openid: str) -> User:
    user = phone.platform.store.user(openid)
    assert user is not None
    return user


def test_how_people_came(phone: Phone) -> None:
    scenes: list[tuple[str, dict[str, object]]] = [
        ("QR_LIMIT_STR_SCENE", {"scene_str": "desk_hall-a"}),
        ("QR_LIMIT_SCENE", {"scene_id": 7}),
    ]
    found = [_info(phone, phone.person())]
    for action, scene in scenes:
        wanted = {"action_name": action, "action_info": {"scene": scene}}
        ticket = phone.call("/cgi-bin/qrcode/create", wanted)["ticket"]
        openid = phone.person(following=False)
        phone.act(openid, "scan", ticket=ticket)
        found.append(_info(phone, openid))
    phone.switch(subscribe_scene="ADD_SCENE_PROFILE_CARD")
    openid = phone.person(following=False)
    phone.act(openid, "follow")
    found.append(_info(phone, openid))
    by_code = {"subscribe_scene": "ADD_SCENE_QR_CODE"}
    assert [{name: value for name, value in info.items() if name != "openid"} for info in found] == [
        INFO,
        INFO | by_code | {"qr_scene_str": "desk_hall-a"},
        INFO | by_code | {"qr_scene": 7},
        INFO | {"subscribe_scene": "ADD_SCENE_PROFILE_CARD"},
    ]


def test_strangers_and_those_who_left(phone: Phone) -> None:
    openid = phone.person(following=False)
    assert _info(phone, openid) == {"subscribe": 0, "openid": openid}
    assert phone.call("/cgi-bin/user/info") == {"errcode": 41009, "errmsg": "missing openid"}
    assert _info(phone, "oForeign") == {"errcode": 40003, "errmsg": "invalid openid"}
    mini = {"errcode": 49003, "errmsg": "not match openid with appid"}
    assert _info(phone, _user(phone, openid).mini_openid) == mini


def test_the_unionid_is_there_for_bound_accounts_only(phone: Phone) -> None:
    follower, stranger = phone.person(), phone.person(following=False)
    assert "unionid" not in _info(phone, follower)
    phone.switch(unionid=True)
    assert [sorted(_info(phone, openid)) for openid in (follower, stranger)] == [
        sorted([*INFO, "openid", "unionid"]),
        ["openid", "subscribe", "unionid"],
    ]


def test_a_hundred_at_a_time(phone: Phone) -> None:
    openids = [phone.person(), phone.person(following=False)]
    asked = {"user_list": [{"openid": openid, "lang": "zh_CN"} for openid in openids]}
    assert phone.call("/cgi-bin/user/info/batchget", asked) == {
        "user_info_list": [INFO | {"openid": openids[0]}, {"subscribe": 0, "openid": openids[1]}]
    }
    hundred = [{"openid": openids[0]}] * 100
    assert len(phone.call("/cgi-bin/user/info/batchget", {"user_list": hundred})["user_info_list"]) == 100
    size = {"errcode": 40032, "errmsg": "invalid openid list size"}
    assert phone.call("/cgi-bin/user/info/batchget", {"user_list": [*hundred, hundred[0]]}) == size
    assert phone.call("/cgi-bin/user/info/batchget", {"user_list": []}) == size
    assert phone.call("/cgi-bin/user/info/batchget", {"user_list": [{"openid": "x"}]})["errcode"] == 40003
    assert phone.call("/cgi-bin/user/info/batchget", {"user_list": ["x"]})["errcode"] == 47001


def test_remarks(phone: Phone) -> None:
    openid = phone.person(following=False)
    phone.act(openid, "follow")
    path = "/cgi-bin/user/info/updateremark"
    assert phone.call(path, {"openid": openid, "remark": "会" * 29}) == OK
    assert _info(phone, openid)["remark"] == "会" * 29
    wrong = {"errcode": 40092, "errmsg": "invalid remark size"}
    assert phone.call(path, {"openid": openid, "remark": "会" * 30}) == wrong
    assert phone.call(path, {"openid": openid}) == wrong
    assert phone.call(path, {"openid": "x", "remark": ""})["errcode"] == 40003
    phone.act(openid, "unfollow")
    phone.act(openid, "follow")
    assert _info(phone, openid)["remark"] == ""
    phone.switch(unfollow_clears_tags=False)
    assert phone.call(path, {"openid": openid, "remark": "老王"}) == OK
    phone.act(openid, "unfollow")
    phone.act(openid, "follow")
    assert _info(phone, openid)["remark"] == "老王"
    assert phone.call(path, {"openid": openid, "remark": ""}) == OK
    assert _info(phone, openid)["remark"] == ""


def test_pages_of_followers(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    openids = [phone.person() for _ in range(5)]
    phone.person(following=False)
    everyone = {"total": 5, "count": 5, "data": {"openid": openids}, "next_openid": openids[-1]}
    assert phone.call("/cgi-bin/user/get") == everyone
    monkeypatch.setattr(users, "PAGE", 2)
    pages: list[dict[str, Any]] = []
    after = ""
    while not pages or pages[-1]["count"]:
        pages.append(phone.call(f"/cgi-bin/user/get?next_openid={after}"))
        after = pages[-1]["next_openid"]
    assert pages == [
        {"total": 5, "count": 2, "data": {"openid": openids[:2]}, "next_openid": openids[1]},
        {"total": 5, "count": 2, "data": {"openid": openids[2:4]}, "next_openid": openids[3]},
        {"total": 5, "count": 1, "data": {"openid": openids[4:]}, "next_openid": openids[4]},
        {"total": 5, "count": 0, "next_openid": ""},
    ]
    assert phone.call("/cgi-bin/user/get?next_openid=x") == {"errcode": 40003, "errmsg": "invalid openid"}


def test_ten_thousand_followers_are_one_page(phone: Phone) -> None:
    store = phone.platform.store
    store.run_many(
        "INSERT INTO users (openid, mini_openid, name, following, followed_at) VALUES (?, ?, ?, 1, ?)",
        [(f"o{number:027}", f"m{number:027}", str(number), SHOWN) for number in range(10_001)],
    )
    first = phone.call("/cgi-bin/user/get")
    last = phone.call(f"/cgi-bin/user/get?next_openid={first['next_openid']}")
    assert (first["total"], first["count"], last["count"]) == (10_001, 10_000, 1)
    assert first["data"]["openid"] + last["data"]["openid"] == [f"o{number:027}" for number in range(10_001)]


def test_the_daily_quota_of_the_list(phone: Phone, clock: ManualClock) -> None:
    phone.switch(quota_limits="/cgi-bin/user/get=1")
    codes = [phone.call("/cgi-bin/user/get").get("errcode") for _ in range(2)]
    clock.set(clock.shown() + 86_400)
    assert [*codes, phone.call("/cgi-bin/user/get").get("errcode")] == [None, 45009, None]


def test_the_kind_of_a_phone(phone: Phone) -> None:
    openid = phone.person()
    assert phone.post("/phone/act", openid=openid, do="platform", platform=2) == {"ok": True}
    wrong = {"ok": False, "error": "手机系统只有 1（iOS）、2（安卓）和 3（其他）"}
    assert phone.post("/phone/act", openid=openid, do="platform", platform=4) == wrong
    assert phone.post("/phone/act", openid=openid, do="platform") == wrong
    (shown,) = phone.client.get("/phone/state").get_json()["users"]
    assert shown == {"openid": openid, "name": "王代表", "following": True, "tags": [], "platform": 2}
