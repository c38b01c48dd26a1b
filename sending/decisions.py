"""What each answer of the platform means for the recipient, and for the rest of the notice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from congress.notices.batches import SIGN, UNSURE, Result
from congress.notices.ledger import Row
from sending.channels import SERVICE, SUBSCRIPTION, TEMPLATE, Choice
from wechat.outcomes import (
    Alert,
    Already,
    BadInput,
    Bug,
    Done,
    OtherChannel,
    Outcome,
    Retry,
    StopRecipient,
    Unsure,
    WaitUntil,
    describe,
)

PAUSE = timedelta(seconds=5)  # before a call that was certainly not done is made again
OTHER_APPLICATION = "43104"  # the openid is wrong, not what was to be sent


@dataclass(frozen=True, slots=True)
class Decision:
    """The recipient's new state, and what it means for others.

    `held`: nothing goes by this channel before then (aware). `closed`: this channel refuses the notice itself.
    `stop`: staff must look at it before anything more is sent; the text says why. `no_grant`: ours is worth nothing.
    """

    result: Result
    held: datetime | None = None
    closed: bool = False
    stop: str = ""
    no_grant: bool = False


def decide(choice: Choice, outcome: Outcome, at: datetime, expires: datetime | None) -> Decision:
    """The decision for what came of a call at `at`; a notice is worth nothing after `expires` (both aware)."""
    person, channel = choice.recipient, choice.channel
    why = describe(outcome)
    match outcome:
        case Done(answer):
            return Decision(Result(person, Row.SENT, channel, message_id=str(answer.get("msgid") or "")))
        case Already():
            return Decision(Result(person, Row.SENT, channel))
        case Retry(after):
            due = at + max(PAUSE, timedelta(seconds=after))
            # Of several repeats nobody knows whether the first one arrived.
            return Decision(Result(person, Row.WAITING, TEMPLATE if channel == TEMPLATE else "", why, due=due))
        case WaitUntil(when):
            if expires is not None and when >= expires:
                return Decision(Result(person, Row.WAITING, why=why, tried=channel), held=when)
            return Decision(Result(person, Row.WAITING, why=why, due=when), held=when)
        case StopRecipient():
            return Decision(Result(person, Row.GONE, channel, why))
        case BadInput(_, detail) if detail.startswith(OTHER_APPLICATION):
            return Decision(Result(person, Row.GONE, channel, why))
        case Unsure():
            return Decision(_unsure(choice, at, why))
        case Alert() | Bug():
            return Decision(Result(person, Row.WAITING, why=why), stop=_told(outcome, channel))
        case BadInput():
            return Decision(Result(person, Row.WAITING, why=why, tried=channel), closed=True)
        case _:
            none = isinstance(outcome, OtherChannel) and channel == SUBSCRIPTION
            return Decision(Result(person, Row.WAITING, why=why, tried=channel), no_grant=none)


def _unsure(choice: Choice, at: datetime, why: str) -> Result:
    """It may have gone out. What has an id is repeated; what has none is not sent twice: its words become a banner."""
    if choice.channel == TEMPLATE:
        return Result(choice.recipient, Row.WAITING, TEMPLATE, why, due=at + PAUSE)
    if choice.channel == SERVICE:
        return Result(choice.recipient, Row.BANNER, SERVICE, UNSURE)
    return Result(choice.recipient, Row.BANNER, choice.channel, UNSURE, due=at + SIGN)


def _told(outcome: Alert | Bug, channel: str) -> str:
    """For staff: the platform's code first, then the channel, then its words."""
    return f"{outcome.detail.partition(' ')[0] or 'bug'} {channel}: {describe(outcome)}"
