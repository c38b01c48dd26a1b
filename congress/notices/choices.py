"""To whom an announcement can go, for those who choose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from congress.checkin import stages
from congress.delegations import delegations
from congress.errors import Invalid
from congress.notices.audience import KINDS, Audience
from models import Delegate


@dataclass(frozen=True, slots=True)
class Choices:
    """The roster's categories, the delegations, and the stages of the check-in that have begun, as (key, name)."""

    roles: tuple[str, ...]
    delegations: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]


def choices(at: datetime) -> Choices:
    """What there is at `at` (aware)."""
    row = Delegate
    found: Iterable[tuple[str]] = row.select(row.category).where(~row.withdrawn).distinct().tuples().iterator()
    begun = [stage for stage in stages.all() if stage.opens <= at]
    return Choices(
        tuple(sorted(category for (category,) in found if category)), tuple(each.name for each in delegations()),
        tuple((stage.key, stage.name) for stage in begun),
    )  # fmt: skip


def chosen(written: str, at: datetime) -> Audience:
    """From `everyone`, `delegates`, `role:NAME`, `delegation:NAME`, `absent:STAGE`, `told:NUMBER`.

    Raises Invalid("audience") for anything else, also for a name that nobody has.
    """
    kind, _, value = written.partition(":")
    known = choices(at)
    names = {
        "role": known.roles, "delegation": known.delegations, "absent": tuple(key for key, _ in known.stages),
    }  # fmt: skip
    fine = value in names[kind] if kind in names else not value
    if kind == "told":
        fine = value.isascii() and value.isdecimal() and len(value) < 10
    if kind not in KINDS or kind in ("badges", "person") or not fine:
        raise Invalid("audience")
    return Audience(kind, value)


def named(audience: Audience) -> str:
    """What an audience is called beside its kind: a delegation, a category, a stage's name, a notice's number."""
    if audience.kind == "absent":
        return next((stage.name for stage in stages.all() if stage.key == audience.value), audience.value)
    return str(len(audience.badges)) if audience.kind == "badges" else audience.value
