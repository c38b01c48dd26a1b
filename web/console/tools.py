"""What the console's pages are given by the composition root."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from congress.notices.outbox import Told
from understanding.tracing import Explained
from wechat.inbound import Ask


class Clock(Protocol):
    """Tells the time now, aware, +08:00."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """Values of the configuration, and the clocks."""

    clock: Clock  # the congress's: what the domain is told
    secret_key: str = field(repr=False)  # signs sessions; for anything else it is taken with a salt
    redis: str = field(default="memory://", repr=False)  # address of the store in which tries are counted
    web_url: str = "http://127.0.0.1:8000"  # how browsers reach us, without a final slash
    data: Path = Path("data")
    congress_name: str = ""
    web_threads: int = 24  # of this process
    wall: Callable[[], float] = time.time  # Unix seconds: how long a sign-in lasts must not follow a demo's clock
    # How many recipients a notice would have now by each channel; empty when it can't be counted.
    forecast: Callable[[Told, datetime], Mapping[str, int]] | None = None
    # How the last of several messages of one person is understood and answered; does nothing that its answer would do.
    explain: Callable[[Sequence[Ask]], Explained] | None = None
    # To which of these openids a customer-service message may be sent now; None while nobody can tell.
    reach: Callable[[Sequence[str], datetime], frozenset[str] | None] = lambda openids, at: None
    # Tells every process that the content has another revision, so that it answers from it at its next message.
    content_changed: Callable[[], None] = lambda: None
