"""One batch in hand: wave after wave, each with its intents on record before the calls and its results after them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from congress.notices import batches, outbox
from congress.notices.batches import Intent, Lost, Result, Work
from congress.notices.ledger import Row
from sending.channels import BANNER, Choice, Ways
from sending.decisions import Decision, decide

if TYPE_CHECKING:
    from sending.delivery import Delivery

WAVE = 16  # calls at once
BELIEVED = timedelta(minutes=10)  # for which a channel that is held is not asked again
TRIES, AGAIN = 5, 1.0  # to write the ledger, and seconds between two of them
log = structlog.get_logger("notices")


@dataclass(frozen=True, slots=True)
class Held:
    """A channel by which nothing goes `until` then, as was learned at `since`; asked again at `again_at`. All aware."""

    again_at: datetime
    until: datetime
    since: datetime


class Run:
    """Sends what is due of one batch; `delivery` is the process that has it."""

    def __init__(self, delivery: "Delivery", work: Work, owner: str) -> None:
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
                delivery.let_go()
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
            self.results.append(self._unsent(Result(person, Row.BANNER, why=_why(choice))))
            return True
        held = self.delivery.held.get(choice.channel)
        if held is None or held.again_at <= self.delivery.now():
            return False
        # What can't wait so long takes the next way.
        late = notice.expires is not None and held.until >= notice.expires
        due, tried = (None, choice.channel) if late else (held.until, "")
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
        self.results.append(self._unsent(decision.result))
        if decision.held is not None:
            now = self.delivery.now()
            again_at = min(decision.held, now + BELIEVED)
            self.delivery.held[choice.channel] = Held(again_at, decision.held, now.replace(microsecond=0))
        if decision.closed:
            log.error("channel closed", notice=self.work.notice.number, channel=choice.channel,
                      why=decision.result.why)  # fmt: skip
            self.ways.closed.add(choice.channel)
        if decision.no_grant:
            self.ways.none_left(choice)
        self.stop = self.stop or decision.stop

    def _unsent(self, result: Result) -> Result:
        """Of a notice that waits for nobody, no banner is left."""
        if result.state is not Row.BANNER or not self.work.notice.service_only:
            return result
        return replace(result, state=Row.GONE, why=result.why if result.why == batches.UNSURE else batches.CLOSED)

    def _holding(self) -> set[str]:
        now = self.delivery.now()
        return {channel for channel, held in self.delivery.held.items() if held.again_at > now}

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
