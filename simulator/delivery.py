"""Telling the webhook: three attempts, five seconds each, and the suspension of a server that keeps failing."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator import attempt, pushes
from simulator.clock import Clock
from simulator.ledger import Ledger, readable
from simulator.pushes import Push, Request
from simulator.settings import App
from simulator.switches import Switches
from simulator.verdict import Shown, Verdict, judge


@dataclass(frozen=True)
class Outcome:
    """How one delivery ended, after all of its attempts."""

    delivered: bool
    shown: Shown | None = None


class Courier:
    """Delivers pushes; many at a time, each from a thread of its own."""

    def __init__(
        self, webhook: str, clock: Clock, switches: Switches, ledger: Ledger, is_media: Callable[[str], bool]
    ) -> None:
        self.webhook = webhook
        self._clock = clock
        self._switches = switches
        self._ledger = ledger
        self._is_media = is_media
        self._marks = Marks(clock, switches)

    def deliver(self, push: Push, mode: str) -> Outcome:
        """Push until an attempt is answered validly, three times at most; blocks for up to three deadlines.

        A handler that is still at work for the first attempt meets the second: the platform doesn't wait for it.
        """
        if self._marks.suspended():
            self._write(push, None, None, 0, "not pushed: the server is suspended after repeated failures", "")
            return Outcome(False)
        time.sleep(random.uniform(0, self._switches.number("hold_seconds")))
        request = self._request(push, mode)
        for number in range(1, max(1, int(self._switches.number("attempts"))) + 1):
            if number > 1 and self._switches.on("retry_fresh"):
                request = self._request(push, mode)
            verdict = self._try(push, request, mode, number)
            self._marks.count(verdict.accepted)
            if verdict.accepted:
                if self._switches.on("duplicate"):
                    self._try(push, request, mode, number + 1, ignored=True)
                return Outcome(True, verdict.shown)
        return Outcome(False)

    def verify(self, app: App, echostr: str) -> str:
        """Check the address as the settings page does; empty if it is right, otherwise what is wrong."""
        request = pushes.verification(app, self.webhook, int(self._clock.wall()), pushes.draw_nonce(), echostr)
        answer = attempt.send(request, self._switches.number("cut_seconds"))
        said = answer.error
        if not said and answer.status != 200:
            said = f"HTTP {answer.status}"
        elif not said and answer.body != echostr.encode():
            said = "the body isn't exactly echostr"
        self._write(None, request, answer, 0, f"failed: {said}" if said else "verified", "")
        return said

    def _request(self, push: Push, mode: str) -> Request:
        return pushes.request(
            push,
            self.webhook,
            mode,
            int(self._clock.wall()),
            pushes.draw_nonce(),
            openid_in_url=self._switches.on("openid_in_url"),
        )

    def _try(self, push: Push, request: Request, mode: str, number: int, *, ignored: bool = False) -> Verdict:
        answer = attempt.send(request, self._switches.number("cut_seconds"))
        verdict = judge(push, answer, mode, self._is_media)
        said = f"a duplicate, not shown ({verdict.reason})" if ignored else verdict.reason
        inner = ""
        if mode != "plain":
            inner = pushes.inner_body(push.elements, push.format).decode()
            inner += f"\n\n--\n\n{verdict.inner}" if verdict.inner else ""
        self._write(push, request, answer, number, said, inner)
        return verdict

    def _write(
        self, push: Push | None, request: Request | None, answer: attempt.Answer | None, number: int, verdict: str,
        inner: str,
    ) -> None:  # fmt: skip
        sent: dict[str, Any] = {"method": "POST", "url": self.webhook, "headers": [], "body": ""}
        if request is not None:
            sent = {
                "method": "POST" if request.body else "GET",
                "url": request.url,
                "headers": [list(header) for header in request.headers],
                "body": readable(request.body),
            }
        came = None
        if answer is not None and answer.status:
            came = {
                "status": answer.status,
                "headers": [list(header) for header in answer.headers],
                "body": readable(answer.body),
            }
        self._ledger.add(
            at=self._clock.wall() - (answer.ms / 1000 if answer else 0),
            direction="push",
            what=push.what if push else "verify",
            attempt=number,
            openid=push.openid if push else "",
            ms=answer.ms if answer else 0,
            verdict=verdict,
            request=sent,
            response=came,
            inner=inner,
        )


class Marks:
    """MarkFail: a server that fails too often in a row hears nothing for a minute (section 3)."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._failures = 0
        self._until = 0.0
        self._lock = threading.Lock()

    def count(self, accepted: bool) -> None:
        """Count one attempt."""
        with self._lock:
            self._failures = 0 if accepted else self._failures + 1
            if self._failures >= self._switches.number("mark_fail_after") and self._switches.on("mark_fail"):
                self._failures = 0
                self._until = self._clock.shown() + self._switches.number("mark_fail_seconds")

    def suspended(self) -> bool:
        """Whether pushes are held back now."""
        return self._switches.on("mark_fail") and self._clock.shown() < self._until


def in_background(work: Callable[[], None]) -> threading.Event:
    """Run work on a thread of its own; the event is set when it has ended."""
    ended = threading.Event()

    def run() -> None:
        try:
            work()
        finally:
            ended.set()

    threading.Thread(target=run, daemon=True).start()
    return ended
