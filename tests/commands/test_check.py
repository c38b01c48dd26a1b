"""`server.py check` names what is wrong, one line each; `server.py migrate` brings tables up to date."""

import argparse
from pathlib import Path

import pytest

import config
import models
from commands import check, migrate
from models.data_key import REFUSED
from server import create_app
from wechat import caller

NOBODY = "http://127.0.0.1:1"
NOTHING = argparse.Namespace()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that isn't there is tried again without a wait."""
    monkeypatch.setattr(caller, "UNSENT", 0.0)


def lines(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What was printed: the subject of each line, and the rest behind ok or BAD."""
    return {line[5:19].strip(): line[:5].strip() + " " + line[20:] for line in capsys.readouterr().out.splitlines()}


def test_each_store_is_looked_at(
    tmp_path: Path, database_url: str, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = config.load(data_dir=tmp_path, database_url=database_url, redis_url=redis_url, wechat_api_url=NOBODY)
    before = models.Revision.current()
    assert check.run(NOTHING, settings) == 1
    said = lines(capsys)
    assert said["configuration"] == (
        "ok wx0123456789abcdef, gh_demo00000001, webhook http://127.0.0.1:8000/wechat; "
        "demo values of WECHAT_SECRET, WECHAT_TOKEN, WECHAT_AES_KEY, SECRET_KEY, DATA_KEY"
    )
    assert said["data folder"] == f"ok {tmp_path}"
    assert said["database"].endswith(f"writable, revision {before}")
    assert said["redis"].startswith("ok ")
    assert said["platform"].startswith(f"BAD {NOBODY} can't be reached (")
    assert models.Revision.current() == before  # the trial write was taken back
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".check")] == []


def test_nothing_is_there_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = config.load(data_dir=tmp_path, wechat_api_url=NOBODY)
    assert check.run(NOTHING, settings) == 1
    said = lines(capsys)
    assert (
        said["database"] == f"BAD sqlite:///{tmp_path}/assistant.db is not there yet: python server.py migrate makes it"
    )
    assert said["redis"] == "BAD the embedded server runs while the product does: make run starts it"
    assert said["platform"] == "BAD http://127.0.0.1:1 can't be reached (ConnectionError): WECHAT_API_URL names it"

    assert migrate.run(NOTHING, settings) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "up to date"
    assert migrate.run(NOTHING, settings) == 0
    assert capsys.readouterr().out == "up to date\n"
    check.run(NOTHING, settings)
    assert lines(capsys)["database"] == f"ok sqlite:///{tmp_path}/assistant.db, writable, revision 0"


def test_the_wrong_data_key_is_refused_in_two_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = config.load(data_dir=tmp_path, wechat_api_url=NOBODY)
    assert migrate.run(NOTHING, settings) == 0
    other = config.load(data_dir=tmp_path, wechat_api_url=NOBODY, data_key="x" * 32)
    capsys.readouterr()
    assert migrate.run(NOTHING, other) == 1
    chinese = (
        "DATA_KEY 不是这个数据库的密钥，姓名和电话解不开：请把原来的密钥设为 DATA_KEY；正在更换密钥的，"
        "把旧的写进 DATA_KEYS_OLD"
    )
    assert capsys.readouterr().err == f"{REFUSED}. {chinese}\n"
    assert check.run(NOTHING, other) == 1
    assert lines(capsys)["database"] == f"BAD {REFUSED}. {chinese}"
    with pytest.raises(models.NoKey) as refused:
        create_app(other)
    assert str(refused.value) == REFUSED
    rotating = config.load(
        data_dir=tmp_path, wechat_api_url=NOBODY, data_key="x" * 32, data_keys_old=other_key(settings)
    )
    assert migrate.run(NOTHING, rotating) == 0


def other_key(settings: config.Settings) -> str:
    """As it stands in DATA_KEYS_OLD."""
    return f" {settings.data_key} ,"


def test_a_database_that_is_gone_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = config.load(data_dir=tmp_path, database_url="postgresql://u:hunter2@127.0.0.1:1/d")
    assert migrate.run(NOTHING, settings) == 1
    said = capsys.readouterr().err
    assert said.startswith("The database could not be brought up to date: ")
    assert "hunter2" not in said
    assert said.count("\n") == 1
