"""One log line a message, with the figures for /metrics: told by the gateway, written here."""

import atexit
import os
import threading
import time
from collections import deque
from collections.abc import Callable

import structlog
from prometheus_client import Counter, Histogram

from wechat.gateway import Seen

log = structlog.get_logger("message")
Line = tuple[float, str, str, dict[str, object]]  # Unix seconds, level, event, fields
TOGETHER = 0.2  # seconds that a delivery's line may wait for others
MESSAGES = Counter("assistant_deliveries_total", "Deliveries of pushes by kind and outcome", ["kind", "outcome"])
SECONDS = Histogram(
    "assistant_reply_seconds", "Our own time on a delivery", ["outcome"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 4.5, 16),
)  # fmt: skip
# Kinds come from the sender; only known ones become a label, so that nobody can grow the figures without bound.
KINDS = frozenset(
    [
        "text",
        "image",
        "voice",
        "video",
        "shortvideo",
        "location",
        "link",
        "event",
        "subscribe",
        "unsubscribe",
        "SCAN",
        "CLICK",
        "VIEW",
        "LOCATION",
    ]
)


def short(openid: str) -> str:
    """An openid as the log shows it: enough to follow one person through an hour, not enough to address them."""
    return f"{openid[:6]}…" if openid else ""


def key_of(message_key: str, openid: str) -> str:
    """A message key as the log shows it: that of an event holds the whole openid."""
    return message_key.replace(openid, short(openid)) if openid else message_key


class Observer:
    """Takes note of every delivery; a thread of its own writes and counts them soon after, many at a time.

    A message that is waited for should not pay for its line and its figures, and in a batch they cost a tenth.
    `write(lines)` puts lines of (time, level, event, fields) into the log.
    """

    def __init__(self, write: Callable[[list[Line]], None]) -> None:
        self._write = write
        self._noted: deque[tuple[float, Seen]] = deque()
        self._some = threading.Event()
        self._started = 0  # the process whose thread runs; a fork has none
        self._lock = threading.Lock()
        self._bound: dict[tuple[str, str], Callable[[float], None]] = {}

    def __call__(self, seen: Seen) -> None:
        """Take note."""
        self._noted.append((time.time(), seen))
        if not self._some.is_set():
            if self._started != os.getpid():
                self._start()
            self._some.set()

    def flush(self) -> None:
        """Write and count what was noted."""
        lines: list[Line] = []
        while self._noted:
            at, seen = self._noted.popleft()
            lines.append(self._line(at, seen))
        if lines:
            self._write(lines)

    def _line(self, at: float, seen: Seen) -> Line:
        kind = seen.kind if seen.kind in KINDS else "other"
        outcome, openid = seen.outcome, seen.openid
        counted = self._bound.get((kind, outcome))
        if counted is None:
            counted = self._bound[kind, outcome] = _bind(kind, outcome)
        counted(seen.ms / 1000)
        fields: dict[str, object] = {
            "key": key_of(seen.key, openid), "openid": short(openid), "kind": kind, "handler": seen.handler,
            "ms": round(seen.ms, 2),
        }  # fmt: skip
        if seen.reason:
            fields["reason"] = seen.reason
        return at, "warning" if outcome == "refused" else "info", outcome, fields

    def _start(self) -> None:
        with self._lock:
            if self._started == os.getpid():
                return
            self._started = os.getpid()
            threading.Thread(target=self._keep_writing, name="observer", daemon=True).start()
            atexit.register(self.flush)

    def _keep_writing(self) -> None:
        while self._some.wait():
            time.sleep(TOGETHER)
            self._some.clear()  # before looking, so that what comes while we look is looked at again
            try:
                self.flush()
            except Exception:
                # One delivery that can't be told of must not silence all others.
                log.exception("a delivery could not be noted")


def failed(seen: Seen, error: BaseException) -> None:
    """A handler raised: the one place where its traceback is written."""
    log.error(
        "handler failed", handler=seen.handler, kind=seen.kind, error=type(error).__name__,
        key=key_of(seen.key, seen.openid), exc_info=error,
    )  # fmt: skip


def redis_turned(reachable: bool, why: str) -> None:
    """Redis went or came back."""
    (log.info if reachable else log.error)("redis is back" if reachable else "redis is gone", why=why)


def _bind(kind: str, outcome: str) -> Callable[[float], None]:
    count, seconds = MESSAGES.labels(kind, outcome).inc, SECONDS.labels(outcome).observe

    def both(elapsed: float) -> None:
        count()
        seconds(elapsed)

    return both
