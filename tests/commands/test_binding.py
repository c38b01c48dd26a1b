"""`server.py binding`: what staff see and do."""

import pytest

import commands
import models
from clock import BEIJING
from congress import binding, binding_flags, catalogue, delegates
from tests.congress.test_binding import AT

A, B = "oAAAAAAAAAAAAAAAAAAAAAAAAAAA1", "oBBBBBBBBBBBBBBBBBBBBBBBBBBB2"


@pytest.fixture(autouse=True)
def _bindings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    for badge in ("A-001", "A-002"):
        models.Delegate.create(badge=badge, name="甲", delegation="教育代表团", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    binding.by_key(A, delegates.key_of("A-001"), AT, "e:1")
    binding.by_key(B, delegates.key_of("A-001"), AT, "e:2")
    assert AT.tzinfo == BEIJING


def shell(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> list[str]:
    assert commands.main(["binding", *args]) == code
    said = capsys.readouterr()
    return (said.err if code else said.out).splitlines()


def test_a_claim_is_seen_and_settled(capsys: pytest.CaptureFixture[str]) -> None:
    number = str(binding_flags.flags()[0].number)
    assert shell(capsys, "list") == ["A-001  oAAAAA…  扫码  2019-05-05 13:00", "已绑定 1 人。"]
    assert shell(capsys, "flags") == [f"{number}  2019-05-05 13:00  代表证已由别人绑定，又有人认领  A-001  oBBBBB…"]
    assert shell(capsys, "move", number, code=1) == ["请写明原因：--reason 原因"]
    assert shell(capsys, "move", number, "--reason", "换了手机", "--by", "小李") == ["A-001 已改绑给认领的人。"]
    assert binding.badge_of(B) == "A-001"
    assert shell(capsys, "flags") == ["没有要处理的事。"]
    assert shell(capsys, "flags", "--all")[0].endswith("oBBBBB…  已处理")
    assert shell(capsys, "move", number, "--reason", "x", code=1) == ["这一条已经处理过了。"]
    assert shell(capsys, "release", "A-001", code=1) == ["请写明原因：--reason 原因"]
    assert shell(capsys, "release", "a-001", "--reason", "误绑") == ["A-001 已解除绑定。"]
    changes = models.BindingChange.select()
    assert [(row.what, row.badge, row.reason, row.old_openid, row.new_openid) for row in changes] == [
        ("move", "A-001", "换了手机", A, B), ("release", "A-001", "误绑", B, ""),
    ]  # fmt: skip


def test_a_lock_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(5):
        binding.by_telephone(B, "A-002", "0000", AT, f"m:{number}")
    assert [line.split("  ", 2)[2] for line in shell(capsys, "flags")[1:]] == [
        "同一微信核对次数太多，已停一小时  oBBBBB…", "同一代表证核对次数太多，已停一小时  A-002",
    ]  # fmt: skip
    assert shell(capsys, "unlock", "A-002") == ["A-002 已解锁，可以重新核对。"]
    number = str(binding_flags.flags()[1].number)
    assert shell(capsys, "unlock", number) == [f"{number} 已解锁，可以重新核对。"]
    assert binding.by_telephone(B, "A-002", "1111", AT, "m:9").outcome == binding.Outcome.BOUND


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["move"], "用法："),
        (["move", "999", "--reason", "x"], "没有“999”：请写 binding flags 里的编号"),
        (["move", "A-001", "--reason", "x"], "没有“A-001”：请写 binding flags 里的编号"),
        (["release", "A-002", "--reason", "x"], "A-002 没有绑定。"),
        (["unlock", "A-009"], "没有“A-009”：请写代表证号，或 binding flags 里的编号"),
    ],
)
def test_a_wrong_call_is_told(capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    assert shell(capsys, *args, code=1)[0] == said


def test_the_mini_programs_are_listed_beside(capsys: pytest.CaptureFixture[str]) -> None:
    binding.claim("mAAAAAAAAA", "A-001", "unionid", AT, "unionid:1", miniprogram=True)
    binding.claim("mBBBBBBBBB", "A-001", "code", AT, "m:1", miniprogram=True)
    assert shell(capsys, "list") == [
        "A-001  oAAAAA…  扫码  2019-05-05 13:00", "A-001  mAAAAA…  同一微信  2019-05-05 13:00  小程序",
        "已绑定 1 人，小程序 1 人。",
    ]  # fmt: skip
    assert shell(capsys, "flags")[1].endswith("代表证已由别人绑定，又有人认领  A-001  mBBBBB…（小程序）")
