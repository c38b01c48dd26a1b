"""Personal data whose life span is over, found and taken out some rows at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from peewee import fn

from congress import audit, ended, periodic
from congress.catalogue import BEIJING, naive
from models import AgendaItem, PeriodicRun, database, flush

FILE = Path(__file__).with_name("retention.yaml")
AT_ONCE = 200  # rows in a transaction
NOTICE = timedelta(days=7)  # between the first night that finds the congress long over and the first that erases people
QUIET = time(3, 10)  # Beijing time after which a night's work is due
FILES = "reports"  # the one kind that is no table's: its files are the operator's folder


@dataclass(frozen=True, slots=True)
class Kind:
    """How long one kind is kept. `since` is row or congress; the words are staff's."""

    name: str
    days: int
    since: str
    begins: str
    what: str
    why: str


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds by name, in the file's order."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({
        name: Kind(name, int(each["days"]), each["since"], each["from"], each["what"], each["why"])
        for name, each in read.items()
    })  # fmt: skip


def due(at: datetime) -> Mapping[str, int]:
    """Kind -> rows whose time is over at `at` (aware); nothing is taken."""
    return {name: rule.count(before) for name, rule in ended.RULES.items() if (before := limit(name, at))}


def sweep(
    at: datetime,
    progress: Callable[[str, int], None] = lambda kind, rows: None,
    stopped: Callable[[], bool] = lambda: False,
    *,
    by_hand: bool = False,
) -> Mapping[str, int]:
    """Take out what is due at `at` (aware), batch by batch; kind -> rows. `progress` is told of each batch.

    Cut off at any moment, the rest is found the next time. What is due because the congress is over waits for NOTICE,
    unless somebody asks for it `by_hand`: a clock or an agenda may be wrong.
    """
    taken: dict[str, int] = {}
    for name, rule in ended.RULES.items():
        before = limit(name, at)
        if not by_hand and not _noticed(name, before, at):
            continue
        while before and not stopped():
            with database.atomic():
                rows = rule.take(before, at, AT_ONCE)
            if not rows:
                break
            taken[name] = taken.get(name, 0) + rows
            progress(name, rows)
        if name in taken:
            audit.note("system", "privacy.retention", name, at, str(taken[name]))
    if taken:
        flush()
    return taken


def limit(kind: str, at: datetime) -> datetime | None:
    """What is older than this (as the tables hold times) has outlived its span; None: not yet, whatever its age."""
    rule = kinds()[kind]
    before = naive(at) - timedelta(days=rule.days)
    if rule.since == "congress":
        last = AgendaItem.select(fn.MAX(AgendaItem.day)).where(~AgendaItem.withdrawn).scalar()
        if last is None or before < datetime.combine(last + timedelta(days=1), time()):
            return None
    return before


def _noticed(kind: str, before: datetime | None, at: datetime) -> bool:
    if kinds()[kind].since != "congress":
        return True
    now, mine = at.timestamp(), PeriodicRun.name == f"retention.{kind}"
    if before is None:
        PeriodicRun.delete().where(mine).execute()
        return False
    PeriodicRun.insert(name=f"retention.{kind}", begun=now).on_conflict_ignore().execute()
    first = PeriodicRun.get(mine).begun
    if first > now:  # a clock that was set back
        PeriodicRun.update(begun=now).where(mine).execute()
    return bool(now - first >= NOTICE.total_seconds())


def turn(at: datetime) -> bool:
    """Whether the night's work is to be done now, by us: once a night for all processes and machines. `at` is aware.

    A night that was slept through is made up for at once.
    """
    here = at.astimezone(BEIJING)
    tonight = here.replace(hour=QUIET.hour, minute=QUIET.minute, second=0, microsecond=0)
    begins = tonight if here >= tonight else tonight - timedelta(days=1)
    return periodic.turn("retention", (here - begins).total_seconds() + 1, here.timestamp())
