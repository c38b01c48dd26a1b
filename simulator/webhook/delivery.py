"""Telling the webhook: three attempts, five seconds each, and what faults make of them (docs/wechat.md, section 3)."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

from simulator.clock import Clock
from simulator.settings import App
from simulator.switches import Switches
from simulator.webhook import attempt, pushes
from simulator.webhook.alarms import Alarms
from simulator.webhook.attempt import Answer
from simulator.webhook.deliveries import Deliveries
from simulator.webhook.marks import Marks
from simulator.webhook.pushes import Push, Request
from simulator.webhook.script import Fault, Faults
from simulator.webhook.verdict import Rules, Shown, Verdict, judge

OVERTAKEN_WITHIN = 5.0  # seconds; then the one that is held goes out although nobody came after it


@dataclass(frozen=True)
class Outcome:
    """How one delivery ended, after all of its attempts."""

    delivered: bool
    shown: Shown | None = None


class Courier:
    """Delivers pushes; many at a time, each from a thread of its own."""

    def __init__(
        self, webhook: str, clock: Clock, switches: Switches, faults: Faults, deliveries: Deliveries, alarms: Alarms,
        is_media: Callable[[str], bool],
    ) -> None:  # fmt: skip
        self.webhook = webhook
        self._clock = clock
        self._switches = switches
        self._faults = faults
        self._written = deliveries
        self._alarms = alarms
        self._is_media = is_media
        self._marks = Marks(clock, switches)
        self._passed = threading.Condition()
        self._ended = 0
        self._held = False

    def deliver(self, push: Push, mode: str) -> Outcome:
        """Push until an attempt is answered validly, three times at most; blocks for up to three deadlines.

        A handler that is still at work for the first attempt meets the second: the platform doesn't wait for it.
        """
        if self._marks.suspended():
            self._written.unsent(push, "not pushed: the server is suspended after repeated failures")
            return Outcome(False)
        fault = self._faults.of_push(push.what)
        if fault.name == "dropped":
            self._written.unsent(push, "not pushed: fault")
            return Outcome(True)
        try:
            time.sleep(random.uniform(0, self._switches.number("hold_seconds")))
            if fault.name == "slow":
                time.sleep(fault.seconds)
            if fault.name == "overtaken":
                self._let_pass()
            return self._at_once(push, mode) if fault.name == "concurrent" else self._in_turn(push, mode, fault)
        finally:
            with self._passed:
                self._ended += 1
                self._passed.notify_all()

    def verify(self, app: App, echostr: str) -> str:
        """Check the address as the settings page does; empty if it is right, otherwise what is wrong."""
        request = pushes.verification(app, self.webhook, int(self._clock.wall()), pushes.draw_nonce(), echostr)
        answer = attempt.send(request, self._switches.number("cut_seconds"))
        said = answer.error
        if not said and answer.status != 200:
            said = f"HTTP {answer.status}"
        elif not said and answer.body != echostr.encode():
            said = "the body isn't exactly echostr"
        self._written.check(request, answer, f"failed: {said}" if said else "verified")
        return said

    def _in_turn(self, push: Push, mode: str, fault: Fault) -> Outcome:
        request = self._request(push, mode)
        for number in range(1, self._attempts() + 1):
            if number > 1:
                time.sleep(self._switches.number("retry_seconds"))
                if self._switches.on("retry_fresh"):
                    request = self._request(push, mode)
            hit = fault.name if number <= fault.attempts else ""
            verdict = self._try(push, request, mode, number, hit)
            if not verdict.accepted:
                continue
            for again in range(fault.attempts if fault.name == "duplicate" else 0):
                time.sleep(fault.seconds)
                self._try(push, request, mode, number + 1 + again, "ignored")
            return Outcome(True, verdict.shown if number == 1 or self._switches.on("retry_replies") else None)
        return Outcome(False)

    def _at_once(self, push: Push, mode: str) -> Outcome:
        """All attempts at the same time; the first good answer counts."""
        outcome = Outcome(False)
        with ThreadPoolExecutor(self._attempts()) as threads:
            requests = [self._request(push, mode) for _ in range(self._attempts())]
            tries = [
                threads.submit(self._try, push, request, mode, number, "") for number, request in enumerate(requests, 1)
            ]
            for ended in as_completed(tries):
                if ended.result().accepted and not outcome.delivered:
                    outcome = Outcome(True, ended.result().shown)
        return outcome

    def _let_pass(self) -> None:
        """Wait until the next delivery has ended; whoever comes while one is held goes first."""
        with self._passed:
            if self._held:
                return
            self._held, before = True, self._ended
            self._passed.wait_for(lambda: self._ended > before, OVERTAKEN_WITHIN)
            self._held = False

    def _attempts(self) -> int:
        return max(1, int(self._switches.number("attempts")))

    def _request(self, push: Push, mode: str) -> Request:
        return pushes.request(
            push,
            self.webhook,
            mode,
            int(self._clock.wall()),
            pushes.draw_nonce(),
            openid_in_url=self._switches.on("openid_in_url"),
        )

    def _try(self, push: Push, request: Request, mode: str, number: int, fault: str) -> Verdict:
        cut = self._switches.number("cut_seconds")
        answer = attempt.send(request, cut, hang_up=fault == "reset")
        rules = Rules(int(self._switches.number("text_limit")), self._switches.on("nonce_must_match"), request.nonce)
        verdict = judge(push, answer, mode, self._is_media, rules)
        said = verdict.reason
        if fault == "lost":
            # The platform goes on waiting for what it never sees.
            time.sleep(max(0.0, cut - answer.ms / 1000))
            verdict = Verdict(False, f"failed: the answer was lost ({verdict.reason})", inner=verdict.inner)
            said, answer = verdict.reason, _as_timeout(answer, cut)
        elif fault == "ignored":
            said = f"a duplicate, not shown ({verdict.reason})"
        self._written.tried(push, request, answer, mode, number, said, verdict.inner)
        self._count(push, answer, verdict)
        return verdict

    def _count(self, push: Push, answer: Answer, verdict: Verdict) -> None:
        """Marks and alarms."""
        suspended = self._marks.count(verdict.accepted)
        if not verdict.accepted:
            kind = answer.alarm or "illegal"
            self._alarms.count(kind, openid=push.openid, event=push.what, reason=verdict.reason)
        if suspended:
            self._alarms.count("markfail", openid=push.openid, event=push.what, reason=verdict.reason)


def _as_timeout(answer: Answer, cut: float) -> Answer:
    """The same as the platform had it: it waited until it hung up."""
    return replace(answer, ms=max(answer.ms, cut * 1000), alarm="timeout")


def over() -> threading.Event:
    """The end of a delivery that doesn't take place."""
    ended = threading.Event()
    ended.set()
    return ended


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
