"""How long replies took."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rehearsal.wire import Message


@dataclass(frozen=True)
class Latency:
    """The time of replies in seconds, from the first delivery to the valid answer."""

    count: int
    p50: float
    p95: float
    p99: float
    most: float


def latency(messages: Iterable[Message]) -> Latency:
    """Percentiles of the answered among the messages; zeros when there are none."""
    seconds = sorted(message.seconds for message in messages)
    if not seconds:
        return Latency(0, 0.0, 0.0, 0.0, 0.0)
    p50, p95, p99 = (percentile(seconds, share) for share in (0.50, 0.95, 0.99))
    return Latency(len(seconds), p50, p95, p99, seconds[-1])


def percentile(ordered: Sequence[float], share: float) -> float:
    """The least value that is not exceeded by `share` of the values (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
