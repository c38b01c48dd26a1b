"""`server.py load`: what staff see, what is written, what running processes are told."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest
import redis

import commands
import models
from congress.notices import outbox
from handover import wording
from tests.conftest import DEMO
from tests.handover.conftest import workbook
from tests.numbering import from_one

AGAIN = "请把上面标 ✗ 和“未收”的地方改好，再把整个目录载入一次；已收的不会重复。"
FAQ = [["问题", "回答"], ["甲怎么办", "办甲"], ["乙怎么办", "办乙"], ["丙怎么办", None]]


@pytest.fixture
def data(tmp_path: Path, database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder; the environment points a command at the scratch stores."""
    for name, value in {"DATA_DIR": tmp_path / "data", "DATABASE_URL": database_url, "REDIS_URL": redis_url}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("CLOCK", "2024-03-01T09:00+08:00")
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "data"


def run(arguments: list[str]) -> int:
    """The command, which opens the database anew as its own process would."""
    models.close()
    return commands.main(arguments)


def questions() -> list[str]:
    """The questions in the table."""
    return [row.question for row in models.Faq.select().order_by(models.Faq.id)]


def test_a_load_tells_writes_and_announces(
    data: Path, tmp_path: Path, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook(tmp_path / "交稿" / "问答.xlsx", {"FAQ": FAQ})
    assert run(["load", str(tmp_path / "交稿")]) == 0
    shown = capsys.readouterr()
    path = data / "reports" / "20240301-090000.txt"
    assert shown.out.splitlines() == [
        "✓ 问答.xlsx  新增 2  未收 1",
        "    未收的行（原有内容不受影响）（1）",
        "      第 4 行 丙怎么办：缺回答",
        "",
        "总计  新增 2  未收 1",
        AGAIN,
        f"完整报告：{path}",
    ]
    assert path.read_text(encoding="utf-8").splitlines() == [
        "交稿报告  2024-03-01 09:00", f"目录：{tmp_path / '交稿'}", "", "======== 问答.xlsx ========",
        "工作表“FAQ”：常见问题，未变 0", "", "新增 2，未收 1", "", "【未收的行（原有内容不受影响）】1 处",
        "  第 4 行 丙怎么办：缺回答", "",
        "【新增】2 处", "  第 2 行 甲怎么办：新增", "  第 3 行 乙怎么办：新增", "", "======== 总计 ========",
        "新增 2，未收 1",
    ]  # fmt: skip
    assert path.stat().st_mode & 0o777 == 0o600
    assert questions() == ["甲怎么办", "乙怎么办"]
    server = redis.Redis.from_url(redis_url)
    assert server.get("content:revision") == str(models.Revision.current()).encode() == b"1"
    server.delete("content:revision")
    assert run(["load", str(tmp_path / "交稿")]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        AGAIN, f"完整报告：{data / 'reports' / '20240301-090000-2.txt'}",
    ]  # fmt: skip
    assert server.get("content:revision") is None
    server.close()


def test_many_of_a_kind_are_shown_by_their_first_few(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [[f"A{n}", "王\u3000五"] for n in range(30)] + [[None, "无证"] for _ in range(12)]
    workbook(tmp_path / "交稿" / "名册[1].xlsx", {"名册": [["证号", "姓名"], *people]})
    assert run(["load", str(tmp_path / "交稿"), "--dry-run"]) == 0
    brief = capsys.readouterr().out.splitlines()
    assert run(["load", str(tmp_path / "交稿"), "--dry-run", "--all"]) == 0
    every = capsys.readouterr().out.splitlines()
    assert brief[:2] == [
        "预演：下面是载入后会有的变化，什么都没有写入", "✓ 名册[1].xlsx  新增 30  更正 30  待核对 30  未收 12",
    ]  # fmt: skip
    assert [line.strip() for line in brief if "其余" in line] == [
        "……其余 2 处加 --all 全部列出", "……其余 25 处加 --all 全部列出", "……其余 27 处加 --all 全部列出",
    ]  # fmt: skip
    assert sum("姓名去掉空格" in line for line in brief) == 3
    assert sum("姓名去掉空格" in line for line in every) == 30
    assert not any("其余" in line for line in every)


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder with its digest."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }  # fmt: skip


def test_a_dry_run_writes_nothing_at_all(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    shutil.copytree(DEMO / "稿件", tmp_path / "交稿")
    load = ["load", str(tmp_path / "交稿")]
    assert run([*load, "--dry-run"]) == 0
    assert not data.exists()
    first = capsys.readouterr().out
    assert run(load) == 0
    assert capsys.readouterr().out.splitlines()[0] == first.splitlines()[1]
    before = contents(data)
    (tmp_path / "交稿" / "新.md").write_text(
        "标题：新\n栏目：大会聚焦\n发布时间：2023-11-02 9:00\n\n文", encoding="utf-8"
    )
    assert run([*load, "--dry-run"]) == 0
    assert "新增 1  未变 7" in capsys.readouterr().out
    assert contents(data) == before


def test_a_file_that_cannot_be_read_makes_the_exit_code_one(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook(tmp_path / "交稿" / "问答.xlsx", {"FAQ": FAQ[:2]})
    (tmp_path / "交稿" / "坏.xlsx").write_bytes(b"PK")
    assert run(["load", str(tmp_path / "交稿")]) == 1
    assert capsys.readouterr().out.splitlines()[:3] == [
        "✗ 坏.xlsx", "    文件已损坏，打不开，请重新导出再交（原有内容不受影响）", "✓ 问答.xlsx  新增 1",
    ]  # fmt: skip
    assert questions() == ["甲怎么办"]


def test_no_folder_and_no_database(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["load", str(tmp_path / "没有")]) == 2
    assert capsys.readouterr() == ("", f"没有“{tmp_path / '没有'}”这个目录（请写文件所在的目录，不是文件）\n")
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:9/none")
    (tmp_path / "交稿").mkdir()
    for dry_run in ([], ["--dry-run"]):
        assert run(["load", str(tmp_path / "交稿"), *dry_run]) == 1
        shown = capsys.readouterr()
        assert (shown.out, shown.err.startswith("数据库连不上或不可用"), "secret" in shown.err) == ("", True, False)


def test_without_redis_the_load_goes_through(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    workbook(tmp_path / "交稿" / "问答.xlsx", {"FAQ": FAQ})
    assert run(["load", str(tmp_path / "交稿")]) == 0
    assert (questions(), capsys.readouterr().err) == (["甲怎么办", "乙怎么办"], "")


def test_every_code_has_its_words_and_every_phrase_is_used() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for room in ("handover", "congress/handover", "union/handover")
        for path in (DEMO.parent / room).glob("*.py")
    )
    quoted = set(re.findall(r'"([a-z_0-9]+)"', sources)) | {
        f"{field}_shared" for field in ("seat", "phone") if 'f"{field}_shared"' in sources
    }
    phrases = set(wording._phrases()["notes"])
    assert sorted(phrases - quoted) == []
    raised = re.findall(
        r"(?:refuse|dropped|doubtful|corrected|Unusable|Unreadable|BadPicture|_skipped|_refuse)\(\s*\"([a-z_0-9]+)\"",
        sources,
    )
    assert sorted(set(raised) - phrases) == []


def test_a_load_says_what_it_will_tell_and_how_to_stop_it(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from_one(models.Notice)
    roster = [["代表证号", "姓名", "类别", "代表团", "职务"], ["A-001", "甲一", "正式代表", "东城区代表团", "工人"]]
    workbook(tmp_path / "交稿" / "名册.xlsx", {"名册": roster})
    head = [["会议日程（2024年3月2日—3月3日）"], ["日期", "时间", "内容", "地点", "参加人员"]]
    lines = [["3月2日", "9:00", "开会", "甲厅", "全体代表"], ["3月2日", "15:00", "主席团会议", "乙厅", "主席团成员"]]
    agenda = tmp_path / "交稿" / "日程.xlsx"
    workbook(agenda, {"日程": [*head, *lines]})
    assert run(["load", str(tmp_path / "交稿")]) == 0
    assert "通知" not in capsys.readouterr().out
    workbook(agenda, {"日程": [*head, ["3月2日", "10:00", "开会", "甲厅", "全体代表"]]})
    told = [
        "    【日程变动】开会 改到 3月2日（周六）上午10:00（原 9:00）", "    发“我的日程”看最新安排。",
        "名册中没有对应的人，不通知：",
        "    【日程变动】主席团会议 取消（原定 3月2日（周六）下午3:00，乙厅）", "    发“我的日程”看最新安排。",
    ]  # fmt: skip
    assert run(["load", str(tmp_path / "交稿"), "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines()[-6:] == ["会通知 1 人：", *told]
    assert run(["load", str(tmp_path / "交稿")]) == 0
    assert capsys.readouterr().out.splitlines()[-7:] == [
        "将通知 1 人（编号 1）：",
        *told,
        "20 秒后发出。不发：python server.py notice cancel 1",
    ]
    workbook(agenda, {"日程": [*head, *lines]})
    assert run(["load", str(tmp_path / "交稿"), "--quiet-notices"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "日程变动没有通知任何人。"
    assert [(row.number, row.state) for row in outbox.notices()] == [(1, outbox.State.CANCELLED)]
