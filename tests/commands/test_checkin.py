"""`server.py checkin`: what staff see and do."""

from pathlib import Path

import openpyxl
import pytest

import commands
from congress import audit
from congress.checkin import arrivals
from congress.checkin.arrivals import Entry
from tests.congress.checkin.small import AT, fill

FIRST = "2019-05-05 13:00:00，大堂A台，命令行，经手人 cli:小李"


@pytest.fixture(autouse=True)
def _small(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in (
        ("DATABASE_URL", database_url),
        ("DATA_DIR", str(tmp_path)),
        ("CLOCK", "2019-05-05T13:00+08:00"),
    ):
        monkeypatch.setenv(name, value)
    fill()


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clock.Clock.now", lambda clock: AT)


def shell(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> list[str]:
    assert commands.main(["checkin", *args]) == code
    said = capsys.readouterr()
    return (said.err if code else said.out).splitlines()


def test_in_and_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert shell(capsys, "arrive", "report", "a001", "--desk", "hall-a", "--by", "小李") == [f"A-001 签到成功：{FIRST}"]
    assert shell(capsys, "arrive", "report", "A-001", "--by", "小王") == [f"A-001 已经签到过：{FIRST}"]
    assert shell(capsys, "undo", "report", "A-001", code=1) == ["请写明原因：--reason 原因"]
    assert shell(capsys, "undo", "report", "A-001", "--reason", "认错人", "--by", "小李") == [
        f"A-001 的签到已撤销：{FIRST}"
    ]
    assert shell(capsys, "undo", "report", "A-001", "--reason", "认错人", code=1) == [
        "没有“A-001”的签到可撤销：请核对环节和代表证号，见 checkin stages、checkin board"
    ]
    assert [(line.by, line.what, line.subject) for line in audit.lines()] == [("cli:小李", "checkin.undo", "A-001")]


def test_refused_and_let_in(capsys: pytest.CaptureFixture[str]) -> None:
    (said,) = shell(capsys, "arrive", "sitting-opening", "A-001", "--by", "小李", code=1)
    number = said.partition("编号 ")[2].partition("，")[0]
    assert said == f"A-001 没有签上：还没开始签到。已记下，编号 {number}，可用 checkin admit 放行。"
    shown = shell(capsys, "board", "sitting-opening")
    assert shown[1] == "已到 0 人，应到 3 人，未到 3 人"
    assert f"{number}  A-001  还没开始签到  2019-05-05 13:00:00，命令行，经手人 cli:小李" in shown
    assert shell(capsys, "admit", number, "--reason", "彩排", "--by", "小王") == [
        "A-001 签到成功：2019-05-05 13:00:00，命令行，经手人 cli:小李"
    ]
    assert shell(capsys, "board", "sitting-opening")[1] == "已到 1 人，应到 3 人，未到 2 人"
    assert shell(capsys, "admit", number, "--reason", "彩排", code=1) == [
        f"没有“{number}”：请写 checkin board 里“未通过”的编号"
    ]
    assert [(line.by, line.what, line.subject, line.detail) for line in audit.lines()] == [
        ("cli:小王", "checkin.admit", "A-001", f"sitting-opening #{number}: 彩排")
    ]


@pytest.mark.parametrize("badge", ["A-777", "A-009"])
def test_who_is_not_on_the_roster_is_not_let_in(capsys: pytest.CaptureFixture[str], badge: str) -> None:
    (said,) = shell(capsys, "arrive", "report", badge, "--by", "小李", code=1)
    number = said.partition("编号 ")[2].partition("。")[0]
    assert said == (
        f"{badge} 没有签上：名册里没有这个代表证号。已记下，编号 {number}。请核对号码；确有此人，请先补进名册再放行。"
    )
    assert shell(capsys, "admit", number, "--reason", "替补", code=1) == [
        "这一条的代表证号不在名册上，不能放行。"
        "请核对号码；确有此人，请先把本人补进名册、用 server.py load 重新导入，再放行。"
    ]
    assert shell(capsys, "board", "report")[1] == "已到 0 人，应到 4 人，未到 4 人"
    assert audit.lines() == ()


def test_stages_and_desks(capsys: pytest.CaptureFixture[str]) -> None:
    shown = shell(capsys, "stages")
    assert shown[:3] == [
        "report  报到",
        "    2019-05-05 12:00 至 2019-05-06 12:00，每人一次，正在签到",
        "    全体：已到 0 人，应到 4 人",
    ]
    assert "hall-door  报告厅入口  sitting、security" in shown
    assert "    全体代表：已到 0 人，应到 3 人" in shown
    (stray,) = arrivals.merge([Entry("q", "gone", "A-001", AT, "hall-b", "li", "gun")], AT)
    assert shell(capsys, "stages")[-1] == (
        f"{stray.number}  gone  A-001  2019-05-05 13:00:00，大堂B台，扫码枪，经手人 li"
    )


def test_the_workbook(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    file.touch(mode=0o644)
    assert shell(capsys, "export", str(file), "report", "--by", "小李") == [
        f"已导出 1 个环节：{file}", "文件里有姓名，请妥善保管，用完删除。",
    ]  # fmt: skip
    assert file.stat().st_mode & 0o777 == 0o600
    assert openpyxl.load_workbook(file).sheetnames == ["已到", "未到", "重复与未通过", "统计"]
    assert [(line.by, line.what, line.detail) for line in audit.lines()] == [("cli:小李", "checkin.export", "report")]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["board"], "用法："), (["arrive", "report"], "用法："), (["export"], "用法："),
        (["board", "gone"], "没有“gone”：环节和签到台的键见 checkin stages"),
        (["arrive", "report", "A-001", "--desk", "gone"], "没有“gone”：环节和签到台的键见 checkin stages"),
        (["admit", "x", "--reason", "y"], "没有“x”：请写 checkin board 里“未通过”的编号"),
        (["export", "x.doc"], "x.doc 不是能写的文件名：请以 .xlsx 结尾"),
        (["export", "nowhere/x.xlsx"], "不能写入 nowhere/x.xlsx：没有这个文件或文件夹"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told(capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    assert shell(capsys, *args, code=1)[0] == said
