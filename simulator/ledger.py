"""Everything that went over the wire, bounded, with secrets masked."""

import re
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

KEPT = 20_000
# A body is for people to read; more than this fills memory and no drawer shows it.
BODY_LIMIT = 16_384
_MASKED = re.compile(
    r"""((?:access_token|refresh_token|secret|appsecret|session_key|holder)(?:=|"\s*:\s*"))[^&"\s]+""",
    re.IGNORECASE,
)

Entry = dict[str, Any]


def mask(text: str) -> str:
    """The text without access tokens and secrets, in URLs and in JSON."""
    return _MASKED.sub(r"\1***", text)


def readable(body: bytes | str) -> str:
    """A body as text, masked and cut to what a person reads."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    if len(text) > BODY_LIMIT:
        text = text[:BODY_LIMIT] + f"... ({len(text)} characters)"
    return mask(text)


class Ledger:
    """A bounded list of entries; `told` hears of each new one."""

    def __init__(self, told: Callable[[Entry], None], kept: int = KEPT) -> None:
        self._entries: deque[Entry] = deque(maxlen=kept)
        self._told = told
        self._lock = threading.Lock()
        self._last = 0

    def add(
        self, *, at: float, direction: str, what: str, verdict: str, request: Entry, response: Entry | None,
        attempt: int = 0, openid: str = "", ms: float = 0, inner: str = "",
    ) -> Entry:  # fmt: skip
        """Write one entry. `at` is wall time in seconds, `ms` how long it took, `inner` what was encrypted."""
        with self._lock:
            self._last += 1
            entry = {
                "id": self._last,
                "at": at,
                "direction": direction,
                "what": what,
                "attempt": attempt,
                "openid": openid,
                "ms": round(ms, 1),
                "verdict": verdict,
                "request": request,
                "response": response,
                "inner": readable(inner),
            }
            self._entries.append(entry)
        self._told(entry)
        return entry

    def entries(self, openid: str = "", after: int = 0, limit: int = 200) -> list[Entry]:
        """The newest entries after that id, oldest first; all people's unless an openid is given."""
        with self._lock:
            found = [e for e in self._entries if e["id"] > after and (not openid or e["openid"] == openid)]
        return found[-limit:]
