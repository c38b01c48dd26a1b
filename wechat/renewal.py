"""One token that all processes share: of those who miss it one fetches it, the others wait."""

import json
import threading
import time
from collections.abc import Callable
from datetime import datetime

from wechat.failures import PlatformDown, PlatformError
from wechat.outcomes import Alert, Renew, Retry, WaitUntil, decide, seconds_until
from wechat.tokens import Tokens

# Renewed when so much of its life is left; stable_token gives a new one five minutes before the end (section 8.1).
EARLY = 240.0  # seconds
MARGIN = 5.0  # seconds before its end from which a token is no longer used
REST_AHEAD = 30.0  # seconds between two tries to renew ahead of time
PATIENCE = 16.0  # seconds for another process to renew, or to die over it and a third to take its place
POLL = 0.05  # seconds
REFUSED = 30.0  # seconds in which nobody asks again after a refusal that only the operator can end
CONFIRM = 300.0  # the same when an administrator has been asked to confirm (section 8.1: do not hammer)
LONGEST = 600.0  # seconds for which a used-up quota is believed before one call tries again
UNREACHABLE = 0.5  # seconds: enough for all who waited for the same failed call

Fetch = Callable[[], tuple[str, float]]  # a token and its seconds; raises PlatformError or PlatformDown


class Renewal:
    """Safe between threads and, through `tokens`, between processes. `now` is aware; `monotonic` gives seconds."""

    def __init__(
        self, tokens: Tokens, name: str, fetch: Fetch, *, now: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep, monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._tokens, self._name, self._fetch = tokens, name, fetch
        self._now, self._sleep, self._monotonic = now, sleep, monotonic
        # Of the threads of this process one stands at Redis, the others behind it.
        self._door = threading.Lock()

    def current(self) -> str:
        """The token. Raises PlatformError or PlatformDown when there is none to be had."""
        kept = self._tokens.get(self._name)
        if kept is None:
            return self._wait()
        if kept.left <= EARLY and self._door.acquire(blocking=False):
            # The old one serves everybody meanwhile, and also when the new one is not to be had yet.
            try:
                return self._renew_ahead() or kept.token
            finally:
                self._door.release()
        return kept.token

    def refused(self, token: str) -> bool:
        """The platform refused this token: whether it is worth asking `current` for another."""
        return self._tokens.drop(self._name, token)

    def _wait(self) -> str:
        until = self._monotonic() + PATIENCE
        if not self._door.acquire(timeout=PATIENCE):
            raise _none_came()
        try:
            while self._monotonic() < until:
                if token := self._known():
                    return token
                if ticket := self._tokens.lock(self._name):
                    try:
                        # It may have come between the look and the lock.
                        return self._known() or self._renew()
                    finally:
                        self._tokens.unlock(self._name, ticket)
                self._sleep(POLL)
            raise _none_came()
        finally:
            self._door.release()

    def _known(self) -> str:
        if kept := self._tokens.get(self._name):
            return kept.token
        if why := self._tokens.refusal(self._name):
            raise self._remembered(why)
        return ""

    def _renew_ahead(self) -> str:
        resting = f"{self._name}:ahead"
        if self._tokens.refusal(resting):
            return ""
        ticket = self._tokens.lock(self._name)
        if ticket is None:
            return ""
        try:
            self._tokens.refuse(resting, "asked lately", REST_AHEAD)
            token, seconds = self._fetch()
        except (PlatformError, PlatformDown):
            return ""
        else:
            return self._keep(token, seconds)
        finally:
            self._tokens.unlock(self._name, ticket)

    def _renew(self) -> str:
        try:
            token, seconds = self._fetch()
        except PlatformError as error:
            why = json.dumps([error.code, error.message])
            self._tokens.refuse(self._name, why, self._pause(error))
            raise
        except PlatformDown as error:
            if error.until is None:  # else nobody was asked: this process's breaker is open
                self._tokens.refuse(self._name, json.dumps([None, str(error)]), UNREACHABLE)
            raise
        return self._keep(token, seconds)

    def _keep(self, token: str, seconds: float) -> str:
        self._tokens.put(self._name, token, max(1.0, seconds - MARGIN))
        return token

    def _pause(self, error: PlatformError) -> float:
        match error.outcome:
            case WaitUntil(when):
                return min(LONGEST, max(1.0, seconds_until(when, self._now())))
            case Retry(after):
                return after
            case _:
                return CONFIRM if 89500 <= error.code < 89600 else REFUSED

    def _remembered(self, why: str) -> Exception:
        code, message = json.loads(why)
        if code is None:
            return PlatformDown(message, Retry(UNREACHABLE))
        return token_refused(code, message, self._now())


def token_refused(code: int, message: str, at: datetime) -> PlatformError:
    """The error for a refusal of a call that shows the secret, on which 40001 means a wrong one (section 19)."""
    outcome = decide(code, at, again=True, message=message)
    if isinstance(outcome, Renew):
        outcome = Alert("secret is wrong", outcome.detail)
    return PlatformError(code, message, outcome)


def _none_came() -> PlatformDown:
    return PlatformDown("no token: another process is still fetching one")
