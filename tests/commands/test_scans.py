"""`server.py scans`: every code with its scans, also those that nobody scanned yet."""

from argparse import Namespace
from datetime import datetime

import pytest

import config
from clock import BEIJING
from commands import scans
from congress import scenes
from tests import congress_rows

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)


def shown(database_url: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert scans.run(Namespace(), config.load(database_url=database_url)) == 0
    return capsys.readouterr().out.splitlines()


def test_scans(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(database_url, capsys) == ["还没有登记过二维码，也没有人扫过码。"]
    congress_rows.fill()
    scenes.record("desk", "hall-a", "desk_hall-a", "T", "http://weixin.qq.com/q/1", AT, None)
    for number in range(12):
        scenes.count(f"m{number}", "column_services", AT, number < 4)
    assert shown(database_url, capsys) == [
        "扫码 其中新关注  二维码",
        "  12        4    大会服务（column_services）",
        "   0        0    大会报到（desk_hall-a）",
    ]
