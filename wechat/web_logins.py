"""The code that a browser brings back from the page of OAuth, exchanged once however often it is brought.

Some clients open the way back twice, at once or one after the other (docs/wechat.md, section 15). The platform takes a
code once; whoever brings it again is given what came of it the first time.
"""

import hashlib
import json
import time
from collections.abc import Callable
from typing import Protocol

from wechat.calls.sign_in import Person
from wechat.failures import PlatformDown
from wechat.tokens import Tokens

KEPT = 300.0  # seconds: as long as a code would have been good
PATIENCE = 4.0  # seconds to wait for whoever exchanges the same code at this moment
POLL = 0.05


class Exchange(Protocol):
    """What the platform is asked; raises PlatformError or PlatformDown."""

    def exchange_code(self, code: str) -> Person: ...


class WebLogins:
    """Safe between threads; over processes as far as `store` is shared."""

    def __init__(
        self, client: Exchange, store: Tokens, *, sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._client, self._store = client, store
        self._sleep, self._monotonic = sleep, monotonic

    def person(self, code: str) -> Person:
        """Whom a code stands for. Raises PlatformError (a code that is nobody's, or used elsewhere) or PlatformDown."""
        name = f"code:{hashlib.sha256(code.encode()).hexdigest()[:32]}"  # what is kept can't be used as a code
        until = self._monotonic() + PATIENCE
        while (found := self._known(name)) is None:
            ticket = self._store.lock(name)
            if ticket is not None:
                try:
                    found = self._known(name) or self._exchange(name, code)
                finally:
                    self._store.unlock(name, ticket)
                return found
            if self._monotonic() >= until:
                raise PlatformDown("somebody else exchanges this code")
            self._sleep(POLL)
        return found

    def _known(self, name: str) -> Person | None:
        kept = self._store.get(name)
        return None if kept is None else Person(*json.loads(kept.token))

    def _exchange(self, name: str, code: str) -> Person:
        person = self._client.exchange_code(code)
        self._store.put(name, json.dumps([person.openid, person.unionid, person.snapshot]), KEPT)
        return person
