"""What a parametric code may stand for: its kinds, their keys, and the scene strings made of both.

A scene string is `<kind>_<key>`, at most 64 characters (docs/wechat.md, section 11), split at the first underscore.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from congress import agenda, columns, delegates, delegations
from congress.errors import Invalid, NotFound

FILE = Path(__file__).with_name("scenes.yaml")
LONGEST = 64  # characters of a scene string that the platform takes
DESK = re.compile(r"[a-z0-9-]{1,32}")
# Columns that stand in the menu's three headings; the fourth column of the news has no code.
COLUMNS = ("profiles", "focus", "services")


@dataclass(frozen=True, slots=True)
class Kind:
    """What codes of a kind are for, who looks after them, and whether they are made to last.

    The keys of a `secret` kind stand on paper alone: no list, log or figure shows them.
    """

    permanent: bool
    purpose: str
    owner: str
    secret: bool = False


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


def _delegate(key: str) -> str:
    """The key of the personal code, for a badge number or for itself."""
    try:
        return delegates.key_of(key)
    except NotFound:
        try:
            return delegates.key_of(delegates.by_key(key))
        except NotFound:
            raise NotFound(key) from None


KINDS: dict[str, Callable[[str], str]] = {
    "desk": _desk,
    "item": _item,
    "column": _column,
    "delegation": _delegation,
    "delegate": _delegate,
}


@cache
def kinds() -> Mapping[str, Kind]:
    """What is known of each kind, in the file's order."""
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({name: Kind(**values) for name, values in found.items()})


def scene_string(kind: str, key: str) -> str:
    """The scene string for a kind and a key.

    A delegation may be given by its name; a delegate is given by the badge number. Raises NotFound(key) when there is
    no such item, column, delegation or badge; Invalid with one of the codes `unknown_kind`, `desk_key` (not 1-32 of
    a-z, 0-9, -). Keys in the tables are short enough for every scene to keep to the platform's 64 characters.
    """
    if kind not in KINDS:
        raise Invalid("unknown_kind")
    return f"{kind}_{KINDS[kind](key)}"


def split(scene: str) -> tuple[str, str] | None:
    """Kind and key of a scene string; None when it is not one of ours. Whether the key exists is not looked at."""
    kind, _, key = scene.partition("_")
    return (kind, key) if kind in KINDS and key else None


def shown(scene: str) -> str:
    """A scene as lists, logs and figures show it: in full, unless its key is a secret; then its kind alone."""
    kind, _, key = scene.partition("_")
    return kind if key and kind in KINDS and kinds()[kind].secret else scene


def told(scene: str) -> str:
    """A scene as staff are told of it: as `shown`, with the number of the badge for a personal code."""
    kind, _, key = scene.partition("_")
    if shown(scene) == scene:
        return scene
    try:
        return f"{kind} {delegates.by_key(key)}"
    except NotFound:
        return kind


def keys(kind: str) -> tuple[tuple[str, str], ...]:
    """The keys that a kind knows, each with its name; empty for desks, whose keys staff choose. Raises Invalid.

    A badge's name is its delegation: the person's own is private. It is named by its number, not by its secret key.
    """
    if kind == "item":
        return tuple((item.key, item.title) for item in agenda.items())
    if kind == "column":
        return tuple((key, columns.written(key)) for key in COLUMNS)
    if kind == "delegation":
        return tuple((each.key, each.name) for each in delegations.delegations())
    if kind == "delegate":
        return tuple((each.number, each.delegation) for each in delegates.badges())
    if kind not in KINDS:
        raise Invalid("unknown_kind")
    return ()
