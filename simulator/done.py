"""What comes of an act at once, before the webhook has answered."""

import threading
from dataclasses import dataclass

from simulator.switches import WORDS


class Impossible(Exception):
    """The phone can't do that now; the text is for the person."""

    def __init__(self, name: str) -> None:
        super().__init__(WORDS["errors"][name])


@dataclass(frozen=True)
class Done:
    """What the phone is told. `ended` is set when the delivery is over; None if nothing was pushed."""

    ended: threading.Event | None = None
    url: str = ""
    scene: str = ""
