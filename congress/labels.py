"""The roster as badges show it, for those who print them; names never leave by another way."""

from dataclasses import dataclass

import models
from congress import delegations


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed on one badge."""

    number: str
    name: str
    delegation: str


def labels() -> tuple[tuple[str, tuple[Label, ...]], ...]:
    """All badges by delegation: in the order of the delegations' table, then those it does not know; each by number."""
    row = models.Delegate
    rows = row.select(row.badge, row.name, row.delegation).where(~row.withdrawn).order_by(row.badge)
    found: dict[str, list[Label]] = {each.name: [] for each in delegations.delegations()}
    for each in rows:
        found.setdefault(each.delegation, []).append(Label(each.badge, each.name, each.delegation))
    return tuple((name, tuple(members)) for name, members in found.items() if members)
