"""One log line a message, with the figures for /metrics: told by the gateway, written here."""

from collections.abc import Callable

import structlog
from prometheus_client import Counter, Histogram

from wechat.gateway import Seen

log = structlog.get_logger("message")
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
    """Writes and counts every delivery. `write(event, level, fields)` puts one line into the log."""

    def __init__(self, write: Callable[[str, str, dict[str, object]], None]) -> None:
        self._write = write
        self._bound: dict[tuple[str, str], Callable[[float], None]] = {}

    def __call__(self, seen: Seen) -> None:
        """Write the line and count."""
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
        self._write(outcome, "warning" if outcome == "refused" else "info", fields)


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
