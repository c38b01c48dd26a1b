"""Binding through the front door, and what logs and figures show of it: nothing private."""

import io
import time
from datetime import datetime
from pathlib import Path

import pytest
import redis
import structlog
from prometheus_client import REGISTRY, generate_latest

import config
import handlers
import logs
import models
from clock import BEIJING
from commands.sending import words
from congress import scans, scenes
from handlers.facts import index
from server import create_app
from tests import loaded
from tests.conftest import DEMO
from tests.pushes import ACCOUNT, Push
from web import observing

OPENID, OTHER = "oFRONTDOOR0000000000000000001", "oFRONTDOOR0000000000000000002"
AT = 1557104400  # 2019-05-06 09:00
FILES = tuple(DEMO / name for name in ("代表名册.xlsx", "大会日程.xlsx", "服务指南.xlsx"))


class Door:
    """The product behind its webhook."""

    def __init__(self, settings: config.Settings) -> None:
        self.client = create_app(settings).test_client()
        index()  # as a worker does before the first message, which should not wait for it
        self.number = 7_000_000
        self.failures = io.BytesIO()  # what is logged of handlers that failed

    def push(self, openid: str, **fields: str) -> str:
        """The words of the reply to one push."""
        self.number += 1
        one = {"ToUserName": ACCOUNT, "FromUserName": openid, "CreateTime": str(AT + self.number % 1000), **fields}
        if fields["MsgType"] == "text":
            one["MsgId"] = str(self.number)
        return self.deliver(Push(one))

    def deliver(self, push: Push) -> str:
        """One delivery of a push."""
        delivery = push.deliver()
        answer = self.client.post("/wechat", query_string=delivery.query, data=delivery.body, content_type="text/xml")
        assert answer.status_code == 200
        return words(answer.data)

    def say(self, openid: str, text: str) -> str:
        """Send a text."""
        return self.push(openid, MsgType="text", Content=text)

    def scan(self, openid: str, scene: str, event: str = "SCAN") -> str:
        """Scan a code."""
        key = scene if event == "SCAN" else f"qrscene_{scene}"
        return self.push(openid, MsgType="event", Event=event, EventKey=key, Ticket="T")


def logged(capfd: pytest.CaptureFixture[str], deliveries: int) -> str:
    """All that was written, once the lines of so many deliveries are there."""
    told, deadline = "", time.monotonic() + 60
    while _noted(told) < deliveries and time.monotonic() < deadline:
        told += "".join(capfd.readouterr())
        time.sleep(0.01)
    assert _noted(told) == deliveries
    return told


def _noted(told: str) -> int:
    """The lines of our deliveries: those of an earlier test may still come in between."""
    return sum('"ms":' in line and f'"openid":"{OPENID[:6]}' in line for line in told.splitlines())


@pytest.fixture
def door(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A product with the demo congress, that logs all it has to say."""
    monkeypatch.setattr(logs, "_lowest", logs._lowest)
    redis.Redis.from_url(redis_url).flushdb()
    loaded.load(FILES, datetime(2019, 5, 5, tzinfo=BEIJING))
    settings = config.load(
        data_dir=tmp_path, database_url=database_url, redis_url=redis_url, public_url="", clock="", log_level="debug",
        wechat_modes="plain",
    )  # fmt: skip
    found = Door(settings)
    processors = structlog.get_config()["processors"]  # the product's own
    structlog.reset_defaults()
    written = structlog.wrap_logger(structlog.BytesLogger(found.failures), processors, structlog.BoundLogger)
    monkeypatch.setattr(observing, "log", written)
    return found


def test_from_the_code_to_the_answer_and_nothing_private_in_logs_or_figures(
    capfd: pytest.CaptureFixture[str], door: Door
) -> None:
    row = models.Delegate.get(models.Delegate.badge == "BJ14-0086")
    scene = scenes.scene_string("delegate", "BJ14-0086")
    assert door.scan(OPENID, scene, "subscribe").startswith("绑定成功！您的代表证号是 BJ14-0086。")
    assert door.scan(OTHER, scene).startswith("这个代表证已经由另一个微信绑定")
    assert door.scan(OTHER, f"delegate_{'0' * 32}").startswith("抱歉，这个二维码对应的内容已经更新或不存在了。")
    assert door.say(OPENID, "我的座位").startswith("您的会场座位：4排2座")
    assert row.name in door.say(OPENID, "我的名片")
    assert door.say(OTHER, "我的座位").startswith("座位、房间、用餐、乘车等个人信息，只告诉代表本人。")
    assert door.say(OTHER, "BJ14-0086 0000").startswith("核对没有通过")
    assert door.say(OTHER, f"BJ14-0086 {row.phone[-4:]}").startswith("这个代表证已经由另一个微信绑定")
    models.database.execute_sql("ALTER TABLE binding RENAME TO away")
    apology = handlers.render("gateway/apology.txt")
    assert [door.say(OPENID, "我的座位"), door.scan(OTHER, scene), door.say(OPENID, f"BJ14-0086 {row.phone[-4:]}")] == [
        apology
    ] * 3
    models.database.execute_sql("ALTER TABLE away RENAME TO binding")
    assert scans.counts() == (scans.Count("delegate", 1, 1),)
    figures = generate_latest(REGISTRY).decode() + door.client.get("/metrics").text
    told = logged(capfd, 11) + door.failures.getvalue().decode()
    assert told.count('"event":"handler failed"') == 3
    for secret in (scene, row.scene_key, OPENID, OTHER, row.phone, row.name, row.seat, row.room):
        assert secret not in told + figures


def test_a_push_that_comes_again_binds_once_and_is_answered_the_same(door: Door) -> None:
    scene = scenes.scene_string("delegate", "BJ14-0086")
    fields = {
        "ToUserName": ACCOUNT, "FromUserName": OPENID, "CreateTime": str(AT), "MsgType": "event", "Event": "SCAN",
        "EventKey": scene, "Ticket": "T",
    }  # fmt: skip
    first, again = (door.deliver(Push(fields)) for _ in range(2))
    assert (first, scans.of("delegate")) == (again, 1)
    assert [(row.badge, row.openid) for row in models.Binding.select()] == [("BJ14-0086", OPENID)]
    assert scene not in "".join(row.message_key for row in models.Scan.select())
