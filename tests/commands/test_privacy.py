"""`server.py privacy`: the key's rotation, a person's copy and erasure, what is over."""

import json
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis

import commands
import commands.privacy
import models
from clock import BEIJING
from commands import cleaning, forgetting
from congress import audit, binding, catalogue, delegates, messages, retention
from tests import stores
from wechat.contacts import CONTACT, HINT

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
NEW = "the-new-key-of-thirty-two-characters-or-more"
OPENID = "oAAAAAAAAAAAAAAAAAAAAAAAAAAA1"


@pytest.fixture(autouse=True)
def _people(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    models.DataKey.delete().execute()
    models.prove_key()
    models.Delegate.create(badge="A-001", name="王晓东", phone="19900000001", delegation="教育代表团", seat="3排5座")
    models.Delegate.create(badge="A-002", name="李明")
    models.Revision.raise_()
    catalogue.expire()
    binding.by_key(OPENID, delegates.key_of("A-001"), AT, "e:1")
    messages.leave("m", OPENID, AT, "请回电")


def shell(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> list[str]:
    assert commands.main(["privacy", *args]) == code
    said = capsys.readouterr()
    return (said.err if code else said.out).splitlines()


def test_the_key_is_changed_in_three_steps(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert shell(capsys, "status")[1] == "密钥　　全部数据都用现在的密钥加密"
    monkeypatch.setenv("DATA_KEY", NEW)
    assert shell(capsys, "status", code=1) == [
        "DATA_KEY 不是这个数据库的密钥，姓名和电话解不开：请把原来的密钥设为 DATA_KEY；正在更换密钥的，"
        "把旧的写进 DATA_KEYS_OLD"
    ]
    monkeypatch.setenv("DATA_KEYS_OLD", stores.DATA_KEY)
    assert shell(capsys, "status")[0] == (
        "密钥　　还有 4 行用旧密钥加密（密钥校验 1、代表 2、留言 1），请运行 privacy rotate"
    )
    assert commands.main(["privacy", "rotate"]) == 0
    said = capsys.readouterr()
    assert said.err.splitlines()[-1] == "4/4 密钥校验"
    assert said.out == (
        "重新加密了 4 行，全部数据都用现在的密钥加密。现在可以去掉 DATA_KEYS_OLD，重启后旧密钥即可销毁"
        "（旧的备份仍要旧密钥才能打开）。\n"
    )
    assert shell(capsys, "status")[0] == "密钥　　全部数据都用现在的密钥加密，DATA_KEYS_OLD 可以去掉"
    monkeypatch.delenv("DATA_KEYS_OLD")
    assert shell(capsys, "rotate") == ["重新加密了 0 行，全部数据都用现在的密钥加密。"]
    assert models.Delegate.get(models.Delegate.badge == "A-001").name == "王晓东"


def test_the_old_key_is_wanted_while_rows_are_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_KEY", NEW)
    monkeypatch.setenv("DATA_KEYS_OLD", stores.DATA_KEY)
    monkeypatch.setattr(commands.privacy.rotation, "rotate", lambda progress: 0)  # as if others wrote all the while
    assert shell(capsys, "rotate", code=1) == [
        "还有 4 行用旧密钥加密：请确认各程序都已用新密钥重启，再运行一次；旧密钥先不要去掉。"
    ]


def test_a_person_s_copy(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = shell(capsys, "export", "a-001", "--by", "小李")
    assert said[0] == "关于 A-001 的全部信息（2019-05-05T12:30:00+08:00）"
    assert said[2:5] == ["名册上的信息", "  代表证号：A-001", "  姓名：王晓东"]
    assert "  手机号：19900000001" in said
    assert "扫码记录：没有" in said
    assert "  在关注：是" in said
    assert [(line.by, line.subject) for line in audit.lines(what="privacy.export")] == [("cli:小李", "A-001")]
    file = tmp_path / "copy.json"
    assert shell(capsys, "export", "A-001", "--json", "--out", str(file)) == [
        f"A-001 的全部信息已写入 {file}，内有个人信息，交给本人后请删除。"
    ]
    assert file.stat().st_mode & 0o777 == 0o600
    held: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert (held["roster"][0]["name"], held["messages"][0]["text"]) == ("王晓东", "请回电")
    assert shell(capsys, "export", "A-001", "--out", str(file), code=1) == [
        f"写不了 {file}（File exists）：请换一个还没有的文件名"
    ]


def test_an_erasure_is_asked_for_twice_and_reaches_redis(
    capsys: pytest.CaptureFixture[str], redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = redis.Redis.from_url(redis_url)
    keys = [f"session:{OPENID}", CONTACT + OPENID, HINT + OPENID]
    client.set(keys[0], b"x")
    client.hset(keys[1], "m", 1)
    client.set(keys[2], 1)
    assert shell(capsys, "erase", "A-001", code=1) == ["删除后不能恢复：确定请加 --yes"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda prompt: "A-002")
    assert shell(capsys, "erase", "A-001", code=1) == ["代表证号不一致，什么都没有删除。"]
    assert models.Delegate.get(models.Delegate.badge == "A-001").name == "王晓东"
    monkeypatch.setattr("builtins.input", lambda prompt: "a-001")
    said = shell(capsys, "erase", "a-001", "--reason", "本人来电", "--by", "小李")
    assert said[-1] == (
        "A-001 的个人信息已删除（名册 1、绑定 1、留言 1）。操作记录只留代表证号；备份里的由备份的保存期管。"
    )
    assert [client.exists(key) for key in keys] == [0, 0, 0]
    client.close()
    [line] = audit.lines(what="privacy.erase")
    assert (line.by, line.detail) == ("cli:小李", "bindings 1, messages 1, roster 1; 本人来电")
    assert shell(capsys, "status")[1] == "密钥　　全部数据都用现在的密钥加密"
    assert shell(capsys, "status")[2] == "已删除　1 人的个人信息已按要求或到期删除"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["export"], "用法：privacy export 代表证号"),
        (["erase"], "用法：privacy erase 代表证号"),
        (["export", "A-009"], "没有“A-009”：请写代表证号；已删除的不再有内容"),
        (["erase", "A-009", "--yes"], "没有“A-009”：请写代表证号；已删除的不再有内容"),
    ],
)
def test_a_wrong_call_is_told(capsys: pytest.CaptureFixture[str], args: list[str], told: str) -> None:
    assert shell(capsys, *args, code=1) == [told]


def test_what_is_over_is_shown_and_taken(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    reports = tmp_path / "data" / "reports"
    reports.mkdir(parents=True)
    for name in ("20190101-000000.txt", "20190101-000000-2.txt", "20190505-120000.txt", "note.txt"):
        (reports / name).write_text("x")
    old = (AT - timedelta(days=2)).replace(tzinfo=None)
    models.BindingTry.create(message_key="t", openid="o", badge="A-001", at=old)
    said = shell(capsys, "retention", "--dry-run")
    assert "凭电话后四位核对的次数  核对后 1 天（防止猜测）  到期 1" in said
    assert "data/reports 里的载入报告  载入后 90 天（核对载入结果）  到期 2" in said
    assert said[-1] == "到期共 3。"
    assert models.BindingTry.select().count() == 1
    assert shell(capsys, "retention") == ["删除了 1 行到期的数据、2 份报告。"]
    assert models.BindingTry.select().count() == 0
    assert sorted(path.name for path in reports.iterdir()) == ["20190505-120000.txt", "note.txt"]
    assert shell(capsys, "retention") == ["删除了 0 行到期的数据。"]


class Client(redis.Redis):
    """A server whose file, in this checkout's folder, is better left alone."""

    compacted = 0

    def bgrewriteaof(self, **kwargs: Any) -> bool:
        self.compacted += 1
        return True


class Memory:
    """Sessions of nobody."""

    def __init__(self) -> None:
        self.forgotten: list[str] = []

    def forget(self, openid: str) -> None:
        self.forgotten.append(openid)


def test_the_embedded_store_s_file_is_written_anew(redis_url: str) -> None:
    client, memory = Client.from_url(redis_url), Memory()
    forgetting.eraser(memory, lambda: client, embedded=False)("A-002", "self", AT)
    assert client.compacted == 0
    forgetting.eraser(memory, lambda: client, embedded=True)("A-001", "self", AT)
    assert (client.compacted, memory.forgotten) == (1, [OPENID])
    client.close()


class Log:
    """What was logged."""

    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, object]]] = []
        self.done = threading.Event()

    def info(self, event: str, **fields: object) -> None:
        self.said.append((event, fields))
        if event == "the night's erasing is done":
            self.done.set()

    def exception(self, event: str) -> None:
        self.said.append((event, {}))


def test_the_worker_does_it_once_a_night(database_url: str, tmp_path: Path) -> None:
    old = (AT - timedelta(days=2)).replace(tzinfo=None)
    models.BindingTry.create(message_key="t", openid="o", badge="A-001", at=old)
    models.close()
    stop, log, compacted = threading.Event(), Log(), threading.Event()
    both = [
        threading.Thread(target=cleaning.clean, args=(lambda: AT, tmp_path / "none", compacted.set, stop, log, 0.01))
        for _ in range(2)
    ]
    for each in both:
        each.start()
    assert log.done.wait(20)
    stop.set()
    for each in both:
        each.join()
    assert compacted.is_set()
    assert log.said == [
        ("life span over", {"kind": "binding_tries", "rows": 1}),
        ("the night's erasing is done", {"binding_tries": 1}),
    ]
    assert not retention.turn(AT + timedelta(hours=1))


def test_a_database_that_is_away_does_not_end_it(tmp_path: Path, database_url: str) -> None:
    models.bind(f"sqlite:///{tmp_path}/without-tables.db")
    stop, log = threading.Event(), Log()
    told: list[str] = []

    def exception(event: str) -> None:
        told.append(event)
        if len(told) == 2:
            stop.set()

    log.exception = exception  # type: ignore[method-assign]
    cleaning.clean(lambda: AT, tmp_path, stop.set, stop, log, 0.01)
    models.bind(database_url)
    assert told == ["the night's erasing failed"] * 2
