"""Errors in the children's logs come to the terminal, once and shortened."""

from pathlib import Path

from supervision.logs import WIDTH, Log

LINES = """[2019-05-06] [INFO] all is well
{"event": "answered", "level":"info"}
{"event": "handler failed", "level":"error"}
[2019-05-06] [ERROR] a worker died
Traceback (most recent call last):
  File "x.py", line 1, in <module>

    boom()
redis.exceptions.ConnectionError: gone
{"event": "answered", "level":"info"}
"""


def test_errors_are_told_once(tmp_path: Path) -> None:
    log = Log(tmp_path, "web")
    assert log.new_errors() == []
    log.file.write_text(LINES + '{"level":"error"} half a li')
    expected = ['{"event": "handler failed", "level":"error"}', "[2019-05-06] [ERROR] a worker died",
                "redis.exceptions.ConnectionError: gone"]  # fmt: skip
    assert log.new_errors() == expected
    assert log.new_errors() == []
    with log.file.open("a") as file:
        file.write("ne\n")
    assert log.new_errors() == ['{"level":"error"} half a line']


def test_a_flood_is_counted_and_long_lines_are_cut(tmp_path: Path) -> None:
    log = Log(tmp_path, "web")
    log.file.write_text(f"[ERROR] {'x' * 1000}\n" * 9)
    assert log.new_errors() == [("[ERROR] " + "x" * 1000)[:WIDTH]] * 5 + ["... and 4 more"]


def test_a_new_start_keeps_the_log_before(tmp_path: Path) -> None:
    Log(tmp_path, "web").file.write_text("first\n")
    Log(tmp_path, "web").file.write_text("second\n")
    log = Log(tmp_path, "web")
    assert (log.last(), (tmp_path / "web.log.1").read_text()) == ([], "second\n")
    log.file.write_text("a\n\nb\nc\n")
    assert log.last(2) == ["b", "c"]
