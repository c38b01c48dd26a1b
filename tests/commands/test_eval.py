"""make eval: a file of samples through the webhook, and what is printed."""

import argparse
import json
from pathlib import Path

import pytest

import config
from commands import eval as evaluation
from commands import samples, sending
from tests.conftest import DEMO

SAME_DAY = "2019-05-06T08:00:00+08:00"
SAMPLES = [
    {"say": "WiFi密码", "must": [["GH14-Guest"], ["laodong14"]]},
    {"say": {"voice": "开幕大会几点。"}, "must": [["9:00"]], "must_not": ["16:00"]},
    {"say": "在哪", "before": ["闭幕大会几点"], "must": [["报告厅"]]},
    {"say": "WiFi密码", "must": [["没有这个"], ["GH14"]]},
    {"kind": "other", "say": "WiFi密码", "must": [["GH14"]], "must_not": ["laodong14"]},
    {"kind": "other", "say": "]]></Content>\x00{{7*7}}", "must": [["抱歉"]], "must_not": ["49抱歉"]},
]


def written(folder: Path) -> Path:
    """The samples as a file."""
    lines = [
        json.dumps({"id": f"X{number}", "kind": "guide", "at": SAME_DAY, **sample}, ensure_ascii=False)
        for number, sample in enumerate(SAMPLES)
    ]
    (folder / "samples.jsonl").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return folder / "samples.jsonl"


def hand_over(folder: Path) -> Path:
    """A hand-over of two files."""
    for name in ("常见问题.xlsx", "大会日程.xlsx"):
        (folder / name).write_bytes((DEMO / name).read_bytes())
    return folder


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    evaluation.arguments(parser)
    return evaluation.run(parser.parse_args(words), config.load())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hand-over of its own, where files of samples may be put."""
    found = tmp_path_factory.mktemp("another")
    (found / "handover").mkdir()
    hand_over(found / "handover")
    return found


def test_the_share_per_kind_and_every_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder)
    assert run(str(file)) == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "X3 guide as guest at 05-06 08:00: WiFi密码\n   misses one of: 没有这个\n"
        "   stage at fault: answer (no row holds what is missing: the words of the answer, the data or the sample)\n"
        "   WiFi名称 GH14-Guest，密码 laodong14。\n\n"
        "X4 other as guest at 05-06 08:00: WiFi密码\n   must not hold: laodong14\n"
        "   stage at fault: answer (says more than was asked: laodong14)\n"
    )
    assert told.endswith(
        "kind             right  wrong  leaked   share   floor\n"
        "guide                3      1       0     75%      0%\n"
        "other                1      0       1     50%     50%\n"
        "all                  4      1       1     67%     17%\n"
        "stages at fault: answer 2\n"
        "private values of others in replies: 0\n"
        "times and numbers in replies that no row holds: 0\n"
    )


def test_a_share_that_is_too_small(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(written(folder)), "--quiet", "--at-least", "0.7") == 1
    assert run(str(written(folder)), "--quiet", "--at-least", "0.6") == 0
    assert "stage at fault:" not in capsys.readouterr().out


def test_several_files_and_a_blind_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, blind = written(folder), folder / "blind.jsonl"
    blind.write_bytes(file.read_bytes())
    assert run(str(file), str(blind)) == 0
    told = capsys.readouterr().out
    one, other = told.split("--- blind.jsonl\n")
    assert one.startswith("--- samples.jsonl\nX3 guide as guest")
    assert other.startswith("kind             right")
    assert other.endswith(
        "file              right  wrong  leaked   share   floor\n"
        "samples.jsonl         4      1       1     67%     17%\n"
        "blind.jsonl           4      1       1     67%     17%\n"
    )
    assert run(str(blind), "--open") == 0
    assert capsys.readouterr().out.startswith("X3 guide as guest")


def test_what_other_thresholds_would_cost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "lines.jsonl"
    questions = [("faq", "WiFi密码", "GH14"), ("unknown", "火星上有没有生命", "抱歉"), ("unknown", "WiFi密码", "抱歉")]
    values = [{"id": "X", "kind": kind, "at": SAME_DAY, "say": say, "must": [[must]]} for kind, say, must in questions]
    file.write_text("\n".join(json.dumps(each) for each in values), encoding="utf-8")
    assert run(str(file), "--quiet", "--lines") == 0
    told = capsys.readouterr().out.splitlines()
    assert "  line   unknown at or above   known below" in told
    assert "  0.62                     1             0  from here on it is the answer" in told
    assert told[-1] == "    of                     2             1"


def test_the_hand_over_beside_a_file(folder: Path, tmp_path: Path) -> None:
    assert evaluation.folder_of(folder / "x.jsonl") == folder / "handover"
    assert evaluation.folder_of(tmp_path / "x.jsonl") == DEMO


def test_a_bad_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "X"}\n', encoding="utf-8")
    assert run(str(bad)) == 1
    assert capsys.readouterr().err == f"{bad}, line 1: KeyError 'must'\n"
    bad.write_bytes(b"PK\xff")
    assert run(str(bad)) == 1
    assert capsys.readouterr().err == f"{bad}: not a text file in UTF-8\n"
    assert run(str(tmp_path / "none.jsonl")) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'none.jsonl'}: No such file or directory\n"


def test_what_is_compared() -> None:
    assert samples.normal("010-8490 1111") == "01084901111"
    assert samples.normal("９：００—11：30") == "9:0011:30"
    assert samples.normal('<a href="http://x/49">Wi-Fi</a> &amp; A') == "wifia"


def test_the_words_of_a_reply() -> None:
    item = "<item><Title>T</Title><Description>D</Description><Url>u</Url></item>"
    assert sending.words(f"<xml><Articles>{item}{item}</Articles></xml>".encode()) == "T\nD\nT\nD"
    assert sending.words(b"<xml><Content><![CDATA[a\nb]]></Content></xml>") == "a\nb"
    assert sending.words(b"success") == ""
