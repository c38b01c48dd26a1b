"""What stands in the way of a start is one line that says what to do."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

import models
from supervision import checks
from supervision.checks import CannotStart


def complaint(check: Callable[[], object]) -> str:
    with pytest.raises(CannotStart) as caught:
        check()
    return str(caught.value)


def test_a_taken_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "PORT_PATIENCE", 0.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        assert complaint(lambda: checks.port_is_free("127.0.0.1", port, "PORT")) == (
            f"Port {port} on 127.0.0.1 is taken by another program. Stop it, or choose another port: "
            f"PORT={port + 10} make run"
        )
    checks.port_is_free("127.0.0.1", port, "PORT")


def test_an_address_of_another_machine() -> None:
    said = "192.0.2.1 (HOST) is not an address of this machine"
    assert complaint(lambda: checks.port_is_free("192.0.2.1", 28000, "PORT")) == said


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / "file" / "data"
    assert complaint(lambda: checks.own_data_folder(folder)) == (
        f"The data folder {folder} can't be written (Not a directory). Give it to this user, or choose another: "
        "DATA_DIR=/path make run"
    )


def test_a_data_folder_has_one_owner(tmp_path: Path) -> None:
    with checks.own_data_folder(tmp_path):
        assert "is in use by a running instance (process " in complaint(lambda: checks.own_data_folder(tmp_path))
    checks.own_data_folder(tmp_path).close()


def test_no_redis() -> None:
    said = complaint(lambda: checks.redis_answers("redis://user:hunter2@127.0.0.1:1/0"))
    assert said.startswith("No Redis server answers at redis://user@127.0.0.1:1/0 (")
    assert "hunter2" not in said
    assert "\n" not in said


@pytest.mark.parametrize("url", ["postgresql://user:hunter2@127.0.0.1:1/db", "mysql://user:hunter2@127.0.0.1:1/db"])
def test_no_database(url: str) -> None:
    before = models.database.obj
    said = complaint(lambda: checks.database_answers(url))
    models.database.initialize(before)
    assert said.startswith(f"The database at {url.replace(':hunter2', '')} can't be reached (")
    assert "hunter2" not in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://:secret@host:6379/0", "redis://@host:6379/0"),
        ("mysql://u:p@host/db?ssl_key=x", "mysql://u@host/db"),
        ("sqlite:////srv/a.db", "sqlite:////srv/a.db"),
        ("unix:///srv/redis.sock", "unix:///srv/redis.sock"),
    ],
)
def test_passwords_are_not_shown(url: str, shown: str) -> None:
    assert checks.without_password(url) == shown
