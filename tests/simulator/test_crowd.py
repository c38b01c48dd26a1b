"""Thousands of people: made at once, looked for, listed in part."""

from typing import Any

import pytest

from simulator.platform import LISTED_USERS
from tests.simulator.conftest import SHOWN, Phone


def test_ten_thousand_people(phone: Phone) -> None:
    answer = phone.post("/phone/users", count=10_000, prefix="代表", following=True)
    assert (answer["ok"], len(set(answer["openids"]))) == (True, 10_000)
    assert {len(openid) for openid in answer["openids"]} == {28}
    state = phone.client.get("/phone/state").get_json()
    assert (state["user_count"], len(state["users"])) == (10_000, LISTED_USERS)
    assert state["users"][0] == {
        "openid": answer["openids"][-1],
        "name": "代表10000",
        "following": True,
        "tags": [],
        "platform": 1,
    }
    last = phone.platform.store.user(answer["openids"][-1])
    assert last is not None
    assert (last.following, last.followed_at) == (True, SHOWN)
    assert phone.act(answer["openids"][4_999], "text", text="喂")["ok"] is True


def test_more_of_them_go_on_counting(phone: Phone) -> None:
    phone.post("/phone/users", name="王代表")
    openids = phone.post("/phone/users", count=3)["openids"]
    users = [phone.platform.store.user(openid) for openid in openids]
    assert [(user.name, user.following) for user in users if user] == [
        ("代表2", False),
        ("代表3", False),
        ("代表4", False),
    ]


def test_looking_for_someone(phone: Phone) -> None:
    openids = phone.post("/phone/users", count=1_000, prefix="志愿者")["openids"]

    def found(**query: Any) -> list[str]:
        answer = phone.client.get("/phone/users", query_string=query).get_json()
        assert answer["user_count"] == 1_000
        return [user["name"] for user in answer["users"]]

    assert found(search="099") == ["志愿者0999", *(f"志愿者099{digit}" for digit in range(8, -1, -1)), "志愿者0099"]
    assert found(search="志愿者", limit=2) == ["志愿者1000", "志愿者0999"]
    assert found(search=openids[41]) == ["志愿者0042"]
    assert found(search="%") == []
    assert len(found()) == 200


@pytest.mark.parametrize("values", [{"count": 0}, {"count": 50_001}, {"count": "9"}, {"count": True}])
def test_counts_that_are_refused(phone: Phone, values: dict[str, Any]) -> None:
    assert phone.post("/phone/users", **values) == {"ok": False, "error": "一次加 1 到 50000 人"}
    assert phone.platform.store.user_count() == 0


def test_the_phones_hear_of_them_once(phone: Phone) -> None:
    before = phone.platform.events.last
    phone.post("/phone/users", count=100)
    assert [event for _, event in phone.platform.events.after(before)] == [{"type": "people", "user_count": 100}]
