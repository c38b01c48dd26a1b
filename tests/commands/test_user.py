"""`server.py user`: accounts of staff."""

import re

import pytest

import commands
import models
from congress import staff
from tests.console import AT

PASSWORD = r"[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}"


@pytest.fixture(autouse=True)
def _accounts(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:8000")


def shell(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> list[str]:
    assert commands.main(["user", *args]) == code
    said = capsys.readouterr()
    return (said.err if code else said.out).splitlines()


def test_an_account_from_its_first_day_to_its_last(capsys: pytest.CaptureFixture[str]) -> None:
    said = shell(capsys, "add", "Wang.Li", "--role", "desk", "--name", "王力", "--by", "ops")
    password = said[1].removeprefix("一次性密码：")
    assert re.fullmatch(PASSWORD, password)
    assert said == [
        "已新建账号 wang.li。", f"一次性密码：{password}",
        "只显示这一次。请当面交给本人，在 http://127.0.0.1:8000/console 登录后马上换成自己的密码。",
    ]  # fmt: skip
    assert shell(capsys, "list") == ["wang.li  王力  签到台  还没换一次性密码"]
    assert staff.sign_in("wang.li", password, AT) is not None

    assert shell(capsys, "role", "wang.li", "--role", "office", "--by", "ops") == ["wang.li 的权限已改。"]
    assert shell(capsys, "disable", "wang.li", "--by", "ops") == ["wang.li 已停用，已登录的都已退出。"]
    assert shell(capsys, "list") == ["wang.li  王力  办公室  已停用  上次登录 2019-05-06 09:40"]
    assert staff.sign_in("wang.li", password, AT) is None
    assert shell(capsys, "enable", "wang.li", "--by", "ops") == ["wang.li 已恢复，用原来的密码登录。"]
    assert staff.sign_in("wang.li", password, AT) is not None
    again = shell(capsys, "reset", "wang.li", "--by", "ops")[1].removeprefix("一次性密码：")
    assert again != password
    assert staff.sign_in("wang.li", password, AT) is None

    lines = models.AuditLine.select().order_by(models.AuditLine.id)
    assert [(row.by, row.what, row.subject, row.detail) for row in lines] == [
        ("cli:ops", "user.added", "wang.li", "desk"), ("wang.li", "staff.signed_in", "wang.li", ""),
        ("cli:ops", "user.role", "wang.li", "office"), ("cli:ops", "user.disabled", "wang.li", ""),
        ("cli:ops", "user.enabled", "wang.li", ""), ("wang.li", "staff.signed_in", "wang.li", ""),
        ("cli:ops", "user.reset", "wang.li", ""),
    ]  # fmt: skip


def test_the_last_owner_stays(capsys: pytest.CaptureFixture[str]) -> None:
    shell(capsys, "add", "one", "--role", "owner")
    kept = ["one 是最后一个管理员，不能停用或降级：请先另设一个管理员"]
    assert shell(capsys, "disable", "one", code=1) == kept
    assert shell(capsys, "role", "one", "--role", "desk", code=1) == kept
    shell(capsys, "add", "two", "--role", "office", "--owner")
    assert shell(capsys, "role", "one", "--role", "desk") == ["one 的权限已改。"]
    assert shell(capsys, "disable", "two", code=1) == [kept[0].replace("one", "two")]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["add"], "用法："),
        (["add", "li"], "请写明权限：--role desk（签到台）、--role office（办公室）或 --role owner（管理员）"),
        (["add", "李", "--role", "desk"], "账号“李”不能用：请用小写字母开头，2 到 32 个小写字母、数字、点或横线"),
        (["add", "li", "--role", "desk", "--owner"], ""),
        (["add", "li", "--role", "desk", "--name", "长" * 41], "名字太长，最多 40 个字"),
        (["reset", "nobody"], "没有账号“nobody”，全部账号见 user list"),
    ],
)
def test_a_wrong_call_is_told(capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    if said:
        assert shell(capsys, *args, code=1)[0] == said
    else:  # --owner outranks the role
        shell(capsys, *args)
        assert staff.staff("li").owner


def test_a_login_is_taken_once(capsys: pytest.CaptureFixture[str]) -> None:
    shell(capsys, "add", "li", "--role", "desk")
    said = shell(capsys, "add", "LI", "--role", "office", code=1)
    assert said == ["账号 LI 已经有了，请换一个；忘了密码请用 user reset LI"]
    assert models.Staff.select().count() == 1
