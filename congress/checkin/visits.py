"""A delegate at a desk: everything that a scan of its code does, at once."""

from dataclasses import dataclass
from datetime import datetime

from congress.checkin import arrivals, expected, stages
from congress.checkin.arrivals import Arrival, Mine
from congress.checkin.stages import Desk, Stage


@dataclass(frozen=True, slots=True)
class Visit:
    """What the desk did for a person.

    `met`: the stages that were open and are meant for the person, with what came of them; `barred`: open ones that are
    not. `done`: earlier check-ins at this desk's other stages. `coming`: what opens next for the person, with the time;
    `over`: what closed last. Times are aware, +08:00.
    """

    desk: Desk
    met: tuple[tuple[Stage, Arrival], ...]
    barred: tuple[Stage, ...]
    done: tuple[Mine, ...]
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
    keys = {each.key for each in mine} - {each.key for each in here}
    ahead = [(each, opens) for each in mine if each not in here and (opens := each.opens_next(at)) is not None]
    past = [each for each in mine if each.closes <= at]
    return Visit(
        desk, met, tuple(each for each in served if each.is_open(at) and each not in mine),
        tuple(each for each in arrivals.of(badge) if each.key in keys) if not met else (),
        min(ahead, key=lambda pair: pair[1], default=None), max(past, key=lambda each: each.closes, default=None),
    )  # fmt: skip
