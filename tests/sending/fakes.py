"""A platform, windows and a clock in this process, for what decides about sending."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import models
from clock import BEIJING
from congress.notices import expansion, outbox
from congress.notices.audience import Audience
from models import NoticeRecipient
from sending.delivery import Delivery
from sending.limits import Limit, Unlimited
from sending.templates import Means, Template
from wechat.contacts import CLOSED, Window
from wechat.outcomes import Done, Outcome

AT = datetime(2019, 5, 6, 10, 0, tzinfo=BEIJING)
SUBSCRIBED, REMINDER = "SB-" + "s" * 40, "TM-" + "t" * 40
MEANS = Means(
    {"change": Template(SUBSCRIBED, {"thing1": "title", "time2": "when"})},
    {"change": Template(REMINDER, {"thing1": "title", "thing2": "text"})}, "https://example.org",
)  # fmt: skip


@dataclass
class Time:
    """A clock that is moved by hand."""

    now: datetime = AT

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **values: float) -> None:
        self.now += timedelta(**values)


@dataclass
class Platform:
    """Keeps what was sent; answers what `answers` holds for a way, and then that all is well."""

    sent: list[tuple[Any, ...]] = field(default_factory=list)
    answers: dict[str, deque[Outcome | Callable[[], Outcome]]] = field(default_factory=dict)
    always: dict[str, Outcome] = field(default_factory=dict)
    _lock: Any = field(default_factory=threading.Lock)

    def send_subscribed(self, openid: str, template_id: str, values: Mapping[str, str], *, page: str = "") -> Outcome:
        return self._answer("subscription", openid, template_id, dict(values), page)

    def send_text(self, openid: str, content: str) -> Outcome:
        return self._answer("service", openid, content)

    def send_template(
        self, openid: str, template_id: str, values: Mapping[str, str], message_id: str, *, url: str = ""
    ) -> Outcome:
        return self._answer("template", openid, template_id, dict(values), message_id, url)

    def _answer(self, way: str, *call: Any) -> Outcome:
        with self._lock:
            self.sent.append((way, *call))
            if self.answers.get(way):
                answer = self.answers[way].popleft()
                return answer() if callable(answer) else answer
            if way in self.always:
                return self.always[way]
            return Done({"msgid": 7000 + len(self.sent)} if way == "template" else {})


@dataclass
class Windows:
    """Who has how much left in a window; what was hinted and spent."""

    left: dict[str, int] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    spent: list[str] = field(default_factory=list)

    def windows(self, openids: Sequence[str], at: datetime) -> list[Window]:
        return [Window(self.left[each], 0.0, "m", 1) if each in self.left else CLOSED for each in openids]

    def spend(self, openid: str, window: Window) -> None:
        self.spent.append(openid)

    def hint(self, hints: Mapping[str, int]) -> None:
        self.hints |= hints


@dataclass
class Bureau:
    """A delivery with everything around it."""

    limit: Limit = field(default_factory=Unlimited)
    platform: Platform = field(default_factory=Platform)
    windows: Windows = field(default_factory=Windows)
    time: Time = field(default_factory=Time)

    def __post_init__(self) -> None:
        self.delivery = self.another()

    def another(self) -> Delivery:
        return Delivery(self.platform, self.windows, self.limit, MEANS, self.time)

    def run(self) -> None:
        """What ticks do until nothing is left to do now."""
        expansion.promote(self.time.now)
        unread: Sequence[int] = expansion.unread()
        while unread:
            unread = [number for number in unread if expansion.expand(number, self.time.now)]
        while self.delivery.work(self.delivery.monotonic() + 30):
            pass
        expansion.sweep(self.time.now)
        self.delivery.hint()


def followers(*openids: str) -> None:
    """These follow."""
    models.Follower.insert_many([{"openid": each, "since": datetime(2019, 5, 5, 12)} for each in openids]).execute()


def change(mark: str = "c1", at: datetime = AT, audience: Audience | None = None, **values: Any) -> int:
    """A notice of a change."""
    details = {"when": "2019年5月6日 15:00"}
    return outbox.write(
        "change", mark, audience or Audience("everyone"), "全体会议改在15:00。", at, title="全体会议", url="/agenda/x",
        details=details, **values,
    )  # fmt: skip


def ledger() -> list[tuple[str, str, str, str]]:
    """Openid, state, channel and why of every row."""
    rows = NoticeRecipient.select().order_by(NoticeRecipient.id)
    return [(row.openid, row.state, row.channel, row.why) for row in rows]
