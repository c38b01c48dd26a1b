"""Tokens by which a queue says who stood at the desk: the server's own word, whatever a browser states."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from itsdangerous import BadData, URLSafeSerializer

from congress import audit
from congress.checkin import roster
from congress.checkin.entries import Arrival, Entry

LONGEST = 512  # characters of a token
BROUGHT = "checkin.brought"  # in the audit log
OLDEST = timedelta(days=3)  # after its end a token says nothing of any scan: a queue that waits longer is its sender's


@dataclass(frozen=True)
class Duties:
    """Hands out and reads tokens, with a key worked out of the installation's secret."""

    secret: str = field(repr=False)

    @cached_property
    def _serializer(self) -> URLSafeSerializer:
        # An HMAC, which it compares in constant time.
        return URLSafeSerializer(self.secret, salt="desk duty", signer_kwargs={"digest_method": hashlib.sha256})

    def token(self, login: str, at: datetime) -> str:
        """Says that `login` is at a desk, from `at` (aware) as long as a roster that is made now is valid."""
        return str(self._serializer.dumps([login, roster.milliseconds(at + roster.LIFE)]))

    def login(self, token: object, scanned: datetime, at: datetime) -> str:
        """Whose token it is; empty unless it is ours, had not ended when the badge was scanned, and is no old one `at`.

        Both are aware. There is no beginning to compare with: a device whose clock was set back held its token all the
        same.
        """
        if not isinstance(token, str) or len(token) > LONGEST or not token.isascii():
            return ""
        try:
            login, ends = self._serializer.loads(token)
        except BadData:
            return ""
        oldest = roster.milliseconds(at - OLDEST)
        return str(login) if max(oldest, roster.milliseconds(scanned)) < ends else ""


def note_scans(queued: Iterable[Entry], told: Iterable[Arrival], by: str, at: datetime) -> None:
    """Note in the audit log, for each of the others, how many of their scans `by` brought in. `at` is aware."""
    new = (entry.by for entry, arrival in zip(queued, told, strict=True) if not arrival.again)
    for login, number in sorted(Counter(new).items()):
        if login != by:
            audit.note(by, BROUGHT, login, at, f"scans={number}")


def note_undo(login: str, by: str, at: datetime) -> None:
    """The same for a check-in that `login` took back, when somebody else brought that in. `at` is aware."""
    if login != by:
        audit.note(by, BROUGHT, login, at, "undone=1")
