"""Commands that are interrupted, or whose output nobody reads to its end: a line at most, never a traceback."""

import signal

import pytest

import commands
from commands import menu
from tests import congress_rows
from tests.commands.conftest import StandIn, awaited, start

CREATE = "/cgi-bin/qrcode/create"


@pytest.mark.long
def test_ctrl_c_in_the_middle_is_one_line(stand_in: StandIn) -> None:
    congress_rows.fill()
    stand_in.platform.switches.set({"api_slow_seconds": 0.2})
    process = start("scene", "make", "column", "item")
    try:
        awaited(lambda: bool(stand_in.calls(CREATE)))
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert told.decode().splitlines()[-1] == "已中断。已经做好的码都在，再运行一次会接着做"
    assert "Traceback" not in told.decode()


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("menu", "publish"), "已中断：平台上的菜单可能只换了一部分。server.py menu diff 查看；"
                              "menu publish 重新发布，或 menu rollback 恢复原来的"),
        (("menu", "show"), "已中断"),
    ],
)  # fmt: skip
def test_what_was_interrupted_says_what_to_do(
    words: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(menu, "run", run)
    assert commands.main(list(words)) == 130
    assert capsys.readouterr().err == f"\n{told}\n"


@pytest.mark.long
def test_a_reader_that_has_enough_is_no_error(stand_in: StandIn) -> None:
    process = start("menu", "check")
    assert process.stdout
    process.stdout.close()
    process.stdout = None
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (141, b"")
