"""The platform's list of followers against what the pushes said: cut off, shortened, overtaken."""

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import models
from clock import BEIJING
from commands import listing
from commands.listing import Done
from congress import catalogue, follower_list, followers
from tests.wechat.conftest import START, Time
from tests.wechat.stand_in import APPID, SECRET, StandIn
from wechat.client import Client, PlatformDown
from wechat.tokens import LocalTokens

AT = datetime(2019, 5, 5, 13, 0, tzinfo=BEIJING)


class Pages:
    """A platform with two openids a page, which may break at one of them."""

    def __init__(self, *openids: str) -> None:
        self.openids = openids
        self.asked: list[str] = []
        self.broken = ""
        self.total = len(openids)

    def follower_page(self, following: str) -> tuple[list[str], str, int]:
        self.asked.append(following)
        if following and following == self.broken:
            raise PlatformDown("no answer")
        start = self.openids.index(following) + 1 if following else 0
        page = list(self.openids[start : start + 2])
        return page, page[-1] if page else "", self.total

    def people(self, openids: Sequence[str]) -> list[dict[str, Any]]:
        return [{"openid": each, "subscribe": 1, "unionid": f"u{each[1:]}"} for each in openids]


@pytest.fixture(autouse=True)
def _tables(database_url: str) -> None:
    """An empty database."""


def following() -> list[str]:
    return [openid for _, openid in followers.page(0, 100)]


def sync(pages: Pages, at: datetime = AT, **values: bool) -> Done:
    return listing.sync(pages, lambda: at, lambda: True, **{"unionids": False} | values)


def test_the_list_brings_who_is_missing_and_takes_who_is_gone() -> None:
    followers.turn("o2", False, AT - timedelta(days=1))
    followers.turn("o8", True, AT - timedelta(days=1))
    followers.turn("o9", True, AT + timedelta(seconds=1))  # came after the list was begun
    assert sync(Pages("o1", "o2", "o3")) == Done(found=3, left=1)
    assert sorted(following()) == ["o1", "o2", "o3", "o9"]
    assert sync(Pages("o1"), AT + timedelta(hours=23)) == Done()  # once a day
    assert sync(Pages("o1", "o2", "o3"), AT + timedelta(hours=25)) == Done(found=3, left=1)


def test_a_reading_that_is_cut_off_goes_on() -> None:
    pages = Pages("o1", "o2", "o3", "o4", "o5")
    pages.broken = "o4"
    with pytest.raises(PlatformDown):
        sync(pages)
    assert (following(), pages.asked) == (["o1", "o2", "o3", "o4"], ["", "o2", "o4"])
    pages.broken, pages.asked = "", []
    followers.turn("o7", True, AT - timedelta(minutes=5))
    assert sync(pages, AT + timedelta(minutes=10)) == Done(found=5, left=1)
    assert (following(), pages.asked) == (["o1", "o2", "o3", "o4", "o5"], ["o4", "o5"])


def test_a_list_that_lost_a_page_takes_nobody() -> None:
    followers.turn("o8", True, AT - timedelta(days=1))
    pages = Pages("o1", "o2")
    pages.total = 9
    assert sync(pages) == Done(found=2)
    assert sorted(following()) == ["o1", "o2", "o8"]


def test_a_push_that_is_newer_than_the_list_holds() -> None:
    followers.turn("o1", False, AT + timedelta(seconds=5))
    assert sync(Pages("o1", "o2")) == Done(found=2)
    assert following() == ["o2"]


def test_a_binding_is_known_to_follow_again() -> None:
    when = datetime(2019, 5, 4)
    models.Binding.create(badge="A-001", openid="o1", how="code", bound_at=when, message_key="e:1", follows=False,
                          follows_since=when)  # fmt: skip
    sync(Pages("o1"))
    assert [row.follows for row in models.Binding.select()] == [True]


def test_everybody_is_asked_about_once() -> None:
    pages = Pages(*(f"o{number}" for number in range(205)))
    assert sync(pages, unionids=True) == Done(found=205, asked=205, unionids=205)
    assert sync(pages, unionids=True) == Done()
    assert models.Follower.get(models.Follower.openid == "o204").unionid == "u204"


def test_a_program_that_stops_leaves_the_rest_for_later() -> None:
    pages, left = Pages("o1", "o2", "o3", "o4"), iter([True, False])
    assert listing.read(pages, lambda: AT, lambda: next(left)) == (2, 0)
    assert (following(), follower_list.due(AT)) == (["o1", "o2"], True)


def test_it_is_kept_until_the_program_stops() -> None:
    stop, told = threading.Event(), []

    class Log:
        def info(self, event: str, **values: Any) -> None:
            told.append((event, values["found"]))
            stop.set()

    listing.keep(Pages("o1"), lambda: AT, stop, Log(), unionids=False, every=0.01)
    assert told == [("followers", 1)]


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    running = StandIn(tmp_path, Time())
    yield running
    running.stop()


def test_the_stand_ins_followers_join_the_mini_program(stand_in: StandIn) -> None:
    from congress import binding, delegates, joining

    stand_in.switch(unionid=True)
    openids = [stand_in.follower() for _ in range(3)]
    models.Delegate.create(badge="A-001", name="甲", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    binding.by_key(openids[1], delegates.key_of("A-001"), START, "e:1")
    client = Client(APPID, SECRET, stand_in.url, stand_in.url, LocalTokens(), now=lambda: START)
    joining.mini_user_came(stand_in.mini_openid(openids[1]), _unionid(client, openids[1]), START)
    assert binding.badge_of(stand_in.mini_openid(openids[1]), miniprogram=True) == ""
    assert listing.sync(client, lambda: START, lambda: True, unionids=True) == Done(found=3, asked=3, unionids=3)
    assert binding.badge_of(stand_in.mini_openid(openids[1]), miniprogram=True) == "A-001"
    assert sorted(following()) == sorted(openids)


def _unionid(client: Client, openid: str) -> str:
    told: str = client.person(openid)["unionid"]
    return told
