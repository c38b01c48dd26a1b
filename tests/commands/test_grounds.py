"""Values in replies that no row holds."""

from datetime import datetime

import models
from clock import BEIJING
from commands.grounds import Grounds, card_of, grounds
from congress import catalogue
from handlers.facts import index
from tests.handlers.conftest import demo

__all__ = ["demo"]  # fixtures

AT = datetime(2019, 5, 6, 10, tzinfo=BEIJING)


def test_times_and_numbers() -> None:
    known = Grounds(["9:00—11:30，010-84901111", "第3会议室，laodong14", "13:00开放"])
    assert known.missing("上午09：00到11:30，电话010-8490 1111") == ("8490", "1111")
    assert known.missing("上午9:30，电话84901112，12间，3排7座", "我的房间84901112") == ("9:30",)
    assert known.missing("约135米，约 2.5公里，135米") == ("135",)
    assert known.missing("0:30") == ("0:30",)
    assert Grounds(["00:30"]).missing("0:30，00:30，0:31") == ("0:31",)


def test_the_congress_that_is_loaded(demo: None) -> None:
    known = grounds(index().facts, AT)
    assert known.missing("大会选举 明天 14:00—15:30，会务组 84901111") == ()
    assert known.missing("大会选举 14:20，会务组 84901112") == ("14:20", "84901112")


def test_ones_own_card(database_url: str) -> None:
    models.Delegate.create(badge="A-001", name="测试甲", delegation="教育代表团", room="6号楼210")
    models.Revision.raise_()
    catalogue.expire()
    assert "6号楼210" in card_of("A-001")
    assert (card_of(""), card_of("A-002")) == ("", "")
