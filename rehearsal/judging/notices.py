"""Who was told what: each notice beside those whom it concerns, by what stood on their screens and in the ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from congress.notices import banners, outbox
from congress.notices.outbox import Told
from models import NoticeRecipient
from rehearsal import roster
from rehearsal.judging.aftermath import Bubble
from rehearsal.plan import Act, Plan
from rehearsal.wire import Service

CHANNELS = ("subscription", "service", "template")
PASSING = ("reminder", "overview")  # kinds that are worth nothing once their item has begun
LEAVING = 3600.0  # congress seconds around an unfollow in which nobody is expected to be told
MINUTE = 60.0  # wall seconds within which those whom a change concerns are told
OPENING = 24  # characters by which a banner is known in an answer


@dataclass(frozen=True)
class Line:
    """One notice. `wanted` people play, are bound and concerned; `waiting` have a banner that they have not met yet;
    `unsure` saw a banner since nobody knew whether their message had gone out. `slowest`: wall seconds from its cause
    to the last message; None where no cause is known. `late`: it was dropped for them, since the item had begun: at
    hundreds of times the real speed minutes are over before anybody can be reminded."""

    kind: str
    title: str
    wanted: int
    channels: dict[str, int]
    banner: int
    waiting: int
    unsure: int
    twice: int
    lost: int
    wrong: int
    slowest: float | None = None
    late: int = 0

    @property
    def matters(self) -> bool:
        """Whether anybody who plays has anything to do with it."""
        return bool(self.wanted or self.banner or any(self.channels.values()) or self.wrong)


@dataclass(frozen=True)
class Notices:
    """What a report tells of notices. `delays`: of the changed item, wall seconds after the load and channel."""

    lines: tuple[Line, ...] = ()
    delays: tuple[tuple[float, str], ...] = ()
    strange: int = 0  # delegates in none or several of a day's overviews

    @property
    def twice(self) -> int:
        """People who were sent the same twice."""
        return sum(line.twice for line in self.lines)

    @property
    def lost(self) -> int:
        """People whom something concerned and who were not told."""
        return sum(line.lost for line in self.lines)

    @property
    def wrong(self) -> int:
        """People who were told what does not concern them, or stand in the ledger for it."""
        return sum(line.wrong for line in self.lines) + self.strange

    @property
    def slowest(self) -> float:
        """Wall seconds from the load of the changed agenda to the last message; 0 without one."""
        return max((line.slowest or 0.0 for line in self.lines if line.kind == "change"), default=0.0)


@dataclass(frozen=True)
class Seen:
    """What is known of everybody: bubbles on screens, accepted messages, causes by kind in wall seconds."""

    bubbles: Mapping[str, Sequence[Bubble]]
    services: Sequence[Service]
    causes: Mapping[str, float] = field(default_factory=dict)
    came: frozenset[str] = frozenset()  # badges that were checked in
    cards: Mapping[str, frozenset[str]] = field(default_factory=dict)  # ids of templates by kind
    complete: bool = True  # whether everything was played: what was on its way when it was stopped is not lost


def judge(plan: Plan, acts: Sequence[Act], openids: Sequence[str], seen: Seen, web: str) -> Notices:
    """Compare the product's notices, whose tables are open, with the screens.

    `acts` are those that were played; `web` is the address that cards open.
    """
    people = _People(plan, acts, openids)
    found = [_Judging(each, people, seen, web) for each in reversed(outbox.notices(most=10_000))]
    delays = [delay for each in found if each.notice.kind == "change" for delay in each.delays]
    lines = [line for each in found if each.notice.recipients and (line := each.line()).matters]
    return Notices(tuple(lines), tuple(sorted(delays)), _strangely_often(found, people.everybody))


def _strangely_often(found: Iterable["_Judging"], everybody: frozenset[str]) -> int:
    """How many delegates stand in none or several of a day's overviews, which are one for each who attend the same."""
    days: dict[str, Counter[str]] = {}
    for each in found:
        if each.notice.kind == "overview":
            days.setdefault(each.notice.title, Counter()).update(each.badges)
    return sum(len(everybody ^ badges.keys()) + sum(count > 1 for count in badges.values()) for badges in days.values())


