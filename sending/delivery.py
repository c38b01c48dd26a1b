"""One process's part of the sending: batches claimed and given back, calls made at once, banners hinted at."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import redis
import structlog

from congress.notices import batches, hints, parked
from sending import owners
from sending.channels import SERVICE, Choice, Sender, Ways, Windows
from sending.limits import Limit
from sending.run import WAVE, Held, Run
from sending.templates import Means
from wechat.outcomes import Done, OtherChannel, Outcome, Unsure, label

AT_ONCE = 10.0  # seconds after the intent within which a call has to begin: later the batch may be another's
log = structlog.get_logger("notices")


class Delivery:
    """One process's part of the sending. Not safe between threads; its calls run in threads of its own.

    `now` is aware, `wall` in Unix seconds, `monotonic` in seconds; `told(channel, outcome)` hears of each call.
    """

    def __init__(
        self, sender: Sender, windows: Windows, limit: Limit, means: Means, now: Callable[[], datetime], *,
        told: Callable[[str, str], None] = lambda channel, outcome: None, wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.sender, self.windows, self.limit, self.means, self.now = sender, windows, limit, means, now
        self.told, self.wall, self.monotonic = told, wall, monotonic
        self.held: dict[str, Held] = {}  # by channel
        self._calls = ThreadPoolExecutor(WAVE, "call")
        self.limited_until = 0.0  # monotonic seconds until which the minute's messages are used up
        self._left: set[str] = set()

    def work(self, until: float) -> bool:
        """Send what is due of one batch, up to `until` (monotonic seconds); False when there is nothing to do now.

        Raises redis.RedisError and what the database raises; what was begun is taken up again by whoever comes next.
        """
        if self.monotonic() < self.limited_until:
            return False
        owner = owners.own()
        work = batches.claim(owner, self.now(), self.wall(), lambda other: other in self._left or owners.gone(other))
        if work is None:
            return False
        self._left.add(owner)
        Run(self, work, owner).go(until)
        not_before = None
        if (seconds := self.limited_until - self.monotonic()) > 0:
            not_before = self.now() + timedelta(seconds=seconds)
        batches.release(work, owner, self.now(), not_before)
        self._left.discard(owner)
        return True

    def hint(self) -> int:
        """Tell the message path whose banners wait; how many that were."""
        rows = hints.missing(self.now())
        if rows:
            self.windows.hint({openid: number for number, openid in rows.items()})
            hints.given(list(rows))
        return len(rows)

    def hint_again(self) -> None:
        """Tell it of all: a store may have lost what it was told."""
        after = 0
        while rows := hints.page(after):
            self.windows.hint({openid: number for number, openid in rows.items()})
            after = max(rows)

    def let_go(self) -> None:
        """Forget what is held since before staff had the platform's counts cleared."""
        since = parked.cleared() if self.held else None
        if since is not None:
            self.held = {channel: held for channel, held in self.held.items() if held.since > since}

    def granted(self, wanted: int) -> int:
        """How many of the calls may go out in this minute."""
        granted, seconds = self.limit.take(wanted)
        if granted < wanted:
            self.limited_until = self.monotonic() + seconds
        return granted

    def call(self, ways: Ways, choices: Sequence[Choice]) -> list[Outcome | None]:
        """Make calls at once; None for one that was not made, since its time was over."""
        deadline = self.monotonic() + AT_ONCE
        return list(self._calls.map(lambda choice: self._one(ways, choice, deadline), choices))

    def _one(self, ways: Ways, choice: Choice, deadline: float) -> Outcome | None:
        if self.monotonic() > deadline:
            return None
        try:
            outcome = ways.send(choice, self.sender)
        except Exception as error:
            log.exception("a call failed", channel=choice.channel)
            return Unsure("our own failure", type(error).__name__)
        if choice.channel == SERVICE and choice.window is not None:
            # A window that the platform calls closed is so until the person's next contact.
            spent = {Done: 1, OtherChannel: choice.window.left}.get(type(outcome), 0)
            try:
                for _ in range(spent):
                    self.windows.spend(choice.recipient.openid, choice.window)
            except redis.RedisError:
                log.warning("redis is gone")
        self.told(choice.channel, label(outcome))
        return outcome
