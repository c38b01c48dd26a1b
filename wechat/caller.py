"""The way of every call: token, breaker, quota, exchange, decision, and another try where that can't do harm."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wechat.breaker import Breaker, State
from wechat.failures import PlatformDown, PlatformError
from wechat.outcomes import BEIJING, Alert, Bug, Done, Outcome, Renew, Retry, Unsure, WaitUntil, decide, describe, label
from wechat.quotas import BELIEVED, Hold, LocalQuotas, Quotas
from wechat.renewal import Renewal, token_refused
from wechat.tokens import REST, Tokens
from wechat.transport import TIMEOUT, Received, Request, Transport, Trouble, encoded, masked

TRIES = 3  # in all, of a call that may be made again
PATIENCE = 20.0  # seconds after which no further try begins
UNSENT = 0.3  # seconds before the first further try when no connection came about
TOKEN_TIMEOUT = (2.0, 4.0)  # seconds to connect, to read; together less than wechat.tokens.LOCKED
SKEW = timedelta(minutes=1)  # by which clocks of several machines may differ
MESSAGE_LIMIT = 200  # characters of the platform's own text in an error
Failure = PlatformError | PlatformDown


@dataclass(frozen=True, slots=True)
class Called:
    """One exchange, or one that was held back: `seconds` is 0 then. `outcome` is its label, `why` its description."""

    miniprogram: bool
    path: str
    outcome: str
    code: int
    seconds: float
    why: str = ""


class Caller:
    """One appid's way to the platform. Safe between threads. `now` is aware; `sleep` and `monotonic` are in seconds."""

    def __init__(
        self, appid: str, secret: str, api_url: str, mp_url: str, tokens: Tokens, *, quotas: Quotas | None = None,
        miniprogram: bool = False, observe: Callable[[Called], None] = lambda called: None,
        turned: Callable[[State], None] = lambda state: None,
        now: Callable[[], datetime] = lambda: datetime.now(BEIJING), sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic, timeout: tuple[float, float] = TIMEOUT,
    ) -> None:  # fmt: skip
        self.appid, self.miniprogram = appid, miniprogram
        self._secret, self._mp_url = secret, mp_url
        self._tokens, self._quotas = tokens, quotas or LocalQuotas()
        self._observe, self._now, self._sleep, self._monotonic = observe, now, sleep, monotonic
        self._transport = Transport(appid, api_url, timeout)
        self._breaker = Breaker(monotonic=monotonic, turned=turned)
        self._token = self.renewal(appid, self._fetch_token)

    def call(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, query: dict[str, str] | None = None,
        again: bool = False, token: bool = True,
    ) -> dict[str, Any]:  # fmt: skip
        """Call an address and give back the platform's JSON.

        `again` says that doing it twice does no harm; without it nothing is repeated that may have arrived.
        Raises PlatformError or PlatformDown.
        """
        return self.ask(Request(method, path, body, query or {}, again=again, token=token)).json

    def outcome(self, method: str, path: str, body: dict[str, Any], *, again: bool = False) -> Outcome:
        """The same as `call`, with whatever happens as an outcome."""
        try:
            return Done(self.call(method, path, body, again=again))
        except (PlatformError, PlatformDown) as error:
            return error.outcome

    def ask(self, request: Request) -> Received:
        """Make one call. Raises PlatformError or PlatformDown."""
        began, tries, renewed = self._monotonic(), 1, False
        try:
            body = encoded(request.body)
        except (ValueError, TypeError):
            body = None
        if body is None and request.body is not None:
            raise PlatformError(47001, "not JSON, was not sent", Bug("body"))
        while True:
            token, found = self._attempt(request, body)
            if isinstance(found, Received):
                return found
            outcome = found.outcome
            if isinstance(outcome, Renew):
                if renewed or not self._token.refused(token):
                    # New tokens are refused too. It was not done, and may be tried when the platform is well again.
                    found.outcome = Retry(REST)
                    raise found
                renewed = True
            elif isinstance(outcome, Retry) and tries < TRIES and self._monotonic() - began + outcome.after < PATIENCE:
                # Twice as long each time, and never all callers at the same instant.
                self._sleep(outcome.after * 2 ** (tries - 1) * random.uniform(1.0, 1.5))
                tries += 1
            else:
                raise found

    def renewal(self, name: str, fetch: Callable[[], tuple[str, float]]) -> Renewal:
        """A token or ticket that all processes share."""
        return Renewal(self._tokens, name, fetch, now=self._now, sleep=self._sleep, monotonic=self._monotonic)

    def _attempt(self, request: Request, body: bytes | None) -> tuple[str, Received | Failure]:
        """The token that was used, and what came of it. Failures are returned: raised here they'd hold their cause."""
        now = self._now()
        hold = self._quotas.held(self.appid, request.path, now)
        # One that reaches further ahead is from before the clock was set back, as a demo's may be.
        if hold is not None and hold.until <= (now + BELIEVED + SKEW).timestamp():
            return "", self._held(request, hold, now)
        try:
            token = self._token.current() if request.token else ""
        except (PlatformError, PlatformDown) as error:
            return "", error
        return token, self._exchange(request, token, body, now)

    def _exchange(self, request: Request, token: str, body: bytes | None, now: datetime) -> Received | Failure:
        if wait := self._breaker.admit():
            when = self._now() + timedelta(seconds=wait)
            self._note(request, "breaker", 0, 0.0)
            return PlatformDown(f"the platform is down; tried again at {when:%H:%M:%S}", WaitUntil(when))
        self._quotas.count(self.appid, request.path, now)
        began = self._monotonic()
        found = self._transport.exchange(request, token, body)
        result: Received | Failure = found if isinstance(found, Received) else self._trouble(request, found)
        if isinstance(found, Received):
            self._breaker.up()
            if found.code:
                result = self._refusal(request, found, token, now)
        elif 300 <= found.status < 500:
            self._breaker.up()
        else:
            self._breaker.down()
        outcome = Done() if isinstance(result, Received) else result.outcome
        code = found.code if isinstance(found, Received) else 0
        self._note(request, label(outcome), code, self._monotonic() - began, describe(outcome))
        return result

    def _refusal(self, request: Request, found: Received, token: str, now: datetime) -> PlatformError:
        message = self._clean(str(found.json.get("errmsg", "")), request, token)
        # By the time of the call: what was refused just before midnight waits for that midnight, not for the next.
        outcome = decide(found.code, now, again=request.again, message=message)
        if isinstance(outcome, Renew) and not request.token:
            return token_refused(found.code, message, now)
        if isinstance(outcome, WaitUntil):
            until = min(outcome.when, now + BELIEVED).timestamp()
            self._quotas.hold(self.appid, request.path, Hold(found.code, until))
        return PlatformError(found.code, message, outcome)

    def _trouble(self, request: Request, trouble: Trouble) -> PlatformDown:
        if not trouble.sent:
            return PlatformDown(trouble.why, Retry(UNSENT))
        if 300 <= trouble.status < 500:
            return PlatformDown(trouble.why, Alert("not an answer of the platform", trouble.why))
        return PlatformDown(trouble.why, Retry(1.0) if request.again else Unsure("no answer", trouble.why))

    def _held(self, request: Request, hold: Hold, now: datetime) -> PlatformError:
        self._note(request, "held", hold.code, 0.0)
        outcome = decide(hold.code, now)
        return PlatformError(hold.code, "the platform said so before; not called", outcome)

    def _note(self, request: Request, outcome: str, code: int, seconds: float, why: str = "") -> None:
        self._observe(Called(self.miniprogram, request.path, outcome, code, seconds, why))

    def _fetch_token(self) -> tuple[str, float]:
        """POST stable_token, never forced: twenty forced calls a day would be burnt in no time (section 8.1)."""
        body = {"grant_type": "client_credential", "appid": self.appid, "secret": self._secret}
        request = Request("POST", "/cgi-bin/stable_token", body, token=False, again=True, timeout=TOKEN_TIMEOUT)
        _, found = self._attempt(request, encoded(body))
        if not isinstance(found, Received):
            raise found
        token, seconds = found.json.get("access_token"), found.json.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int | float):
            raise PlatformDown("an answer without a token", Retry(1.0))
        return token, float(seconds)

    def _clean(self, message: str, request: Request, token: str) -> str:
        own = _texts([request.body, request.query])
        return masked(message, (self._secret, token, *own))[:MESSAGE_LIMIT]


def _texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(each)