class _People:
    """Who plays which delegate, since when they are bound, and when they leave."""

    def __init__(self, plan: Plan, acts: Sequence[Act], openids: Sequence[str]) -> None:
        self.change, self.everybody = plan.change["who"], frozenset(each.badge for each in roster.read())
        self.badge = {openids[number]: who.delegate.badge for number, who in enumerate(plan.cast) if who.delegate}
        self._openids = {badge: openid for openid, badge in self.badge.items()}
        self._bound = {act.badge: act.at for act in acts if act.expected.claim == "bound"}
        self._leaving: dict[str, list[float]] = {}
        for act in acts:
            if act.do == "unfollow":
                self._leaving.setdefault(openids[act.person], []).append(act.at)

    def reached(self, badges: Iterable[str], at: datetime) -> frozenset[str]:
        """The openids of those of them who can be told at `at`."""
        shown = at.timestamp()
        found = {
            self._openids[badge] for badge in badges if badge in self._openids and self._bound.get(badge, shown) < shown
        }
        return frozenset(openid for openid in found if not self.leaves(openid, shown))

    def leaves(self, openid: str, shown: float) -> bool:
        """Whether somebody unfollows at about that time."""
        return any(abs(shown - at) < LEAVING for at in self._leaving.get(openid, ()))


class _Judging:
    """One notice."""

    def __init__(self, notice: Told, people: _People, seen: Seen, web: str) -> None:
        self.notice, self._people, self._seen = notice, people, seen
        self._url = f"{web}{notice.url}" if notice.url.startswith("/") else notice.url
        self._opening = banners.brief(notice.words)[:OPENING]
        self._rows = list(NoticeRecipient.select().where(NoticeRecipient.notice == notice.number))
        self.badges = frozenset(row.badge for row in self._rows)
        self._concerned = self._expected()
        cause = seen.causes.get(notice.kind)
        self.delays = [
            (each.at - cause, each.channel) for each in seen.services if cause is not None and self._is_it(each)
        ]

    def line(self) -> Line:
        """What is to be said of it."""
        ways = {openid: self._ways(bubbles) for openid, bubbles in self._seen.bubbles.items()}
        told = {openid: found for openid, found in ways.items() if found}
        states = {row.openid: row for row in self._rows}
        unsure = {openid for openid in told if openid in states and states[openid].why == "unsure"}
        waiting = {openid for openid, row in states.items() if _offered(row) and openid not in told}
        concerned = self._concerned if self._concerned is not None else self.badges
        wanted = self._people.reached(concerned, self.notice.at)
        dropped = {openid for openid, row in states.items() if (row.state, row.why) == ("dropped", "expired")}
        late = (wanted & dropped) - told.keys() if self.notice.kind in PASSING else frozenset()
        strangers = {openid for openid in told
                     if self._people.badge.get(openid) not in concerned or openid not in states}  # fmt: skip
        listed = self.badges ^ concerned
        channels = Counter(way for found in told.values() for way in found)
        return Line(
            self.notice.kind, self.notice.title, len(wanted), {name: channels[name] for name in CHANNELS},
            channels["banner"], len(waiting & wanted), len(unsure),
            sum(sum(way != "banner" for way in found) > 1 or (len(found) > 1 and openid not in unsure)
                for openid, found in told.items()),
            len(wanted - told.keys() - waiting - late) if self._seen.complete else 0, len(strangers) + len(listed),
            max((seconds for seconds, _ in self.delays), default=None), len(late),
        )  # fmt: skip

    def _expected(self) -> frozenset[str] | None:
        """The badges that it concerns; None where nobody here can tell who exactly."""
        notice = self.notice
        match notice.kind:
            case "change":
                return roster.attending(self._people.change)
            case "announcement":
                return self._people.everybody - self._seen.came
            case "reminder":
                return roster.attending(notice.title.partition("\N{FULLWIDTH COLON}")[2])
        return None

    def _ways(self, bubbles: Iterable[Bubble]) -> list[str]:
        """How it came to one person, each time that it did."""
        found = []
        for each in bubbles:
            if each.via == "reply":
                found += ["banner"] if self._opening in each.text else []
            elif each.via == "service":
                found += ["service"] if each.text == self.notice.words else []
            elif each.via in CHANNELS and self._is_card(each):
                found.append(each.via)
        return found

    def _is_it(self, sent: Service) -> bool:
        return sent.text == self.notice.words if sent.channel == "service" else self._is_card(sent)

    def _is_card(self, shown: Bubble | Service) -> bool:
        return shown.url == self._url and shown.card in self._seen.cards.get(self.notice.kind, ())


def _offered(row: NoticeRecipient) -> bool:
    """Whether it waits as a banner, or did until nobody was to read it any more: at this speed within seconds."""
    return row.state == "banner" or (row.state == "dropped" and row.why == "expired" and bool(row.hinted))


def kept_words() -> frozenset[str]:
    """The words of all notices, whose tables are open."""
    return frozenset(each.words for each in outbox.notices(most=10_000))
