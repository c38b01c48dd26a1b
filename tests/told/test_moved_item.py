"""A changed schedule on the running product: the message on the phone, the banner above the next answer."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from clock import BEIJING
from rehearsal.phone import Phone
from tests.handover.conftest import workbook
from tests.test_supervisor import ROOT, Running

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
ROSTER: Sequence[Sequence[Any]] = [
    ["代表证号", "姓名", "类别", "代表团", "职务", "手机"],
    ["ZB1-0001", "甲一", "正式代表", "东城区代表团", "工人", "19900001111"],
    ["ZB1-0002", "甲二", "正式代表", "东城区代表团", "工人", "19900002222"],
    ["ZB1-0003", "甲三", "列席人员", "东城区代表团", "工人", "19900003333"],
]
HEAD = [["大会日程（2019年5月5日—5月9日）"], ["日期", "时间", "内容", "地点", "参加人员"]]
WORDS = "【日程变动】全体会议 改到 5月8日（周三）上午10:00（原 9:00）\n发“我的日程”看最新安排。"
TOLD_WITHIN = 20  # seconds after it is due, by the product's clock; it is due forty after the change at the latest


def awaited(look: Callable[[], Any], seconds: float = 90) -> Any:
    """What `look` finds at last."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.1)):
        if found := look():
            return found
        pause.wait(0.1)
    raise AssertionError("not within the time")


class Congress(Running):
    """The product with a small congress, without templates, so that who wrote nothing lately is told at the next
    contact."""

    def __init__(self, folder: Path) -> None:
        plain = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
        config = folder / "config.yaml"
        changed = plain | {
            "notice_subscriptions": {},
            "notice_templates": {},
            "overview_at": "",
            "remind_before": [],
            "notice_grace": 5,
        }
        config.write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
        super().__init__(folder / "data", CONFIG=str(config))
        self.files = folder / "in"
        workbook(self.files / "名册.xlsx", {"名册": ROSTER})

    def load(self, time: str) -> list[str]:
        """Hand the schedule over with the meeting at this time; what the command says."""
        row = ["5月8日", time, "全体会议", "报告厅", "全体代表"]
        workbook(self.files / "日程.xlsx", {"日程": [*HEAD, row]})
        command = [sys.executable, str(ROOT / "server.py"), "load", str(self.files)]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **self.environment}, capture_output=True, text=True, check=True,
            timeout=120,
        )  # fmt: skip
        return done.stdout.splitlines()


@pytest.fixture
def congress(tmp_path: Path) -> Iterator[Congress]:
    """Running, its meeting at nine."""
    running = Congress(tmp_path)
    running.load("9:00")
    running.start().until_ready()
    yield running
    running.end(signal.SIGTERM)


@pytest.fixture
def phone(congress: Congress) -> Iterator[Phone]:
    """The stand-in's phone."""
    found = Phone(("127.0.0.1", int(congress.environment["SIMULATOR_PORT"])))
    yield found
    found.close()


def test_a_moved_item_reaches_those_who_attend(congress: Congress, phone: Phone) -> None:
    one, two, three = phone.people(["甲一", "甲二", "甲三"])

    def say(openid: str, text: str) -> None:
        phone.post("/phone/act", {"openid": openid, "do": "text", "text": text, "wait": True})

    def read(openid: str) -> list[dict[str, Any]]:
        return [each for each in phone.history(openid) if each["from"] == "account" and "日程变动" in each["text"]]

    for openid, claim in ((one, "ZB1-0001 1111"), (two, "ZB1-0002 2222"), (three, "ZB1-0003 3333")):
        phone.post("/phone/act", {"openid": openid, "do": "follow", "wait": True})
        say(openid, claim)
        assert phone.history(openid)[-1]["text"].startswith("绑定成功")
    # Two days later the windows of those who do not write are closed.
    phone.post("/phone/clock", {"shown": "2019-05-07T13:00"})
    say(one, "你好")
    said = congress.load("10:00")
    assert said[-4:-1] == ["将通知 2 人（编号 1）：", *(f"    {line}" for line in WORDS.split("\n"))]
    assert said[-1].endswith("不发：python server.py notice cancel 1")

    (bubble,) = awaited(lambda: read(one))
    assert (bubble["text"], bubble["via"]) == (WORDS, "service")
    due = re.search(r"时间：(.+)", _shown(congress))
    assert due
    assert 0 <= bubble["at"] - datetime.fromisoformat(due[1]).replace(tzinfo=BEIJING).timestamp() < TOLD_WITHIN

    awaited(lambda: "等下次来时显示 1" in _shown(congress))
    assert read(two) == []
    say(two, "你好")
    (answer,) = read(two)
    assert (answer["via"], answer["text"].startswith(f"{WORDS}\n\n"), "信息小助手" in answer["text"]) == (
        "reply", True, True
    )  # fmt: skip
    say(two, "帮助")
    say(three, "你好")
    assert (len(read(two)), read(three), len(read(one))) == (1, [], 1)
    assert "已发出 1（客服消息 1），来时已看到 1，等下次来时显示 0，还没有发 0，送不到 0，没有发 0" in _shown(congress)


def _shown(congress: Congress) -> str:
    command = [sys.executable, str(ROOT / "server.py"), "notice", "show", "1"]
    environment = {**os.environ, **congress.environment}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout
