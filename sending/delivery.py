"""Sending one batch: wave after wave, each with its intents on record before the calls and its results after them."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import redis
import structlog

from congress.notices import batches, hints, outbox
from congress.notices.batches import Intent, Lost, Result, Work
from congress.notices.ledger import Row
from sending import owners
from sending.channels import BANNER, SERVICE, Choice, Sender, Ways, Windows
from sending.decisions import Decision, decide
from sending.limits import Limit
from sending.templates import Means
from wechat.outcomes import Done, OtherChannel, Outcome, Unsure, label

WAVE = 16  # calls at once
AT_ONCE = 10.0  # seconds after the intent within which a call has to begin: later the batch may be another's
BELIEVED = timedelta(minutes=10)  # for which a channel that is held is not asked again
TRIES, AGAIN = 5, 1.0  # to write the ledger, and seconds between two of them
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
        self.held: dict[str, tuple[datetime, datetime]] = {}  # channel -> asked again then, really held until
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
        _Run(self, work, owner).go(until)
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


class _Run:
    """One batch in hand."""

    def __init__(self, delivery: Delivery, work: Work, owner: str) -> None:
        self.delivery, self.work, self.owner = delivery, work, owner
        self.ways = Ways(work.notice, delivery.means)
        self.results: list[Result] = []
        self.stop = ""

    def go(self, until: float) -> None:
        """Wave after wave, until the batch or the time is over."""
        delivery = self.delivery
        try:
            while not self.stop and delivery.monotonic() < until:
                people = batches.waiting(self.work, delivery.now())
                if not people:
                    break
                choices = self.ways.choose(people, delivery.windows, delivery.now())
                left = [each for each in choices if not self._settled(each)]
                while left and delivery.monotonic() < until and self._wave(left[:WAVE]):
                    left = left[WAVE:]
                if self.results:
                    self._turn(())
                if delivery.monotonic() < delivery.limited_until:
                    break
        except Lost:
            log.info("the rest is not ours to send", notice=self.work.notice.number)
        if self.stop:
            log.error("notice stopped", notice=self.work.notice.number, why=self.stop)
            outbox.stop(self.work.notice.number, self.stop)

    def _settled(self, choice: Choice) -> bool:
        """Whether there is nothing to call: a banner, or a channel that has to wait."""
        person, notice = choice.recipient, self.work.notice
        if choice.channel == BANNER:
            self.results.append(Result(person, Row.BANNER, why=_why(choice)))
            return True
        again_at, held_until = self.delivery.held.get(choice.channel, (None, None))
        if again_at is None or held_until is None or again_at <= self.delivery.now():
            return False
        # What can't wait so long takes the next way.
        late = notice.expires is not None and held_until >= notice.expires
        due, tried = (None, choice.channel) if late else (held_until, "")
        again = choice.channel if person.again and not late else ""
        self.results.append(Result(person, Row.WAITING, again, "wait_until", due=due, tried=tried))
        return True

    def _wave(self, wave: Sequence[Choice]) -> bool:
        """Some calls; False when no further wave makes sense."""
        open_ = [each for each in wave if each.channel not in self.ways.closed and each.channel not in self._holding()]
        granted = self.delivery.granted(len(open_)) if open_ else 0
        choices = {each.recipient.number: each for each in open_[:granted]}
        taken = self._turn([Intent(each.recipient, each.channel, each.grant) for each in choices.values()])
        called = [choices[each.recipient.number] for each in taken]
        for choice, outcome in zip(called, self.delivery.call(self.ways, called), strict=True):
            if outcome is not None:
                self._take(choice, decide(choice, outcome, self.delivery.now(), self.work.notice.expires))
        return not self.stop and granted == len(open_)

    def _take(self, choice: Choice, decision: Decision) -> None:
        self.results.append(decision.result)
        if decision.held is not None:
            until = min(decision.held, self.delivery.now() + BELIEVED)
            self.delivery.held[choice.channel] = (until, decision.held)
        if decision.closed:
            log.error("channel closed", notice=self.work.notice.number, channel=choice.channel,
                      why=decision.result.why)  # fmt: skip
            self.ways.closed.add(choice.channel)
        if decision.no_grant:
            self.ways.none_left(choice)
        self.stop = self.stop or decision.stop

    def _holding(self) -> set[str]:
        now = self.delivery.now()
        return {channel for channel, (again_at, _) in self.delivery.held.items() if again_at > now}

    def _turn(self, intents: Sequence[Intent]) -> tuple[Intent, ...]:
        delivery, left = self.delivery, TRIES
        while True:
            left -= 1
            try:
                done = batches.turn(self.work, self.owner, delivery.now(), delivery.wall(), self.results, intents)
            except Lost:
                self.results = []
                raise
            except Exception as error:
                # What came of calls that were made must not be forgotten for a lock, or a server that starts anew.
                if not left:
                    raise
                log.warning("the ledger can't be written", why=type(error).__name__)
                batches.reconnect()
                time.sleep(AGAIN)
            else:
                self.results = []
                return done


def _why(choice: Choice) -> str:
    if choice.recipient.stale:
        return batches.UNSURE
    return f"no channel left: {', '.join(choice.recipient.tried)}" if choice.recipient.tried else "no channel"
