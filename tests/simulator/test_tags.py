"""Tags and the blacklist over HTTP."""

from typing import Any

import pytest

from simulator.api import blacklist, tags
from tests.simulator.conftest import SHOWN, Phone

OK = {"errcode": 0, "errmsg": "ok"}
STARRED = {"id": 2, "name": "星标组", "count": 0}


def _create(phone: Phone, name: Any) -> dict[str, Any]:
    return phone.call("/cgi-bin/tags/create", {"tag": {"name": name}})


def _put(phone: Phone, openids: list[str], tag: Any, undo: str = "") -> dict[str, Any]:
    return phone.call(f"/cgi-bin/tags/members/batch{undo}tagging", {"openid_list": openids, "tagid": tag})


def _mini(phone: Phone, openid: str) -> str:
    user = phone.platform.store.user(openid)
    assert user is not None
    return user.mini_openid


def test_the_life_of_a_tag(phone: Phone) -> None:
    assert _create(phone, "代表") == {"tag": {"id": 100, "name": "代表"}}
    assert _create(phone, "工作人员") == {"tag": {"id": 101, "name": "工作人员"}}
    assert phone.call("/cgi-bin/tags/update", {"tag": {"id": 101, "name": "会务"}}) == OK
    assert phone.call("/cgi-bin/tags/get") == {
        "tags": [STARRED, {"id": 100, "name": "代表", "count": 0}, {"id": 101, "name": "会务", "count": 0}]
    }
    openid = phone.person()
    assert _put(phone, [openid], 101) == OK
    assert phone.call("/cgi-bin/tags/delete", {"tag": {"id": 101}}) == OK
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": openid}) == {"tagid_list": []}
    assert _create(phone, "会务") == {"tag": {"id": 102, "name": "会务"}}


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("代表", 45157, "invalid tag name"),
        ("", 45157, "invalid tag name"),
        (" ", 45157, "invalid tag name"),
        (None, 45157, "invalid tag name"),
        (7, 45157, "invalid tag name"),
        ("会" * 11, 45158, "tag name too long"),
        ("a" * 31, 45158, "tag name too long"),
    ],
)
def test_names_that_are_refused(phone: Phone, name: Any, code: int, text: str) -> None:
    _create(phone, "代表")
    tag = _create(phone, "其他")["tag"]["id"]
    assert _create(phone, name) == {"errcode": code, "errmsg": text}
    assert phone.call("/cgi-bin/tags/update", {"tag": {"id": tag, "name": name}}) == {"errcode": code, "errmsg": text}


def test_names_at_their_limits(phone: Phone) -> None:
    assert _create(phone, "会" * 10)["tag"]["id"] == 100
    phone.switch(tag_name_bytes=False)
    assert _create(phone, "会" * 30)["tag"]["id"] == 101
    assert _create(phone, "会" * 31)["errcode"] == 45158
    assert phone.call("/cgi-bin/tags/update", {"tag": {"id": 100, "name": "会" * 10}}) == OK


def test_a_hundred_tags(phone: Phone) -> None:
    made = [_create(phone, f"标签{number}") for number in range(101)]
    assert [answer.get("errcode", 0) for answer in made] == [0] * 100 + [45056]
    assert made[-1]["errmsg"] == "too many tag now, no need to add new"


@pytest.mark.parametrize("tag", [0, 1, 2])
def test_system_tags_stay(phone: Phone, tag: int) -> None:
    system = {"errcode": 45058, "errmsg": "can't modify sys tag"}
    assert phone.call("/cgi-bin/tags/update", {"tag": {"id": tag, "name": "x"}}) == system
    assert phone.call("/cgi-bin/tags/delete", {"tag": {"id": tag}}) == system


def test_ids_that_do_not_exist(phone: Phone) -> None:
    openid, missing = phone.person(), {"errcode": 45159, "errmsg": "invalid tag id"}
    for tag in (100, "x", None, True, -1):
        assert phone.call("/cgi-bin/tags/update", {"tag": {"id": tag, "name": "x"}}) == missing
        assert phone.call("/cgi-bin/tags/delete", {"tag": {"id": tag}}) == missing
        assert _put(phone, [openid], tag) == missing
        assert phone.call("/cgi-bin/user/tag/get", {"tagid": tag, "next_openid": ""}) == missing
    assert phone.call("/cgi-bin/tags/update", {})["errcode"] == 47001


def test_tagging(phone: Phone) -> None:
    first, second = (_create(phone, name)["tag"]["id"] for name in ("代表", "会务"))
    people = [phone.person() for _ in range(2)]
    assert _put(phone, people, second) == OK
    assert _put(phone, people[:1], str(first)) == OK
    assert _put(phone, people[:1], first) == OK
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": people[0]}) == {"tagid_list": [second, first]}
    info = phone.call(f"/cgi-bin/user/info?openid={people[0]}")
    assert (info["groupid"], info["tagid_list"]) == (second, [second, first])
    members = {"count": 2, "data": {"openid": people}, "next_openid": people[1]}
    assert phone.call("/cgi-bin/user/tag/get", {"tagid": second, "next_openid": ""}) == members
    assert phone.call("/cgi-bin/user/tag/get", {"tagid": second, "next_openid": people[1]}) == {"count": 0}
    assert phone.call("/cgi-bin/tags/get")["tags"][1:] == [
        {"id": first, "name": "代表", "count": 1},
        {"id": second, "name": "会务", "count": 2},
    ]
    shown = {user["openid"]: user["tags"] for user in phone.client.get("/phone/state").get_json()["users"]}
    assert shown == {people[0]: ["会务", "代表"], people[1]: ["会务"]}
    assert _put(phone, people, second, "un") == OK
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": people[0]}) == {"tagid_list": [first]}


