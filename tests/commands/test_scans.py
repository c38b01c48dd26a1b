"""`server.py scans`: every code with its scans, also those that nobody scanned yet."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

import commands
from clock import BEIJING
from congress import scans, scenes
from tests import congress_rows

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


def shown(capsys: pytest.CaptureFixture[str], *args: str) -> list[str]:
    assert commands.main(["scans", *args]) == 0
    return capsys.readouterr().out.splitlines()


def fill() -> None:
    congress_rows.fill()
    scenes.record("desk", "hall-a", "desk_hall-a", "T", "http://weixin.qq.com/q/1", AT, None)
    for number in range(12):
        scans.count(f"m{number}", "column_services", AT + timedelta(minutes=5 * number), number < 4)


def test_scans(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys) == ["还没有登记过二维码，也没有人扫过码。"]
    assert shown(capsys, "--hours") == ["还没有人扫过码。"]
    fill()
    assert shown(capsys) == [
        "扫码   新关注   再扫  二维码",
        "  12        4      8  大会服务（column_services）",
        "   0        0      0  大会报到 大堂A台（desk_hall-a）",
    ]
    assert shown(capsys, "--hours") == [
        "时段                 扫码   新关注   再扫  二维码",
        "2019-05-05 12 时        6        4      2  大会服务（column_services）",
        "2019-05-05 13 时        6        0      6  大会服务（column_services）",
    ]


def test_hundreds_of_codes_that_nobody_scanned_are_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    fill()
    for number in range(19):
        scenes.record("desk", f"d{number}", f"desk_d{number}", "T", f"http://weixin.qq.com/q/d{number}", AT, None)
    assert len(shown(capsys)) == 22
    scenes.record("desk", "hall-b", "desk_hall-b", "T", "http://weixin.qq.com/q/2", AT, None)
    assert shown(capsys) == [
        "扫码   新关注   再扫  二维码",
        "  12        4      8  大会服务（column_services）",
        "还有 21 个码没有人扫过，这里不一一列出（--csv 文件名.csv 可得到全部）。",
    ]
    file = tmp_path / "scans.csv"
    assert shown(capsys, "--csv", str(file)) == [f"已保存 22 行：{file}"]


def test_scans_for_a_spreadsheet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    fill()
    file = tmp_path / "scans.csv"
    assert shown(capsys, "--csv", str(file)) == [f"已保存 2 行：{file}"]
    assert file.read_bytes().decode("utf-8-sig").splitlines() == [
        "场景值,二维码,扫码次数,新关注,已关注再扫",
        "column_services,大会服务,12,4,8",
        "desk_hall-a,大会报到 大堂A台,0,0,0",
    ]
    assert shown(capsys, "--hours", "--csv", str(file)) == [f"已保存 2 行：{file}"]
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert file.read_text("utf-8-sig").splitlines()[1] == "2019-05-05 12:00,column_services,大会服务,6,4,2"


def test_a_title_is_never_a_formula(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    scenes.plan(["item_=1+1", "delegation_=1+1"], AT)
    file = tmp_path / "scans.csv"
    shown(capsys, "--csv", str(file))
    assert file.read_text("utf-8-sig").splitlines()[1:] == ["delegation_=1+1,'=1+1,0,0,0", "item_=1+1,'=1+1,0,0,0"]


def test_a_table_that_can_t_be_written_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert commands.main(["scans", "--csv", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"不能写入 {tmp_path}：这是文件夹，不是文件\n"
