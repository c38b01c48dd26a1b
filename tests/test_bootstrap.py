"""The first command on a bare machine: an old or crippled Python is told in one line, an install is done once."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(__file__).parent.parent


def run(*command: str, **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        command, cwd=ROOT, env={"PATH": os.environ["PATH"], **environment}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_an_old_python_can_read_it() -> None:
    ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 6))


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert bootstrap.main(["run"]) == 1
    assert capsys.readouterr().err == (
        "Python 3.9 is too old: 3.11 or newer is needed. Name one: make run PYTHON=/path/to/python3.12\n"
    )


def test_a_python_without_its_venv_module_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(
        bootstrap.Trouble, match=r"without its module ensurepip\. On Debian and Ubuntu: apt install python3"
    ):
        bootstrap.create()


def test_a_python_that_is_named_must_do() -> None:
    code, _, said = run("make", "run", "PYTHON=/nowhere/python3")
    assert code == 2
    assert said.splitlines()[0] == (
        "/nowhere/python3 is not Python 3.11 or newer. Install one, or name it: make run PYTHON=/path/to/python3.12"
    )


def test_no_python_at_all(tmp_path: Path) -> None:
    for tool in ("make", "sh"):
        found = subprocess.run(["which", tool], capture_output=True, text=True, check=True).stdout.strip()
        (tmp_path / tool).symlink_to(found)
    code, _, said = run("make", "run", PATH=str(tmp_path))
    assert code == 2
    assert said.splitlines()[0] == (
        "No Python 3.11 or newer found (looked for python3.14 python3.13 python3.12 python3.11 python3 python). "
        "Install one, or name it: make run PYTHON=/path/to/python3.12"
    )


def test_eval_hands_on_the_file_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, ...]] = []
    monkeypatch.setattr(bootstrap, "install", lambda requirements: None)
    monkeypatch.setattr(bootstrap, "become", lambda *arguments: done.append(arguments) or 0)
    for named in (["a.jsonl", "--quiet"], [""]):  # make hands on an empty word where none is named
        assert bootstrap.evaluate(named) == 0
    assert done == [("server.py", "eval", "a.jsonl", "--quiet"), ("server.py", "eval")]


def test_an_install_is_done_once_and_again_when_the_requirements_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    venv = tmp_path / ".venv"
    for name, value in (("ROOT", tmp_path), ("VENV", venv), ("PYTHON", sys.executable), ("STAMP", venv / "installed")):
        monkeypatch.setattr(bootstrap, name, str(value))
    monkeypatch.setattr(bootstrap, "pip_install", done.append)
    venv.mkdir()
    (tmp_path / "requirements.txt").write_text("flask==1\n")
    (tmp_path / "requirements-dev.txt").write_text("pytest==1\n")

    bootstrap.install("requirements.txt")
    bootstrap.install("requirements.txt")
    assert done == ["requirements.txt"]
    bootstrap.install("requirements-dev.txt")
    bootstrap.install("requirements.txt")  # the development requirements hold them
    assert done == ["requirements.txt", "requirements-dev.txt"]
    (tmp_path / "requirements.txt").write_text("flask==2\n")
    bootstrap.install("requirements.txt")
    assert done == ["requirements.txt", "requirements-dev.txt", "requirements.txt"]


def test_an_install_that_was_cut_short_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venv = tmp_path / ".venv"
    (tmp_path / "requirements.txt").write_text("flask==1\n")
    for name, value in (("ROOT", tmp_path), ("VENV", venv), ("PYTHON", sys.executable), ("STAMP", venv / "installed")):
        monkeypatch.setattr(bootstrap, name, str(value))
    venv.mkdir()

    def cut(requirements: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "pip_install", cut)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.install("requirements.txt")
    assert not bootstrap.is_installed("requirements.txt")
