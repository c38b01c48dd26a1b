"""Deliveries as the ledger keeps them: what was sent, what came back, and what both said once decrypted."""

from typing import Any

from simulator.clock import Clock
from simulator.ledger import Ledger, readable
from simulator.webhook import pushes
from simulator.webhook.attempt import Answer
from simulator.webhook.pushes import Push, Request


class Deliveries:
    """Writes attempts into the ledger; `webhook` is the address of those that were never sent."""

    def __init__(self, ledger: Ledger, clock: Clock, webhook: str) -> None:
        self._ledger = ledger
        self._clock = clock
        self._webhook = webhook

    def tried(
        self, push: Push, request: Request, answer: Answer, mode: str, number: int, verdict: str, reply: str
    ) -> None:
        """One attempt; `reply` is the decrypted one, empty unless it was encrypted."""
        inner = ""
        if mode != "plain":
            inner = pushes.inner_body(push.elements, push.format).decode()
            inner += f"\n\n--\n\n{reply}" if reply else ""
        self._write(push.what, push.openid, request, answer, number, verdict, inner)

    def unsent(self, push: Push, verdict: str) -> None:
        """A delivery that was held back."""
        inner = pushes.inner_body(push.elements, push.format).decode()
        self._write(push.what, push.openid, None, None, 0, verdict, inner)

    def check(self, request: Request, answer: Answer, verdict: str) -> None:
        """The check of the address."""
        self._write("verify", "", request, answer, 0, verdict, "")

    def _write(
        self, what: str, openid: str, request: Request | None, answer: Answer | None, number: int, verdict: str,
        inner: str,
    ) -> None:  # fmt: skip
        sent: dict[str, Any] = {"method": "POST", "url": self._webhook, "headers": [], "body": ""}
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
            what=what,
            attempt=number,
            openid=openid,
            ms=answer.ms if answer else 0,
            verdict=verdict,
            request=sent,
            response=came,
            inner=inner,
        )