def test_phones_hear_of_tags(phone: Phone) -> None:
    tag, openid = _create(phone, "代表")["tag"]["id"], phone.person()
    before = phone.platform.events.last
    _put(phone, [openid], tag)
    told = [event for _, event in phone.platform.events.after(before) if event["type"] == "user"]
    assert told == [
        {"type": "user", "openid": openid, "name": "王代表", "following": True, "tags": ["代表"], "platform": 1}
    ]


def test_fifty_at_a_time(phone: Phone) -> None:
    tag, openid = _create(phone, "代表")["tag"]["id"], phone.person()
    assert _put(phone, [openid] * 50, tag) == OK
    size = {"errcode": 40032, "errmsg": "invalid openid list size"}
    assert _put(phone, [openid] * 51, tag) == size
    assert _put(phone, [], tag) == size


def test_twenty_tags_of_one_person(phone: Phone) -> None:
    openid = phone.person()
    made = [_create(phone, f"标签{number}")["tag"]["id"] for number in range(21)]
    answers = [_put(phone, [openid], tag) for tag in made]
    assert answers == [OK] * 20 + [{"errcode": 45059, "errmsg": "can not tagging one user too much"}]
    assert _put(phone, [openid], made[0]) == OK
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": openid}) == {"tagid_list": made[:20]}


def test_openids_of_others(phone: Phone) -> None:
    tag, openid = _create(phone, "代表")["tag"]["id"], phone.person()
    mini = _mini(phone, openid)
    assert _put(phone, ["x"], tag) == {"errcode": 40003, "errmsg": "invalid openid"}
    assert _put(phone, [mini], tag) == {"errcode": 49003, "errmsg": "not match openid with appid"}
    partly = {"errcode": 45171, "errmsg": "some openid failed", "fail_openid_list": ["x", mini]}
    assert _put(phone, ["x", openid, mini], tag) == partly
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": openid}) == {"tagid_list": [tag]}
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": mini})["errcode"] == 49003
    phone.switch(tag_partly=False)
    assert _put(phone, [openid, "x"], tag, "un")["errcode"] == 40003
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": openid}) == {"tagid_list": [tag]}


def test_one_person_is_tagged_by_one_call_at_a_time(phone: Phone) -> None:
    tag, people = _create(phone, "代表")["tag"]["id"], [phone.person() for _ in range(2)]
    with phone.platform.tags.tagging(people[:1]):
        busy = {"errcode": 45169, "errmsg": "tagging the same openid concurrently"}
        assert _put(phone, people, tag) == busy
        assert _put(phone, people[1:], tag) == OK
    assert _put(phone, people, tag) == OK


@pytest.mark.long
def test_a_tag_with_very_many_followers_stays(phone: Phone) -> None:
    tag = _create(phone, "代表")["tag"]["id"]
    phone.platform.tags.put([f"o{number}" for number in range(100_001)], tag)
    many = {"errcode": 45057, "errmsg": "can't delete the tag that has too many fans"}
    assert phone.call("/cgi-bin/tags/delete", {"tag": {"id": tag}}) == many
    phone.platform.tags.take(["o0"], tag)
    assert phone.call("/cgi-bin/tags/delete", {"tag": {"id": tag}}) == OK


def test_pages_of_members(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "PAGE", 2)
    tag, people = _create(phone, "代表")["tag"]["id"], [phone.person() for _ in range(3)]
    _put(phone, people, tag)
    pages = [phone.call("/cgi-bin/user/tag/get", {"tagid": tag, "next_openid": after}) for after in ("", people[1])]
    assert pages == [
        {"count": 2, "data": {"openid": people[:2]}, "next_openid": people[1]},
        {"count": 1, "data": {"openid": people[2:]}, "next_openid": people[2]},
    ]


def test_tags_go_with_those_who_leave(phone: Phone) -> None:
    tag, openid = _create(phone, "代表")["tag"]["id"], phone.person()
    _put(phone, [openid], tag)
    phone.act(openid, "unfollow")
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": openid}) == {"tagid_list": []}
    phone.platform.store.set_following(openid, True, SHOWN, "")
    phone.switch(unfollow_clears_tags=False)
    _put(phone, [openid], tag)
    phone.act(openid, "unfollow")
    assert phone.call("/cgi-bin/tags/getidlist", {"openid": openid}) == {"tagid_list": [tag]}


def test_the_blacklist(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [phone.person() for _ in range(3)]
    empty = {"total": 0, "count": 0, "next_openid": ""}
    assert phone.call("/cgi-bin/tags/members/getblacklist", {"begin_openid": ""}) == empty
    assert phone.call("/cgi-bin/tags/members/batchblacklist", {"openid_list": people}) == OK
    monkeypatch.setattr(blacklist, "PAGE", 2)
    pages = [
        phone.call("/cgi-bin/tags/members/getblacklist", {"begin_openid": after})
        for after in ("", people[1], people[2])
    ]
    assert pages == [
        {"total": 3, "count": 2, "data": {"openid": people[:2]}, "next_openid": people[1]},
        {"total": 3, "count": 1, "data": {"openid": people[2:]}, "next_openid": people[2]},
        {"total": 3, "count": 0, "next_openid": ""},
    ]
    assert phone.call("/cgi-bin/tags/members/batchunblacklist", {"openid_list": people[:2]}) == OK
    assert phone.platform.tags.blacklisted() == people[2:]
    size = {"errcode": 40032, "errmsg": "invalid openid list size"}
    assert phone.call("/cgi-bin/tags/members/batchblacklist", {"openid_list": people[:1] * 21}) == size
    foreign = {"openid_list": [_mini(phone, people[0])]}
    assert phone.call("/cgi-bin/tags/members/batchblacklist", foreign)["errcode"] == 49003
