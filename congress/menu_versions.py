"""The menus that were on the platform before, by number."""

from dataclasses import dataclass
from datetime import datetime

from congress.catalogue import BEIJING
from congress.errors import NotFound
from models import MenuVersion

LONGEST_NAME, LONGEST_REASON = 80, 200
ROLLBACK = "rollback"  # what the reason of a roll-back begins with


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the menus, replaced at `at` (aware, +08:00) by somebody for some reason; `menus` is JSON."""

    number: int
    at: datetime
    by: str
    why: str
    menus: str


def keep(menus: str, at: datetime, by: str, why: str) -> int:
    """Keep a state that is about to be replaced; its number."""
    naive = at.astimezone(BEIJING).replace(tzinfo=None)
    row = MenuVersion.create(at=naive, by=by[:LONGEST_NAME], why=why[:LONGEST_REASON], menus=menus)
    return int(row.id)


def forget(number: int) -> None:
    """Drop a state: it was not replaced after all."""
    MenuVersion.delete().where(MenuVersion.id == number).execute()


def versions() -> tuple[Version, ...]:
    """All that are kept, the newest first."""
    return tuple(map(_version, MenuVersion.select().order_by(MenuVersion.id.desc())))


def version(number: int | None = None) -> Version:
    """One by its number, or the newest. Raises NotFound."""
    rows = MenuVersion.select().order_by(MenuVersion.id.desc())
    row = (rows if number is None else rows.where(MenuVersion.id == number)).first()
    if row is None:
        raise NotFound(str(number or ""))
    return _version(row)


def was_rolled_back() -> bool:
    """Whether what is on the platform now was put there by a roll-back."""
    newest = MenuVersion.select().order_by(MenuVersion.id.desc()).first()
    return newest is not None and newest.why.startswith(ROLLBACK)


def _version(row: MenuVersion) -> Version:
    return Version(row.id, row.at.replace(tzinfo=BEIJING), row.by, row.why, row.menus)
