"""Figures of the calls to the platform: by outcome, by errcode, the breaker, and quotas before they are hit."""

import os
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest

from web import calling, health
from web.calling import CallObserver, QuotaCollector
from wechat.breaker import State
from wechat.caller import Called
from wechat.outcomes import BEIJING
from wechat.quotas import LocalQuotas

SEND = "/cgi-bin/message/custom/send"
AT = datetime(2026, 5, 5, 9, tzinfo=BEIJING)


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is written, whatever level another test has configured."""
    captured = structlog.testing.LogCapture()
    monkeypatch.setattr(calling, "log", structlog.wrap_logger(None, [captured], structlog.BoundLogger))
    return captured.entries


def test_calls_are_counted_by_outcome_and_errcode():
    before = figure("assistant_api_calls_total", app="account", path=SEND, outcome="other_channel")
    errors = figure("assistant_api_errors_total", app="account", errcode="45015")
    unknown = figure("assistant_api_errors_total", app="miniprogram", errcode="other")
    seconds = figure("assistant_api_seconds_count", app="account")
    observe = CallObserver()
    observe(Called(False, SEND, "other_channel", 45015, 0.2))
    observe(Called(False, SEND, "held", 45009, 0.0))
    observe(Called(True, SEND, "retry", 99999, 0.1))
    assert figure("assistant_api_calls_total", app="account", path=SEND, outcome="other_channel") == before + 1
    assert figure("assistant_api_errors_total", app="account", errcode="45015") == errors + 1
    assert figure("assistant_api_errors_total", app="miniprogram", errcode="other") == unknown + 1
    assert figure("assistant_api_seconds_count", app="account") == seconds + 1


def test_what_the_operator_must_see_is_written_once_in_a_while(lines: list[Any]):
    now = [0.0]
    observe = CallObserver(lambda: now[0])
    for seconds in (0, 1, 30, 61, 62):
        now[0] = seconds
        observe(Called(False, SEND, "alert", 40164, 0.1, "alert: address (40164 invalid ip 1.2.3.4)"))
    observe(Called(False, SEND, "retry", -1, 0.1, "retry"))
    assert lines == [
        {"log_level": "error", "event": "platform refuses", "app": "account", "path": SEND, "errcode": 40164,
         "why": "alert: address (40164 invalid ip 1.2.3.4)"}
    ] * 2  # fmt: skip


@pytest.mark.parametrize(("state", "value"), [(State.OPEN, 2), (State.HALF_OPEN, 1), (State.CLOSED, 0)])
def test_the_breaker(state: State, value: int, lines: list[Any]):
    calling.turned(miniprogram=True)(state)
    assert figure("assistant_api_breaker", app="miniprogram") == value
    told = {State.OPEN: ["platform is down"], State.CLOSED: ["platform is back"], State.HALF_OPEN: []}
    assert [line["event"] for line in lines] == told[state]


def quotas() -> QuotaCollector:
    counted = LocalQuotas()
    for _ in range(3):
        counted.count("wx1", SEND, AT)
    counted.count("wx1", "/wxa/unlimited", AT)
    counted.learn("wx1", "/cgi-bin/user/get", 2000)
    return QuotaCollector(lambda: {"account": counted.used("wx1", AT)})


def test_quotas_are_shown_with_their_limits():
    registry = CollectorRegistry()
    registry.register(quotas())

    def shown(name: str, path: str) -> float | None:
        return registry.get_sample_value(f"assistant_api_quota_{name}", {"app": "account", "path": path})

    assert (shown("used", SEND), shown("limit", SEND)) == (3, 500_000)
    assert (shown("used", "/wxa/unlimited"), shown("limit", "/wxa/unlimited")) == (1, None)
    assert (shown("used", "/cgi-bin/user/get"), shown("limit", "/cgi-bin/user/get")) == (0, 2000)


def test_they_are_part_of_metrics():
    app = Flask("test")
    app.register_blueprint(health.blueprint({}, frozenset(), [quotas()]))
    text = app.test_client().get("/metrics").get_data(as_text=True)
    assert f'assistant_api_quota_used{{app="account",path="{SEND}"}} 3.0' in text
    assert "# TYPE assistant_api_calls counter" in text or "# TYPE assistant_api_calls_total counter" in text
    assert generate_latest(REGISTRY).decode()[:100] in text


def test_the_dead_no_longer_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    gone = subprocess.Popen(["true"])
    gone.wait()
    files = [f"gauge_livemax_{gone.pid}.db", f"gauge_livemax_{os.getpid()}.db", f"counter_{gone.pid}.db"]
    for name in files:
        (tmp_path / name).touch()
    calling.forget_the_dead()
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(files[1:])
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR")
    calling.forget_the_dead()
