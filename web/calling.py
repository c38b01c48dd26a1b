"""What is told of the calls to the platform: figures for /metrics, and a log line where an operator must look."""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import structlog
from prometheus_client import Counter, Gauge, Histogram, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from wechat.breaker import State
from wechat.caller import Called
from wechat.outcomes import TABLE
from wechat.quotas import Used

log = structlog.get_logger("platform")
AGAIN = 60.0  # seconds before the same trouble is written again
CALLS = Counter("assistant_api_calls_total", "Calls of the platform's API by outcome", ["app", "path", "outcome"])
ERRORS = Counter("assistant_api_errors_total", "Error codes of the platform's API", ["app", "errcode"])
SECONDS = Histogram(
    "assistant_api_seconds", "Time that a call of the platform's API took", ["app"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8, 12),
)  # fmt: skip
BREAKER = Gauge(
    "assistant_api_breaker", "Worst of the processes: 0 closed, 1 half-open, 2 open", ["app"],
    multiprocess_mode="livemax",
)  # fmt: skip


def name_of(miniprogram: bool) -> str:
    """The label of an application."""
    return "miniprogram" if miniprogram else "account"


def unheard(what: object) -> None:
    """For calls that nobody watches: those of a command, which says itself what came of them."""


class CallObserver:
    """Counts every call; writes what an operator must see, the same at most once in AGAIN seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._written: dict[tuple[str, int], float] = {}

    def __call__(self, called: Called) -> None:
        """Take note of one call."""
        app = name_of(called.miniprogram)
        CALLS.labels(app, called.path, called.outcome).inc()
        if called.code:
            # Only known codes become a label of their own: the figures must not grow without bound.
            ERRORS.labels(app, str(called.code) if called.code in TABLE else "other").inc()
        if called.seconds:
            SECONDS.labels(app).observe(called.seconds)
        if called.outcome in ("alert", "bug"):
            self._write(app, called)

    def _write(self, app: str, called: Called) -> None:
        key, now = (called.path, called.code), self._monotonic()
        if now - self._written.get(key, float("-inf")) >= AGAIN:
            self._written[key] = now
            log.error("platform refuses", app=app, path=called.path, errcode=called.code, why=called.why)


def turned(miniprogram: bool) -> Callable[[State], None]:
    """Hears of the breaker of one application."""
    app = name_of(miniprogram)
    BREAKER.labels(app).set(State.CLOSED.value)

    def hear(state: State) -> None:
        BREAKER.labels(app).set(state.value)
        if state is State.OPEN:
            log.error("platform is down", app=app)
        elif state is State.CLOSED:
            log.info("platform is back", app=app)

    return hear


def forget_the_dead() -> None:
    """Let live figures of processes that were killed no longer count, where several processes add theirs up."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    for file in Path(folder).glob("gauge_live*_*.db") if folder else ():
        number = int(file.stem.rpartition("_")[2])
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            multiprocess.mark_process_dead(number, folder)
        except PermissionError:
            continue  # somebody else's, and alive


class QuotaCollector(Collector):
    """The day's calls and their limits; `read` gives them by application and address."""

    def __init__(self, read: Callable[[], Mapping[str, Mapping[str, Used]]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        """See prometheus_client.registry.Collector."""
        used = GaugeMetricFamily("assistant_api_quota_used", "Calls of today, in Beijing", labels=["app", "path"])
        limit = GaugeMetricFamily("assistant_api_quota_limit", "Calls that a day allows", labels=["app", "path"])
        for app, paths in self._read().items():
            for path, each in paths.items():
                used.add_metric([app, path], each.used)
                if each.limit is not None:
                    limit.add_metric([app, path], each.limit)
        return [used, limit]
