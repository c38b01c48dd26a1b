"""What stands on every delegate's badge: number, delegation, and the key of its personal code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import models
from congress import catalogue
from congress.errors import NotFound
from models import sealing

DIGITS = "0987654321"  # for an example, the first choice first


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge. The delegation is named as the roster names it."""

    number: str
    delegation: str


@catalogue.shelf
def badges() -> tuple[Badge, ...]:
    """All badges by their numbers."""
    row = models.Delegate
    rows = row.select(row.badge, row.delegation).where(~row.withdrawn).order_by(row.badge)
    return tuple(Badge(each.badge, each.delegation) for each in rows)


def badge(number: str) -> Badge:
    """The badge with this number. Raises NotFound."""
    for each in badges():
        if each.number == number:
            return each
    raise NotFound(number)


def named(name: str) -> tuple[str, ...]:
    """The badges of everybody of exactly this name, however it is spaced; looked up by its keyed hash."""
    row = models.Delegate
    rows = row.select(row.badge).where(row.name_hash.in_(sealing.hashes(name)) & ~row.withdrawn).order_by(row.badge)
    return tuple(each.badge for each in rows)


@catalogue.shelf
def names() -> tuple[str, ...]:
    """The names of the roster, spaces aside: to know that a question is about a person, and for nothing else."""
    row = models.Delegate
    found = {"".join(each.name.split()) for each in row.select(row.name).where(~row.withdrawn).iterator()}
    return tuple(sorted(found - {""}))


def example() -> str:
    """What a badge's number looks like, with noughts for what tells one badge from another, or with other digits where
    that is somebody's; "" without a roster, and where each such number is somebody's.
    """
    numbers = [each.number for each in badges()]
    if not numbers:
        return ""
    pairs = enumerate(zip(numbers[0], numbers[-1], strict=False))
    differs = next((at for at, (one, other) in pairs if one != other), len(numbers[0]) - 3)
    cuts = ((numbers[0][:at], numbers[0][at:]) for at in range(differs, -1, -1))
    made = (head + re.sub(r"\d", digit, tail) for head, tail in cuts for digit in DIGITS)
    return next((each for each in made if numbered(each) not in numbers), "")


def numbered(written: str) -> str:
    """The number that is meant, when only the dash was left out; what is nobody's stays as it is written."""
    bare = written.replace("-", "")
    return next((each.number for each in badges() if each.number.replace("-", "") == bare), written)


@catalogue.shelf
def _keys() -> tuple[tuple[str, str], ...]:
    row = models.Delegate
    found: Iterable[tuple[str, str]] = row.select(row.scene_key, row.badge).where(~row.withdrawn).tuples().iterator()
    return tuple(found)


def key_of(number: str) -> str:
    """The key of the personal code of a badge: a secret, for paper alone. Raises NotFound."""
    kept = catalogue.current().kept
    if "keys by badge" not in kept:
        kept["keys by badge"] = {badge: key for key, badge in _keys()}
    if number not in kept["keys by badge"]:
        raise NotFound(number)
    key: str = kept["keys by badge"][number]
    return key


def by_key(key: str) -> str:
    """The number of the badge whose personal code has this key. Raises NotFound, which does not tell the key."""
    kept = catalogue.current().kept
    if "badges by key" not in kept:
        kept["badges by key"] = dict(_keys())
    if key not in kept["badges by key"]:
        raise NotFound("personal code")
    number: str = kept["badges by key"][key]
    return number
