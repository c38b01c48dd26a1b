"""The registry of codes: which are to be made, which exist, and when each ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from congress.catalogue import BEIJING
from congress.errors import Invalid, NotFound
from congress.kinds import COLUMNS, KINDS, LONGEST, keys, kinds, scene_string, shown, split, told
from models import Scene, database

__all__ = [
    "COLUMNS", "KINDS", "LONGEST", "Code", "code", "drop", "due", "is_permanent", "is_unchanged", "keys", "kinds",
    "listed", "permanent_count", "plan", "record", "registered", "scene_string", "shown", "split", "told",
]  # fmt: skip

MOST_PERMANENT = 100_000  # of one account, for good (docs/wechat.md, section 11)
RENEW_BEFORE = timedelta(days=5)  # a temporary code is made anew so long before its end
AT_ONCE = 500  # rows in one statement


@dataclass(frozen=True, slots=True)
class Code:
    """A code on the list. Times are aware, +08:00; `expires` is None for a permanent one.

    Without a ticket it has not been made yet. `permanent` says what it is to be; only such codes may be printed.
    """

    kind: str
    key: str
    scene: str
    ticket: str
    url: str  # what the picture encodes
    created: datetime
    expires: datetime | None = None
    purpose: str = ""
    owner: str = ""
    permanent: bool = False
    renewals: int = 0

    @property
    def is_made(self) -> bool:
        """Whether the platform has made it, and to last if it is to last."""
        return bool(self.ticket) and (self.expires is None or not self.permanent)

    @property
    def may_be_printed(self) -> bool:
        """Whether it is made and its picture stays the same for good."""
        return bool(self.ticket) and self.expires is None

    def is_valid(self, at: datetime) -> bool:
        """Whether the platform still answers for it at `at`."""
        return bool(self.ticket) and (self.expires is None or at < self.expires)


def plan(
    wanted: Iterable[str], at: datetime, *, purpose: str = "", owner: str = "", permanent: bool | None = None
) -> None:
    """Put scenes on the list; those that are there stay as they are, except for what is given.

    What is not given is the kind's. Raises Invalid("unknown_kind") for a scene that is not one of ours.
    """
    rows = []
    for scene in wanted:
        kind, key = split(scene) or ("", "")
        if not kind:
            raise Invalid("unknown_kind")
        usual = kinds()[kind]
        rows.append({
            "kind": kind, "key": key, "scene": scene, "created": _naive(at),
            "purpose": purpose or usual.purpose, "owner": owner or usual.owner,
            "permanent": usual.permanent if permanent is None else permanent,
        })  # fmt: skip
    given = {"purpose": purpose or None, "owner": owner or None, "permanent": permanent}
    changes = {name: value for name, value in given.items() if value is not None}
    with database.atomic():
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            Scene.insert_many(part).on_conflict_ignore().execute()
            if changes:
                Scene.update(changes).where(Scene.scene.in_([row["scene"] for row in part])).execute()


def drop(wanted: Iterable[str]) -> tuple[str, ...]:
    """Take scenes off the list, so that they are neither made nor renewed; those that were taken off.

    A permanent code that was made stays: the platform keeps it for good, and it counts.
    """
    dropped = []
    with database.atomic():
        for scene in wanted:
            made = (Scene.ticket != "") & Scene.expires.is_null()
            if Scene.delete().where((Scene.scene == scene) & ~made).execute():
                dropped.append(scene)
    return tuple(dropped)


def record(kind: str, key: str, scene: str, ticket: str, url: str, created: datetime, expires: datetime | None) -> None:
    """Note a code that the platform made; a newer one for the same scene replaces it. Times are aware."""
    values = {
        "ticket": ticket, "url": url, "created": _naive(created), "expires": _naive(expires) if expires else None,
    }  # fmt: skip
    with database.atomic():
        plan([scene], created)
        again = Scene.ticket.not_in(("", ticket))
        Scene.update(renewals=Scene.renewals + 1).where((Scene.scene == scene) & again).execute()
        Scene.update(values).where(Scene.scene == scene).execute()


def listed(*only: str) -> tuple[Code, ...]:
    """All codes on the list, or those of the kinds that are given, by scene; also those that are not made yet."""
    rows = Scene.select().order_by(Scene.scene)
    return tuple(_code(row) for row in (rows.where(Scene.kind.in_(only)) if only else rows))


def registered(*only: str) -> tuple[Code, ...]:
    """The codes that have been made, or those of the kinds that are given, by scene."""
    return tuple(each for each in listed(*only) if each.ticket)


def due(at: datetime, *only: str) -> tuple[Code, ...]:
    """The codes that are to be made or renewed at `at`: those that end first come first, then the new ones.

    What is gone (an item that was withdrawn) is left to expire.
    """
    wanting = (Scene.ticket == "") | (Scene.expires <= _naive(at + RENEW_BEFORE))
    rows = Scene.select().where(wanting | (Scene.permanent & Scene.expires.is_null(False)))
    found = map(_code, rows.where(Scene.kind.in_(only)) if only else rows)
    standing = [each for each in found if _stands(each)]
    return tuple(sorted(standing, key=lambda each: (each.expires is None, each.expires or at, each.scene)))


def _stands(code: Code) -> bool:
    try:
        return code.kind in KINDS and KINDS[code.kind](code.key) == code.key
    except (NotFound, Invalid):
        return False


def is_unchanged(code: Code) -> bool:
    """Whether nobody has made this code since it was read from the list."""
    return Scene.select().where((Scene.scene == code.scene) & (Scene.ticket == code.ticket)).exists()


def is_permanent(scene: str) -> bool:
    """Whether the code of a scene is to be permanent: as the list says, or else as its kind is. Raises Invalid."""
    row = Scene.get_or_none(Scene.scene == scene)
    if row is not None:
        return bool(row.permanent)
    parts = split(scene)
    if parts is None:
        raise Invalid("unknown_kind")
    return kinds()[parts[0]].permanent


def permanent_count() -> int:
    """How many permanent codes of ours the platform has made."""
    return Scene.select().where((Scene.ticket != "") & Scene.expires.is_null()).count()


def code(scene: str) -> Code | None:
    """The code that was made for a scene, also when it has expired; None when there is none."""
    row = Scene.get_or_none((Scene.scene == scene) & (Scene.ticket != ""))
    return _code(row) if row else None


def _code(row: Scene) -> Code:
    expires = row.expires.replace(tzinfo=BEIJING) if row.expires else None
    made = row.created.replace(tzinfo=BEIJING)
    usual = kinds().get(row.kind)  # rows of the first release say neither purpose nor owner
    purpose, owner = (
        (row.purpose, row.owner) if usual is None else (row.purpose or usual.purpose, row.owner or usual.owner)
    )
    return Code(
        row.kind, row.key, row.scene, row.ticket, row.url, made, expires,
        purpose, owner, bool(row.permanent), row.renewals,
    )  # fmt: skip


def _naive(at: datetime) -> datetime:
    return at.astimezone(BEIJING).replace(tzinfo=None)
