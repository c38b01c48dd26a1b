"""The registry of scenes: what a parametric code stands for, which codes exist, how often each was scanned.

A scene string is `<kind>_<key>`, at most 64 characters (docs/wechat.md, section 11), split at the first underscore.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from peewee import Case, fn

from congress import agenda, columns, delegations
from congress.catalogue import BEIJING
from congress.errors import Invalid, NotFound
from models import Scan, Scene, database

LONGEST = 64  # characters of a scene string that the platform takes
DESK = re.compile(r"[a-z0-9-]{1,32}")
# Columns that stand in the menu's three headings; the fourth column of the news has no code.
COLUMNS = ("profiles", "focus", "services")
# Kinds whose codes are printed once and hang for good; the others are made for thirty days.
PERMANENT = frozenset({"desk", "column"})


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was created on the platform. Times are aware, +08:00; `expires` is None for a permanent one."""

    kind: str
    key: str
    scene: str
    ticket: str
    url: str  # what the picture encodes
    created: datetime
    expires: datetime | None = None

    def is_valid(self, at: datetime) -> bool:
        """Whether the platform still answers for it at `at`."""
        return self.expires is None or at < self.expires


def _desk(key: str) -> str:
    if not DESK.fullmatch(key):
        raise Invalid("desk_key")
    return key


def _item(key: str) -> str:
    return agenda.item(key).key


def _column(key: str) -> str:
    if key not in COLUMNS:
        raise NotFound(key)
    return key


def _delegation(key: str) -> str:
    return delegations.delegation(key).key


KINDS: dict[str, Callable[[str], str]] = {
    "desk": _desk,
    "item": _item,
    "column": _column,
    "delegation": _delegation,
}


def scene_string(kind: str, key: str) -> str:
    """The scene string for a kind and a key.

    A delegation may be given by its name. Raises NotFound(key) when there is no such item, column or delegation;
    Invalid with one of the codes `unknown_kind`, `desk_key` (not 1-32 of a-z, 0-9, -). Keys in the tables are short
    enough for every scene to keep to the platform's 64 characters.
    """
    if kind not in KINDS:
        raise Invalid("unknown_kind")
    return f"{kind}_{KINDS[kind](key)}"


def split(scene: str) -> tuple[str, str] | None:
    """Kind and key of a scene string; None when it is not one of ours. Whether the key exists is not looked at."""
    kind, _, key = scene.partition("_")
    return (kind, key) if kind in KINDS and key else None


def keys(kind: str) -> tuple[tuple[str, str], ...]:
    """The keys that a kind knows, each with its name; empty for desks, whose keys staff choose. Raises Invalid."""
    if kind == "item":
        return tuple((item.key, item.title) for item in agenda.items())
    if kind == "column":
        return tuple((key, columns.written(key)) for key in COLUMNS)
    if kind == "delegation":
        return tuple((each.key, each.name) for each in delegations.delegations())
    if kind not in KINDS:
        raise Invalid("unknown_kind")
    return ()


def count(message_key: str, scene: str, at: datetime, first: bool) -> None:
    """Count one scan; the same message key again changes nothing, whichever process brings it.

    `at` is the time of the push, aware; `first` says that the person followed by this scan.
    """
    values = {"message_key": message_key, "scene": scene[:LONGEST], "at": _naive(at), "first": first}
    Scan.insert(values).on_conflict_ignore().execute()


def scans(scene: str) -> int:
    """How often a scene was scanned."""
    return Scan.select().where(Scan.scene == scene).count()


def counts() -> dict[str, tuple[int, int]]:
    """For every scanned scene how often it was scanned and how many people followed by it; the busiest first."""
    first = fn.SUM(Case(None, ((Scan.first, 1),), 0))
    rows = Scan.select(Scan.scene, fn.COUNT(Scan.id), first).group_by(Scan.scene).order_by(fn.COUNT(Scan.id).desc())
    found: Iterable[tuple[str, int, int]] = rows.tuples().iterator()
    return {scene: (int(number), int(followed)) for scene, number, followed in found}


def record(kind: str, key: str, scene: str, ticket: str, url: str, created: datetime, expires: datetime | None) -> None:
    """Note a code that the platform made; a newer one for the same scene replaces it. Times are aware."""
    values = {
        "kind": kind, "key": key, "ticket": ticket, "url": url, "created": _naive(created),
        "expires": _naive(expires) if expires else None,
    }  # fmt: skip
    with database.atomic():
        Scene.insert(scene=scene, **values).on_conflict_ignore().execute()
        Scene.update(values).where(Scene.scene == scene).execute()


def registered() -> tuple[Code, ...]:
    """All codes on record, by scene."""
    return tuple(_code(row) for row in Scene.select().order_by(Scene.scene))


def code(scene: str) -> Code | None:
    """The code on record for a scene, also when it has expired; None when there is none."""
    row = Scene.get_or_none(Scene.scene == scene)
    return _code(row) if row else None


def _code(row: Scene) -> Code:
    expires = row.expires.replace(tzinfo=BEIJING) if row.expires else None
    return Code(row.kind, row.key, row.scene, row.ticket, row.url, row.created.replace(tzinfo=BEIJING), expires)


def _naive(at: datetime) -> datetime:
    return at.astimezone(BEIJING).replace(tzinfo=None)
