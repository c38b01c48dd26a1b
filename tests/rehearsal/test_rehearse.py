"""The short rehearsal for real: the whole product, its faults, and the numbers that are wanted."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rehearsal.drawing import draw

ROOT = Path(__file__).parents[2]
PEOPLE = 60
pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def start(out: Path, *arguments: str) -> subprocess.Popen[str]:
    # Whatever the operator has configured, a rehearsal has stores and a platform of its own.
    foreign = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0",
               "WECHAT_API_URL": "http://127.0.0.1:1", "DATA_DIR": str(out / "data")}  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "server.py", "rehearse", "--short", "--people", str(PEOPLE), "--out", str(out), *arguments],
        cwd=ROOT, env={**os.environ, **foreign}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def figures(out: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    return read


def test_the_short_rehearsal_reaches_what_is_wanted(tmp_path: Path) -> None:
    process = start(tmp_path)
    said, _ = process.communicate()
    told, plan = figures(tmp_path), draw(PEOPLE, 1, short=True)

    assert [(each["name"], each["error"]) for each in told["disturbances"]] == [
        (cue.name, "") for scene in plan.scenes for cue in scene.cues
    ]
    assert (told["acts"], told["messages"], told["refused"]) == (len(plan.acts), len(plan.acts), 0)
    assert (told["prompts"], told["double"], told["lost"]) == (0, 0, 0), said
    assert told["unanswered"] == []
    assert (told["wrongs"], told["apologies"]) == ([], 0)
    assert told["scans"]["wanted"] == sum(act.expected.effect == "scan" for act in plan.acts)
    assert told["kept"]["wanted"] == sum(act.expected.effect == "message" for act in plan.acts)
    assert told["missing"] == []
    binding, binds = told["binding"], sum(who.binds for who in plan.cast)
    assert binding["bound"] == {"wanted": binds, "lost": 0, "double": 0}
    assert binding["flags"]["wanted"] > 0
    others = binding["asked"].pop("others")
    assert all(each["count"] == each["right"] > 0 for each in (binding["asked"] | binding["refused"]).values()), said
    assert others["right"] > 0
    checkin = told["checkin"]
    came = {plan.cast[act.person].delegate.badge for act in plan.acts if act.expected.arrives}  # type: ignore[union-attr]
    came |= {visit.badge for visit in plan.visits}
    assert checkin["people"] == {"wanted": len(came), "lost": 0, "double": 0}, said
    assert checkin["repeated"]["wanted"] == checkin["scans"]["wanted"] - len(came) > 0
    assert (checkin["wrong_times"], checkin["board"]) == (0, {}), said
    assert set(checkin["ways"]) == {"scan", "desk", "offline"}
    notices = told["notices"]["lines"]
    assert {"change", "announcement", "reminder", "overview"} == {line["kind"] for line in notices}
    assert all((line["twice"], line["lost"], line["wrong"]) == (0, 0, 0) for line in notices), said
    assert told["notices"]["delays"]
    assert (binding["leaks"], binding["logged"], binding["scanned"]) == ({}, {}, binding["scanned"]), said
    assert told["retried"] > 0  # answers were lost on their way, and asked for again
    assert process.returncode == 0, said
    assert any(quota["path"] == "/cgi-bin/menu/create" for quota in told["quotas"])
    assert (tmp_path / "report.html").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_cleanly_with_a_partial_report(tmp_path: Path, number: int) -> None:
    process = start(tmp_path, "--speed", "60")
    assert process.stdout
    for line in process.stdout:
        if re.search(r"消息 [1-9]", line):
            break
    process.send_signal(number)
    rest, _ = process.communicate()
    told = figures(tmp_path)
    assert process.returncode == 130, rest
    assert told["complete"] is False
    assert 0 < told["messages"] < len(draw(PEOPLE, 1).acts)
    assert (told["prompts"], told["double"], told["lost"]) == (0, 0, 0), rest
    assert "Traceback" not in rest
