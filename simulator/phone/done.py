"""What comes of an act at once, before the webhook has answered."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.switches import WORDS


class Impossible(Exception):
    """The phone can't do that now; the text is for the person."""

    def __init__(self, name: str) -> None:
        super().__init__(WORDS["errors"][name])


@dataclass(frozen=True)
class Done:
    """What the phone is told. `ended` is set when the delivery is over; None if nothing was pushed.

    `answer` holds more keys for the phone.
    """

    ended: threading.Event | None = None
    url: str = ""
    scene: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)
