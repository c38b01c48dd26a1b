"""The delegates' hands: acts sent to the stand-in without waiting for what comes of them."""

import http.client
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rehearsal.phone import Phone
from rehearsal.plan import Act

HANDS = 8
# Congress seconds between two acts of one person, also when hands are late: pushes tell the time in whole seconds, and
# two equal events in one second are one.
APART = 2.0


PAUSE = 0.005


@dataclass(frozen=True)
class Played:
    """An act that was sent: when by the wall's clock, and why the phone refused it (empty: it did not)."""

    act: Act
    at: float
    refusal: str = ""


class Senders:
    """A few threads. All acts of one person go through the same one, which keeps their order."""

    def __init__(self, address: tuple[str, int], openids: Sequence[str], codes: Mapping[str, str],
                 taps: Mapping[str, list[int]], shown: Callable[[], float], template: str) -> None:  # fmt: skip
        """`shown` tells the congress time in Unix seconds; `template` is the subscription that people accept."""
        self._template = template
        self._openids, self._codes, self._taps, self._shown = openids, codes, taps, shown
        self.played: list[Played] = []
        self._refused: list[str] = []
        self.sent = 0  # acts that were handed to a hand
        self._lines: list[queue.SimpleQueue[Act | None]] = [queue.SimpleQueue() for _ in range(HANDS)]
        self._threads = [threading.Thread(target=self._work, args=(line, address)) for line in self._lines]
        for thread in self._threads:
            thread.start()

    @property
    def refused(self) -> int:
        """How many acts the phone would not do."""
        return len(self._refused)

    def send(self, act: Act) -> None:
        """Do it as soon as a hand is free."""
        self.sent += 1
        self._lines[act.person % HANDS].put(act)

    def stop(self) -> None:
        """Let the hands finish what they have, then rest."""
        for line in self._lines:
            line.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self, line: "queue.SimpleQueue[Act | None]", address: tuple[str, int]) -> None:
        phone, latest = Phone(address), dict[int, float]()
        while (act := line.get()) is not None:
            while self._shown() < latest.get(act.person, 0.0) + APART:
                time.sleep(PAUSE)
            at, latest[act.person] = time.time(), self._shown()
            try:
                answer = phone.post("/phone/act", self.values(act))
                refusal = "" if answer["ok"] else str(answer["error"])
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                refusal = type(error).__name__
            self.played.append(Played(act, at, refusal))
            if refusal:
                self._refused.append(refusal)
        phone.close()

    def values(self, act: Act) -> dict[str, Any]:
        """The act as the phone's JSON. KeyError for a code or a button that is not there."""
        said: dict[str, Any] = {"openid": self._openids[act.person], "do": act.do}
        if act.waits:
            said["wait"] = True
        match act.do:
            case "scan":
                said["ticket"] = self._codes[act.detail]
            case "subscribe":
                said["choices"] = {self._template: "accept"}
            case "tap":
                said["path"] = self._taps[act.detail]
            case "text" | "voice":
                said["text"] = act.detail
            case "location":
                said |= {"lat": act.place[0], "lng": act.place[1], "label": act.detail}
        return said
