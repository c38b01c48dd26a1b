"""Everything that went over the wire, bounded, with secrets masked."""

import re
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

KEPT = 20_000
CHARACTERS = 50_000_000
ENTRY_SIZE = 1_000  # what an entry weighs beside its bodies
TALLIED = 2_000  # different counts
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


@dataclass(frozen=True)
class Wanted:
    """Which entries: of one person, a direction (push or api), what (its beginning), a verdict (a part of it)."""

    openid: str = ""
    direction: str = ""
    what: str = ""
    verdict: str = ""
    after: int = 0

    def fits(self, entry: Entry) -> bool:
        """Whether this is one of them; what isn't said doesn't matter."""
        return (
            entry["id"] > self.after
            and self.openid in ("", entry["openid"])
            and self.direction in ("", entry["direction"])
            and entry["what"].startswith(self.what)
            and self.verdict in entry["verdict"]
        )


EVERYTHING = Wanted()


class Ledger:
    """A list of entries, bounded by their number and by the characters that they hold; `told` hears of each new one."""

    def __init__(self, told: Callable[[Entry], None], kept: int = KEPT, characters: int = CHARACTERS) -> None:
        self._entries: deque[Entry] = deque()
        self._told = told
        self._kept = kept
        self._room = characters
        self._tally: Counter[tuple[str, str, str]] = Counter()
        self._lock = threading.Lock()
        self._last = 0

    def add(
        self, *, at: float, direction: str, what: str, verdict: str, request: Entry, response: Entry | None,
        attempt: int = 0, openid: str = "", ms: float = 0, inner: str = "",
    ) -> Entry:  # fmt: skip
        """Write one entry. `at` is wall time in seconds, `ms` how long it took, `inner` what was encrypted."""
        entry: Entry = {
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
        with self._lock:
            self._last += 1
            entry = {"id": self._last, **entry}
            self._entries.append(entry)
            self._room -= _size(entry)
            while len(self._entries) > self._kept or (self._room < 0 and len(self._entries) > 1):
                self._room += _size(self._entries.popleft())
            counted = (direction, what, verdict)
            if counted in self._tally or len(self._tally) < TALLIED:
                self._tally[counted] += 1
        self._told(entry)
        return entry

    def entries(self, wanted: Wanted = EVERYTHING, limit: int = 200) -> list[Entry]:
        """The newest of the entries that are wanted, oldest first."""
        with self._lock:
            every = list(self._entries)
        return [entry for entry in every if wanted.fits(entry)][-limit:]

    def tally(self) -> list[Entry]:
        """How often each thing had each verdict since the start, whether or not it is still kept; most often first."""
        with self._lock:
            counted = self._tally.most_common()
        return [
            {"direction": direction, "what": what, "verdict": verdict, "count": count}
            for (direction, what, verdict), count in counted
        ]


def _size(entry: Entry) -> int:
    """About how many characters an entry holds."""
    answered = entry["response"]["body"] if entry["response"] else ""
    sent: Entry = entry["request"]
    return ENTRY_SIZE + len(sent.get("url", "")) + len(sent["body"]) + len(answered) + len(entry["inner"])
