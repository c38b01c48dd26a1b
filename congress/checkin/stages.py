"""The stages of check-in, as configuration and schedule make them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain

from congress import agenda, catalogue
from congress.catalogue import BEIJING
from congress.checkin.plan import Count, DeskPlan, StagePlan
from congress.errors import NotFound


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. It takes people from `opens` to before `closes` (aware, +08:00), and within `daily` if that is given.

    `group` is the entry of the configuration that it comes from; `item` the schedule's key, or empty. `who` names an
    audience as the schedule does, empty for everybody. `again_after`: seconds in which another scan of the same person
    is taken for the same one, at stages that count each time. `then` says what comes next, `tells` what of the person's
    own card is told with it.
    """

    key: str
    group: str
    name: str
    opens: datetime
    closes: datetime
    daily: tuple[time, time] | None = None
    who: str = ""
    count: Count = Count.ONCE
    again_after: int = 10
    by_scan: bool = True
    then: str = ""
    tells: tuple[str, ...] = ()
    item: str = ""

    @property
    def once(self) -> bool:
        """Whether a person counts once, and not every day or every time."""
        return self.count is Count.ONCE

    def is_open(self, at: datetime) -> bool:
        """Whether it takes people at `at`."""
        if not self.opens <= at < self.closes:
            return False
        return self.daily is None or self.daily[0] <= at.astimezone(BEIJING).time() < self.daily[1]

    def opens_next(self, at: datetime) -> datetime | None:
        """When it opens, or opens again, after `at`; None when it is over for good."""
        if at < self.opens and self.daily is None:
            return self.opens
        if self.daily is None:
            return None
        day = max(at, self.opens).astimezone(BEIJING).date()
        for offset in range(2):
            start = datetime.combine(day + timedelta(days=offset), self.daily[0], BEIJING)
            if max(start, self.opens) > at and start < self.closes:
                return max(start, self.opens)
        return None


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk with a code of its own; `groups` are the entries of the configuration whose stages it serves."""

    key: str
    name: str
    groups: tuple[str, ...]


_plan: tuple[tuple[StagePlan, ...], tuple[Desk, ...]] = ((), ())


def use(stages: Sequence[StagePlan], desks: Sequence[DeskPlan] = ()) -> None:
    """Take the stages and desks of the configuration; the roots call it once."""
    global _plan
    _plan = tuple(stages), tuple(Desk(each.key, each.name, each.stages) for each in desks)


def all() -> tuple[Stage, ...]:
    """Every stage by the time it opens, then as the configuration orders them."""
    kept = catalogue.current().kept
    plan, _ = _plan
    made, found = kept.get("stages", (None, ()))
    if made is not plan:
        items = agenda.items()
        stages = chain.from_iterable(_of(each, items) for each in plan)
        found = tuple(sorted(stages, key=lambda stage: stage.opens))
        kept["stages"] = plan, found
    answer: tuple[Stage, ...] = found
    return answer


def stage(key: str) -> Stage:
    """The stage with this key. Raises NotFound."""
    for each in all():
        if each.key == key:
            return each
    raise NotFound(key)


def open_now(at: datetime) -> tuple[Stage, ...]:
    """The stages that take people at `at`."""
    return tuple(each for each in all() if each.is_open(at))


def desks() -> tuple[Desk, ...]:
    """All desks in the configuration's order."""
    return _plan[1]


def desk(key: str) -> Desk:
    """The desk with this key. Raises NotFound."""
    for each in _plan[1]:
        if each.key == key:
            return each
    raise NotFound(key)


def desk_name(key: str) -> str:
    """How people call a desk; the key itself for one that is not in the configuration (any more)."""
    return next((each.name for each in _plan[1] if each.key == key), key)


def at_desk(key: str) -> tuple[Stage, ...]:
    """The stages that a desk serves, open or not; none for a desk that is not in the configuration."""
    groups = next((each.groups for each in _plan[1] if each.key == key), ())
    return tuple(each for each in all() if each.group in groups)


def _of(plan: StagePlan, items: Sequence[agenda.Item]) -> list[Stage]:
    shared = (plan.daily, plan.who, plan.count, plan.again_after, plan.by_scan, plan.then, plan.tells)
    if plan.opens and plan.closes:
        return [Stage(plan.key, plan.key, plan.name, plan.opens, plan.closes, *shared)]
    found = []
    for item in items:
        if not item.cancelled and any(word in item.title for word in plan.items):
            end = item.until if plan.after is None else item.starts
            closes = end + timedelta(minutes=plan.after_end if plan.after is None else plan.after or 0)  # type: ignore[arg-type]
            title = item.title.partition("\n")[0]
            name = plan.name.format(title=title, month=item.day.month, day=item.day.day)
            who = plan.who or item.audience
            opens = item.starts - timedelta(minutes=plan.before)
            found.append(
                Stage(
                    f"{plan.key}-{item.key}", plan.key, name, opens, closes, None, who, plan.count, plan.again_after,
                    plan.by_scan, plan.then, plan.tells, item.key,
                )
            )  # fmt: skip
    return found
