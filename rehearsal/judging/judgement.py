"""What every act should have brought, beside what it did bring."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from commands.samples import normal
from rehearsal.plan import Act, Facts
from rehearsal.senders import Played
from rehearsal.wire import Message, Service

# What the platform calls the push of an act.
PUSHED = {
    "scan": ("SCAN", "subscribe"), "follow": ("subscribe",), "unfollow": ("unsubscribe",), "tap": ("CLICK",),
    "text": ("text",), "voice": ("voice",), "location": ("location",),
    "subscribe": ("subscribe_msg_popup_event",),
}  # fmt: skip
NOTICED = 2.0  # wall seconds within which every process knows of a load


class Outcome(Enum):
    """How an act ended."""

    RIGHT = "right"  # answered, and the answer holds what it must
    PLAIN = "plain"  # answered; nothing to check
    UNKNOWN = "unknown"  # answered honestly that nobody knows
    WRONG = "wrong"  # answered, but the facts are missing or must not be there
    APOLOGY = "apology"  # answered that something went wrong
    LATE = "late"  # answered by a customer-service message
    SILENT = "silent"  # nothing was to be said, nothing was
    UNANSWERED = "unanswered"  # something was to be said, nothing was
    PROMPT = "prompt"  # the platform showed its fault prompt
    REFUSED = "refused"  # the phone would not do it
    VANISHED = "vanished"  # the platform pushed nothing


ANSWERED = {Outcome.RIGHT, Outcome.PLAIN, Outcome.UNKNOWN, Outcome.WRONG, Outcome.APOLOGY, Outcome.LATE}


@dataclass(frozen=True)
class Judged:
    """One act with its message, if there was one, and what is to be said of it."""

    act: Act
    openid: str
    message: Message | None
    outcome: Outcome
    answer: str = ""
    differs: int = 0  # deliveries after the good one that were given another answer


@dataclass(frozen=True)
class Words:
    """How the product's own standing answers begin, as `normal` has them."""

    unknown: str
    apology: str


def judge(
    played: Sequence[Played], openids: Sequence[str], messages: Iterable[Message], services: Iterable[Service],
    words: Words, changed: tuple[float, float] | None,
) -> list[Judged]:  # fmt: skip
    """Every act that was played. `changed`: when, in wall seconds, the changed agenda's load began and ended."""
    late: dict[str, list[Service]] = defaultdict(list)
    for service in sorted(services, key=lambda service: service.at):
        late[service.openid].append(service)
    judged = []
    for each, message in matched(played, openids, messages):
        openid = openids[each.act.person]
        outcome, answer = _outcome(each, message, late[openid], words, changed)
        differs = sum(text != message.answer for text in message.repeated) if message and message.settled else 0
        judged.append(Judged(each.act, openid, message, outcome, answer, differs))
    return judged


def matched(
    played: Sequence[Played], openids: Sequence[str], messages: Iterable[Message]
) -> Iterator[tuple[Played, Message | None]]:
    """Each act with the message that it became: the same person, kind and words, in the same order."""
    waiting: dict[tuple[str, str, str], list[Message]] = defaultdict(list)
    for message in sorted(messages, key=lambda message: (message.created, message.number)):
        waiting[message.openid, message.what, message.detail].append(message)
    for each in sorted(played, key=lambda each: each.act.at):
        found = None
        if not each.refusal:
            keys = ((openids[each.act.person], what, each.act.detail) for what in PUSHED[each.act.do])
            # A scan is a SCAN or a subscribe: whichever was pushed first.
            lines = [waiting[key] for key in keys if waiting[key]]
            if lines:
                found = min(lines, key=lambda line: (line[0].created, line[0].number)).pop(0)
        yield each, found


def _outcome(
    each: Played, message: Message | None, late: list[Service], words: Words, changed: tuple[float, float] | None
) -> tuple[Outcome, str]:
    expected = each.act.expected
    if each.refusal:
        return Outcome.REFUSED, each.refusal
    if message is None:
        return Outcome.VANISHED, ""
    if not expected.answer:
        return (Outcome.WRONG if message.answer else Outcome.SILENT), message.answer
    if message.answer:
        return _content(message.answer, each.act, message, words, changed), message.answer
    if late:
        return Outcome.LATE, late.pop(0).text
    return (Outcome.UNANSWERED if message.settled else Outcome.PROMPT), ""


def _content(answer: str, act: Act, message: Message, words: Words, changed: tuple[float, float] | None) -> Outcome:
    told = normal(answer)
    if words.apology in told:  # a banner may stand above it
        return Outcome.APOLOGY
    if not any(_holds(told, facts) for facts in _wanted(act, message, changed)):
        return Outcome.UNKNOWN if words.unknown in told else Outcome.WRONG
    if any(normal(fact) in told for fact in act.expected.must_not):
        return Outcome.WRONG
    if words.unknown in told:
        return Outcome.UNKNOWN
    return Outcome.RIGHT if act.expected.must else Outcome.PLAIN


def _wanted(act: Act, message: Message, changed: tuple[float, float] | None) -> tuple[Facts, ...]:
    """The facts of which one set must be there: both the old and the new ones are right while the load goes on."""
    before, after = act.expected.must, act.expected.after
    if not after or changed is None or message.last < changed[0]:
        return (before,)
    return (after,) if message.first > changed[1] + NOTICED else (before, after)


def _holds(told: str, facts: Facts) -> bool:
    return all(any(normal(fact) in told for fact in group) for group in facts)


@dataclass(frozen=True)
class Effects:
    """Effects that should be there, counted: how many were wanted, how many are missing, how many too many."""

    wanted: int
    lost: int
    double: int


NONE = Effects(0, 0, 0)


def effects(wanted: Mapping[tuple[str, str], int], found: Mapping[tuple[str, str], int]) -> Effects:
    """Compare by person and thing, so that one lost here and one double there don't cancel out."""
    keys = set(wanted) | set(found)
    more = {key: found.get(key, 0) - wanted.get(key, 0) for key in keys}
    return Effects(sum(wanted.values()), -sum(min(0, each) for each in more.values()),
                   sum(max(0, each) for each in more.values()))  # fmt: skip


def wanted(judged: Iterable[Judged], effect: str) -> Counter[tuple[str, str]]:
    """What should be in the database: by person and by code or words."""
    return Counter(
        (each.openid, _counted(each.act.detail, effect))
        for each in judged
        if each.act.expected.effect == effect and each.message
    )


def _counted(detail: str, effect: str) -> str:
    """Personal codes are counted under their kind."""
    return detail.partition(" ")[0] if effect == "scan" else detail
