"""A delegate at a desk: everything that a scan of its code does, at once."""

from dataclasses import dataclass
from datetime import datetime

from congress.catalogue import BEIJING
from congress.checkin import arrivals, expected, stages
from congress.checkin.arrivals import Arrival, Mine
from congress.checkin.plan import Count
from congress.checkin.stages import Desk, Stage


@dataclass(frozen=True, slots=True)
class Visit:
    """What the desk did for a person.

    `met`: the stages that were open and are meant for the person, with what came of them; `barred`: open ones that are
    not. If there are none: `coming` is what opens next for the person, with the time; `done` the person's latest
    check-in at this desk's stages; `over` what closed last. Times are aware, +08:00.
    """

    desk: Desk
    met: tuple[tuple[Stage, Arrival], ...]
    barred: tuple[Stage, ...]
    done: Mine | None
    coming: tuple[Stage, datetime] | None
    over: Stage | None


def serves(desk_key: str) -> bool:
    """Whether a scan of this desk's code is for any stage."""
    return any(each.by_scan for each in stages.at_desk(desk_key))


def visit(desk_key: str, badge: str, at: datetime, mark: str) -> Visit:
    """Check a delegate in at every stage that is open at this desk at `at` (aware).

    The same `mark` again is answered as it was. Raises NotFound for a desk that is not in the configuration.
    """
    desk = stages.desk(desk_key)
    served = [each for each in stages.at_desk(desk_key) if each.by_scan]
    mine = [each for each in served if badge in expected.at(each)]
    here = [each for each in mine if each.is_open(at)]
    met = tuple(
        (each, arrivals.arrive(each.key, badge, at, mark=f"{mark}:{each.key}", desk=desk.key, by="self", how="code"))
        for each in here
    )
    keys = {each.key for each in mine}
    ahead = [(each, opens) for each in mine if each not in here and (opens := each.opens_next(at)) is not None]
    past = [each for each in mine if each.closes <= at]
    return Visit(
        desk, met, tuple(each for each in served if each.is_open(at) and each not in mine),
        None if met else next((each for each in reversed(arrivals.of(badge)) if each.key in keys), None),
        min(ahead, key=lambda pair: pair[1], default=None), max(past, key=lambda each: each.closes, default=None),
    )  # fmt: skip


def awaited(badge: str, at: datetime) -> tuple[Stage, ...]:
    """The stages that are open at `at` and still wait for this person; none of those that count each time."""
    done = {(each.key, each.seen.at.date()) for each in arrivals.of(badge)}
    days = {key for key, day in done if day == at.astimezone(BEIJING).date()}
    ever = {key for key, _ in done}
    return tuple(
        each
        for each in stages.open_now(at)
        if each.count is not Count.EACH and each.key not in (ever if each.once else days) and badge in expected.at(each)
    )
